import { expect, it } from 'vitest';
import { jsonIn } from '../../lib/base/json';

it.each<[string, unknown]>([
  ['{"a": [1, null]}', { a: [1, null] }],
  ['"a"', 'a'],
  ['{"a": ', undefined],
  ['a', undefined],
  ['', undefined],
])('%j says %j', (text, expected) => {
  expect(jsonIn(text)).toEqual(expected);
});
