import { expect, it } from 'vitest';
import { repeated } from '../../lib/base/repeated';

it('finds each item whose key an earlier one has, with the first one that has it', () => {
  expect(repeated(['a1', 'b1', 'a2', 'a3'], (text) => text.charAt(0))).toEqual([
    { item: 'a2', index: 2, first: 'a1' },
    { item: 'a3', index: 3, first: 'a1' },
  ]);
});

it('takes what is falsy for an item like any other', () => {
  for (const item of [0, undefined]) expect(repeated([item, item], String)).toEqual([{ item, index: 1, first: item }]);
});

it('does not count items without a key', () => {
  expect(repeated([1, 1], () => undefined)).toEqual([]);
});
