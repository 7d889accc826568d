import { Duration } from 'aws-cdk-lib';
import { expect, it } from 'vitest';
import { lockOutRank } from '../../lib/adopt/lock-out';

const rankOf = (setting: string, ...[before, after]: unknown[]) => lockOutRank({ setting, before, after });

it.each([
  'Web.ExplicitAuthFlows',
  'Web.AllowedOAuthFlows',
  'Web.AllowedOAuthScopes',
  'Web.AllowedOAuthFlowsUserPoolClient',
  'Web.CallbackURLs',
  'Web.LogoutURLs',
  'Web.DefaultRedirectURI',
  'Web.SupportedIdentityProviders',
  'Web.PreventUserExistenceErrors',
  'Web.RefreshTokenRotation.Feature',
  'Web.RefreshTokenValidity',
  'Web.AccessTokenValidity',
  'Web.IdTokenValidity',
  'Web.AuthSessionValidity',
  'Web.ReadAttributes',
  'Web.WriteAttributes',
  'Pool.AccountRecoverySetting.RecoveryMechanisms',
  'Pool.AdminCreateUserConfig.AllowAdminCreateUserOnly',
  'Pool.AutoVerifiedAttributes',
  'Pool.EmailConfiguration.EmailSendingAccount',
  'Pool.EnabledMfas',
  'Pool.IssuerConfiguration.Type',
  'Pool.LambdaConfig.PreSignUp',
  'Pool.MfaConfiguration',
  'Pool.Policies.PasswordPolicy.MinimumLength',
  'Pool.SmsConfiguration.ExternalId',
  'Pool.UserPoolAddOns.AdvancedSecurityMode',
  'Pool.UserPoolTier',
  'Pool.WebAuthnFactorConfiguration',
  'Pool.WebAuthnRelyingPartyID',
  'Pool.WebAuthnUserVerification',
  'Domain.ManagedLoginVersion',
  'Google.AttributeMapping.name',
  'Google.IdpIdentifiers',
  'Google.ProviderDetails.client_id',
  'Api.Scopes',
])('%s may lock out', (setting) => {
  expect(rankOf(setting, 'a', 'b')).toBeDefined();
});

it.each([
  'Web.ClientName',
  'Pool.UserPoolName',
  'Pool.DeletionProtection',
  'Pool.VerificationMessageTemplate.SmsMessage',
])('%s does not', (setting) => {
  expect(rankOf(setting, 'a', 'b')).toBeUndefined();
});

it('a way in comes before what only some users need', () => {
  expect(rankOf('Web.ExplicitAuthFlows')).toBeLessThan(rankOf('Pool.MfaConfiguration')!);
  expect(rankOf('Pool.MfaConfiguration')).toBeLessThan(rankOf('Web.ReadAttributes')!);
});

it('a validity locks out where it gets shorter, and where nobody knows', () => {
  const [day, month] = [Duration.days(1), Duration.days(30)];
  expect(rankOf('Web.RefreshTokenValidity', month, day)).toBeDefined();
  expect(rankOf('Web.RefreshTokenValidity', day, month)).toBeUndefined();
  expect(rankOf('Web.RefreshTokenValidity', { Ref: 'Days' }, day)).toBeDefined();
});

it.each(['Google.AttributeMapping.name', 'Google.IdpIdentifiers', 'Api.Scopes'])(
  'what is added to %s locks out nobody, unlike what goes',
  (setting) => {
    expect(rankOf(setting, undefined, 'name')).toBeUndefined();
    expect(rankOf(setting, 'name', undefined)).toBeDefined();
  },
);

it('what passwords need no longer locks out nobody', () => {
  for (const before of [undefined, true, 'true']) {
    for (const after of [false, 'false']) {
      expect(rankOf('Pool.Policies.PasswordPolicy.RequireNumbers', before, after)).toBeUndefined();
    }
  }
  for (const after of [true, { Ref: 'Strict' }]) {
    expect(rankOf('Pool.Policies.PasswordPolicy.RequireNumbers', false, after)).toBeDefined();
  }
});

it('what is added elsewhere may lock out', () => {
  expect(rankOf('Web.CallbackURLs', undefined, ['a'])).toBeDefined();
});

it('of resources that go, those that users need come first of all', () => {
  expect(rankOf('Style', 'AWS::Cognito::ManagedLoginBranding')).toBe(0);
  expect(rankOf('Ana', 'AWS::Cognito::UserPoolUser')).toBe(0);
  expect(rankOf('AnaIsAdmin', 'AWS::Cognito::UserPoolUserToGroupAttachment')).toBe(0);
  expect(rankOf('Logs', 'AWS::Cognito::LogDeliveryConfiguration')).toBeUndefined();
});
