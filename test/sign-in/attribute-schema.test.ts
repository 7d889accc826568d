import { CfnParameter, Lazy, Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { AttributeSchema, StandardAttribute, UserAuthPool } from '../../lib';
import { withCapitals, withoutCapitals } from '../../lib/sign-in/attribute-schema';
import { newStack, only, templateOf } from '../support/synth';
import { reject, render } from './support';

const CUSTOM = { Mutable: true };

describe('a standard attribute', () => {
  it.each(Object.values(StandardAttribute))('%s has its type, or CloudFormation would see a change in it', (name) => {
    expect(render(AttributeSchema.standard(name))).toEqual([
      {
        Name: name,
        AttributeDataType: name === StandardAttribute.UPDATED_AT ? 'Number' : 'String',
        Required: false,
        Mutable: true,
      },
    ]);
  });

  it('can be required, and fixed', () => {
    expect(render(AttributeSchema.standard(StandardAttribute.NAME, { required: true, mutable: false }))).toEqual([
      { Name: 'name', AttributeDataType: 'String', Required: true, Mutable: false },
    ]);
  });

  it('is rejected where it is none', () => {
    expect(reject(AttributeSchema.standard('plan' as StandardAttribute))).toBe(
      'S/Pool has 1 problem:\n  1. schema[0] is "plan": it is not a standard attribute, so Cognito would create a custom one. ' +
        'Use one of StandardAttribute, or AttributeSchema.customString("plan").',
    );
  });
});

describe('a custom attribute', () => {
  it('is for administrators only, if that is asked for', () => {
    expect(render(AttributeSchema.customBoolean('a', { developerOnly: true }))).toMatchObject([
      { DeveloperOnlyAttribute: true },
    ]);
  });

  it.each([
    [
      'text',
      AttributeSchema.customString('a'),
      { AttributeDataType: 'String', StringAttributeConstraints: { MinLength: '0', MaxLength: '2048' } },
    ],
    [
      'text with bounds',
      AttributeSchema.customString('a', { minLength: 1, maxLength: 20 }),
      { AttributeDataType: 'String', StringAttributeConstraints: { MinLength: '1', MaxLength: '20' } },
    ],
    ['text without bounds', AttributeSchema.customString('a', { unbounded: true }), { AttributeDataType: 'String' }],
    [
      'text with a lower bound alone',
      AttributeSchema.customString('a', { minLength: 1, unbounded: true }),
      { AttributeDataType: 'String', StringAttributeConstraints: { MinLength: '1' } },
    ],
    [
      'text with an upper bound alone',
      AttributeSchema.customString('a', { maxLength: 9, unbounded: true }),
      { AttributeDataType: 'String', StringAttributeConstraints: { MaxLength: '9' } },
    ],
    ['number', AttributeSchema.customNumber('a'), { AttributeDataType: 'Number' }],
    [
      'number with bounds',
      AttributeSchema.customNumber('a', { min: -5, max: 0 }),
      { AttributeDataType: 'Number', NumberAttributeConstraints: { MinValue: '-5', MaxValue: '0' } },
    ],
    [
      'number with a lower bound',
      AttributeSchema.customNumber('a', { min: 18 }),
      { AttributeDataType: 'Number', NumberAttributeConstraints: { MinValue: '18' } },
    ],
    ['yes or no', AttributeSchema.customBoolean('a'), { AttributeDataType: 'Boolean' }],
    ['point in time', AttributeSchema.customDateTime('a'), { AttributeDataType: 'DateTime' }],
  ])('is a %s', (_, attribute, expected) => {
    expect(render(attribute)).toEqual([{ Name: 'a', ...CUSTOM, ...expected }]);
    expect(attribute.name).toBe('a');
  });

  it.each([
    AttributeSchema.customString('a', { mutable: false, developerOnly: true }),
    AttributeSchema.customNumber('a', { mutable: false, developerOnly: true }),
    AttributeSchema.customBoolean('a', { mutable: false, developerOnly: true }),
    AttributeSchema.customDateTime('a', { mutable: false, developerOnly: true }),
  ])('can be fixed, and for administrators only', (attribute) => {
    expect(render(attribute)).toMatchObject([{ Mutable: false, DeveloperOnlyAttribute: true }]);
  });

  it.each(['a', 'a'.repeat(20), 'größe', 'org:unit', '1+1=2', '日本'])('accepts the name %s', (name) => {
    expect(render(AttributeSchema.customBoolean(name))).toMatchObject([{ Name: name }]);
  });

  it.each(['', 'a'.repeat(21), 'my plan', 'a\n'])('rejects the name "%s"', (name) => {
    expect(reject(AttributeSchema.customBoolean(name))).toBe(
      `S/Pool has 1 problem:\n  1. schema[0] is ${JSON.stringify(name)}: Cognito accepts only names of 1 to 20 characters, without spaces, and would reject the pool. ` +
        'Shorten the name, and omit "custom:".',
    );
  });

  it.each(['custom:plan', 'dev:custom:plan', 'dev:plan'])('rejects the prefix of %s', (name) => {
    expect(reject(AttributeSchema.customBoolean(name))).toBe(
      `S/Pool has 1 problem:\n  1. schema[0] is "${name}": Cognito adds the prefix itself, so tokens would have it twice. ` +
        'Write "plan".',
    );
  });

  it('rejects the name of a standard attribute, which Cognito would take for that one', () => {
    expect(reject(AttributeSchema.customString('email'))).toMatch(
      /^S\/Pool has 1 problem:\n {2}1\. schema\[0\] is "email": .*standard/,
    );
  });

  it.each([
    { minLength: 0, maxLength: 0 },
    { minLength: 2048, maxLength: 2048 },
  ])('accepts texts of $minLength to $maxLength characters', (bounds) => {
    expect(() => render(AttributeSchema.customString('a', bounds))).not.toThrow();
  });

  const LENGTH =
    'Cognito accepts only whole numbers from 0 to 2048, and would reject the pool. Give a number in that range, or omit it.';

  it.each([
    [{ minLength: -1 }, 'lower', -1],
    [{ minLength: 1.5 }, 'lower', 1.5],
    [{ minLength: NaN }, 'lower', NaN],
    [{ minLength: 2049 }, 'lower', 2049],
    [{ maxLength: 2049 }, 'upper', 2049],
    [{ maxLength: 1.5 }, 'upper', 1.5],
    [{ maxLength: -1 }, 'upper', -1],
  ])('rejects a text with %o, once', (bounds, bound, value) => {
    expect(reject(AttributeSchema.customString('a', bounds))).toBe(
      `S/Pool has 1 problem:\n  1. schema[0] ${bound} bound is ${value}: ${LENGTH}`,
    );
  });

  it.each([{ min: 3, max: 3 }, { min: Number.MIN_SAFE_INTEGER }, { max: Number.MAX_SAFE_INTEGER }])(
    'accepts a number with %o',
    (bounds) => {
      expect(() => render(AttributeSchema.customNumber('a', bounds))).not.toThrow();
    },
  );

  it.each([
    [{ min: 0.5 }, 'lower', 0.5],
    [{ max: Infinity }, 'upper', Infinity],
    [{ max: 2 ** 53 }, 'upper', 2 ** 53],
  ])('rejects a number with %o', (bounds, bound, value) => {
    expect(reject(AttributeSchema.customNumber('a', bounds))).toBe(
      `S/Pool has 1 problem:\n  1. schema[0] ${bound} bound is ${value}: Cognito accepts only whole numbers from -9007199254740991 to 9007199254740991, and would reject the pool. ` +
        'Give a number in that range, or omit it.',
    );
  });

  it.each([
    ['text', AttributeSchema.customString('a', { minLength: 6, maxLength: 5 })],
    ['number', AttributeSchema.customNumber('a', { min: 6, max: 5 })],
  ])('rejects a %s whose lower bound is above the upper one', (_, attribute) => {
    expect(reject(attribute)).toBe(
      'S/Pool has 1 problem:\n  1. schema[0] lower bound is 6, with an upper bound of 5: no value would be valid and Cognito rejects the pool. ' +
        'Swap the two.',
    );
  });

  it('does not judge a name that only deployment will know', () => {
    const name = Lazy.string({ produce: () => 'plan' });
    expect(render(AttributeSchema.customBoolean(name))).toMatchObject([{ Name: 'plan' }]);
  });

  it.each<[string, (stack: Stack) => number, unknown]>([
    ['synth', () => Lazy.number({ produce: () => 7 }), '7'],
    ['deployment', (stack) => new CfnParameter(stack, 'Bound', { type: 'Number' }).valueAsNumber, { Ref: 'Bound' }],
  ])('does not judge bounds that only %s will know', (_, newBound, expected) => {
    const stack = newStack();
    const bound = newBound(stack);
    const schema = [
      AttributeSchema.customString('text', { minLength: bound, maxLength: bound }),
      AttributeSchema.customNumber('number', { min: bound, max: bound }),
    ];
    new UserAuthPool(stack, 'Pool', { schema });
    expect(only(templateOf(stack), 'AWS::Cognito::UserPool').properties.Schema).toMatchObject([
      { StringAttributeConstraints: { MinLength: expected, MaxLength: expected } },
      { NumberAttributeConstraints: { MinValue: expected, MaxValue: expected } },
    ]);
  });
});

describe('the full name', () => {
  it.each([
    ['email', AttributeSchema.standard(StandardAttribute.EMAIL)],
    ['custom:team', AttributeSchema.customString('team')],
    ['custom:team', AttributeSchema.customBoolean('team', { developerOnly: false })],
    ['dev:custom:team', AttributeSchema.customNumber('team', { developerOnly: true })],
  ])('is %s', (name, attribute) => {
    expect(attribute._fullName).toBe(name);
  });
});

it.each([AttributeSchema.customString('sub'), AttributeSchema.customDateTime('sub', { developerOnly: true })])(
  'rejects custom:sub, which no template can create',
  (attribute) => {
    expect(reject(attribute)).toBe(
      'S/Pool has 1 problem:\n  1. schema[0] is "sub": it is the name of the ID that Cognito gives each user, and a template cannot create custom:sub beside it. Use another name.',
    );
  },
);

it('names can be those of CloudFormation or of the CDK', () => {
  const rendered = AttributeSchema.customString('tenant', { maxLength: 20 })._render();
  const inTemplate = {
    Name: 'tenant',
    AttributeDataType: 'String',
    Mutable: true,
    StringAttributeConstraints: { MinLength: '0', MaxLength: '20' },
  };
  expect(withCapitals(rendered)).toEqual(inTemplate);
  expect(withoutCapitals(inTemplate)).toEqual(JSON.parse(JSON.stringify(rendered)));
  for (const value of ['Text', null, ['A', { B: 1 }]])
    expect([withCapitals(value), withoutCapitals(value)]).toEqual([value, value]);
});
