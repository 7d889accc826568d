import { expect, it } from 'vitest';
import { changesOf, listOf } from '../../lib/adopt/changes';
import { Deployed, DeployedResource } from '../../lib/adopt/deployed';

const CLIENT = 'AWS::Cognito::UserPoolClient';
const POOL = 'AWS::Cognito::UserPool';
const of = (resources: Record<string, DeployedResource>): Deployed => ({
  source: 'old.json',
  logicalId: 'Pool',
  properties: {},
  schema: [],
  resources: new Map(Object.entries(resources)),
});
const changes = (before: Record<string, DeployedResource>, after: Record<string, DeployedResource>) => {
  const now = Object.entries(after).map(([logicalId, each]) => [logicalId, { ...each, logicalId, path: '' }] as const);
  return changesOf(of(before), new Map(now), 'Pool').map((each) => [each.setting, each.before, each.after]);
};
const client = (properties: object) => ({ Web: { type: CLIENT, properties: properties as Record<string, unknown> } });
const pool = (properties: object) => ({ Pool: { type: POOL, properties: properties as Record<string, unknown> } });

it.each<[string, object, object, unknown[]]>([
  ['nothing', { A: 1 }, { A: 1 }, []],
  ['a value', { A: 1 }, { A: 2 }, [['Web.A', 1, 2]]],
  ['one that is added', {}, { A: false }, [['Web.A', undefined, false]]],
  ['one that goes', { A: 'x' }, {}, [['Web.A', 'x', undefined]]],
  ['an inner one', { A: { B: 1, C: 2 } }, { A: { B: 1, C: 3 } }, [['Web.A.C', 2, 3]]],
  [
    'inner ones that are added',
    {},
    { A: { B: 1, C: 3 } },
    [
      ['Web.A.B', undefined, 1],
      ['Web.A.C', undefined, 3],
    ],
  ],
  ['names in another order', { A: ['x', 'y'] }, { A: ['y', 'x'] }, []],
  [
    'objects in another order',
    { A: [{ B: 1 }, { B: 2 }] },
    { A: [{ B: 2 }, { B: 1 }] },
    [['Web.A', [{ B: 1 }, { B: 2 }], [{ B: 2 }, { B: 1 }]]],
  ],
  ['keys in another order', { A: [{ B: 1, C: 2 }] }, { A: [{ C: 2, B: 1 }] }, []],
  ['a function', { A: 'x' }, { A: { Ref: 'B' } }, [['Web.A', 'x', { Ref: 'B' }]]],
  [
    'another function',
    { A: { 'Fn::GetAtt': ['B', 'C'] } },
    { A: { Ref: 'B' } },
    [['Web.A', { 'Fn::GetAtt': ['B', 'C'] }, { Ref: 'B' }]],
  ],
  ['what is an error', { UserPoolId: 'a', GenerateSecret: true }, { UserPoolId: 'b' }, []],
])('%s', (_, before, after, expected) => {
  expect(changes(client(before), client(after))).toEqual(expected);
});

const described = (properties: object, after: object) => {
  const now = new Map([
    ['Pool', { type: POOL, properties: after as Record<string, unknown>, logicalId: 'Pool', path: '' }],
  ]);
  const deployed = { ...of({}), logicalId: undefined, properties: properties as Record<string, unknown> };
  return changesOf(deployed, now, 'Pool').map((each) => [each.setting, each.before, each.after]);
};

it('a pool that is described has what it is described with, and what the CDK lacks', () => {
  const before = {
    Id: 'eu-west-1_abc',
    Arn: 'arn',
    Domain: 'shop',
    EstimatedNumberOfUsers: 5,
    AcrConfiguration: { Level1: 'urn:cognito:loa:1' },
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true, UnusedAccountValidityDays: 7 },
    IssuerConfiguration: { Type: 'UPDATED' },
    KeyConfiguration: { KeyType: 'CUSTOMER_MANAGED_KEY', KmsKeyArn: 'arn' },
  };
  const after = { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true }, UserPoolName: 'x' };
  expect(described({ ...before, UserPoolName: 'x' }, after)).toEqual([
    ['Pool.IssuerConfiguration.Type', 'UPDATED', 'ORIGINAL'],
    ['Pool.KeyConfiguration.KeyType', 'CUSTOMER_MANAGED_KEY', 'AWS_OWNED_KEY'],
    ['Pool.KeyConfiguration.KmsKeyArn', 'arn', undefined],
  ]);
});

it('a pool that is described and has what the template lacks loses it', () => {
  const before = { LambdaConfig: { PreSignUp: 'arn' }, SmsConfiguration: { ExternalId: 'x' }, UserPoolTags: {} };
  expect(described(before, {})).toEqual([
    ['Pool.LambdaConfig.PreSignUp', 'arn', undefined],
    ['Pool.SmsConfiguration.ExternalId', 'x', undefined],
  ]);
});

it('what a description says that is the default is no change where the template does not say it', () => {
  const before = {
    MfaConfiguration: 'OFF',
    DeletionProtection: 'INACTIVE',
    EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' },
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7 },
    Policies: {
      PasswordPolicy: {
        MinimumLength: 8,
        RequireLowercase: true,
        RequireNumbers: true,
        RequireSymbols: true,
        RequireUppercase: true,
        TemporaryPasswordValidityDays: 7,
      },
      SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] },
    },
    UserPoolTier: 'ESSENTIALS',
    IssuerConfiguration: { Type: 'ORIGINAL' },
    KeyConfiguration: { KeyType: 'AWS_OWNED_KEY' },
  };
  expect(described(before, {})).toEqual([]);
  expect(described({ ...before, EmailConfiguration: { EmailSendingAccount: 'DEVELOPER' } }, {})).toEqual([
    ['Pool.EmailConfiguration.EmailSendingAccount', 'DEVELOPER', 'COGNITO_DEFAULT'],
  ]);
});

it('what may let somebody in comes first, and message texts after what may lock somebody out', () => {
  const before = {
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    MfaConfiguration: 'ON',
    AutoVerifiedAttributes: ['email'],
    Policies: { PasswordPolicy: { MinimumLength: 12, RequireNumbers: true } },
    UserPoolName: 'a',
  };
  const after = {
    MfaConfiguration: 'OPTIONAL',
    Policies: { PasswordPolicy: { MinimumLength: 16, RequireNumbers: false, RequireSymbols: false } },
    AdminCreateUserConfig: { InviteMessageTemplate: { EmailMessage: 'Hi', EmailSubject: 'Hi', SMSMessage: 'Hi' } },
    EmailVerificationMessage: 'Hi',
    SmsVerificationMessage: 'Hi',
    VerificationMessageTemplate: { EmailSubject: 'Hi', DefaultEmailOption: 'CONFIRM_WITH_CODE' },
  };
  const now = new Map([['Pool', { ...pool(after).Pool, logicalId: 'Pool', path: '' }]]);
  const list = listOf(changesOf(of(pool(before)), now, 'Pool'));
  expect(list.split('\n').map((each) => each.replace(/: .* ->.*/, ''))).toEqual([
    'These may let more people in:',
    '  Pool.AdminCreateUserConfig.AllowAdminCreateUserOnly',
    '  Pool.MfaConfiguration',
    '  Pool.Policies.PasswordPolicy.RequireNumbers',
    'These may lock out apps or users:',
    '  Pool.AutoVerifiedAttributes',
    '  Pool.Policies.PasswordPolicy.MinimumLength',
    'These are texts of messages:',
    '  Pool.AdminCreateUserConfig.InviteMessageTemplate.EmailMessage',
    '  Pool.AdminCreateUserConfig.InviteMessageTemplate.EmailSubject',
    '  Pool.AdminCreateUserConfig.InviteMessageTemplate.SMSMessage',
    '  Pool.EmailVerificationMessage',
    '  Pool.SmsVerificationMessage',
    '  Pool.VerificationMessageTemplate.EmailSubject',
    'The others:',
    '  Pool.Policies.PasswordPolicy.RequireSymbols',
    '  Pool.UserPoolName',
    '  Pool.VerificationMessageTemplate.DefaultEmailOption',
  ]);
});

it('what may lock somebody out comes before the rest', () => {
  const after = {
    AnalyticsConfiguration: 'a',
    ReadAttributes: ['a'],
    CallbackURLs: ['b'],
    ExplicitAuthFlows: ['c'],
    RefreshTokenValidity: 1,
    AccessTokenValidity: 2,
  };
  expect(
    changes({ ...client({}), ...pool({}) }, { ...client(after), ...pool({ MfaConfiguration: 'ON' }) }).map(
      ([setting]) => setting,
    ),
  ).toEqual([
    'Web.ExplicitAuthFlows',
    'Web.CallbackURLs',
    'Pool.MfaConfiguration',
    'Web.RefreshTokenValidity',
    'Web.ReadAttributes',
    'Web.AccessTokenValidity',
    'Web.AnalyticsConfiguration',
  ]);
});

it('a provider is the same by its name and by reference, in any order', () => {
  const provider = (name: string) => ({
    type: 'AWS::Cognito::UserPoolIdentityProvider',
    properties: { ProviderName: name },
  });
  const before = { ...client({ SupportedIdentityProviders: [{ Ref: 'Old' }, 'COGNITO'] }), Old: provider('Google') };
  const after = (names: unknown[]) => ({
    ...client({ SupportedIdentityProviders: names }),
    Old: provider('Google'),
    Other: provider('Acme'),
  });
  expect(changes(before, after(['COGNITO', 'Google']))).toEqual([]);
  expect(changes(before, after(['COGNITO', { Ref: 'Old' }]))).toEqual([]);
  expect(changes(before, after(['COGNITO', { Ref: 'Other' }]))).toEqual([
    ['Web.SupportedIdentityProviders', ['Google', 'COGNITO'], ['COGNITO', 'Acme']],
  ]);
});

it('numbers and Booleans are the same as text', () => {
  expect(changes(client({ A: '8', B: 'true', C: ['1'] }), client({ A: 8, B: true, C: [1] }))).toEqual([]);
  expect(changes(client({ A: '8' }), client({ A: 9 }))).toEqual([['Web.A', '8', 9]]);
});

it.each([
  ...['AccountRecoverySetting', 'AdminCreateUserConfig', 'AutoVerifiedAttributes', 'DeletionProtection'],
  ...['DeviceConfiguration', 'EmailConfiguration', 'EmailVerificationMessage', 'EmailVerificationSubject'],
  ...['IssuerConfiguration', 'KeyConfiguration', 'LambdaConfig', 'MfaConfiguration', 'Policies'],
  ...['SmsAuthenticationMessage', 'SmsConfiguration', 'SmsVerificationMessage', 'UserAttributeUpdateSettings'],
  ...['UserPoolAddOns', 'UserPoolName', 'UserPoolTags', 'UserPoolTier', 'VerificationMessageTemplate'],
])('%s is compared with what a description says', (property) => {
  const changed = described({ [property]: { A: 'x' } }, { [property]: { A: 'y' } });
  expect(changed).toContainEqual([`Pool.${property}.A`, 'x', 'y']);
});

it('the list has two parts, shows durations, and keeps secrets to itself', () => {
  const provider = (secret: string) => ({
    Google: {
      type: 'AWS::Cognito::UserPoolIdentityProvider',
      properties: { ProviderName: 'Google', ProviderDetails: { client_id: 'a', client_secret: secret } },
    },
  });
  const before = { ...client({ RefreshTokenValidity: 90, AccessTokenValidity: 1 }), ...provider('hush') };
  const after = { ...client({ AccessTokenValidity: 2, ClientName: 'web' }), ...provider('quiet') };
  const now = Object.entries(after).map(([logicalId, each]) => [logicalId, { ...each, logicalId, path: '' }] as const);
  expect(listOf(changesOf(of(before), new Map(now), 'Pool'))).toBe(
    [
      'These may lock out apps or users:',
      '  Google.ProviderDetails.client_secret: another value',
      '  Web.RefreshTokenValidity: 90 days -> 30 days',
      'The others:',
      '  Web.AccessTokenValidity: 1 hour -> 2 hours',
      '  Web.ClientName: absent -> "web"',
    ].join('\n'),
  );
  const key = listOf([{ setting: 'Apple.ProviderDetails.private_key', before: 'hush', after: 'quiet' }]);
  expect(key).toContain('  Apple.ProviderDetails.private_key: another value');
  expect(key).not.toMatch(/hush|quiet/);
  expect(listOf([{ setting: 'Web.ClientName', before: 'a', after: undefined }])).toBe(
    'The others:\n  Web.ClientName: "a" -> absent',
  );
});

it('a resource that goes is a change, unless it is an error', () => {
  const style = { Style: { type: 'AWS::Cognito::ManagedLoginBranding', properties: {} } };
  expect(changes({ ...style, ...client({}) }, {})).toEqual([
    ['Style', 'AWS::Cognito::ManagedLoginBranding', undefined],
  ]);
});
