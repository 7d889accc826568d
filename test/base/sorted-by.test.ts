import { expect, it } from 'vitest';
import { sortedBy } from '../../lib/base/sorted-by';

it('sorts by code units, as every machine does, and leaves equals and the list as they were', () => {
  const list = ['b1', 'B2', 'a3', 'ä4', 'a5'];
  expect(sortedBy(list, (each) => each.charAt(0))).toEqual(['B2', 'a3', 'a5', 'b1', 'ä4']);
  expect(list).toEqual(['b1', 'B2', 'a3', 'ä4', 'a5']);
});

it('sorts whatever can be iterated over', () => {
  expect(sortedBy(new Set(['b', 'a']), (each) => each)).toEqual(['a', 'b']);
});
