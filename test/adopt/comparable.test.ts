import { describe, expect, it } from 'vitest';
import { comparable } from '../../lib/adopt/comparable';
import { namesOf } from '../../lib/adopt/resource-names';

const NO_NAMES = namesOf(new Map());
const of = (type: string, properties: object) =>
  comparable({ type: `AWS::Cognito::${type}`, properties: properties as Record<string, unknown> }, NO_NAMES);

/** Whether Cognito sees the same in two resources of a type. */
const areSame = (type: string, one: object, other: object) =>
  JSON.stringify(sorted(of(type, one))) === JSON.stringify(sorted(of(type, other)));
const sorted = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .sort()
          .map(([name, each]) => [name, sorted(each)]),
      )
    : value;

describe('the same to Cognito', () => {
  it.each<[string, string, object, object]>([
    ['an empty list and none', 'UserPoolClient', { CallbackURLs: [], LogoutURLs: [] }, {}],
    ['an inner empty list', 'UserPool', { A: { B: [] } }, { A: {} }],
    ['tokens in other units', 'UserPoolClient', { RefreshTokenValidity: 30 }, { RefreshTokenValidity: 720, TokenValidityUnits: { RefreshToken: 'hours' } }], // prettier-ignore
    ['a default and none', 'UserPoolClient', { EnableTokenRevocation: true }, {}],
    ['a default of a domain and none', 'UserPoolDomain', { ManagedLoginVersion: 1 }, {}],
    ['the old name of a validity', 'UserPool', { AdminCreateUserConfig: { UnusedAccountValidityDays: 5 } }, { Policies: { PasswordPolicy: { MinimumLength: 8, RequireLowercase: true, RequireNumbers: true, RequireSymbols: true, RequireUppercase: true, TemporaryPasswordValidityDays: 5 } } }], // prettier-ignore
    ['both names of a validity', 'UserPool', { AdminCreateUserConfig: { UnusedAccountValidityDays: 7 }, Policies: { PasswordPolicy: { TemporaryPasswordValidityDays: 9 } } }, { Policies: { PasswordPolicy: { TemporaryPasswordValidityDays: 9 } } }], // prettier-ignore
    ['no validity and seven days', 'UserPool', { Policies: { PasswordPolicy: {} } }, { Policies: { PasswordPolicy: { TemporaryPasswordValidityDays: 7 } } }], // prettier-ignore
    ['texts for a link that is not sent', 'UserPool', { VerificationMessageTemplate: { SmsMessage: 'a', EmailMessageByLink: 'b', EmailSubjectByLink: 'c' } }, { VerificationMessageTemplate: { SmsMessage: 'a' } }], // prettier-ignore
  ])('%s', (_, type, one, other) => {
    expect(areSame(type, one, other)).toBe(true);
  });
});

describe('not the same to Cognito', () => {
  it.each<[string, string, object, object]>([
    ['an empty list of flows and none', 'UserPoolClient', { ExplicitAuthFlows: [] }, {}],
    ['an empty list of attributes and none', 'UserPoolClient', { ReadAttributes: [] }, {}],
    ['an empty list of attributes to write and none', 'UserPoolClient', { WriteAttributes: [] }, {}],
    ['another validity', 'UserPool', { AdminCreateUserConfig: { UnusedAccountValidityDays: 5 } }, {}],
    ['texts for a link that is sent', 'UserPool', { VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_LINK', EmailMessageByLink: 'b' } }, { VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_LINK' } }], // prettier-ignore
  ])('%s', (_, type, one, other) => {
    expect(areSame(type, one, other)).toBe(false);
  });
});

it.each(['email openid profile', 'email,openid,profile', ' email  openid profile '])(
  'the scopes of a provider are a list: %j',
  (scopes) => {
    const { ProviderDetails: details } = of('UserPoolIdentityProvider', {
      ProviderDetails: { client_id: 'a', authorize_scopes: scopes },
    });
    expect(details).toEqual({ client_id: 'a', authorize_scopes: ['email', 'openid', 'profile'] });
  },
);

it.each<[string, object]>([
  ['UserPool', { AdminCreateUserConfig: { 'Fn::If': ['C', {}, {}] }, VerificationMessageTemplate: { Ref: 'P' } }],
  ['UserPool', { Policies: { 'Fn::If': ['C', {}, {}] } }],
  ['UserPool', { Policies: { PasswordPolicy: { Ref: 'P' } } }],
  ['UserPoolIdentityProvider', { ProviderDetails: { authorize_scopes: { Ref: 'P' } } }],
  ['UserPoolIdentityProvider', { ProviderDetails: { Ref: 'P' } }],
])('functions of a %s stay', (type, properties) => {
  expect(of(type, properties)).toMatchObject(properties);
});
