import { describe, expect, it } from 'vitest';
import { isStrings, objectAt, stringOf, stringsOf } from '../../handlers/json';

it.each([
  [['a', ''], true],
  [[], true],
  [['a', 1], false],
  ['a', false],
  [null, false],
])('isStrings of %j is %s', (value, expected) => {
  expect(isStrings(value)).toBe(expected);
});

describe('objectAt', () => {
  it.each([
    [{ a: { b: 1 } }, { b: 1 }],
    [{ a: null }, {}],
    [{ a: [1] }, {}],
    [null, {}],
    ['a', {}],
  ])('a of %j is %j', (value, expected) => {
    expect(objectAt(value, 'a')).toEqual(expected);
  });
});

it.each([
  ['a', 'a'],
  ['', ''],
  [1, ''],
  [['a'], ''],
  [undefined, ''],
])('stringOf of %j is %j', (value, expected) => {
  expect(stringOf(value)).toBe(expected);
});

it.each([
  [
    ['a', 1, null, 'b'],
    ['a', 'b'],
  ],
  ['ab', []],
  [{ 0: 'a' }, []],
  [undefined, []],
])('stringsOf of %j is %j', (value, expected) => {
  expect(stringsOf(value)).toEqual(expected);
});
