/*
 * What several contestants have in common, so that they differ only in what is measured.
 */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { Duration, RemovalPolicy } = require('aws-cdk-lib');
const cognito = require('aws-cdk-lib/aws-cognito');
const lambda = require('aws-cdk-lib/aws-lambda');

export const FUNCTION = {
  runtime: lambda.Runtime.NODEJS_22_X,
  handler: 'index.handler',
  code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 });'),
};

export const newFunction = (stack) => new lambda.Function(stack, 'Function', FUNCTION);

/** A pool of plain L2 with the settings that the library has by default. */
export function plainPool(stack) {
  return new cognito.UserPool(stack, 'Pool', {
    selfSignUpEnabled: true,
    signInAliases: { email: true },
    signInCaseSensitive: false,
    autoVerify: { email: true },
    keepOriginal: { email: true },
    accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
    mfa: cognito.Mfa.OPTIONAL,
    mfaSecondFactor: { sms: false, otp: true },
    passwordPolicy: {
      minLength: 12,
      requireLowercase: true,
      requireUppercase: true,
      requireDigits: true,
      requireSymbols: true,
      tempPasswordValidity: Duration.days(7),
    },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
}

/** Those that the library's clients can write: without them, a client could write custom attributes as well. */
const WRITE_ATTRIBUTES = {
  address: true,
  birthdate: true,
  email: true,
  familyName: true,
  fullname: true,
  gender: true,
  givenName: true,
  lastUpdateTime: true,
  locale: true,
  middleName: true,
  nickname: true,
  phoneNumber: true,
  preferredUsername: true,
  profilePage: true,
  profilePicture: true,
  timezone: true,
  website: true,
};

/** A client of plain L2 with the settings that the library has by default. */
export function plainClient(pool, id, options = { disableOAuth: true }) {
  return pool.addClient(id, {
    generateSecret: false,
    authFlows: { userSrp: true },
    preventUserExistenceErrors: true,
    enableTokenRevocation: true,
    accessTokenValidity: Duration.hours(1),
    idTokenValidity: Duration.hours(1),
    refreshTokenValidity: Duration.days(30),
    writeAttributes: new cognito.ClientAttributes().withStandardAttributes(WRITE_ATTRIBUTES),
    ...options,
  });
}

/** A pool and a client. */
export function plainPoolWithClient(stack) {
  const pool = plainPool(stack);
  return { pool, clients: [plainClient(pool, 'Client')] };
}

/** The path of each route. */
export const paths = (routes) => Array.from({ length: routes }, (_, index) => `/route${index}`);
