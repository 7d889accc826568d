import { Duration } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Problems } from '../checks/problems';
import { checkDays, checkInteger, isKnown } from '../checks/values';

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
   * @default Duration.days(7)
   */
  readonly temporaryPasswordValidity?: Duration;
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
}

const DEFAULT_MINIMUM_LENGTH = 12;

export function checkPassword({ passwordPolicy = {} }: PasswordProps, problems: Problems): void {
  checkInteger(problems, 'passwordPolicy.minimumLength', passwordPolicy.minimumLength, [6, 99], {
    outcome: 'Cognito accepts whole numbers from 6 to 99 and refuses the pool',
    remedy: 'Leave it out for 12, or give a number in that range',
  });
  checkDays(problems, 'passwordPolicy.temporaryPasswordValidity', passwordPolicy.temporaryPasswordValidity, [1, 365], {
    outcome: 'Cognito counts whole days, takes 0 for 7 and refuses more than 365',
    remedy: 'Give Duration.days(1) to Duration.days(365)',
  });
}

export function renderPassword({ passwordPolicy = {} }: PasswordProps) {
  const { minimumLength } = passwordPolicy;
  return {
    passwordPolicy: {
      minLength: isKnown(minimumLength) ? minimumLength : DEFAULT_MINIMUM_LENGTH,
      requireLowercase: passwordPolicy.requireLowercase ?? true,
      requireUppercase: passwordPolicy.requireUppercase ?? true,
      requireDigits: passwordPolicy.requireNumbers ?? true,
      requireSymbols: passwordPolicy.requireSymbols ?? true,
      tempPasswordValidity: passwordPolicy.temporaryPasswordValidity ?? Duration.days(7),
    },
  } satisfies cognito.UserPoolProps;
}

/** The CDK's own pool judges a number that only deployment will know, and refuses it. */
export function refinePassword(pool: cognito.CfnUserPool, { passwordPolicy = {} }: PasswordProps): void {
  const { minimumLength } = passwordPolicy;
  if (minimumLength === undefined || isKnown(minimumLength)) return;
  pool.addPropertyOverride('Policies.PasswordPolicy.MinimumLength', minimumLength);
}
