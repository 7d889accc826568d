import { Duration } from 'aws-cdk-lib';
import { expect, it } from 'vitest';
import { lockOutRank } from '../../lib/adopt/lock-out';

const rankOf = (setting: string, ...[before, after]: unknown[]) => lockOutRank({ setting, before, after });

it.each([
  'Web.ExplicitAuthFlows',
  'Web.CallbackURLs',
  'Web.PreventUserExistenceErrors',
  'Pool.LambdaConfig.PreSignUp',
  'Pool.EmailConfiguration.EmailSendingAccount',
  'Pool.SmsConfiguration.ExternalId',
  'Pool.MfaConfiguration',
  'Pool.IssuerConfiguration.Type',
  'Domain.ManagedLoginVersion',
  'Google.ProviderDetails.client_id',
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

it('what is added to a list of scopes or attributes locks out nobody', () => {
  expect(rankOf('Google.AttributeMapping.name', undefined, 'name')).toBeUndefined();
  expect(rankOf('Google.AttributeMapping.name', 'name', undefined)).toBeDefined();
  expect(rankOf('Web.CallbackURLs', undefined, ['a'])).toBeDefined();
});

it('of resources that go, those that users need come first of all', () => {
  expect(rankOf('Style', 'AWS::Cognito::ManagedLoginBranding')).toBe(0);
  expect(rankOf('Ana', 'AWS::Cognito::UserPoolUser')).toBe(0);
  expect(rankOf('Logs', 'AWS::Cognito::LogDeliveryConfiguration')).toBeUndefined();
});
