import { expect, it } from 'vitest';
import { letInRank } from '../../lib/adopt/let-in';

const rankOf = (setting: string, ...[before, after]: unknown[]) => letInRank({ setting, before, after });

/** Each with a value that lets in fewer people, and one that lets in more. */
const SCALES: [string, unknown, unknown][] = [
  ['Pool.AdminCreateUserConfig.AllowAdminCreateUserOnly', true, false],
  ['Pool.AdminCreateUserConfig.AllowAdminCreateUserOnly', 'true', 'false'],
  ['Pool.LambdaConfig.PreSignUp', { 'Fn::GetAtt': ['Check', 'Arn'] }, undefined],
  ['Pool.LambdaConfig.PreAuthentication', 'arn', undefined],
  ['Web.SupportedIdentityProviders', ['COGNITO'], ['COGNITO', { Ref: 'Google' }]],
  ['Pool.MfaConfiguration', 'ON', 'OPTIONAL'],
  ['Pool.MfaConfiguration', 'ON', 'OFF'],
  ['Pool.MfaConfiguration', 'OPTIONAL', 'OFF'],
  ['Pool.DeviceConfiguration.ChallengeRequiredOnNewDevice', undefined, true],
  ['Pool.Policies.SignInPolicy.AllowedFirstAuthFactors', ['PASSWORD'], ['PASSWORD', 'EMAIL_OTP']],
  ['Web.ExplicitAuthFlows', ['ALLOW_USER_SRP_AUTH'], ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_AUTH']],
  ['Web.ExplicitAuthFlows', ['ALLOW_USER_SRP_AUTH'], ['ALLOW_CUSTOM_AUTH']],
  ['Pool.WebAuthnUserVerification', 'required', 'preferred'],
  ['Pool.UserPoolAddOns.AdvancedSecurityMode', 'ENFORCED', 'AUDIT'],
  ['Pool.UserPoolAddOns.AdvancedSecurityAdditionalFlows.CustomAuthMode', 'AUDIT', 'OFF'],
  ['Pool.Policies.PasswordPolicy.MinimumLength', 16, 12],
  ['Pool.Policies.PasswordPolicy.MinimumLength', '16', 12],
  ['Pool.Policies.PasswordPolicy.RequireSymbols', true, false],
  ['Pool.Policies.PasswordPolicy.RequireSymbols', true, undefined],
  ['Pool.Policies.PasswordPolicy.PasswordHistorySize', 5, undefined],
  ['Pool.Policies.PasswordPolicy.TemporaryPasswordValidityDays', 1, 7],
];

it.each(SCALES)('%s may let in more from %j to %j, and not the other way', (setting, less, more) => {
  expect(rankOf(setting, less, more)).toBeDefined();
  // A list that loses one item may have another new one.
  if (setting !== 'Web.ExplicitAuthFlows') expect(rankOf(setting, more, less)).toBeUndefined();
});

it.each<[string, unknown, unknown]>([
  // It still takes the password.
  ['Web.ExplicitAuthFlows', ['ALLOW_USER_PASSWORD_AUTH'], ['ALLOW_USER_SRP_AUTH']],
  ['Web.ExplicitAuthFlows', ['ALLOW_USER_AUTH'], ['ALLOW_USER_SRP_AUTH']],
  ['Web.SupportedIdentityProviders', undefined, ['COGNITO']],
  ['Web.CallbackURLs', ['a'], ['b']],
  ['Pool.LambdaConfig.PreSignUp', { 'Fn::GetAtt': ['Check', 'Arn'] }, { 'Fn::GetAtt': ['Other', 'Arn'] }],
  ['Pool.LambdaConfig.CustomMessage', 'arn', undefined],
  // AWS does not say what a policy requires that does not mention it.
  ['Pool.Policies.PasswordPolicy.RequireSymbols', undefined, false],
  ['Pool.WebAuthnUserVerification', 'required', undefined],
  ['Pool.UserPoolTags.a', { Ref: 'A' }, 'b'],
  ['Style', 'AWS::Cognito::ManagedLoginBranding', undefined],
])('%s does not let in more from %j to %j', (setting, before, after) => {
  expect(rankOf(setting, before, after)).toBeUndefined();
});

it.each([
  'Pool.AdminCreateUserConfig.AllowAdminCreateUserOnly',
  'Pool.AdminCreateUserConfig',
  'Pool.MfaConfiguration',
  'Pool.Policies',
  'Pool.Policies.PasswordPolicy',
  'Pool.Policies.PasswordPolicy.MinimumLength',
  'Web.ExplicitAuthFlows',
])('what only the deployment knows may let in more: %s', (setting) => {
  const unknown = { 'Fn::If': ['Prod', 'a', 'b'] };
  expect(rankOf(setting, unknown, 'a')).toBeDefined();
  expect(rankOf(setting, undefined, unknown)).toBeDefined();
});

it('sign-up comes before sign-in, and that before passwords', () => {
  const ranks = [
    rankOf('Risk', 'AWS::Cognito::UserPoolRiskConfigurationAttachment'),
    rankOf('Pool.AdminCreateUserConfig.AllowAdminCreateUserOnly', true, false),
    rankOf('Pool.MfaConfiguration', 'ON', 'OFF'),
    rankOf('Pool.Policies.PasswordPolicy.MinimumLength', 16, 12),
  ];
  expect(ranks).toEqual([...ranks].sort((one, other) => one! - other!));
  expect(new Set(ranks).size).toBe(ranks.length);
});
