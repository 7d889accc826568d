import { Duration } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { HostedUi, UserAuthClientOptions, UserAuthPool, UserPoolHook } from '../../lib';
import { refusalOf } from '../support/policies';
import { newFunction, newStack, templateOf, warningsOf } from '../support/synth';
import { newProvider, problemsOf, propertiesOf, resourceOf } from './support';

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
  ])('is rejected where that leads to a hook, which was given %s', (_, add) => {
    const make = (client: UserAuthClientOptions) => {
      const stack = newStack('S');
      add(new UserAuthPool(stack, 'Pool', { ...props, client }), newFunction(stack, 'Fn'));
      return stack;
    };
    expect(refusalOf(make(options))).toContain(
      '[S/Pool/Client] refreshTokenRotationGracePeriod is set, on a client without any sign-in through the API, of a pool with the hook defineAuthChallenge: ' +
        'Cognito requires at least one authentication flow on the client, and the only harmless one, ALLOW_CUSTOM_AUTH, would let users sign in through that hook. Omit the rotation, or use the hook in another pool.',
    );
    expect(() => templateOf(make({ ...options, refreshTokenRotationGracePeriod: undefined }))).not.toThrow();
    expect(() => templateOf(make({ ...options, allowOnlyExternalIdentityProviders: false }))).not.toThrow();
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

  it.each(['allowChoiceBasedSignIn', 'allowCustomSignIn', 'allowPasswordSignIn', 'allowAdminSignIn'])(
    'can not have %s beside',
    (name) => {
      expect(problemsOf({ ...EXTERNAL, [name]: true }, props())).toEqual([
        `${name} is true, with allowOnlyExternalIdentityProviders: it lets the pool's own users sign in, which the other option prevents. Omit one of the two.`,
      ]);
      expect(() => propertiesOf({ ...EXTERNAL, [name]: false }, props())).not.toThrow();
    },
  );
});

describe('a client through which nobody can sign in', () => {
  const warningsWith = (options: UserAuthClientOptions) => {
    const stack = newStack();
    const client = { callbackUrls: ['https://example.com'] };
    new UserAuthPool(stack, 'Pool', { hostedUi: HostedUi.cognitoDomain(), client }).addClient('C', options);
    return warningsOf(stack);
  };

  it.each<UserAuthClientOptions>([
    { allowSrpSignIn: false },
    { allowOnlyExternalIdentityProviders: true, supportedIdentityProviders: [acme().supportedProvider] },
  ])('is a warning: %j', (options) => {
    const warned = expect.stringContaining('Nobody can sign in through the client: it has no callbackUrls,');
    expect(warningsWith(options)).toContainEqual(warned);
    expect(warningsWith({ ...options, callbackUrls: ['https://app.example.com'] })).not.toContainEqual(warned);
  });

  it('is none where the template says otherwise', () => {
    const stack = newStack();
    new UserAuthPool(stack, 'Pool', {
      client: { allowSrpSignIn: false },
      overrides: { client: { ExplicitAuthFlows: ['ALLOW_USER_AUTH'] } },
    });
    expect(warningsOf(stack)).toEqual([]);
  });

  it('is one where the flow that is named for want of others leads nowhere', () => {
    const rotating = { allowSrpSignIn: false, refreshTokenRotationGracePeriod: Duration.seconds(10) };
    expect(warningsWith(rotating)).toEqual([expect.stringContaining('UserAuthClient.noSignIn')]);
  });

  it('is none with any flow', () => {
    expect(warningsWith({ allowSrpSignIn: false, allowAdminSignIn: true })).toEqual([]);
  });
});
