import { Duration, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as ses from 'aws-cdk-lib/aws-ses';
import {
  AttributeSchema,
  Firewall,
  LogDestination,
  MfaStatus,
  MfaType,
  PreTokenGenerationVersion,
  UserAuthPool,
  UserPoolHook,
  UserPoolHooks,
} from '../../lib';
import { newFunction } from './synth';

/** A pool that has everything that can be had together, and what it needs beside it. */
export function everything(stack: Stack): UserAuthPool {
  const hook = newFunction(stack, 'Hook');
  const hooks = Object.fromEntries(Object.values(UserPoolHook).map((name) => [name, hook])) as UserPoolHooks;
  return new UserAuthPool(stack, 'Pool', {
    featurePlan: cognito.FeaturePlan.PLUS,
    allowUserName: true,
    allowPhoneNumberAsUserName: true,
    schema: [AttributeSchema.customString('tenant'), AttributeSchema.customNumber('seats', { min: 0, max: 500 })],
    requirePhoneNumberVerification: true,
    accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
    passwordPolicy: { minimumLength: 16, passwordHistorySize: 24, temporaryPasswordValidity: Duration.days(1) },
    mfaConfiguration: { status: MfaStatus.ON, enabledTypes: [MfaType.SOFTWARE_TOKEN, MfaType.SMS] },
    passwordless: { passkeys: { relyingPartyId: 'example.com' } },
    hooks: { ...hooks, preTokenGenerationVersion: PreTokenGenerationVersion.V3_0 },
    emailConfiguration: {
      sesIdentity: ses.EmailIdentity.fromEmailIdentityName(stack, 'Identity', 'example.com'),
      fromEmail: 'Example <no-reply@example.com>',
    },
    threatProtection: { notifyUsers: true },
    logDelivery: {
      authenticationEvents: LogDestination.cloudWatch(logs.LogGroup.fromLogGroupName(stack, 'Logs', 'events')),
    },
    firewall: Firewall.fromWebAclArn('arn:aws:wafv2:us-east-1:111111111111:regional/webacl/acl/0123'),
    encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:111111111111:key/0123'),
  });
}
