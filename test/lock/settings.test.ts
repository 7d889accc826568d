import { Aws, CfnParameter, Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { AttributeSchema, UserAuthPool } from '../../lib';
import { synthWith, useLockFile } from '../support/lock-file';
import { hasToken } from '../../lib/lock/settings';
import { newApp, only, templateOf } from '../support/synth';

const lock = useLockFile();
const { entry } = lock;
const synth = (make: (pool: UserAuthPool) => unknown, props = {}) => synthWith(lock, make, props);

it('an attribute that does not say so is immutable', () => {
  synth((pool) => pool.cfnUserPool.addPropertyOverride('Schema', [{ Name: 'team', AttributeDataType: 'String' }]));
  expect(entry()['custom:team']).toEqual({ attributeDataType: 'String', mutable: false });
});

it('a standard attribute may be immutable without being required', () => {
  synth((pool) => pool.cfnUserPool.addPropertyOverride('Schema', [{ Name: 'locale', Mutable: false }]));
  expect(entry().locale).toEqual({ required: false, mutable: false });
});

it('a pool whose configuration of user names says nothing of case is case-sensitive', () => {
  synth((pool) => (pool.cfnUserPool.usernameConfiguration = {}));
  expect(entry().caseSensitive).toBe(true);
});

it('a pool may have no policies in its template', () => {
  expect(synth((pool) => pool.cfnUserPool.addPropertyDeletionOverride('Policies'))).toEqual([]);
});

it('a pool without a schema in its template has its attributes all the same', () => {
  const schema = [AttributeSchema.customString('team')];
  synth(() => undefined, { schema });
  const recorded = lock.content();
  expect(synth(() => undefined, { schema, omitSchema: true })).toEqual([]);
  expect(lock.content()).toBe(recorded);
});

describe('hasToken', () => {
  it.each<[unknown, boolean]>([
    [undefined, false],
    [null, false],
    [true, false],
    [5, false],
    ['a', false],
    [Aws.REGION, true],
    [['a', 'b'], false],
    [['a', Aws.REGION], true],
    [{ Ref: 'A' }, true],
    [{ ref: 'A' }, true],
    [{ 'Fn::Sub': 'a' }, true],
    [{ 'fn::sub': 'a' }, true],
    [{ Reference: 'A', reference: 'A', myRef: 'A', 'xFn::Sub': 'a' }, false],
    [{ a: { b: [{ Ref: 'A' }] } }, true],
    [{ a: { b: [null, false] } }, false],
  ])('of %j: %s', (value, expected) => {
    expect(hasToken(value as never)).toBe(expected);
  });
});

it('a pool that had ways to sign in without a password says that it has none now', () => {
  const make = (passwordless?: object) => {
    const stack = new Stack(newApp(), 'S');
    new UserAuthPool(stack, 'Pool', { lockFile: lock.path, passwordless });
    return only(templateOf(stack), 'AWS::Cognito::UserPool').properties.Policies;
  };
  expect(make()).not.toHaveProperty('SignInPolicy');
  make({ emailCode: true });
  expect(make()).toHaveProperty('SignInPolicy', { AllowedFirstAuthFactors: ['PASSWORD'] });
});

it('a setting that only the deployment knows is an error', () => {
  const parameter = (pool: UserAuthPool) => ({ Ref: new CfnParameter(Stack.of(pool), 'Later').logicalId });
  synth(() => undefined);
  const [message] = synth((pool) => pool.cfnUserPool.addPropertyOverride('UsernameAttributes', parameter(pool)));
  expect(message!.match(/lockFile, usernameAttributes/g)).toHaveLength(1);
  expect(message).toContain(
    "lockFile, usernameAttributes is known only at deployment: it can't be recorded, so a change of it would not be noticed. Give a literal value, or omit lockFile.",
  );
});
