import { CfnDeletionPolicy, RemovalPolicy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { IConstruct } from 'constructs';
import { Problems } from '../checks/problems';
import { checkValue } from '../checks/values';
import { warnAtPool } from '../checks/warn';

/** @internal */
export interface RetentionProps {
  /**
   * What happens to the pool and its users when the pool is removed from the stack or the stack is deleted. Also
   * applies to its SMS role and its key for custom senders. Functions go with their stack: before anyone signs in to a
   * pool that was kept, remove its hooks or create them anew.
   *
   * `RETAIN` keeps the pool, and also protects it from deletion by other means. `DESTROY` deletes it and disables that
   * protection; it is meant for pools that are created by tests. `SNAPSHOT` fails synthesis, because user pools do not
   * support snapshots.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-deletion-protection.html
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Whether Cognito rejects every request to delete the pool. `true` fails synthesis if `removalPolicy` is DESTROY,
   * because deleting the stack would fail.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-deletion-protection.html
   * @default - true, unless `removalPolicy` is DESTROY
   */
  readonly deletionProtection?: boolean;
}

const REMOVAL_POLICIES = [RemovalPolicy.RETAIN, RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, RemovalPolicy.DESTROY];

export function checkRetention({ removalPolicy, deletionProtection }: RetentionProps, problems: Problems): void {
  checkValue(problems, 'removalPolicy', removalPolicy, (policy) => REMOVAL_POLICIES.includes(policy), {
    outcome:
      removalPolicy === RemovalPolicy.SNAPSHOT
        ? 'CloudFormation rejects the stack, because user pools do not support snapshots'
        : 'it is not one of the values of RemovalPolicy',
    remedy: 'Use RemovalPolicy.RETAIN to keep the users, or RemovalPolicy.DESTROY to delete them with the stack',
  });
  if (removalPolicy === RemovalPolicy.DESTROY && deletionProtection) {
    problems.add({
      where: 'deletionProtection',
      given: 'true, with removalPolicy DESTROY',
      outcome: 'Cognito refuses to delete the pool, so the deletion of the stack fails',
      remedy: 'Omit one of the two',
    });
  }
}

/**
 * Warns of a pool that cannot be deleted with its stack. An Aspect, such as `RemovalPolicies.of(stack).destroy()`, may
 * have changed what happens to it; `protection` is what the template says.
 */
export function warnOfRetention(pool: IConstruct, { cfnOptions }: cognito.CfnUserPool, protection?: string): void {
  if (cfnOptions.deletionPolicy !== CfnDeletionPolicy.DELETE || protection !== 'ACTIVE') return;
  warnAtPool(
    pool,
    'deletionProtectionPreventsRemoval',
    'The pool is to be deleted with its stack, and its deletion protection is active: Cognito refuses to delete the pool, so the deletion of the stack fails. Set deletionProtection to false, or removalPolicy to RemovalPolicy.DESTROY.',
  );
}

export function renderRetention(props: RetentionProps) {
  const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN;
  return {
    removalPolicy,
    deletionProtection: props.deletionProtection ?? removalPolicy !== RemovalPolicy.DESTROY,
  } satisfies cognito.UserPoolProps;
}
