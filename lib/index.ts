// The pool and what it is given
export { UserAuthPool, UserAuthPoolProps } from './pool/user-auth-pool';
export { IUserAuthPool } from './pool/user-auth-pool-base';
export { UserAuthPoolAttributes } from './pool/imported';
export { PasswordPolicy } from './pool/password';
export { UserVerificationType } from './pool/verification';

// Its app clients
export { UserAuthClient, UserAuthClientOptions, UserAuthClientProps } from './client/user-auth-client';

// What guards the routes of an HTTP API
export {
  AddLambdaRouteOptions,
  CognitoHttpApiAuthorizer,
  CognitoHttpApiAuthorizerProps,
} from './authorizer/cognito-http-api-authorizer';
