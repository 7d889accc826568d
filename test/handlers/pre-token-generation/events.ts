import { PreTokenEvent } from '../../../handlers/pre-token-generation/event';

type Request = Record<string, unknown>;

/** The event of a person's sign-in, as Cognito sends it. */
export function personEvent(request: Request = {}, rest: Omit<PreTokenEvent, 'request'> = {}) {
  return {
    version: '3',
    triggerSource: 'TokenGeneration_HostedAuth',
    region: 'eu-west-1',
    userPoolId: 'eu-west-1_Pool1',
    userName: 'ada',
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: 'web' },
    request: {
      userAttributes: {
        sub: '11111111-2222-4333-8444-555555555555',
        'cognito:user_status': 'CONFIRMED',
        email: 'ada@example.com',
        'custom:plan': 'pro',
      },
      groupConfiguration: {
        groupsToOverride: ['editors', 'eu-west-1_Pool1_Google'],
        iamRolesToOverride: [],
        preferredRole: null,
      },
      scopes: ['openid', 'email'],
      clientMetadata: { tenant: 'a' },
      ...request,
    },
    response: { claimsAndScopeOverrideDetails: null },
    ...rest,
  };
}

/** The event of a machine that signs in with its client's secret. */
export function machineEvent(request: Request = {}) {
  return personEvent(
    {
      userAttributes: {},
      groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
      scopes: ['orders/read'],
      ...request,
    },
    {
      triggerSource: 'TokenGeneration_ClientCredentials',
      callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: 'batch' },
    },
  );
}
