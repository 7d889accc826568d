/* Each prop of a pool that can come and go, with a value that differs from its default. */
import { Duration, SecretValue, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as ses from 'aws-cdk-lib/aws-ses';
import {
  Firewall,
  HostedUi,
  IssuerType,
  LogDestination,
  MfaStatus,
  MfaType,
  UserAuthPoolProps,
  UserPoolHook,
  UserVerificationType,
} from '../../lib';
import { providersWith } from './everything';
import { newFunction } from './synth';

const { OPTIONAL } = MfaStatus;
const text = '{####}';

export const POOL: Partial<Record<keyof UserAuthPoolProps, (stack: Stack) => UserAuthPoolProps>> = {
  allowOnlyAdminsToCreateAccount: () => ({ allowOnlyAdminsToCreateAccount: true }),
  deviceTracking: () => ({
    deviceTracking: { challengeRequiredOnNewDevice: true, deviceOnlyRememberedOnUserPrompt: true },
  }),
  userVerificationType: () => ({ userVerificationType: UserVerificationType.NONE }),
  userVerificationMessageConfig: () => ({
    userVerificationMessageConfig: { emailMessageUsingCode: text, smsMessage: text },
  }),
  inviteMessageConfig: () => ({
    inviteMessageConfig: { emailMessage: `{username} ${text}`, emailSubject: 'x', smsMessage: `{username} ${text}` },
  }),
  accountRecovery: () => ({ accountRecovery: cognito.AccountRecovery.PHONE_AND_EMAIL }),
  passwordPolicy: () => ({
    passwordPolicy: { minimumLength: 20, passwordHistorySize: 5, temporaryPasswordValidity: Duration.days(3) },
  }),
  passwordless: () => ({ passwordless: { emailCode: true, passkeys: { relyingPartyId: 'a.example.com' } } }),
  mfaConfiguration: () => ({ mfaConfiguration: { status: OPTIONAL, enabledTypes: [MfaType.SMS], smsMessage: text } }),
  hooks: (stack) => ({
    hooks: Object.fromEntries(Object.values(UserPoolHook).map((name) => [name, newFunction(stack, name)])),
  }),
  identityProviders: () => ({ identityProviders: providersWith(SecretValue.secretsManager('x')) }),
  emailConfiguration: (stack) => ({
    emailConfiguration: {
      sesIdentity: ses.EmailIdentity.fromEmailIdentityName(stack, 'Ses', 'a@example.com'),
      replyToEmailAddress: 'b@example.com',
      configurationSet: ses.ConfigurationSet.fromConfigurationSetName(stack, 'Set', 'set'),
    },
  }),
  featurePlan: () => ({ featurePlan: cognito.FeaturePlan.PLUS }),
  threatProtection: () => ({ threatProtection: { notifyUsers: false } }),
  logDelivery: (stack) => ({
    logDelivery: { authenticationEvents: LogDestination.cloudWatch(logs.LogGroup.fromLogGroupName(stack, 'L', 'l')) },
  }),
  firewall: () => ({ firewall: Firewall.fromWebAclArn('arn:aws:wafv2:us-east-1:111111111111:regional/webacl/a/b') }),
  encryptionKey: (stack) => ({
    encryptionKey: kms.Key.fromKeyArn(stack, 'K', 'arn:aws:kms:us-east-1:111111111111:key/k'),
  }),
  issuerType: () => ({ issuerType: IssuerType.UPDATED }),
  deletionProtection: () => ({ deletionProtection: false }),
  keepOriginal: () => ({ keepOriginal: { email: false } }),
  unusedAccountValidity: () => ({ unusedAccountValidity: Duration.days(3) }),
  userPoolName: () => ({ userPoolName: 'users' }),
  hostedUi: () => ({ hostedUi: HostedUi.cognitoDomain({ domainPrefix: 'mine' }) }),
};
