import { Duration, SecretValue } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { HostedUi, UserAuthClient, UserAuthClientOptions, UserAuthPool, UserPoolHook } from '../../lib';
import { refusalOf } from '../support/policies';
import { newFunction, newStack, templateOf, warningsOf } from '../support/synth';
import { errorOf, newProvider, problemsOf, propertiesOf, resourceOf } from './support';

const { COGNITO } = cognito.UserPoolClientIdentityProvider;
const EXTERNAL = { allowOnlyExternalIdentityProviders: true };
const acme = () => newProvider('Acme');
const zeta = () => newProvider('Zeta');

describe('the ways to sign in by the API', () => {
  it.each<[UserAuthClientOptions, string[]]>([
    [{}, []],
    [{ allowPasswordSignIn: true }, ['ALLOW_USER_PASSWORD_AUTH']],
    [{ allowAdminSignIn: true }, ['ALLOW_ADMIN_USER_PASSWORD_AUTH']],
    [{ allowPasswordSignIn: false, allowAdminSignIn: false }, []],
    [{ allowChoiceBasedSignIn: true }, ['ALLOW_USER_AUTH']],
    [{ allowCustomSignIn: true }, ['ALLOW_CUSTOM_AUTH']],
  ])('of %o are SRP, refreshing and %j', (options, more) => {
    expect([...propertiesOf(options).ExplicitAuthFlows].sort()).toEqual(
      ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', ...more].sort(),
    );
  });
});

describe('SRP', () => {
  it('can be closed, so that another way is the only one', () => {
    const flowsOf = (options: UserAuthClientOptions) =>
      propertiesOf({ ...options, allowSrpSignIn: false }).ExplicitAuthFlows;
    expect(flowsOf({ allowCustomSignIn: true })).toEqual(['ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']);
    expect(flowsOf({})).toEqual(['ALLOW_REFRESH_TOKEN_AUTH']);
    expect(propertiesOf({ allowSrpSignIn: true }).ExplicitAuthFlows).toContain('ALLOW_USER_SRP_AUTH');
  });
});

describe('a client without any way to sign in by the API', () => {
  const options = {
    ...EXTERNAL,
    callbackUrls: ['https://example.com'],
    refreshTokenRotationGracePeriod: Duration.seconds(5),
  };
  const props = { hostedUi: HostedUi.cognitoDomain(), identityProviders: [acme()] };
  const { DEFINE_AUTH_CHALLENGE } = cognito.UserPoolOperation;

  it('names the one that leads nowhere', () => {
    expect(propertiesOf(options, props).ExplicitAuthFlows).toEqual(['ALLOW_CUSTOM_AUTH']);
  });

  it.each<[string, (pool: UserAuthPool, fn: lambda.Function) => void]>([
    ['by this library', (pool, fn) => pool.addHook(UserPoolHook.DEFINE_AUTH_CHALLENGE, fn)],
    ['by the CDK', (pool, fn) => pool.userPool.addTrigger(DEFINE_AUTH_CHALLENGE, fn)],
  ])('is refused where that leads to a hook, which was given %s', (_, add) => {
    const make = (client: UserAuthClientOptions) => {
      const stack = newStack('S');
      add(new UserAuthPool(stack, 'Pool', { ...props, client }), newFunction(stack, 'Fn'));
      return stack;
    };
    expect(refusalOf(make(options))).toContain(
      '[S/Pool/Client] refreshTokenRotationGracePeriod is set, on a client without any sign-in by the API, of a pool with the hook defineAuthChallenge: ' +
        'Cognito wants one way in, and the one that leads nowhere else leads to that hook here. Leave the rotation out, or have the hook in another pool.',
    );
    expect(() => templateOf(make({ ...options, refreshTokenRotationGracePeriod: undefined }))).not.toThrow();
    expect(() => templateOf(make({ ...options, allowOnlyExternalIdentityProviders: false }))).not.toThrow();
  });
});

describe('where users come from', () => {
  const hostedUi = HostedUi.cognitoDomain();

  it('is the pool, where it has no identity provider', () => {
    expect(propertiesOf({}).SupportedIdentityProviders).toEqual(['COGNITO']);
  });

  it('is the pool and each of its identity providers, those added later too, in an order that nothing changes', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool', { hostedUi, identityProviders: [zeta()] });
    const before = pool.addClient('Before');
    pool.addIdentityProvider(acme());
    const after = pool.addClient('After');
    for (const client of [pool.client, before, after]) {
      expect(resourceOf(stack, client).Properties.SupportedIdentityProviders).toEqual(['COGNITO', 'Acme', 'Zeta']);
    }
  });

  it('is what the client names', () => {
    const identityProviders = [acme(), zeta()];
    const named = { supportedIdentityProviders: [COGNITO, identityProviders[1]!.supportedProvider] };
    expect(propertiesOf(named, { hostedUi, identityProviders }).SupportedIdentityProviders).toEqual([
      'COGNITO',
      'Zeta',
    ]);
  });

  it('is not a provider that the pool lacks, which Cognito would refuse', () => {
    const stack = newStack('S');
    const { GOOGLE } = cognito.UserPoolClientIdentityProvider;
    new UserAuthPool(stack, 'Pool', {
      hostedUi,
      identityProviders: [acme()],
      client: { supportedIdentityProviders: [COGNITO, GOOGLE] },
    });
    expect(refusalOf(stack)).toContain(
      '[S/Pool/Client] supportedIdentityProviders is a list that has "Google": the pool has no such identity provider, and Cognito refuses the client. ' +
        'Add it to the pool, or leave it out; the pool has "COGNITO", "Acme".',
    );
  });

  it("is a provider of the CDK's own too, which the client comes after", () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool', { hostedUi, identityProviders: [zeta()] });
    const google = new cognito.UserPoolIdentityProviderGoogle(stack, 'Google', {
      userPool: pool.userPool,
      clientId: 'x',
      clientSecretValue: SecretValue.secretsManager('google'),
      attributeMapping: { email: cognito.ProviderAttribute.GOOGLE_EMAIL },
    });
    const ref: unknown = stack.resolve((google.node.defaultChild as cognito.CfnUserPoolIdentityProvider).ref);
    const { GOOGLE } = cognito.UserPoolClientIdentityProvider;
    const named = pool.addClient('Named', {
      supportedIdentityProviders: [GOOGLE],
      writeAttributes: new cognito.ClientAttributes().withStandardAttributes({ locale: true }),
    });
    const { SupportedIdentityProviders, WriteAttributes } = resourceOf(stack, named).Properties;
    expect(resourceOf(stack, pool.client).Properties.SupportedIdentityProviders).toEqual(['COGNITO', ref, 'Zeta']);
    expect(SupportedIdentityProviders).toEqual([ref]);
    expect(WriteAttributes).toEqual(['email', 'locale']);
  });

  it('is not nowhere', () => {
    expect(problemsOf({ supportedIdentityProviders: [] })).toEqual([
      'supportedIdentityProviders is empty: nobody could sign in on the hosted page. Name the providers, or leave it out for all of them.',
    ]);
  });
});

describe('a client for users of identity providers only', () => {
  const props = () => ({ hostedUi: HostedUi.cognitoDomain(), identityProviders: [acme(), zeta()] });

  it('asks for no password, on the hosted page and by the API', () => {
    const properties = propertiesOf(EXTERNAL, props());
    expect(properties.SupportedIdentityProviders).toEqual(['Acme', 'Zeta']);
    expect(properties.ExplicitAuthFlows).toEqual(['ALLOW_REFRESH_TOKEN_AUTH']);
  });

  it('does so in a pool where users choose how to sign in, by challenges of its own too', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool', { ...props(), passwordless: { passkeys: {} } });
    pool.addHook(UserPoolHook.DEFINE_AUTH_CHALLENGE, newFunction(stack, 'Fn'));
    const client = pool.addClient('C', EXTERNAL);
    expect(resourceOf(stack, client).Properties.ExplicitAuthFlows).toEqual(['ALLOW_REFRESH_TOKEN_AUTH']);
    expect(resourceOf(stack, pool.client).Properties.ExplicitAuthFlows).toContain('ALLOW_USER_SRP_AUTH');
  });

  it('keeps SRP shut where refresh tokens are rotated: Cognito would open it if no flow were named', () => {
    const refreshTokenRotationGracePeriod = Duration.seconds(10);
    const { ExplicitAuthFlows } = propertiesOf({ ...EXTERNAL, refreshTokenRotationGracePeriod }, props());
    expect(ExplicitAuthFlows).toEqual(['ALLOW_CUSTOM_AUTH']);
  });

  it('has those that it names, without the pool', () => {
    const supportedIdentityProviders = [COGNITO, acme().supportedProvider];
    const properties = propertiesOf({ ...EXTERNAL, supportedIdentityProviders }, props());
    expect(properties.SupportedIdentityProviders).toEqual(['Acme']);
  });

  it('takes a provider that is added later', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool', { hostedUi: HostedUi.cognitoDomain(), client: EXTERNAL });
    pool.addIdentityProvider(acme());
    expect(resourceOf(stack, pool.client).Properties.SupportedIdentityProviders).toEqual(['Acme']);
    expect(warningsOf(stack)).toEqual([]);
  });

  it.each<UserAuthClientOptions>([{}, { supportedIdentityProviders: [COGNITO] }])(
    'has one provider at least: %o',
    (options) => {
      const stack = newStack('S');
      new UserAuthPool(stack, 'Pool').addClient('C', { ...EXTERNAL, ...options });
      expect(errorOf(stack)).toContain(
        '[S/Pool/C] allowOnlyExternalIdentityProviders is true, while the client has no identity provider: nobody could sign in. ' +
          'Give the pool identityProviders, name some as supportedIdentityProviders, or leave it out.',
      );
    },
  );

  it('names them where the pool stands elsewhere', () => {
    const stack = newStack();
    const pool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', { userPoolId: 'eu-west-1_Ab12Cd34E' });
    const supportedIdentityProviders = [cognito.UserPoolClientIdentityProvider.custom('Theirs')];
    const client = new UserAuthClient(stack, 'C', { ...EXTERNAL, supportedIdentityProviders, userPool: pool });
    expect(resourceOf(stack, client).Properties.SupportedIdentityProviders).toEqual(['Theirs']);
  });

  it.each(['allowChoiceBasedSignIn', 'allowCustomSignIn', 'allowPasswordSignIn', 'allowAdminSignIn'])(
    'can not have %s beside',
    (name) => {
      expect(problemsOf({ ...EXTERNAL, [name]: true }, props())).toEqual([
        `${name} is true, with allowOnlyExternalIdentityProviders: it lets the pool's own users in, whom the other keeps out. Leave one of the two out.`,
      ]);
      expect(() => propertiesOf({ ...EXTERNAL, [name]: false }, props())).not.toThrow();
    },
  );
});
