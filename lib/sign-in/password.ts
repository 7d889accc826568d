import { Duration, Token } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Problems } from '../checks/problems';
import { checkDays, checkInteger, isKnown, show } from '../checks/values';
import { FeaturePlanNeeds } from '../checks/feature-plan';

/**
 * The password requirements of a user pool. Omitted properties keep their defaults, so `{ minimumLength: 16 }` still
 * requires all four types of characters.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
 */
export interface PasswordPolicy {
  /**
   * The minimum length of passwords: a whole number from 6 to 99. Any other value fails synthesis.
   *
   * @default 12
   */
  readonly minimumLength?: number;

  /**
   * Whether passwords require a lowercase letter.
   *
   * @default true
   */
  readonly requireLowercase?: boolean;

  /**
   * Whether passwords require an uppercase letter.
   *
   * @default true
   */
  readonly requireUppercase?: boolean;

  /**
   * Whether passwords require a digit.
   *
   * @default true
   */
  readonly requireNumbers?: boolean;

  /**
   * Whether passwords require a symbol.
   *
   * @default true
   */
  readonly requireSymbols?: boolean;

  /**
   * How long the temporary password of a user who was created by an administrator is valid: 1 to 365 whole days. Any
   * other value fails synthesis: Cognito treats 0 as 7, and rejects more than 365.
   *
   * @default - `unusedAccountValidity`, or 7 days
   */
  readonly temporaryPasswordValidity?: Duration;

  /**
   * The number of previous passwords that a user can't reuse: a whole number from 0 to 24. Any other value fails
   * synthesis, and so does any value if `featurePlan` is LITE.
   *
   * @default - the default of Cognito, which is none
   */
  readonly passwordHistorySize?: number;
}

/** @internal */
export interface PasswordProps {
  /**
   * The password requirements.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
   * @default - at least 12 characters, including a lowercase letter, an uppercase letter, a digit and a symbol
   */
  readonly passwordPolicy?: PasswordPolicy;

  /**
   * How long an account that was created by an administrator can wait for its first sign-in: 1 to 365 whole days. Any
   * other value fails synthesis. In Cognito, this is the validity of the temporary password, so it is an alias of
   * `passwordPolicy.temporaryPasswordValidity`; setting them to different values fails synthesis.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/how-to-create-user-accounts.html
   * @default - `passwordPolicy.temporaryPasswordValidity`, or 7 days
   */
  readonly unusedAccountValidity?: Duration;
}

const DEFAULT_MINIMUM_LENGTH = 12;

export function checkPassword(props: PasswordProps, plan: FeaturePlanNeeds, problems: Problems): void {
  const { passwordPolicy = {}, unusedAccountValidity } = props;
  checkInteger(problems, 'passwordPolicy.minimumLength', passwordPolicy.minimumLength, [6, 99], {
    outcome: 'Cognito accepts only whole numbers from 6 to 99, and would reject the pool',
    remedy: 'Omit it for 12, or give a number in that range',
  });
  const { temporaryPasswordValidity } = passwordPolicy;
  const validities = {
    'passwordPolicy.temporaryPasswordValidity': temporaryPasswordValidity,
    unusedAccountValidity,
  };
  for (const [where, validity] of Object.entries(validities)) {
    checkDays(problems, where, validity, [1, 365], {
      outcome: 'Cognito accepts only whole days, treats 0 as 7, and rejects more than 365',
      remedy: 'Give Duration.days(1) to Duration.days(365)',
    });
  }
  if (
    isKnown(unusedAccountValidity) &&
    isKnown(temporaryPasswordValidity) &&
    unusedAccountValidity.toMilliseconds() !== temporaryPasswordValidity.toMilliseconds()
  ) {
    problems.add({
      where: 'unusedAccountValidity',
      given: `${show(unusedAccountValidity)}, with passwordPolicy.temporaryPasswordValidity ${show(temporaryPasswordValidity)}`,
      outcome: 'Cognito has one setting for both, and rejects a pool that has the old and the new one',
      remedy: 'Give one of the two',
    });
  }
  checkInteger(problems, 'passwordPolicy.passwordHistorySize', passwordPolicy.passwordHistorySize, [0, 24], {
    outcome: 'Cognito accepts only whole numbers from 0 to 24, and would reject the pool',
    remedy: 'Give a number in that range, or omit it',
  });
  if (isKnown(passwordPolicy.passwordHistorySize)) {
    plan.needsPlan(cognito.FeaturePlan.ESSENTIALS, 'passwordPolicy.passwordHistorySize', problems);
  }
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

/** Sets numbers that are known only at deployment, which the CDK's own pool rejects. */
export function refinePassword(pool: cognito.CfnUserPool, { passwordPolicy = {} }: PasswordProps): void {
  const numbers = {
    MinimumLength: passwordPolicy.minimumLength,
    PasswordHistorySize: passwordPolicy.passwordHistorySize,
  };
  for (const [name, value] of Object.entries(numbers)) {
    if (Token.isUnresolved(value)) pool.addPropertyOverride(`Policies.PasswordPolicy.${name}`, value);
  }
}
