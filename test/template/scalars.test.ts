import { describe, expect, it } from 'vitest';
import { asBoolean, asNumber, asText, isScalar, isSameInTemplate } from '../../lib/template/scalars';
import { ABSENT, literal } from '../../lib/template/value';

it.each([
  ['true', true],
  ['false', false],
  [true, true],
  [false, false],
  [undefined, undefined],
  ['', ''],
  ['yes', 'yes'],
  [1, 1],
  [{ Ref: 'IsTrue' }, { Ref: 'IsTrue' }],
])('%j, where a Boolean belongs, is %j', (value, expected) => {
  expect(asBoolean(value)).toEqual(expected);
});

it.each([
  ['12', 12],
  [12, 12],
  [undefined, undefined],
  ['', ''],
  ['1e3', '1e3'],
  [{ Ref: 'Length' }, { Ref: 'Length' }],
])('%j, where a number belongs, is %j', (value, expected) => {
  expect(asNumber(value)).toEqual(expected);
});

describe('to CloudFormation', () => {
  it.each<[unknown, unknown]>([
    [true, 'true'],
    ['false', false],
    [5, '5'],
    [undefined, undefined],
    [
      { Mutable: 'true', Bounds: [1] },
      { Mutable: true, Bounds: ['1'] },
    ],
  ])('%j is %j', (one, other) => {
    expect(isSameInTemplate(one, other)).toBe(true);
  });

  it.each<[unknown, unknown]>([
    [true, 'false'],
    [undefined, false],
    [undefined, 'undefined'],
    ['true', 'True'],
    [5, '05'],
    [
      ['a', 'b'],
      ['b', 'a'],
    ],
  ])('%j is not %j', (one, other) => {
    expect(isSameInTemplate(one, other)).toBe(false);
  });
});

it.each([
  [literal(true), true, true],
  [literal('true'), true, true],
  [literal('false'), false, true],
  [literal(false), true, false],
  [literal('yes'), true, false],
  [literal(2), 2, true],
  [literal('2'), 2, true],
  [literal(2), 1, false],
  [ABSENT, false, false],
])('a value %j is the literal %s: %s', (value, wanted, expected) => {
  expect(isScalar(value, wanted)).toBe(expected);
});

it('a number or a Boolean is text to CloudFormation, and anything else is what it is', () => {
  expect([5, true, 'x', undefined].map(asText)).toEqual(['5', 'true', 'x', undefined]);
});
