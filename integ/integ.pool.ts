/*
 * Pools that verify users in each of the four ways, and one with nearly everything else set.
 */
import { ExpectedResult, IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccountRecovery, FeaturePlan } from 'aws-cdk-lib/aws-cognito';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import {
  AccountTakeoverAction,
  AttributeSchema,
  Firewall,
  LogDestination,
  MfaStatus,
  MfaType,
  PreTokenGenerationVersion,
  SmsSender,
  StandardAttribute,
  UserAuthPool,
  UserPoolHook,
  UserVerificationType,
} from '../lib';

const app = new App();
const stack = new Stack(app, 'IntegPool');
const removalPolicy = RemovalPolicy.DESTROY;

const byCode = new UserAuthPool(stack, 'EmailCode', { removalPolicy });
const byLink = new UserAuthPool(stack, 'EmailLink', {
  removalPolicy,
  userVerificationType: UserVerificationType.EMAIL_LINK,
});
byLink.userPool.addDomain('Domain', { cognitoDomain: { domainPrefix: `integ-pool-${stack.account}` } });
new UserAuthPool(stack, 'Sms', {
  removalPolicy,
  allowPhoneNumberAsUserName: true,
  userVerificationType: UserVerificationType.SMS,
});
new UserAuthPool(stack, 'Passwordless', {
  removalPolicy,
  mfaConfiguration: { status: MfaStatus.ON },
  passwordless: { passkeys: { relyingPartyId: 'example.com' } },
});

const hook = new Function(stack, 'Hook', {
  runtime: Runtime.NODEJS_22_X,
  handler: 'index.handler',
  code: Code.fromInline('exports.handler = async (event) => event;'),
});
const everything = new UserAuthPool(stack, 'Everything', {
  removalPolicy,
  featurePlan: FeaturePlan.PLUS,
  allowUserName: true,
  allowPreferredUserName: true,
  allowOnlyAdminsToCreateAccount: true,
  deviceTracking: { challengeRequiredOnNewDevice: true, deviceOnlyRememberedOnUserPrompt: false },
  schema: [
    AttributeSchema.standard(StandardAttribute.NAME, { required: true }),
    AttributeSchema.customString('tenant', { minLength: 1, maxLength: 20, mutable: false }),
    AttributeSchema.customNumber('seats', { min: 0, max: 500 }),
  ],
  requirePhoneNumberVerification: true,
  userVerificationMessageConfig: { emailMessageUsingCode: 'Welcome! Your code is {####}' },
  inviteMessageConfig: { emailSubject: 'Come in', emailMessage: 'You are {username}, until then {####}' },
  accountRecovery: AccountRecovery.EMAIL_ONLY,
  passwordPolicy: { minimumLength: 16, requireSymbols: false, passwordHistorySize: 5 },
  unusedAccountValidity: Duration.days(3),
  mfaConfiguration: { status: MfaStatus.ON, enabledTypes: [MfaType.SOFTWARE_TOKEN, MfaType.SMS] },
  smsSender: SmsSender.sns({ region: 'us-east-1' }),
  hooks: {
    preSignUp: hook,
    preTokenGeneration: hook,
    preTokenGenerationVersion: PreTokenGenerationVersion.V3_0,
    customEmailSender: hook,
  },
  threatProtection: { accountTakeover: { medium: AccountTakeoverAction.MFA_REQUIRED } },
  logDelivery: {
    notificationErrors: new LogGroup(stack, 'Errors', { removalPolicy }),
    authenticationEvents: LogDestination.cloudWatch(new LogGroup(stack, 'Events', { removalPolicy })),
  },
  firewall: Firewall.fromWebAcl(
    new CfnWebACL(stack, 'WebAcl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: { cloudWatchMetricsEnabled: true, metricName: 'users', sampledRequestsEnabled: true },
    }),
  ),
  encryptionKey: new Key(stack, 'Key', { enableKeyRotation: true, removalPolicy }),
});
everything.addHook(UserPoolHook.POST_CONFIRMATION, hook);
everything.grants.actions(hook, 'cognito-idp:AdminAddUserToGroup');

const integ = new IntegTest(app, 'Pool', { testCases: [stack] });
integ.assertions
  .awsApiCall('CognitoIdentityServiceProvider', 'describeUserPool', { UserPoolId: byCode.userPoolId })
  .expect(ExpectedResult.objectLike({ UserPool: { AutoVerifiedAttributes: ['email'], MfaConfiguration: 'OPTIONAL' } }));
