import { Lazy } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { UserAuthClient, UserAuthPool } from '../../lib';
import { messageOf, newStack, only, templateOf } from '../support/synth';

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

it('can be made for a pool that stands elsewhere', () => {
  const stack = newStack();
  const pool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', { userPoolId: 'eu-west-1_Ab12Cd34E' });
  new UserAuthClient(stack, 'Client', { userPool: pool });
  templateOf(stack).hasResourceProperties(CLIENT, { UserPoolId: 'eu-west-1_Ab12Cd34E' });
});
