import { CfnResource } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Problems } from '../checks/problems';
import { Cycles } from '../template/cycles';
import { TemplateIndex } from '../template/template-index';
import { isCustomSender } from './custom-senders';
import { UserPoolHook } from './user-pool-hooks';

/** The function behind a version or an alias. */
export function underlying(fn: lambda.IFunction): lambda.IFunction {
  return fn instanceof lambda.Alias || fn instanceof lambda.Version ? underlying(fn.lambda) : fn;
}

/** The hooks whose functions this app creates, with their resources. */
function madeHere(hooks: ReadonlyMap<UserPoolHook, lambda.IFunction>) {
  return [...hooks].flatMap(([hook, fn]) => {
    const node = underlying(fn).node.defaultChild;
    return CfnResource.isCfnResource(node) ? [{ hook, fn, node }] : [];
  });
}

/** Checks that no hook waits for the pool, which waits for its hooks. */
export function checkHookCycles(
  cycles: Cycles,
  cfnUserPool: cognito.CfnUserPool,
  hooks: ReadonlyMap<UserPoolHook, lambda.IFunction>,
  problems: Problems,
): void {
  for (const { hook, fn, node } of madeHere(hooks)) {
    if (!cycles.closedBy(node, cfnUserPool)) continue;
    problems.add({
      where: `hook ${hook}`,
      ...cycles.describe({ waiting: node, given: fn.node.path, awaited: cfnUserPool, name: 'the pool' }),
      remedy: node.stack === cfnUserPool.stack ? IN_STACK : inOtherStack(hook),
    });
  }
}

const IN_STACK =
  'Have the hook read userPoolId from its event rather than from its environment, and give it permissions with pool.grants or pool.connect() rather than in the policy of its role';

const inOtherStack = (hook: UserPoolHook) =>
  `Create the hook in the stack of the pool; or have it read userPoolId from its event, give it permissions with pool.grants or pool.connect(), ${isCustomSender(hook) ? 'give the pool a customSenderKmsKey that is created in the stack of the hook, ' : ''}and create what else refers to the pool in another stack`;

/** Checks that the functions exist wherever the pool does. */
export function checkFunctions(
  index: TemplateIndex,
  cfnUserPool: cognito.CfnUserPool,
  hooks: ReadonlyMap<UserPoolHook, lambda.IFunction>,
  problems: Problems,
): void {
  const pool = index.resource(cfnUserPool);
  for (const { hook, fn, node } of madeHere(hooks)) {
    if (index.resource(node).conditions.some((each) => !pool.conditions.includes(each))) {
      problems.add({
        where: `hook ${hook}`,
        given: `${fn.node.path}, which is created under a condition`,
        outcome:
          'the pool refers to it in any case, and CloudFormation rejects the template where the condition is false',
        remedy: 'Create the function without the condition, or the pool under the same one',
      });
    }
  }
}
