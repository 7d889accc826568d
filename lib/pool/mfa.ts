import * as cognito from 'aws-cdk-lib/aws-cognito';

/** Every user may add an authenticator app: a second factor that costs nothing and needs no SMS. */
export function renderMfa() {
  return {
    mfa: cognito.Mfa.OPTIONAL,
    mfaSecondFactor: { otp: true, sms: false },
  } satisfies cognito.UserPoolProps;
}
