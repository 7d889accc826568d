import { Duration, Lazy, Token } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { Problems } from '../../lib/checks/problems';
import { checkDays, checkEnum, checkInteger, checkPattern, isKnown, show } from '../../lib/checks/values';
import { newStack } from '../support/synth';

const rule = { outcome: 'no', remedy: 'yes' };
const found = (check: (problems: Problems) => void) => {
  const problems = new Problems(newStack());
  check(problems);
  return problems.messages();
};

describe('isKnown', () => {
  it('is true of plain values, falsy ones too', () => {
    for (const value of [0, '', false, Duration.days(1), ['a']]) expect(isKnown(value)).toBe(true);
  });

  it('is false of nothing, and of what only deployment will know', () => {
    const tokens = [
      Lazy.string({ produce: () => 'a' }),
      Lazy.number({ produce: () => 1 }),
      Lazy.list({ produce: () => ['a'] }),
    ];
    for (const value of [undefined, ...tokens, Duration.days(Lazy.number({ produce: () => 1 }))]) {
      expect(isKnown(value)).toBe(false);
    }
  });
});

describe('show', () => {
  it.each([
    [5, '5'],
    [NaN, 'NaN'],
    ['a "b"', '"a \\"b\\""'],
    [Duration.minutes(90), '1 hour 30 minutes'],
    ['x'.repeat(200), `"${'x'.repeat(75)}..." (200 characters)`],
  ])('%s', (value, text) => {
    expect(show(value)).toBe(text);
  });
});

describe('checkInteger', () => {
  it.each([6, 7, 99, undefined, Lazy.number({ produce: () => 0 })])('accepts %s', (value) => {
    expect(found((problems) => checkInteger(problems, 'n', value, [6, 99], rule))).toEqual([]);
  });
  it.each([5, 100, 6.5, NaN, Infinity])('refuses %s', (value) => {
    expect(found((problems) => checkInteger(problems, 'n', value, [6, 99], rule))).toEqual([`n is ${value}: no. yes.`]);
  });
});

describe('checkDays', () => {
  it.each([Duration.days(1), Duration.hours(48), Duration.days(365), Duration.days(Lazy.number({ produce: () => 0 }))])(
    'accepts %s',
    (value) => {
      expect(found((problems) => checkDays(problems, 'd', value, [1, 365], rule))).toEqual([]);
    },
  );
  it.each([
    [Duration.days(0), '0 seconds'],
    [Duration.hours(25), '1 day 1 hour'],
    [Duration.days(366), '366 days'],
  ])('refuses %s', (value) => {
    expect(found((problems) => checkDays(problems, 'd', value, [1, 365], rule))).toHaveLength(1);
  });
});

describe('checkPattern', () => {
  it('judges known values only', () => {
    expect(found((problems) => checkPattern(problems, 'p', 'b', /^a$/, rule))).toEqual(['p is "b": no. yes.']);
    expect(found((problems) => checkPattern(problems, 'p', 'a', /^a$/, rule))).toEqual([]);
    expect(found((problems) => checkPattern(problems, 'p', Token.asString({ Ref: 'P' }), /^a$/, rule))).toEqual([]);
  });
});

describe('checkEnum', () => {
  it('names the values allowed', () => {
    expect(found((problems) => checkEnum(problems, 'e', 'c', { A: 'a', B: 'b' }))).toEqual([
      'e is "c": it is none of the values that this library knows. Use one of "a", "b".',
    ]);
  });
});
