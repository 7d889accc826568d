import * as cognito from 'aws-cdk-lib/aws-cognito';
import { IConstruct } from 'constructs';
import { Problems } from '../checks/problems';
import { warnAtPool } from '../checks/warn';

/** @internal */
export interface SignInProps {
  /**
   * Whether users can sign in with their email address.
   *
   * Cognito can't change this on an existing pool: the deployment fails.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-aliases
   * @default true
   */
  readonly allowEmailAsUserName?: boolean;

  /**
   * Whether users can sign in with their phone number.
   *
   * Cognito can't change this on an existing pool: the deployment fails.
   * Text messages incur charges, and reach unverified numbers only after the account has left the SMS sandbox.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-aliases
   * @default false
   */
  readonly allowPhoneNumberAsUserName?: boolean;

  /**
   * Whether users choose a username when they sign up, and can sign in with it. Email addresses and phone numbers, if
   * allowed, are then aliases of the username, which users can sign in with once they are verified.
   *
   * Cognito can't change this on an existing pool: the deployment fails. If neither email addresses nor phone numbers
   * are allowed, `false` fails synthesis.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-aliases
   * @default - false; true if neither email addresses nor phone numbers are allowed
   */
  readonly allowUserName?: boolean;

  /**
   * Whether users can sign in with their `preferred_username`, which, unlike the username, they can change. Requires
   * `allowUserName`; otherwise synthesis fails.
   *
   * Cognito can't change this on an existing pool: the deployment fails.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-aliases
   * @default false
   */
  readonly allowPreferredUserName?: boolean;

  /**
   * Whether sign-in names are case-sensitive, so that `Ana@example.com` and `ana@example.com` are two different users.
   *
   * Cognito can't change this on an existing pool: the deployment fails.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-case-sensitivity.html
   * @default false
   */
  readonly signInCaseSensitive?: boolean;

  /**
   * Whether only administrators can create accounts, so that users can't sign up themselves.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-admin-create-user-policy.html
   * @default false
   */
  readonly allowOnlyAdminsToCreateAccount?: boolean;

  /**
   * Whether and when Cognito remembers the devices that users sign in from. With `challengeRequiredOnNewDevice`, users
   * need no second factor on a remembered device.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-device-tracking.html
   * @default - devices are not remembered
   */
  readonly deviceTracking?: cognito.DeviceTracking;
}

/** The names that users can sign in with, with defaults applied. */
export interface SignInNames {
  readonly email: boolean;
  readonly phone: boolean;
  readonly userName: boolean;
}

export function signInNames(props: SignInProps): SignInNames {
  const email = props.allowEmailAsUserName ?? true;
  const phone = props.allowPhoneNumberAsUserName ?? false;
  return { email, phone, userName: props.allowUserName ?? (!email && !phone) };
}

export function checkSignIn(props: SignInProps, { email, phone, userName }: SignInNames, problems: Problems): void {
  if (!email && !phone && !userName) {
    problems.add({
      where: 'allowUserName',
      given: 'false, with allowEmailAsUserName false and allowPhoneNumberAsUserName not true',
      outcome: 'users would have no name to sign in with, and Cognito falls back to usernames',
      remedy: 'Allow one of the three',
    });
  }
  if (props.allowPreferredUserName && !userName) {
    problems.add({
      where: 'allowPreferredUserName',
      given: 'true, without allowUserName',
      outcome: 'Cognito accepts a preferred username only in addition to a username, and would reject the pool',
      remedy: 'Set allowUserName to true as well, or omit allowPreferredUserName',
    });
  }
}

export function renderSignIn(props: SignInProps, { email, phone, userName }: SignInNames) {
  return {
    signInAliases: { email, phone, username: userName, preferredUsername: props.allowPreferredUserName ?? false },
    signInCaseSensitive: props.signInCaseSensitive ?? false,
    selfSignUpEnabled: !props.allowOnlyAdminsToCreateAccount,
    deviceTracking: props.deviceTracking,
  } satisfies cognito.UserPoolProps;
}

export function warnOfSignIn(pool: IConstruct, props: SignInProps): void {
  if (!props.signInCaseSensitive) return;
  warnAtPool(
    pool,
    'caseSensitiveSignIn',
    "signInCaseSensitive is true: Ana@example.com and ana@example.com are two users, and a user who types the name in another case cannot sign in. Cognito can't change this later.",
  );
}
