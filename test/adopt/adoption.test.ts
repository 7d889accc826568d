import { Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AttributeSchema, ExistingUserPool, HostedUi, UserAuthPool, UserAuthPoolProps } from '../../lib';
import { useLockFile } from '../support/lock-file';
import { synth, templateIn, useDeployed } from './support';

const deployed = useDeployed();
const lock = useLockFile();

/** A plain pool of the CDK with email sign-in, a client, a group and a domain. */
const plain = (stack: Stack) => {
  const pool = new cognito.UserPool(stack, 'Users', {
    signInAliases: { email: true },
    selfSignUpEnabled: true,
    customAttributes: { tenant: new cognito.StringAttribute({ mutable: false }) },
  });
  pool.addClient('Client', { authFlows: { userPassword: true } });
  pool.addGroup('Admins', { groupName: 'admins' });
  pool.addDomain('Domain', { cognitoDomain: { domainPrefix: 'shop' } });
};
const POOL = 'Users0A0EEA89';
const hostedUi = HostedUi.cognitoDomain({ domainPrefix: 'shop' });
const adopt = (stack: Stack, props: UserAuthPoolProps = {}, id = 'Users') => {
  const existing = ExistingUserPool.fromTemplate(`${deployed.folder}/old.template.json`, POOL);
  const pool = new UserAuthPool(stack, id, { existing, hostedUi, ...props });
  pool.addGroup('Admins', { groupName: 'admins' });
  return pool;
};

describe('a pool that takes the place of one of the CDK', () => {
  it('keeps what can never change, and its logical IDs', () => {
    deployed.stack(plain);
    const { template, error } = synth((stack) => adopt(stack));
    expect(error).toBe('');
    const before = templateIn(plain).Resources;
    for (const [id, { Type }] of Object.entries(before)) expect(template.Resources[id]?.Type, id).toBe(Type);
    const pool = template.Resources[POOL]!.Properties!;
    expect(pool.Schema).toEqual([{ AttributeDataType: 'String', Mutable: false, Name: 'tenant' }]);
    expect(pool).not.toHaveProperty('UsernameConfiguration');
    expect(template.Resources.UsersClient3B43F2CF!.Properties).not.toHaveProperty('GenerateSecret');
  });

  it('keeps the logical ID under another construct ID', () => {
    deployed.stack(plain);
    const { error } = synth((stack) => adopt(stack, {}, 'People'));
    // The other resources are told, and the pool is not among them.
    expect(error).not.toContain(`existing, ${POOL}`);
    expect(error).toContain('Stack.of(pool).renameLogicalId(');
  });

  it('gets new attributes after the old ones', () => {
    deployed.stack(plain);
    const schema = [AttributeSchema.customString('plan')];
    const { template } = synth((stack) => adopt(stack, { schema }));
    expect(template.Resources[POOL]!.Properties!.Schema).toEqual([
      { AttributeDataType: 'String', Mutable: false, Name: 'tenant' },
      expect.objectContaining({ Name: 'plan', StringAttributeConstraints: { MinLength: '0', MaxLength: '2048' } }),
    ]);
  });

  it('may leave the schema out, whose attributes are known all the same', () => {
    deployed.stack(plain);
    const { template, error } = synth((stack) =>
      adopt(stack, { omitSchema: true, client: { writableCustomAttributes: ['tenant'] } }),
    );
    expect(error).toBe('');
    expect(template.Resources[POOL]!.Properties).not.toHaveProperty('Schema');
    const { error: unknown } = synth((stack) =>
      adopt(stack, { omitSchema: true, client: { writableCustomAttributes: ['plan'] } }),
    );
    expect(unknown).toContain('the custom attributes of the pool are "tenant"');
    const schema = [AttributeSchema.customString('plan')];
    expect(synth((stack) => adopt(stack, { omitSchema: true, schema })).error).toContain(
      'schema[0] is plan, which is new, with omitSchema true: a template without a schema adds no attribute',
    );
  });

  it('keeps what its clients may write, unless the props say it', () => {
    const attributes = new cognito.ClientAttributes().withStandardAttributes({ locale: true });
    deployed.stack((stack) => {
      const pool = new cognito.UserPool(stack, 'Users', { signInAliases: { email: true }, selfSignUpEnabled: true });
      pool.addClient('Client');
      pool.addClient('Web', { writeAttributes: attributes });
    });
    const { template } = synth((stack) => {
      const existing = ExistingUserPool.fromTemplate(`${deployed.folder}/old.template.json`, POOL);
      const pool = new UserAuthPool(stack, 'Users', { existing });
      pool.addClient('Web');
      pool.addClient('New');
    });
    const lists = Object.values(template.Resources).flatMap(({ Type, Properties }) =>
      Type.endsWith('Client') ? [Properties?.WriteAttributes] : [],
    );
    expect(lists).toEqual([undefined, ['locale'], expect.arrayContaining(['email', 'locale'])]);
  });

  it('gives a client what it may write if its logical ID was that of another resource', () => {
    deployed.stack((stack) => {
      const pool = new cognito.UserPool(stack, 'Users', { signInAliases: { email: true }, selfSignUpEnabled: true });
      new cognito.CfnManagedLoginBranding(stack, 'Style', {
        userPoolId: pool.userPoolId,
      }).overrideLogicalId('UsersClient3B43F2CF');
    });
    const { template } = synth((stack) => adopt(stack));
    const { Type, Properties } = template.Resources.UsersClient3B43F2CF!;
    expect(Type).toBe('AWS::Cognito::UserPoolClient');
    expect(Properties!.WriteAttributes).toContain('email');
  });

  it('loses ways to sign in without a password that the props do not name, with a warning', () => {
    deployed.stack((stack) => {
      const pool = new cognito.UserPool(stack, 'Users', { signInAliases: { email: true }, selfSignUpEnabled: true });
      (pool.node.defaultChild as cognito.CfnUserPool).addPropertyOverride('Policies.SignInPolicy', {
        AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'],
      });
    });
    const factors = (props: UserAuthPoolProps) => {
      const { template, warnings } = synth((stack) => adopt(stack, props));
      const { SignInPolicy } = template.Resources[POOL]!.Properties!.Policies as Record<string, unknown>;
      return [SignInPolicy, warnings.join().includes(`${POOL}.Policies.SignInPolicy`)];
    };
    expect(factors({})).toEqual([{ AllowedFirstAuthFactors: ['PASSWORD'] }, true]);
    const passwordless = { emailCode: true };
    expect(factors({ passwordless })).toEqual([{ AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] }, false]);
  });

  it('has an entry in the lock file at once, after which the old file can go', () => {
    const lockFile = lock.path;
    deployed.stack(plain);
    const first = synth((stack) => adopt(stack, { lockFile }));
    expect(first.error).toBe('');
    const recorded = lock.content();
    const schema = [AttributeSchema.customString('tenant', { mutable: false, unbounded: true })];
    const later = (props: UserAuthPoolProps) =>
      synth((stack) => {
        const pool = new UserAuthPool(stack, 'Users', { hostedUi, lockFile, ...props });
        pool.addGroup('Admins', { groupName: 'admins' });
      });
    const second = later({ schema });
    expect(second.error).toBe('');
    const fixed = ({ Resources }: typeof first.template) => {
      const { Schema, UsernameConfiguration, UsernameAttributes } = Resources[POOL]!.Properties!;
      return {
        UsernameConfiguration,
        UsernameAttributes,
        names: (Schema as { Name: string }[]).map(({ Name }) => Name),
      };
    };
    expect(fixed(second.template)).toEqual(fixed(first.template));
    expect(lock.content()).toBe(recorded);
    expect(later({}).error).toContain('lockFile, custom:tenant is ');
  });

  it('is told what will change, what may lock somebody out first', () => {
    deployed.stack(plain);
    const { warnings } = synth((stack) => adopt(stack));
    const [changes] = warnings.filter((each) => each.includes('existingPoolChanges'));
    const lines = changes!.split('\n').filter((each) => each.startsWith('  '));
    expect(lines[0]).toBe(
      '  UsersClient3B43F2CF.ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH","ALLOW_REFRESH_TOKEN_AUTH"] -> ["ALLOW_USER_SRP_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]',
    );
    expect(lines).toContain('  Users0A0EEA89.Policies.PasswordPolicy.MinimumLength: 8 -> 12');
    expect(lines.join()).not.toContain('WriteAttributes');
  });
});

it('reads the file once the props are checked, and tells everything at once', () => {
  deployed.stack(plain);
  const existing = ExistingUserPool.fromTemplate(`${deployed.folder}/old.template.json`, 'Wrong');
  const { error } = synth(
    (stack) => new UserAuthPool(stack, 'Users', { existing, allowUserName: false, allowEmailAsUserName: false }),
  );
  expect(error).toContain('has 2 problems');
  expect(readFileSync(`${deployed.folder}/old.template.json`, 'utf8')).toContain(POOL);
});
