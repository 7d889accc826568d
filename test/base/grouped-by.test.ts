import { expect, it } from 'vitest';
import { groupedBy } from '../../lib/base/grouped-by';

it('puts the items with the same key together, in their order', () => {
  const groups = groupedBy(['b1', 'a1', 'b2'], (text) => text.charAt(0));
  expect([...groups]).toEqual([
    ['b', ['b1', 'b2']],
    ['a', ['a1']],
  ]);
});

it('leaves out items without a key, but not those with a falsy one', () => {
  const keys = new Map([
    ['a', undefined],
    ['b', 0],
  ]);
  expect([...groupedBy(['a', 'b'], (text) => keys.get(text))]).toEqual([[0, ['b']]]);
});
