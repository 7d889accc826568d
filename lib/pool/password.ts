import { Duration, Token } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Problems } from '../checks/problems';
import { checkDays, checkInteger, isKnown, show } from '../checks/values';
import { checkPlan, FeaturePlanProps } from './feature-plan';

/**
 * What Cognito asks of a user's password. What is left out keeps its default, so `{ minimumLength: 16 }` asks for all
 * four kinds of character as well.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
 */
export interface PasswordPolicy {
  /**
   * The fewest characters a password may have: a whole number from 6 to 99. Cognito refuses a pool with any other.
   *
   * @default 12
   */
  readonly minimumLength?: number;

  /**
   * Whether a password needs a lower-case letter.
   *
   * @default true
   */
  readonly requireLowercase?: boolean;

  /**
   * Whether a password needs an upper-case letter.
   *
   * @default true
   */
  readonly requireUppercase?: boolean;

  /**
   * Whether a password needs a digit.
   *
   * @default true
   */
  readonly requireNumbers?: boolean;

  /**
   * Whether a password needs a special character.
   *
   * @default true
   */
  readonly requireSymbols?: boolean;

  /**
   * How long the temporary password works that Cognito sends to a user whom an administrator created: whole days, from 1 to 365.
   * Cognito takes 0 for 7 and refuses more than 365.
   *
   * @default - `unusedAccountValidity`, or 7 days
   */
  readonly temporaryPasswordValidity?: Duration;

  /**
   * How many former passwords a user may not choose again: a whole number from 0 to 24. Cognito refuses any other, and refuses it on the Lite plan.
   *
   * @default - Cognito's own: none
   */
  readonly passwordHistorySize?: number;
}

/** @internal */
export interface PasswordProps {
  /**
   * What Cognito asks of a user's password.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
   * @default - 12 characters or more, with a lower-case and an upper-case letter, a digit and a symbol
   */
  readonly passwordPolicy?: PasswordPolicy;

  /**
   * How long an account that an administrator has made waits for its first sign-in: whole days, from 1 to 365. Cognito has put this into the validity of the temporary
   * password, so it is another name for `passwordPolicy.temporaryPasswordValidity`; two different values fail synthesis.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/how-to-create-user-accounts.html
   * @default Duration.days(7)
   */
  readonly unusedAccountValidity?: Duration;
}

const DEFAULT_MINIMUM_LENGTH = 12;

export function checkPassword(props: PasswordProps & FeaturePlanProps, problems: Problems): void {
  const { passwordPolicy = {}, unusedAccountValidity } = props;
  checkInteger(problems, 'passwordPolicy.minimumLength', passwordPolicy.minimumLength, [6, 99], {
    outcome: 'Cognito accepts whole numbers from 6 to 99 and refuses the pool',
    remedy: 'Leave it out for 12, or give a number in that range',
  });
  checkDays(problems, 'passwordPolicy.temporaryPasswordValidity', passwordPolicy.temporaryPasswordValidity, [1, 365], {
    outcome: 'Cognito counts whole days, takes 0 for 7 and refuses more than 365',
    remedy: 'Give Duration.days(1) to Duration.days(365)',
  });
  checkDays(problems, 'unusedAccountValidity', unusedAccountValidity, [1, 365], {
    outcome: 'Cognito counts whole days, takes 0 for 7 and refuses more than 365',
    remedy: 'Give Duration.days(1) to Duration.days(365)',
  });
  const { temporaryPasswordValidity } = passwordPolicy;
  if (
    isKnown(unusedAccountValidity) &&
    isKnown(temporaryPasswordValidity) &&
    unusedAccountValidity.toMilliseconds() !== temporaryPasswordValidity.toMilliseconds()
  ) {
    problems.add({
      where: 'unusedAccountValidity',
      given: `${show(unusedAccountValidity)}, with passwordPolicy.temporaryPasswordValidity ${show(temporaryPasswordValidity)}`,
      outcome: 'Cognito has one setting for both, and refuses a pool that has the old and the new one',
      remedy: 'Give one of the two',
    });
  }
  checkInteger(problems, 'passwordPolicy.passwordHistorySize', passwordPolicy.passwordHistorySize, [0, 24], {
    outcome: 'Cognito accepts whole numbers from 0 to 24 and refuses the pool',
    remedy: 'Give a number in that range, or leave it out',
  });
  if (isKnown(passwordPolicy.passwordHistorySize)) checkPlan(props, problems, 'passwordPolicy.passwordHistorySize');
}

export function renderPassword({ passwordPolicy = {}, unusedAccountValidity }: PasswordProps) {
  const { minimumLength, passwordHistorySize } = passwordPolicy;
  return {
    passwordPolicy: {
      minLength: isKnown(minimumLength) ? minimumLength : DEFAULT_MINIMUM_LENGTH,
      requireLowercase: passwordPolicy.requireLowercase ?? true,
      requireUppercase: passwordPolicy.requireUppercase ?? true,
      requireDigits: passwordPolicy.requireNumbers ?? true,
      requireSymbols: passwordPolicy.requireSymbols ?? true,
      tempPasswordValidity: passwordPolicy.temporaryPasswordValidity ?? unusedAccountValidity ?? Duration.days(7),
      passwordHistorySize: isKnown(passwordHistorySize) ? passwordHistorySize : undefined,
    },
  } satisfies cognito.UserPoolProps;
}

/** The CDK's own pool judges a number that only deployment will know, and refuses it. */
export function refinePassword(pool: cognito.CfnUserPool, { passwordPolicy = {} }: PasswordProps): void {
  const numbers = {
    MinimumLength: passwordPolicy.minimumLength,
    PasswordHistorySize: passwordPolicy.passwordHistorySize,
  };
  for (const [name, value] of Object.entries(numbers)) {
    if (Token.isUnresolved(value)) pool.addPropertyOverride(`Policies.PasswordPolicy.${name}`, value);
  }
}
