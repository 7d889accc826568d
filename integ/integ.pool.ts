/*
 * Pools that verify users in each of the four ways, and one with everything else set.
 */
import { ExpectedResult, IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { UserAuthPool, UserVerificationType } from '../lib';

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
new UserAuthPool(stack, 'Everything', {
  removalPolicy,
  allowEmailAsUserName: false,
  allowOnlyAdminsToCreateAccount: true,
  userVerificationType: UserVerificationType.NONE,
  passwordPolicy: {
    minimumLength: 16,
    requireLowercase: false,
    requireUppercase: false,
    requireNumbers: false,
    requireSymbols: false,
    temporaryPasswordValidity: Duration.days(1),
  },
});

const integ = new IntegTest(app, 'Pool', { testCases: [stack] });
integ.assertions
  .awsApiCall('CognitoIdentityServiceProvider', 'describeUserPool', { UserPoolId: byCode.userPoolId })
  .expect(ExpectedResult.objectLike({ UserPool: { AutoVerifiedAttributes: ['email'], MfaConfiguration: 'OPTIONAL' } }));
