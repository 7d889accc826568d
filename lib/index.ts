// The pool and what it is given
export { UserAuthPool, UserAuthPoolProps } from './pool/user-auth-pool';
export { IUserAuthPool, UserAuthPoolMetricOptions } from './pool/user-auth-pool-base';
export { UserAuthPoolGrants } from './pool/grants';
export { UserAuthPoolAttributes } from './pool/imported';
export {
  AttributeSchema,
  CustomAttributeOptions,
  NumberAttributeOptions,
  StandardAttribute,
  StandardAttributeOptions,
  StringAttributeOptions,
} from './pool/schema';
export { UserVerificationType } from './pool/verification';
export { InviteMessageConfig, UserVerificationMessageConfig } from './pool/messages';
export { PasswordPolicy } from './pool/password';
export { Passkeys, Passwordless } from './pool/passwordless';
export { MfaConfiguration, MfaStatus, MfaType } from './pool/mfa';
export { AddHookOptions, PreTokenGenerationVersion, UserPoolHook, UserPoolHooks } from './pool/hooks';
export { EmailConfiguration } from './pool/email';
export { EndUserMessagingSmsOptions, SmsSender, SnsSmsOptions } from './pool/sms';
export { AccountTakeoverAction, AccountTakeoverActions, ThreatProtection } from './pool/threat-protection';
export { LogDelivery, LogDestination } from './pool/log-delivery';
export { Firewall } from './pool/firewall';
export { UserAuthPoolOverrides } from './pool/overrides';

// Its app clients
export { UserAuthClient, UserAuthClientOptions, UserAuthClientProps } from './client/user-auth-client';

// What guards the routes of an HTTP API
export {
  AddLambdaRouteOptions,
  CognitoHttpApiAuthorizer,
  CognitoHttpApiAuthorizerProps,
} from './authorizer/cognito-http-api-authorizer';
