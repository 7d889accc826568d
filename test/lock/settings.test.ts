import { Aws, CfnParameter, Stack } from 'aws-cdk-lib';
import fc from 'fast-check';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AttributeSchema, UserAuthPool } from '../../lib';
import { differences } from '../../lib/lock/content';
import { hasToken } from '../../lib/lock/settings';
import { synthWith, useLockFile } from '../support/lock-file';
import { runsOr, seed } from '../support/random';
import { LENIENT, newApp, only, templateOf } from '../support/synth';

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

describe('a template may have Booleans and numbers as text', () => {
  const override = (path: string, value: unknown) =>
    synthWith(lock, (pool) => pool.cfnUserPool.addPropertyOverride(path, value), {}, LENIENT);
  const attribute = { Name: 'team', AttributeDataType: 'String' };
  const team = (mutable: unknown, length: unknown) => ({
    ...attribute,
    Mutable: mutable,
    StringAttributeConstraints: { MaxLength: length },
  });
  const name = (required: unknown, mutable: unknown) => ({ Name: 'name', Required: required, Mutable: mutable });

  it.each<[string, unknown, unknown]>([
    ['UsernameConfiguration.CaseSensitive', 'false', false],
    ['UsernameConfiguration.CaseSensitive', 'true', true],
    ['Schema', [team('false', 9)], [team(false, '9')]],
    ['Schema', [{ ...team('true', '9'), DeveloperOnlyAttribute: 'false' }], [team(true, 9)]],
    ['Schema', [name('true', 'true')], [name(true, true)]],
    ['Schema', [name('false', 'false')], [name(false, false)]],
    ['Schema', [name('false', 'true')], undefined],
  ])('%s: %j is recorded as %j is', (path, asText, value) => {
    override(path, value);
    const recorded = entry();
    rmSync(lock.path);
    expect(override(path, asText)).toEqual([]);
    expect(missing(recorded, entry())).toEqual([]);
    expect(override(path, value)).toEqual([]);
    expect(override(path, asText)).toEqual([]);
  });
  const missing = (...entries: Record<string, unknown>[]) => differences(entries[0] as never, entries[1] as never);

  it('and an earlier version recorded a Boolean as such', () => {
    synth(() => undefined, { schema: [AttributeSchema.customBoolean('a')] });
    writeFileSync(
      lock.path,
      lock.content().replace('"mutable": true', '"mutable": "true"').replace('": false', '": "false"'),
    );
    expect(entry()).toMatchObject({ caseSensitive: 'false', 'custom:a': { mutable: 'true' } });
    expect(synth(() => undefined, { schema: [AttributeSchema.customBoolean('a')] })).toEqual([]);
    expect(entry()).toMatchObject({ caseSensitive: false, 'custom:a': { mutable: true } });
  });
});

it.each([['Required'], ['Mutable']])('an attribute whose %s is a function is an error', (property) => {
  const attribute = { Name: 'name', Required: false, Mutable: true, [property]: { Ref: 'AWS::Region' } };
  expect(synth((pool) => pool.cfnUserPool.addPropertyOverride('Schema', [attribute]))).toEqual([
    expect.stringContaining('lockFile, name is known only at deployment'),
  ]);
});

it('a value that Cognito accepts nowhere is an error, not a file that nobody can read', () => {
  const [message] = synth((pool) => pool.cfnUserPool.addPropertyOverride('UsernameAttributes', 'email'));
  expect(message).toContain(
    'lockFile, usernameAttributes is "email": Cognito accepts no such value, and it can\'t be recorded. Correct the override that sets it.',
  );
  expect(existsSync(lock.path)).toBe(false);
});

it('what is written can be read again, whatever overrides there are', () => {
  const value = fc.oneof(
    fc.constantFrom<unknown>(true, false, 'true', 'false', 'absent', 'email', '', 5, [], ['email'], [5], ['a', ['b']]),
    fc.constantFrom<unknown>(
      { Ref: 'AWS::Region' },
      { 'Fn::If': ['A', 'b', 'c'] },
      { 'Fn::Sub': 'a' },
      { CaseSensitive: 'false' },
    ),
    fc.constantFrom<unknown>(
      [{}],
      [{ Name: 5 }],
      [{ Name: 'a', Mutable: 'true' }],
      [{ Name: 'email', Required: 'yes' }],
    ),
  );
  const path = fc.constantFrom(
    ...[
      'UsernameConfiguration',
      'UsernameConfiguration.CaseSensitive',
      'UsernameAttributes',
      'AliasAttributes',
      'Schema',
    ],
    ...['WebAuthnRelyingPartyID', 'IssuerConfiguration.Type', 'Policies.SignInPolicy'],
  );
  const overrides = fc.array(fc.tuple(path, value), { maxLength: 3 });
  fc.assert(
    fc.property(overrides, (all) => {
      rmSync(lock.path, { force: true });
      const change = ({ cfnUserPool: pool }: UserAuthPool) =>
        all.forEach(([at, each]) => pool.addPropertyOverride(at, each));
      // The validator of the CDK has a say in the rest.
      const problems = () => synthWith(lock, change, {}, LENIENT).flatMap((each) => each.match(/lockFile.*/g) ?? []);
      const first = problems();
      if (first.length > 0) expect(existsSync(lock.path)).toBe(false);
      expect(problems()).toEqual(first);
    }),
    { numRuns: runsOr(60), seed },
  );
});
