import * as cognito from 'aws-cdk-lib/aws-cognito';

/** @internal */
export interface SignInProps {
  /**
   * Whether users sign in with their e-mail address as their user name.
   *
   * Cognito can't change this on a pool that exists: a change makes CloudFormation fail.
   * With neither e-mail nor phone number allowed, users choose a user name of their own.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-aliases
   * @default true
   */
  readonly allowEmailAsUserName?: boolean;

  /**
   * Whether users sign in with their phone number as their user name.
   *
   * Cognito can't change this on a pool that exists: a change makes CloudFormation fail.
   * Text messages to phone numbers cost money, and reach unverified numbers only once the account has left the SMS sandbox.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-aliases
   * @default false
   */
  readonly allowPhoneNumberAsUserName?: boolean;

  /**
   * Whether accounts can be made by administrators only, never by the users themselves.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-admin-create-user-policy.html
   * @default false
   */
  readonly allowOnlyAdminsToCreateAccount?: boolean;
}

/** The attributes that stand in for a user name. */
export function signInNames(props: SignInProps): { email: boolean; phone: boolean } {
  return { email: props.allowEmailAsUserName ?? true, phone: props.allowPhoneNumberAsUserName ?? false };
}

export function renderSignIn(props: SignInProps) {
  const { email, phone } = signInNames(props);
  return {
    signInAliases: { email, phone, username: !email && !phone },
    // Ana@example.com and ana@example.com are one person; Cognito can't change this later either.
    signInCaseSensitive: false,
    selfSignUpEnabled: !(props.allowOnlyAdminsToCreateAccount ?? false),
  } satisfies cognito.UserPoolProps;
}
