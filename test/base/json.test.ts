import { expect, it } from 'vitest';
import { isObject, jsonIn } from '../../lib/base/json';

it.each<[string | undefined, unknown]>([
  ['{"a": [1, null]}', { a: [1, null] }],
  ['"a"', 'a'],
  ['{"a": ', undefined],
  ['a', undefined],
  ['', undefined],
  [undefined, undefined],
])('%j says %j', (text, expected) => {
  expect(jsonIn(text)).toEqual(expected);
});

it.each<[unknown, boolean]>([
  [{}, true],
  [[], false],
  [null, false],
  ['a', false],
  [undefined, false],
])('%j is an object: %s', (value, expected) => {
  expect(isObject(value)).toBe(expected);
});
