import { CfnResource, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Problems } from '../checks/problems';
import { Cycles } from '../template/cycles';
import { TemplateIndex } from '../template/template-index';

/** The function itself, of which a version or an alias is given. */
export function underlying(fn: lambda.IFunction): lambda.IFunction {
  return fn instanceof lambda.Alias || fn instanceof lambda.Version ? underlying(fn.lambda) : fn;
}

/** The hooks whose functions this app makes, with their resources. */
function madeHere(hooks: ReadonlyMap<string, lambda.IFunction>) {
  return [...hooks].flatMap(([hook, fn]) => {
    const node = underlying(fn).node.defaultChild;
    return CfnResource.isCfnResource(node) ? [{ hook, fn, node }] : [];
  });
}

/** A pool waits for its hooks, so none of them may wait for the pool. */
export function checkHookCycles(
  cycles: Cycles,
  cfnUserPool: cognito.CfnUserPool,
  hooks: ReadonlyMap<string, lambda.IFunction>,
  problems: Problems,
): void {
  for (const { hook, fn, node } of madeHere(hooks)) {
    if (!cycles.closedBy(node, cfnUserPool)) continue;
    const text = node.stack === cfnUserPool.stack ? inStack(fn) : inOtherStack(cycles, hook, fn, cfnUserPool);
    problems.add({ where: `hook ${hook}`, ...text });
  }
}

const inStack = (fn: lambda.IFunction) => ({
  given: `${fn.node.path}, which refers to the pool, for example in its environment or in the policy of its role`,
  outcome: 'the pool refers to its hook as well, and CloudFormation rejects a template with a circular dependency',
  remedy:
    'Read userPoolId from the event of the hook, and give the hook permissions with pool.grants or pool.connect()',
});

const inOtherStack = (cycles: Cycles, hook: string, fn: lambda.IFunction, pool: CfnResource) => ({
  given: `${fn.node.path}, whose stack, ${Stack.of(fn).node.path}, waits for that of the pool, ${pool.stack.node.path}${cycles.reasonBetween(fn, pool)}`,
  outcome: 'the pool refers to its hook as well, and stacks that wait for each other cannot be deployed',
  remedy: `Create the hook in the stack of the pool; or read userPoolId from its event, give it permissions with pool.grants or pool.connect(), ${hook.endsWith('Sender') ? 'give the pool a customSenderKmsKey that is created in the stack of the hook, ' : ''}and create what else refers to the pool in another stack`,
});

/** Checks that the functions of a pool are deployed with it. */
export function checkFunctions(
  index: TemplateIndex,
  cfnUserPool: cognito.CfnUserPool,
  hooks: ReadonlyMap<string, lambda.IFunction>,
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
