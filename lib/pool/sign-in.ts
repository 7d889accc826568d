import * as cognito from 'aws-cdk-lib/aws-cognito';
import { IConstruct } from 'constructs';
import { Problems } from '../checks/problems';
import { warn } from '../checks/warn';

/** @internal */
export interface SignInProps {
  /**
   * Whether users sign in with their e-mail address.
   *
   * Cognito can't change this on a pool that exists: a change makes CloudFormation fail.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-aliases
   * @default true
   */
  readonly allowEmailAsUserName?: boolean;

  /**
   * Whether users sign in with their phone number.
   *
   * Cognito can't change this on a pool that exists: a change makes CloudFormation fail.
   * Text messages to phone numbers cost money, and reach unverified numbers only once the account has left the SMS sandbox.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-aliases
   * @default false
   */
  readonly allowPhoneNumberAsUserName?: boolean;

  /**
   * Whether users choose a user name when they sign up, and sign in with it. E-mail address and phone number, where allowed, then stand beside it
   * as aliases, and count from the moment they are verified.
   *
   * Cognito can't change this on a pool that exists: a change makes CloudFormation fail. With neither e-mail nor phone number allowed, it can't be
   * false: that fails synthesis.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-aliases
   * @default - false; true where neither e-mail nor phone number is allowed
   */
  readonly allowUserName?: boolean;

  /**
   * Whether users may sign in with their `preferred_username`, a name which, unlike the user name, they can change. Needs `allowUserName`; without it, it fails synthesis.
   *
   * Cognito can't change this on a pool that exists: a change makes CloudFormation fail.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-aliases
   * @default false
   */
  readonly allowPreferredUserName?: boolean;

  /**
   * Whether `Ana@example.com` and `ana@example.com` are two users.
   *
   * Cognito can't change this on a pool that exists: a change makes CloudFormation fail.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-case-sensitivity.html
   * @default false
   */
  readonly signInCaseSensitive?: boolean;

  /**
   * Whether accounts can be made by administrators only, never by the users themselves.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-admin-create-user-policy.html
   * @default false
   */
  readonly allowOnlyAdminsToCreateAccount?: boolean;

  /**
   * Whether and when Cognito remembers the devices that a user signs in from. With `challengeRequiredOnNewDevice`, a remembered device spares the user the second factor.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-device-tracking.html
   * @default - devices are not remembered
   */
  readonly deviceTracking?: cognito.DeviceTracking;
}

/** What users sign in with. */
export function signInNames(props: SignInProps) {
  const email = props.allowEmailAsUserName ?? true;
  const phone = props.allowPhoneNumberAsUserName ?? false;
  return { email, phone, userName: props.allowUserName ?? (!email && !phone) };
}

export function checkSignIn(props: SignInProps, problems: Problems): void {
  const { email, phone, userName } = signInNames(props);
  if (!email && !phone && !userName) {
    problems.add({
      where: 'allowUserName',
      given: 'false, with allowEmailAsUserName false and allowPhoneNumberAsUserName not true',
      outcome: 'users would have nothing to sign in with, and Cognito falls back to user names',
      remedy: 'Allow one of the three',
    });
  }
  if (props.allowPreferredUserName && !userName) {
    problems.add({
      where: 'allowPreferredUserName',
      given: 'true, without allowUserName',
      outcome: 'Cognito takes a preferred user name only beside a user name, and refuses the pool',
      remedy: 'Set allowUserName to true as well, or leave allowPreferredUserName out',
    });
  }
}

export function renderSignIn(props: SignInProps) {
  const { email, phone, userName } = signInNames(props);
  return {
    signInAliases: { email, phone, username: userName, preferredUsername: props.allowPreferredUserName ?? false },
    signInCaseSensitive: props.signInCaseSensitive ?? false,
    selfSignUpEnabled: !(props.allowOnlyAdminsToCreateAccount ?? false),
    deviceTracking: props.deviceTracking,
  } satisfies cognito.UserPoolProps;
}

export function warnOfSignIn(pool: IConstruct, props: SignInProps): void {
  if (!props.signInCaseSensitive) return;
  warn(
    pool,
    'caseSensitive',
    "signInCaseSensitive is true: Ana@example.com and ana@example.com are two users, and whoever writes a name in another case is told that there is no such user. Cognito can't change this later.",
  );
}
