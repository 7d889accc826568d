import { CfnCondition, CfnOutput, CfnResource, Fn, Lazy, Stack, Token } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { References } from '../../lib/template/references';
import { newApp, newStack } from '../support/synth';

const NOTHING = Lazy.any({ produce: () => undefined });

/** A stack with two pools. */
function setUp() {
  const stack = newStack();
  const pool = new cognito.CfnUserPool(stack, 'Pool', { userPoolName: 'before' });
  return { stack, pool, other: new cognito.CfnUserPool(stack, 'Other'), references: new References() };
}

describe('render', () => {
  it('returns the properties of the template, by the names of CloudFormation', () => {
    const { pool, references } = setUp();
    expect(references.render(pool)).toEqual({ Type: 'AWS::Cognito::UserPool', Properties: { UserPoolName: 'before' } });
  });

  it('includes what was set later, and overrides', () => {
    const { stack, pool, references } = setUp();
    pool.userPoolName = 'after';
    pool.mfaConfiguration = Lazy.string({ produce: () => 'OFF' });
    pool.addPropertyOverride('Policies.PasswordPolicy.MinimumLength', 20);
    pool.cfnOptions.condition = new CfnCondition(stack, 'If');
    expect(references.render(pool)).toMatchObject({
      Properties: {
        UserPoolName: 'after',
        MfaConfiguration: 'OFF',
        Policies: { PasswordPolicy: { MinimumLength: 20 } },
      },
      Condition: 'If',
    });
    pool.addPropertyDeletionOverride('UserPoolName');
    expect(references.render(pool).Properties).not.toHaveProperty('UserPoolName');
  });

  it('returns nothing for a resource that is not synthesized', () => {
    const { pool, references } = setUp();
    Object.assign(pool, { shouldSynthesize: () => false });
    expect(references.render(pool)).toEqual({});
  });
});

describe('a reference', () => {
  it('is a Ref or GetAtt of a name that stands for its target, wherever it is', () => {
    const { pool, other, references } = setUp();
    pool.userPoolName = other.ref;
    pool.addPropertyOverride('UserPoolTags.Arn', [other.attrArn]);
    const { UserPoolName, UserPoolTags } = references.render(pool).Properties as {
      UserPoolName: { Ref: string };
      UserPoolTags: { Arn: [{ 'Fn::GetAtt': [string, string] }] };
    };
    const [name, attribute] = UserPoolTags.Arn[0]['Fn::GetAtt'];
    expect([references.targetOf(UserPoolName.Ref), references.targetOf(name), attribute]).toEqual([
      other,
      other,
      'Arn',
    ]);
  });

  it('has the same name each time, and one that no other reference has', () => {
    const { stack, pool, other, references } = setUp();
    const resolved = references.resolve(stack, [pool.ref, pool.ref, other.ref, pool.attrArn]) as { Ref?: string }[];
    expect(resolved[0]).toEqual(resolved[1]);
    expect(new Set(resolved.map((each) => JSON.stringify(each))).size).toBe(3);
  });

  it('is not a logical ID written by hand', () => {
    expect(setUp().references.targetOf('Pool')).toBeUndefined();
  });
});

describe('resolve', () => {
  it.each<[string, (pool: cognito.CfnUserPool) => unknown, unknown]>([
    ['a string', () => 'text', 'text'],
    ['a lazy list, without what is absent in it', () => Lazy.any({ produce: () => ['a', undefined, NOTHING] }), ['a']],
    [
      'a lazy map',
      () => Lazy.any({ produce: () => ({ a: null, b: { c: Lazy.string({ produce: () => 'd' }) } }) }),
      { a: null, b: { c: 'd' } },
    ],
    [
      'a lazy name in a lazy map',
      () => Lazy.any({ produce: () => ({ a: 1, [Lazy.string({ produce: () => 'b' })]: 2 }) }),
      { a: 1, b: 2 },
    ],
    ['nothing in a string', () => `a${Token.asString(NOTHING)}b`, 'ab'],
    ['nothing at the start of a string', () => `${Token.asString(NOTHING)}b`, 'b'],
    ['a lazy value in a string', () => `a${Lazy.string({ produce: () => 'b' })}`, 'ab'],
    ['a number in a string', () => `a${Token.asString(5)}b`, 'a5b'],
    ['a reference in a string', ({ ref }) => `pool ${ref}`, { 'Fn::Join': ['', ['pool ', { Ref: '#0' }]] }],
    [
      'a function in a string',
      ({ ref }) => `a${Fn.join('-', ['b', ref])}`,
      { 'Fn::Join': ['', ['a', { 'Fn::Join': ['-', ['b', { Ref: '#0' }]] }]] },
    ],
    [
      'a reference in a lazy map in JSON',
      ({ stack, ref }) => stack.toJsonString({ a: Lazy.any({ produce: () => ({ b: [ref] }) }) }),
      { 'Fn::Join': ['', ['{"a":{"b":["', { Ref: '#0' }, '"]}}']] },
    ],
    [
      'a number in a lazy map in JSON',
      (pool) => pool.stack.toJsonString(Lazy.any({ produce: () => ({ a: Token.asNumber(pool.getAtt('N')) }) })),
      { 'Fn::Join': ['', ['{"a":', { 'Fn::GetAtt': ['#0', 'N'] }, '}']] },
    ],
    [
      'a reference that a lazy map in JSON has resolved',
      ({ stack, ref }) => stack.toJsonString(Lazy.uncachedAny({ produce: (context) => ({ a: context.resolve(ref) }) })),
      { 'Fn::Join': ['', ['{"a":"', { Ref: '#0' }, '"}']] },
    ],
  ])('joins %s', (_, value, expected) => {
    const { stack, pool, references } = setUp();
    expect(references.resolve(stack, value(pool))).toEqual(expected);
  });
});

describe('toTokens', () => {
  it('makes a rendered value usable in any stack', () => {
    const app = newApp();
    const [one, other] = ['One', 'Other'].map((id) => new Stack(app, id)) as [Stack, Stack];
    const pool = new cognito.CfnUserPool(one, 'Pool');
    const references = new References();
    const rendered = references.resolve(one, { list: [pool.ref, 1, null], url: `https://${pool.attrArn}/` });
    const value = other.toJsonString(references.toTokens(rendered));
    new CfnResource(other, 'Topic', { type: 'AWS::SNS::Topic' });
    new CfnOutput(other, 'Output', { value });
    expect(JSON.stringify(app.synth().getStackByName('Other').template)).toContain('Fn::ImportValue');
  });

  it('makes a string of joined parts a string again', () => {
    const { stack, pool, references } = setUp();
    const text = references.toTokens(references.resolve(stack, `https://${pool.attrArn}/${pool.ref}`));
    expect(typeof text).toBe('string');
    expect(stack.resolve(text)).toEqual({
      'Fn::Join': ['', ['https://', { 'Fn::GetAtt': ['Pool', 'Arn'] }, '/', { Ref: 'Pool' }]],
    });
  });

  it.each([[{ 'Fn::Join': [',', ['a', 'b']] }], [{ 'Fn::Join': ['', { Ref: 'List' }] }], [{ 'Fn::Join': 'a' }]])(
    'leaves another function: %j',
    (value) => {
      expect(setUp().references.toTokens(value)).toEqual(value);
    },
  );

  it('leaves what was written by hand', () => {
    const { references } = setUp();
    expect(references.toTokens({ Ref: 'Pool', a: [{ 'Fn::GetAtt': ['Pool', 'Arn'] }] })).toEqual({
      Ref: 'Pool',
      a: [{ 'Fn::GetAtt': ['Pool', 'Arn'] }],
    });
  });
});

describe('targetsIn', () => {
  it('finds all targets in a rendered value', () => {
    const { pool, other, references } = setUp();
    pool.userPoolName = other.ref;
    pool.addPropertyOverride('UserPoolTags', { Arn: `${other.attrArn}/*`, Nothing: null, Text: '#0' });
    expect(references.targetsIn(references.render(pool))).toEqual([other, other]);
  });

  it('finds those of an element of any kind, also in strings that are known late and in JSON', () => {
    const { stack, pool, other, references } = setUp();
    const value = stack.toJsonString({ a: Lazy.string({ produce: () => `x-${other.ref}` }), b: Fn.sub('${P}', { P: pool.ref }) }); // prettier-ignore
    const output = new CfnOutput(stack, 'Output', { value });
    expect(new Set(references.targetsIn(references.renderAll(output)))).toEqual(new Set([pool, other]));
  });
});
