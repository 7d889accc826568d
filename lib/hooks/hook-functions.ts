import { CfnResource } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Problems } from '../checks/problems';
import { TemplateIndex } from '../template/template-index';

/** The function itself, of which a version or an alias is given. */
export function underlying(fn: lambda.IFunction): lambda.IFunction {
  return fn instanceof lambda.Alias || fn instanceof lambda.Version ? underlying(fn.lambda) : fn;
}

/** Checks that the functions of a pool can be deployed with it. */
export function checkFunctions(
  index: TemplateIndex,
  cfnUserPool: cognito.CfnUserPool,
  hooks: ReadonlyMap<string, lambda.IFunction>,
  problems: Problems,
): void {
  const pool = index.resource(cfnUserPool);
  for (const [hook, fn] of hooks) {
    const node = underlying(fn).node.defaultChild;
    if (!CfnResource.isCfnResource(node)) continue;
    const where = `hook ${hook}`;
    // A pool waits for its hooks, so a hook that waits for the pool makes a circle.
    if (index.allDependenciesOf(node).has(cfnUserPool)) {
      problems.add({
        where,
        given: `${fn.node.path}, which refers to the pool, for example in its environment or in the policy of its role`,
        outcome: 'the pool refers to its hook as well, and CloudFormation rejects a template with such a circle',
        remedy:
          'Read userPoolId from the event of the hook, and give the hook permissions with pool.grants or pool.connect()',
      });
    }
    const resource = index.resource(node);
    if (resource.isConditional && resource.condition !== pool.condition) {
      problems.add({
        where,
        given: `${fn.node.path}, which is created under a condition`,
        outcome:
          'the pool refers to it in any case, and CloudFormation rejects the template where the condition is false',
        remedy: 'Create the function without the condition, or the pool under the same one',
      });
    }
  }
}
