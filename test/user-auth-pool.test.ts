import { App, Duration, PropertyInjectors, Stack, Tags } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { describe, expect, it } from 'vitest';
import {
  HostedUi,
  IdentityProvider,
  MfaStatus,
  MfaType,
  SamlMetadata,
  UserAuthClientOptions,
  UserAuthPool,
  UserAuthPoolProps,
  UserPoolHook,
  UserVerificationType,
} from '../lib';
import { messageOf, newApp, newFunction, newStack, only, templateOf, warningsOf } from './support/synth';

const POOL = 'AWS::Cognito::UserPool';
const CLIENT = 'AWS::Cognito::UserPoolClient';

describe('a pool with no props', () => {
  const stack = newStack();
  const pool = new UserAuthPool(stack, 'Pool');
  const template = templateOf(stack);

  it('is one pool and one client, and nothing else', () => {
    template.resourceCountIs(POOL, 1);
    template.resourceCountIs(CLIENT, 1);
    expect(Object.keys(template.toJSON().Resources)).toHaveLength(2);
  });

  it('has logical ids that never change: a new id would be a new pool without its users', () => {
    expect(Object.keys(template.toJSON().Resources)).toEqual(['PoolD3F588B8', 'PoolClient8A3E5EB7']);
  });

  it('has the logical ids of a pool and a client of the CDK, which it can replace', () => {
    const [plain, own] = [newStack('S'), newStack('S')];
    const pool = new cognito.UserPool(plain, 'Users', { enableSmsRole: true });
    pool.addClient('Client');
    pool.addGroup('Admins', {});
    pool.addResourceServer('Api', { identifier: 'api', scopes: [{ scopeName: 'read', scopeDescription: 'read' }] });
    pool.addDomain('Domain', { cognitoDomain: { domainPrefix: 'mine' } });
    const ours = new UserAuthPool(own, 'Users', {
      hostedUi: HostedUi.cognitoDomain({ domainPrefix: 'mine' }),
      allowPhoneNumberAsUserName: true,
      mfaConfiguration: { status: MfaStatus.OPTIONAL, enabledTypes: [MfaType.SMS] },
    });
    ours.addGroup('Admins');
    ours.addResourceServer('Api', { identifier: 'api', scopes: [{ scopeName: 'read', scopeDescription: 'read' }] });
    const idsOf = (stack: Stack) => {
      const { Resources } = templateOf(stack).toJSON() as { Resources: Record<string, { Type: string }> };
      return Object.entries(Resources).map(([id, { Type }]) => `${Type} ${id}`);
    };
    expect(idsOf(plain)).toHaveLength(6);
    expect(idsOf(own)).toEqual(expect.arrayContaining(idsOf(plain)));
  });

  it('signs people in by their email address, whatever its case', () => {
    template.hasResourceProperties(POOL, {
      UsernameAttributes: ['email'],
      AliasAttributes: Match.absent(),
      UsernameConfiguration: { CaseSensitive: false },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
    });
  });

  it('asks for a strong password and offers an authenticator app', () => {
    template.hasResourceProperties(POOL, {
      Policies: {
        PasswordPolicy: {
          MinimumLength: 12,
          RequireLowercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
          RequireUppercase: true,
          TemporaryPasswordValidityDays: 7,
        },
      },
      MfaConfiguration: 'OPTIONAL',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
    });
  });

  it('outlives the stack', () => {
    template.hasResource(POOL, {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: { DeletionProtection: 'ACTIVE' },
    });
  });

  it('sends no text message', () => {
    template.hasResourceProperties(POOL, { SmsConfiguration: Match.absent() });
    template.resourceCountIs('AWS::IAM::Role', 0);
    expect(pool.smsRole).toBeUndefined();
  });

  it('gives no warning', () => {
    expect(warningsOf(stack)).toEqual([]);
  });
});

describe('what can be read from a pool', () => {
  it('is the pool, its client, their ids, its ARN and its issuer', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool');
    expect(stack.resolve(pool.userPoolId)).toEqual({ Ref: 'PoolD3F588B8' });
    expect(stack.resolve(pool.userPoolArn)).toEqual({ 'Fn::GetAtt': ['PoolD3F588B8', 'Arn'] });
    expect(stack.resolve(pool.userPoolClientId)).toEqual({ Ref: 'PoolClient8A3E5EB7' });
    expect(pool.client.userPoolClientId).toBe(pool.userPoolClientId);
    expect(pool.userPool).toBeInstanceOf(cognito.UserPool);
    expect(pool.client.userPoolClient).toBeInstanceOf(cognito.UserPoolClient);
    expect(pool.userPoolClients).toEqual([pool.client.userPoolClient]);
    expect(stack.resolve(pool.issuer)).toEqual({
      'Fn::Join': [
        '',
        ['https://cognito-idp.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }, '/', { Ref: 'PoolD3F588B8' }],
      ],
    });
  });

  it('names the region of the stack in the issuer, where the stack has one', () => {
    const stack = newStack('Stack', { env: { region: 'eu-west-1', account: '111111111111' } });
    const pool = new UserAuthPool(stack, 'Pool');
    expect(JSON.stringify(stack.resolve(pool.issuer))).toContain('https://cognito-idp.eu-west-1.');
    expect(pool.env.region).toBe('eu-west-1');
  });

  it('is its CfnUserPool too, so that an escape hatch reaches every property', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool');
    (pool.node.defaultChild as cognito.CfnUserPool).userPoolName = 'mine';
    (pool.client.node.defaultChild as cognito.CfnUserPoolClient).clientName = 'theirs';
    templateOf(stack).hasResourceProperties(POOL, { UserPoolName: 'mine' });
    templateOf(stack).hasResourceProperties(CLIENT, { ClientName: 'theirs' });
  });

  it('is a list that the caller may change without changing the pool', () => {
    const pool = new UserAuthPool(newStack(), 'Pool');
    pool.userPoolClients.pop();
    expect(pool.userPoolClients).toHaveLength(1);
  });

  it('stands where the CDK takes a reference to a user pool', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool');
    new cognito.UserPoolGroup(stack, 'Group', { userPool: pool });
    templateOf(stack).hasResourceProperties('AWS::Cognito::UserPoolGroup', { UserPoolId: { Ref: 'PoolD3F588B8' } });
  });

  it('crosses to another stack', () => {
    const app = newApp();
    const pool = new UserAuthPool(new Stack(app, 'Users'), 'Pool');
    const other = new Stack(app, 'Other');
    new StringParameter(other, 'Issuer', { stringValue: pool.issuer });
    templateOf(other).hasResourceProperties('AWS::SSM::Parameter', {
      Value: Match.objectLike({ 'Fn::Join': ['', Match.arrayWith([{ 'Fn::ImportValue': Match.anyValue() }])] }),
    });
  });
});

describe('bad props', () => {
  it('are told all at once, and nothing is made', () => {
    const stack = newStack('MyStack');
    const message = messageOf(
      () =>
        new UserAuthPool(stack, 'Pool', {
          userVerificationType: 'pigeon' as UserVerificationType,
          passwordPolicy: { minimumLength: 5 },
        }),
    );
    expect(message.split('\n')).toEqual([
      'MyStack/Pool has 2 problems:',
      expect.stringMatching(/^ {2}1\. userVerificationType is "pigeon": /),
      expect.stringMatching(/^ {2}2\. passwordPolicy\.minimumLength is 5: /),
    ]);
    expect(stack.node.findChild('Pool').node.children).toEqual([]);
  });

  it('leave the props as they were', () => {
    const props = Object.freeze({ passwordPolicy: Object.freeze({ minimumLength: 8 }) });
    expect(() => new UserAuthPool(newStack(), 'Pool', props)).not.toThrow();
  });
});

describe('the CDK reaches inside', () => {
  it('with tags', () => {
    const stack = newStack();
    new UserAuthPool(stack, 'Pool');
    Tags.of(stack).add('team', 'identity');
    templateOf(stack).hasResourceProperties(POOL, { UserPoolTags: { team: 'identity' } });
  });

  it('with property injectors', () => {
    const stack = newStack();
    PropertyInjectors.of(stack).add({
      constructUniqueId: cognito.UserPool.PROPERTY_INJECTION_ID,
      inject: (props: cognito.UserPoolProps) => ({ ...props, userPoolName: 'injected' }),
    });
    new UserAuthPool(stack, 'Pool');
    templateOf(stack).hasResourceProperties(POOL, { UserPoolName: 'injected' });
  });

  it('with the feature flags that `cdk init` sets', async () => {
    const flags = (await import('aws-cdk-lib/recommended-feature-flags.json', { with: { type: 'json' } })).default;
    const stack = new Stack(new App({ context: flags }), 'Stack');
    new UserAuthPool(stack, 'Pool', { userVerificationType: UserVerificationType.SMS });
    const bare = newStack();
    new UserAuthPool(bare, 'Pool', { userVerificationType: UserVerificationType.SMS });
    expect(only(templateOf(stack), POOL)).toEqual(only(templateOf(bare), POOL));
  });
});

const hostedUi = HostedUi.cognitoDomain({ domainPrefix: 'mine' });
const newProvider = () =>
  IdentityProvider.saml('Acme', { metadata: SamlMetadata.fromUrl('https://acme.example.com/metadata') });

describe('what belongs to a pool', () => {
  it('is its domain, where it has hosted pages', () => {
    const stack = newStack('S', { env: { region: 'eu-west-1', account: '111111111111' } });
    expect(new UserAuthPool(stack, 'Without').domainName).toBeUndefined();
    const pool = new UserAuthPool(stack, 'Pool', { hostedUi });
    expect(pool.domainName).toBe('mine.auth.eu-west-1.amazoncognito.com');
    expect(pool.hostedUiDomain?.domainName).toBe(pool.domainName);
  });

  it('is the secret of its default client, where this has one', () => {
    const stack = newStack('S');
    const pool = new UserAuthPool(stack, 'Pool', { client: { generateClientSecret: true } });
    expect(stack.resolve(pool.clientSecret.secretArn)).toEqual({
      Ref: only(templateOf(stack), 'AWS::SecretsManager::Secret').id,
    });
    expect(messageOf(() => new UserAuthPool(newStack('S'), 'Pool').clientSecret)).toMatch(
      /^S\/Pool\/Client is a public client, which has no secret/,
    );
  });

  it('has logical ids that never change', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool', { hostedUi, client: { callbackUrls: ['https://example.com/'] } });
    pool.addIdentityProvider(newProvider());
    const server = pool.addResourceServer('api', { scopes: [{ scopeName: 'read' }] });
    pool.addMachineClient('Machine', { scopes: [server.scope('read')] });
    pool.addGroup('editors');
    const { Resources } = templateOf(stack).toJSON();
    expect(Object.entries(Resources as object).map(([id, { Type }]) => `${id} ${Type.replace('AWS::', '')}`)).toEqual([
      'PoolD3F588B8 Cognito::UserPool',
      'PoolDomainCFC71F56 Cognito::UserPoolDomain',
      'PoolClient8A3E5EB7 Cognito::UserPoolClient',
      'PoolClientBranding315BDE35 Cognito::ManagedLoginBranding',
      'PoolIdentityProviderAcme6C2BD4F0 Cognito::UserPoolIdentityProvider',
      'Poolapi54A39D73 Cognito::UserPoolResourceServer',
      'PoolMachine75D22E2D Cognito::UserPoolClient',
      'PoolMachineSecret822F124F SecretsManager::Secret',
      'PooleditorsFB9ED37C Cognito::UserPoolGroup',
    ]);
  });

  it('is told with the mistakes of every concern at once', () => {
    const message = messageOf(
      () =>
        new UserAuthPool(newStack('S'), 'Pool', {
          identityProviders: [newProvider(), newProvider()],
          hostedUi: HostedUi.cognitoDomain({ domainPrefix: 'my-aws' }),
          client: { callbackUrls: ['http://example.com'], refreshTokenValidity: Duration.minutes(1) },
          overrides: { smsRole: { MaxSessionDuration: 3600 } },
        }),
    );
    expect(message.match(/^ {2}\d\. [\w.[\]]+/gm)).toEqual([
      '  1. identityProviders[1]',
      '  2. hostedUi.domainPrefix',
      '  3. client.callbackUrls',
      '  4. client.refreshTokenValidity',
      '  5. overrides.smsRole',
    ]);
  });

  it('leaves the props as they were', () => {
    const props: UserAuthPoolProps = Object.freeze({
      hostedUi,
      identityProviders: Object.freeze([newProvider()]) as IdentityProvider[],
      client: Object.freeze({ callbackUrls: Object.freeze(['https://example.com/']) as string[] }),
    });
    const stack = newStack();
    new UserAuthPool(stack, 'Pool', props).addIdentityProvider(
      IdentityProvider.saml('Zeta', { metadata: SamlMetadata.fromUrl('https://zeta.example.com/metadata') }),
    );
    new UserAuthPool(stack, 'Second', { ...props, hostedUi: HostedUi.cognitoDomain({ domainPrefix: 'second' }) });
    expect(() => templateOf(stack)).not.toThrow();
    expect(props.identityProviders).toHaveLength(1);
  });
});

describe('userMigrationNeverCalled', () => {
  const warningsWith = (client?: UserAuthClientOptions, props: UserAuthPoolProps = {}) => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool', props);
    pool.addHook(UserPoolHook.USER_MIGRATION, newFunction(stack, 'Fn'));
    if (client) pool.addClient('Old', client);
    return warningsOf(stack);
  };

  it('is a warning where no client may send the password that the hook compares', () => {
    const warned = [expect.stringMatching(/userMigrationNeverCalled/)];
    expect(warningsWith()).toEqual(warned);
    expect(warningsWith({ allowCustomSignIn: true })).toEqual(warned);
  });

  it.each<UserAuthClientOptions>([{ allowPasswordSignIn: true }, { allowAdminSignIn: true }])(
    'is none where one may: %o',
    (client) => {
      expect(warningsWith(client)).toEqual([]);
      expect(warningsWith(undefined, { client })).toEqual([]);
    },
  );

  it('is none where users sign in on the hosted page, nor without the hook', () => {
    expect(warningsWith(undefined, { hostedUi, client: { callbackUrls: ['https://example.com'] } })).toEqual([]);
    const stack = newStack();
    new UserAuthPool(stack, 'Pool');
    expect(warningsOf(stack)).toEqual([]);
  });

  it('sees what was set on the resource of a client', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool', { hooks: { userMigration: newFunction(stack, 'Fn') } });
    pool.client.cfnUserPoolClient.explicitAuthFlows = ['ALLOW_USER_PASSWORD_AUTH'];
    expect(warningsOf(stack)).toEqual([]);
  });
});

describe('a pool without a default client', () => {
  const make = () => {
    const stack = newStack('S');
    return {
      stack,
      pool: new UserAuthPool(stack, 'Pool', { defaultClient: false, hostedUi: HostedUi.cognitoDomain() }),
    };
  };
  const NONE =
    'S/Pool has no default client, because defaultClient is false. Use a client of addClient(), for example with frontEndConfig({ client }) or connect(fn, { client }).';

  it('has none in its template', () => {
    const { stack, pool } = make();
    templateOf(stack).resourceCountIs('AWS::Cognito::UserPoolClient', 0);
    expect(pool.userPoolClients).toEqual([]);
  });

  it.each<[string, (pool: UserAuthPool) => unknown]>([
    ['client', (pool) => pool.client],
    ['userPoolClientId', (pool) => pool.userPoolClientId],
    ['clientSecret', (pool) => pool.clientSecret],
    ['frontEndConfig()', (pool) => pool.frontEndConfig()],
  ])('says so: %s', (_, use) => {
    expect(messageOf(() => use(make().pool))).toBe(NONE);
  });

  it('may have a machine client only, which is not taken for the default one', () => {
    const { stack, pool } = make();
    const server = pool.addResourceServer('jobs', { scopes: [{ scopeName: 'run' }] });
    const machine = pool.addMachineClient('Machine', { scopes: [server.scope('run')] });
    expect(pool.userPoolClients).toEqual([machine.userPoolClient]);
    const [plain, named] = ['Plain', 'Named'].map((id) => newFunction(stack, id)) as [lambda.Function, lambda.Function];
    pool.connect(plain);
    pool.connect(named, { client: machine });
    const template = templateOf(stack);
    template.resourceCountIs('AWS::Cognito::UserPoolClient', 1);
    const variablesOf = (fn: lambda.Function) =>
      template.toJSON().Resources[stack.getLogicalId(fn.node.defaultChild as lambda.CfnFunction)].Properties.Environment
        .Variables;
    expect(variablesOf(plain)).not.toHaveProperty('USER_POOL_CLIENT_ID');
    expect(variablesOf(named)).toHaveProperty('USER_POOL_CLIENT_ID');
    expect(variablesOf(named)).toHaveProperty('USER_POOL_CLIENT_SECRET_ARN');
  });

  it('has nothing to apply the options of that client to', () => {
    const props = { defaultClient: false, client: {}, overrides: { client: { ClientName: 'x' } } };
    const error = messageOf(() => new UserAuthPool(newStack('S'), 'Pool', props));
    expect(error).toMatch(/1\. client is set, with defaultClient false: there is no client to apply it to/);
    expect(error).toMatch(/2\. overrides\.client is set: the pool does not create that resource/);
  });
});

it.each(['addClient', 'addServerClient', 'addMachineClient', 'addGroup', 'addResourceServer'] as const)(
  'the ID that %s needs is missing where the options are given in its place',
  (method) => {
    const pool = new UserAuthPool(newStack('S'), 'Pool');
    const call = pool[method].bind(pool) as (...given: unknown[]) => unknown;
    expect(messageOf(() => call({}))).toBe(
      'S/Pool has 1 problem:\n  1. id is an object: it is not a string. Give a string.',
    );
    expect(messageOf(() => call())).toBe('S/Pool has 1 problem:\n  1. id is missing: it is required. Give a string.');
  },
);
