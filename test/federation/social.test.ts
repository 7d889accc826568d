import { Lazy, SecretValue } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { IdentityProvider } from '../../lib/federation/identity-provider';
import { FacebookOptions, SignInWithAppleOptions } from '../../lib/federation/social';
import { problemsOf, REFERENCE, render, SECRET } from './support';

const CLIENT = { clientId: 'id', clientSecret: SECRET };
const APPLE = { clientId: 'com.example.web', teamId: 'AB12CD34EF', keyId: 'GH56IJ78KL', privateKey: SECRET };
const facebook = (options: Partial<FacebookOptions> = {}) => IdentityProvider.facebook({ ...CLIENT, ...options });
const apple = (options: Partial<SignInWithAppleOptions> = {}) =>
  IdentityProvider.signInWithApple({ ...APPLE, ...options });

describe('what Cognito is told of', () => {
  it('Google', () => {
    expect(render(IdentityProvider.google(CLIENT))).toEqual({
      UserPoolId: { Ref: 'PoolD3F588B8' },
      ProviderName: 'Google',
      ProviderType: 'Google',
      ProviderDetails: { client_id: 'id', client_secret: REFERENCE, authorize_scopes: 'email profile openid' },
      AttributeMapping: {
        email: 'email',
        email_verified: 'email_verified',
        name: 'name',
        given_name: 'given_name',
        family_name: 'family_name',
      },
    });
  });

  it('Facebook', () => {
    expect(render(facebook())).toEqual({
      UserPoolId: { Ref: 'PoolD3F588B8' },
      ProviderName: 'Facebook',
      ProviderType: 'Facebook',
      ProviderDetails: { client_id: 'id', client_secret: REFERENCE, authorize_scopes: 'public_profile,email' },
      AttributeMapping: { email: 'email', name: 'name', given_name: 'first_name', family_name: 'last_name' },
    });
    expect(render(facebook({ apiVersion: 'v21.0' })).ProviderDetails).toMatchObject({ api_version: 'v21.0' });
  });

  it('Login with Amazon', () => {
    expect(render(IdentityProvider.loginWithAmazon(CLIENT))).toEqual({
      UserPoolId: { Ref: 'PoolD3F588B8' },
      ProviderName: 'LoginWithAmazon',
      ProviderType: 'LoginWithAmazon',
      ProviderDetails: { client_id: 'id', client_secret: REFERENCE, authorize_scopes: 'profile' },
      AttributeMapping: { email: 'email', name: 'name' },
    });
  });

  it('Sign in with Apple', () => {
    expect(render(apple())).toEqual({
      UserPoolId: { Ref: 'PoolD3F588B8' },
      ProviderName: 'SignInWithApple',
      ProviderType: 'SignInWithApple',
      ProviderDetails: {
        client_id: 'com.example.web',
        team_id: 'AB12CD34EF',
        key_id: 'GH56IJ78KL',
        private_key: REFERENCE,
        authorize_scopes: 'email name',
      },
      AttributeMapping: {
        email: 'email',
        email_verified: 'email_verified',
        given_name: 'firstName',
        family_name: 'lastName',
      },
    });
  });
});

it('claims have the names that the CDK has for them', () => {
  const { ProviderAttribute: Claim } = cognito;
  const claims = (provider: IdentityProvider) => Object.values(provider._mapping({})).sort();
  const names = (...attributes: cognito.ProviderAttribute[]) => attributes.map((each) => each.attributeName).sort();
  expect(claims(IdentityProvider.google(CLIENT))).toEqual(
    names(
      Claim.GOOGLE_EMAIL,
      Claim.GOOGLE_EMAIL_VERIFIED,
      Claim.GOOGLE_NAME,
      Claim.GOOGLE_GIVEN_NAME,
      Claim.GOOGLE_FAMILY_NAME,
    ),
  );
  expect(claims(facebook())).toEqual(
    names(Claim.FACEBOOK_EMAIL, Claim.FACEBOOK_NAME, Claim.FACEBOOK_FIRST_NAME, Claim.FACEBOOK_LAST_NAME),
  );
  expect(claims(IdentityProvider.loginWithAmazon(CLIENT))).toEqual(names(Claim.AMAZON_EMAIL, Claim.AMAZON_NAME));
  expect(claims(apple())).toEqual(
    names(Claim.APPLE_EMAIL, Claim.APPLE_EMAIL_VERIFIED, Claim.APPLE_FIRST_NAME, Claim.APPLE_LAST_NAME),
  );
});

describe('scopes are those that are given, joined as the provider has it', () => {
  it.each([
    ['Google', IdentityProvider.google({ ...CLIENT, scopes: ['openid', 'email'] }), 'openid email'],
    ['Facebook', facebook({ scopes: ['email', 'user_birthday'] }), 'email,user_birthday'],
    [
      'Login with Amazon',
      IdentityProvider.loginWithAmazon({ ...CLIENT, scopes: ['profile', 'postal_code'] }),
      'profile postal_code',
    ],
    ['Sign in with Apple', apple({ scopes: ['name'] }), 'name'],
  ])('%s', (_, provider, scopes) => {
    expect(render(provider).ProviderDetails.authorize_scopes).toBe(scopes);
    expect(problemsOf(provider)).toEqual([]);
  });
});

describe('what is wrong is told all at once', () => {
  const wrong = { clientId: '', clientSecret: SecretValue.unsafePlainText('hunter2'), scopes: [] };

  it.each([
    ['Google', IdentityProvider.google(wrong)],
    ['Facebook', facebook(wrong)],
    ['Login with Amazon', IdentityProvider.loginWithAmazon(wrong)],
  ])('of %s', (_, provider) => {
    const messages = problemsOf(provider);
    expect(messages).toEqual([
      expect.stringMatching(/^identityProviders\[0\]\.clientId is "": /),
      expect.stringMatching(/^identityProviders\[0\]\.scopes is an empty list: /),
      expect.stringMatching(/^identityProviders\[0\]\.clientSecret is a literal secret: /),
    ]);
    expect(messages.join()).not.toContain('hunter2');
  });

  it('of Sign in with Apple', () => {
    const { clientId, scopes, clientSecret: privateKey } = wrong;
    const messages = problemsOf(apple({ clientId, scopes, privateKey, teamId: 'ab12cd34ef', keyId: 'GH56IJ78K' }));
    expect(messages).toEqual([
      expect.stringMatching(/^identityProviders\[0\]\.clientId is "": /),
      expect.stringMatching(/^identityProviders\[0\]\.scopes is an empty list: /),
      'identityProviders[0].teamId is "ab12cd34ef": Apple\'s IDs have 10 capital letters and digits, so Apple would reject every sign-in. ' +
        "Give the ID of your team as Apple's developer account shows it.",
      'identityProviders[0].keyId is "GH56IJ78K": Apple\'s IDs have 10 capital letters and digits, so Apple would reject every sign-in. ' +
        "Give the ID of the key as Apple's developer account shows it.",
      expect.stringMatching(/^identityProviders\[0\]\.privateKey is a literal secret: /),
    ]);
    expect(messages.join()).not.toContain('hunter2');
  });
});

describe('what is right passes', () => {
  it.each([
    ['Google', IdentityProvider.google(CLIENT)],
    ['Facebook', facebook({ apiVersion: 'v9.0' })],
    ['Login with Amazon', IdentityProvider.loginWithAmazon(CLIENT)],
    ['Sign in with Apple', apple()],
  ])('of %s', (_, provider) => {
    expect(problemsOf(provider)).toEqual([]);
  });

  it('and what only deployment knows', () => {
    const token = Lazy.string({ produce: () => '' });
    expect(problemsOf(apple({ clientId: token, teamId: token, keyId: token }))).toEqual([]);
    expect(problemsOf(facebook({ clientId: token, apiVersion: token }))).toEqual([]);
  });
});

it.each(['21.0', 'v21', 'latest', ''])('a version of the Graph API is rejected: %j', (apiVersion) => {
  expect(problemsOf(facebook({ apiVersion }))).toEqual([
    `identityProviders[0].apiVersion is "${apiVersion}": Facebook's Graph API has no such version, and every sign-in fails. ` +
      'Write it as, for example, "v21.0", or omit it.',
  ]);
});
