import { CfnElement, Lazy, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import {
  MfaStatus,
  UserAuthClient,
  UserAuthClientOptions,
  UserAuthPool,
  UserAuthPoolProps,
  UserPoolHook,
} from '../../lib';
import { messageOf, newFunction, newStack, only, templateOf } from '../support/synth';

const CLIENT = 'AWS::Cognito::UserPoolClient';

describe('the default client', () => {
  const stack = newStack();
  new UserAuthPool(stack, 'Pool');
  const { properties } = only(templateOf(stack), CLIENT);

  it('is public: there is no secret to leak', () => {
    expect(properties.GenerateSecret).toBe(false);
  });

  it('signs in by SRP and refresh tokens, by nothing else', () => {
    expect(properties.ExplicitAuthFlows).toEqual(['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']);
  });

  it('has no OAuth flow open, no callback and no scope', () => {
    expect(properties).toMatchObject({ AllowedOAuthFlowsUserPoolClient: false });
    for (const name of ['AllowedOAuthFlows', 'AllowedOAuthScopes', 'CallbackURLs', 'LogoutURLs']) {
      expect(properties).not.toHaveProperty(name);
    }
    expect(JSON.stringify(properties)).not.toContain('example.com');
  });

  it('tells nobody whether a user exists, and lets tokens be revoked', () => {
    expect(properties).toMatchObject({ PreventUserExistenceErrors: 'ENABLED', EnableTokenRevocation: true });
  });

  it('sends the lifetimes of tokens with their units', () => {
    expect(properties).toMatchObject({
      AccessTokenValidity: 60,
      IdTokenValidity: 60,
      RefreshTokenValidity: 43200,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'minutes' },
    });
  });
});

describe('addClient', () => {
  it('adds a client of the same kind', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool');
    const mobile = pool.addClient('Mobile', { userPoolClientName: 'Mobile app' });
    const template = templateOf(stack);
    template.resourceCountIs(CLIENT, 2);
    template.hasResourceProperties(CLIENT, {
      ClientName: 'Mobile app',
      UserPoolId: { Ref: Match.stringLikeRegexp('^Pool') },
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    });
    expect(pool.userPoolClients).toEqual([pool.client.userPoolClient, mobile.userPoolClient]);
  });

  it.each(['a', 'a'.repeat(128), 'My app_1+=,.@-'])('accepts the name %s', (userPoolClientName) => {
    expect(() => new UserAuthPool(newStack(), 'Pool').addClient('C', { userPoolClientName })).not.toThrow();
  });

  it.each(['', 'a'.repeat(129), 'naïve', 'a/b'])('refuses the name "%s"', (userPoolClientName) => {
    expect(messageOf(() => new UserAuthPool(newStack('S'), 'Pool').addClient('C', { userPoolClientName }))).toMatch(
      /^S\/Pool\/C has 1 problem:\n {2}1\. userPoolClientName is ".*: Cognito accepts 1 to 128 .* Leave it out, or give a name/,
    );
  });

  it('does not judge a name that only deployment will know', () => {
    const userPoolClientName = Lazy.string({ produce: () => 'a' });
    expect(() => new UserAuthPool(newStack(), 'Pool').addClient('C', { userPoolClientName })).not.toThrow();
  });
});

const ALWAYS = ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH'];
const CHOICE = 'ALLOW_USER_AUTH';
const CUSTOM = 'ALLOW_CUSTOM_AUTH';
const WITHOUT_MFA = { mfaConfiguration: { status: MfaStatus.OFF } };

const flowsOf = (stack: Stack, client: UserAuthClient) => {
  const { ExplicitAuthFlows } =
    templateOf(stack).findResources(CLIENT)[stack.getLogicalId(client.node.defaultChild as CfnElement)]!.Properties;
  return [...ExplicitAuthFlows].sort();
};

describe('how users sign in', () => {
  it.each<[UserAuthClientOptions, string[]]>([
    [{}, []],
    [{ allowChoiceBasedSignIn: true }, [CHOICE]],
    [{ allowCustomSignIn: true }, [CUSTOM]],
    [{ allowChoiceBasedSignIn: true, allowCustomSignIn: true }, [CHOICE, CUSTOM]],
    [{ allowChoiceBasedSignIn: false, allowCustomSignIn: false }, []],
  ])('%o', (options, flows) => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool');
    const added = pool.addClient('Mobile', options);
    const alone = new UserAuthClient(stack, 'Alone', { ...options, userPool: pool });
    for (const client of [added, alone]) expect(flowsOf(stack, client)).toEqual([...flows, ...ALWAYS].sort());
    expect(flowsOf(stack, pool.client)).toEqual(ALWAYS);
  });

  it.each<[string, string, (stack: Stack) => UserAuthPoolProps]>([
    ['codes by e-mail', CHOICE, () => ({ ...WITHOUT_MFA, passwordless: { emailCode: true } })],
    ['codes by text message', CHOICE, () => ({ ...WITHOUT_MFA, passwordless: { smsCode: true } })],
    ['passkeys', CHOICE, () => ({ ...WITHOUT_MFA, passwordless: { passkeys: {} } })],
    ['challenges', CUSTOM, (stack) => ({ hooks: { defineAuthChallenge: newFunction(stack, 'Fn') } })],
  ])('is what the pool has, by default: %s', (_, flow, newProps) => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool', newProps(stack));
    const added = pool.addClient('Mobile');
    const fixed = pool.addClient('Fixed', { allowChoiceBasedSignIn: false, allowCustomSignIn: false });
    for (const client of [pool.client, added]) expect(flowsOf(stack, client)).toEqual([flow, ...ALWAYS].sort());
    expect(flowsOf(stack, fixed)).toEqual(ALWAYS);
  });

  it('is no choice where the pool has no other way than the password', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool', {
      passwordless: { emailCode: false },
      hooks: { verifyAuthChallengeResponse: newFunction(stack, 'Fn') },
    });
    expect(flowsOf(stack, pool.client)).toEqual(ALWAYS);
  });

  it('may be of your own too where the hook is added later', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool');
    const before = pool.addClient('Before');
    pool.addHook(UserPoolHook.DEFINE_AUTH_CHALLENGE, newFunction(stack, 'Fn'));
    const after = pool.addClient('After');
    for (const client of [pool.client, before, after]) {
      expect(flowsOf(stack, client)).toEqual([CUSTOM, ...ALWAYS].sort());
    }
  });

  it('is what the pool has where an option is undefined', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool', {
      passwordless: { passkeys: {} },
      hooks: { defineAuthChallenge: newFunction(stack, 'Fn') },
    });
    const client = pool.addClient('Mobile', { allowChoiceBasedSignIn: undefined, allowCustomSignIn: undefined });
    expect(flowsOf(stack, client)).toEqual([CHOICE, CUSTOM, ...ALWAYS].sort());
  });
});

it('can be made for a pool that stands elsewhere', () => {
  const stack = newStack();
  const pool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', { userPoolId: 'eu-west-1_Ab12Cd34E' });
  new UserAuthClient(stack, 'Client', { userPool: pool });
  templateOf(stack).hasResourceProperties(CLIENT, { UserPoolId: 'eu-west-1_Ab12Cd34E' });
});
