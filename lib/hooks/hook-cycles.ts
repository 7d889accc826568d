import { CfnResource } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Problems } from '../checks/problems';
import { TemplateIndex } from '../template/template-index';

/** The function itself, of which a version or an alias is given. */
export function underlying(fn: lambda.IFunction): lambda.IFunction {
  return fn instanceof lambda.Alias || fn instanceof lambda.Version ? underlying(fn.lambda) : fn;
}

/** A pool waits for its hooks, so a hook that waits for the pool makes a circle, which CloudFormation rejects. */
export function checkCycles(
  index: TemplateIndex,
  cfnUserPool: cognito.CfnUserPool,
  hooks: ReadonlyMap<string, lambda.IFunction>,
  problems: Problems,
): void {
  for (const [hook, fn] of hooks) {
    const resource = underlying(fn).node.defaultChild;
    if (!CfnResource.isCfnResource(resource) || !index.allDependenciesOf(resource).has(cfnUserPool)) continue;
    problems.add({
      where: `hook ${hook}`,
      given: `${fn.node.path}, which refers to the pool, for example in its environment or in the policy of its role`,
      outcome: 'the pool refers to its hook as well, and CloudFormation rejects a template with such a circle',
      remedy:
        'Read userPoolId from the event of the hook, and give the hook permissions with pool.grants or pool.connect()',
    });
  }
}
