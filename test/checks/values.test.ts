import { Aws, Duration, Lazy, Token } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { describe, expect, it } from 'vitest';
import { Problems } from '../../lib/checks/problems';
import {
  checkChoice,
  checkCount,
  checkDays,
  checkEnum,
  checkFault,
  checkInteger,
  checkName,
  checkPattern,
  checkRegion,
  checkText,
  checkValue,
  isKnown,
  show,
} from '../../lib/checks/values';
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

it('isKnown is false of what the CDK looks up after a first synthesis, which must not fail', () => {
  const stack = newStack('S', { env: { account: '111111111111', region: 'eu-west-1' } });
  const parameter = StringParameter.valueFromLookup(stack, '/app/domain');
  expect([parameter, `https://${parameter}/signed-in`].map(isKnown)).toEqual([false, false]);
});

it('checkFault reports the fault of a value that is known', () => {
  const check = (value?: string) =>
    found((problems) => checkFault(problems, 'w', value, (each) => (each === 'a' ? undefined : rule)));
  expect([check(), check('a'), check(Aws.REGION)]).toEqual([[], [], []]);
  expect(check('b')).toEqual(['w is "b": no. yes.']);
});

describe('checkValue', () => {
  const check = (value?: string) => found((problems) => checkValue(problems, 'w', value, (each) => each === 'a', rule));

  it('reports a value that is not accepted', () => {
    expect(check('a')).toEqual([]);
    expect(check('b')).toEqual(['w is "b": no. yes.']);
  });

  it('does not look at what is not set, or known only at deployment', () => {
    expect([check(), check(Aws.REGION)]).toEqual([[], []]);
  });
});

it('checkCount reports a list with too many or too few items', () => {
  const check = (list?: string[]) => found((problems) => checkCount(problems, 'w', list, [1, 2], rule));
  expect([check(), check(['a']), check(['a', 'b']), check(Lazy.list({ produce: () => [] }))]).toEqual([[], [], [], []]);
  expect(check([])).toEqual(['w is a list of 0: no. yes.']);
  expect(check(['a', 'b', 'c'])).toEqual(['w is a list of 3: no. yes.']);
});

describe('show', () => {
  it.each([
    [5, '5'],
    [NaN, 'NaN'],
    [5n, '5'],
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
  it.each([5, 100, 6.5, NaN, Infinity])('rejects %s', (value) => {
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
  ])('rejects %s', (value) => {
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
    expect(found((problems) => checkEnum(problems, 'e', 'c', { Letter: { A: 'a', B: 'b' } }))).toEqual([
      'e is "c": it is not one of the values that this library knows. Use one of Letter.A, Letter.B.',
    ]);
  });

  it.each([
    ['EMAIL_CODE', 'EMAIL_CODE'],
    ['email_code', 'EMAIL_CODE'],
    ['sms', 'SMS'],
  ])('takes the name of a member for what was meant: %s', (value, member) => {
    const Type = { EMAIL_CODE: 'email-code-value', SMS: 'sms-value', V1_0: '1' };
    expect(found((problems) => checkEnum(problems, 'e', value, { Type }))).toEqual([
      `e is "${value}": it is not one of the values that this library knows. Write Type.${member}.`,
    ]);
  });

  it('does not take another version for what was meant', () => {
    expect(found((problems) => checkEnum(problems, 'e', 'V2_0', { Version: { V1_0: 'V1_0' } }))).toEqual([
      'e is "V2_0": it is not one of the values that this library knows. Use one of Version.V1_0.',
    ]);
  });

  enum Numbered {
    NONE,
    SOME,
  }
  it('names the values of an enum of numbers by their names, and accepts none of those', () => {
    expect(found((problems) => checkEnum(problems, 'e', 2, { Numbered }))).toEqual([
      'e is 2: it is not one of the values that this library knows. Use one of Numbered.NONE, Numbered.SOME.',
    ]);
    expect(found((problems) => checkEnum(problems, 'e', 'SOME', { Numbered }))).toEqual([
      'e is "SOME": it is not one of the values that this library knows. Write Numbered.SOME.',
    ]);
  });

  it.each([Numbered.NONE, Numbered.SOME, undefined, Lazy.number({ produce: () => 9 })])('accepts %s', (value) => {
    expect(found((problems) => checkEnum(problems, 'e', value, { Numbered }))).toEqual([]);
  });
});

describe('checkName', () => {
  it.each(['a', 'My pool_1 + = , . @ -', 'x'.repeat(128), undefined, Lazy.string({ produce: () => '!' })])(
    'accepts %s',
    (value) => {
      expect(found((problems) => checkName(problems, 'n', value))).toEqual([]);
    },
  );

  it.each(['', 'a!', 'a/b', 'é', 'x'.repeat(129)])('rejects %j', (value) => {
    expect(found((problems) => checkName(problems, 'n', value))).toEqual([
      `n is ${show(value)}: Cognito accepts only 1 to 128 letters, digits, spaces and any of _ + = , . @ -, and would reject any other name. ` +
        'Omit it, or give a name of those characters.',
    ]);
  });
});

describe('checkRegion', () => {
  it.each([
    'eu-west-1',
    'ap-southeast-5',
    'us-gov-west-1',
    'us-isob-east-1',
    'eusc-de-east-1',
    undefined,
    Aws.REGION,
    Lazy.string({ produce: () => 'mars' }),
  ])('accepts %s', (value) => {
    expect(found((problems) => checkRegion(problems, 'r', value))).toEqual([]);
  });

  it.each(['', 'eu-west', 'eu-west-1a', 'EU-WEST-1', 'Ireland', ' eu-west-1'])('rejects %j', (value) => {
    expect(found((problems) => checkRegion(problems, 'r', value))).toEqual([
      `r is "${value}": there is no such region and Cognito rejects the pool. ` +
        'Write it as, for example, "eu-west-1", or omit it for the region of the pool.',
    ]);
  });
});

describe('checkText', () => {
  const code = { mark: '<code>', pattern: /<code>/, stands: 'for the code' };
  const name = { mark: '<name>', pattern: /<name>/, stands: 'for the name' };
  const check = (value: string | undefined, ...placeholders: (typeof code)[]) =>
    found((problems) => checkText(problems, 't', value, { length: [3, 100] }, ...placeholders));

  it.each(['abc', 'x'.repeat(100), undefined, Lazy.string({ produce: () => 'a' })])('accepts %s', (value) => {
    expect(check(value)).toEqual([]);
  });

  it('accepts what has every mark in it, wherever', () => {
    expect(check('<name>: <code>', code, name)).toEqual([]);
  });

  it('accepts a text that is known in part only', () => {
    expect(check(`${Aws.REGION}!`, code)).toEqual([]);
  });

  it('rejects a text that is too short or too long, and shows no endless one', () => {
    const outcome = 'Cognito accepts only 3 to 100 characters, and would reject the pool';
    expect(check('ab')).toEqual([`t is "ab": ${outcome}. Give a string, or omit it for the default.`]);
    expect(check('x'.repeat(101))).toEqual([`t is 101 characters long: ${outcome}. Shorten it.`]);
  });

  it.each([
    ['ab\u200Dc\u200B', 'U+200D'],
    ['\u{1F600}\u{E0001}', 'U+E0001'],
    ['tab\there', 'U+0009'],
    ['a\uD800b', 'U+D800'],
  ])('rejects %j, and names the first foreign character', (value, name) => {
    const kind = { length: [3, 100], foreign: /[\p{C}]/u, accepts: 'what one sees' } as const;
    const problem = `t is ${JSON.stringify(value)}: Cognito does not accept its character ${name}, only what one sees, and would reject the pool.`;
    expect(found((problems) => checkText(problems, 't', value, kind))).toEqual([`${problem} Remove it.`]);
    const instead = (codePoint: number) => `Write ${codePoint}`;
    expect(found((problems) => checkText(problems, 't', value, { ...kind, instead }))).toEqual([
      `${problem} Write ${value.codePointAt(value.search(kind.foreign))}.`,
    ]);
  });

  it('rejects a text without a mark, one problem for each', () => {
    const problem = (mark: string, stands: string) =>
      `t is "Hello": Cognito requires ${mark} in it, ${stands}, and rejects the pool. Add ${mark} to the text.`;
    expect(check('Hello', code, name)).toEqual([problem('<code>', 'for the code'), problem('<name>', 'for the name')]);
  });
});

describe('checkChoice', () => {
  const CHOICES = { Letter: { A: 'a', B: 'b' } };
  it.each([undefined, 'a', ['a', 'b'], []])('accepts %j', (value) => {
    expect(found((problems) => checkChoice(problems, 'c', value, CHOICES))).toEqual([]);
  });
  it.each([['c'], [['a', 'c']]])('rejects %j', (value) => {
    expect(found((problems) => checkChoice(problems, 'c', value, CHOICES))).toEqual([
      'c is "c": it is not one of the values that this library knows. Use one of Letter.A, Letter.B.',
    ]);
  });
  it.each([Lazy.string({ produce: () => 'a' }), Lazy.list({ produce: () => ['a'] })])('rejects a token', (value) => {
    expect(found((problems) => checkChoice(problems, 'c', value, CHOICES))).toEqual([
      'c is known only at deployment: it decides which resources are created, and must be known at synthesis. Give the value itself.',
    ]);
  });
});
