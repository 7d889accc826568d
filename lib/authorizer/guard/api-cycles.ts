import { CfnElement } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { getOrCreate } from '../../base/get-or-create';
import { sortedBy } from '../../base/sorted-by';
import { Problem, Problems } from '../../checks/problems';
import { Cycles } from '../../template/cycles';
import { pathOf } from '../../base/path-of';
import { outermostStackOf } from '../../base/stacks';

/**
 * What this library adds to an API refers to the pool and to the functions behind routes, so their stacks may not wait
 * for that of the API. In one stack, nothing waits for an authorizer but its routes.
 */
export function checkApiCycles(
  cycles: Cycles,
  httpApi: apigwv2.IHttpApi,
  bindings: IConstruct,
  problems: Problems,
): void {
  if (!cycles.areBetweenStacks) return;
  const elements = bindings.node.findAll().filter((each) => CfnElement.isCfnElement(each));
  const waiting = new Map<string, Problem>();
  for (const target of elements.flatMap((each) => cycles.through(each))) {
    getOrCreate(waiting, outermostStackOf(target).node.path, () => problemOf(cycles, httpApi, target));
  }
  for (const [, problem] of sortedBy(waiting, ([path]) => path)) problems.add(problem);
}

function problemOf(cycles: Cycles, httpApi: apigwv2.IHttpApi, target: CfnElement): Problem {
  const [stack, ofApi] = [outermostStackOf(target), outermostStackOf(httpApi)];
  const isFunction = target instanceof lambda.CfnFunction || target instanceof lambda.CfnAlias;
  const what = isFunction ? 'a route' : 'an authorizer';
  return {
    where: 'httpApi',
    given: `${httpApi.node.path}, of which ${what} refers to ${pathOf(target)} in the stack ${stack.node.path}`,
    outcome: `${stack.node.path} already waits for ${ofApi.node.path}, the stack of the API${cycles.reasonBetween(target, httpApi)}, and stacks that wait for each other cannot be deployed`,
    remedy: isFunction
      ? `Create the route in the stack of the function: an HttpRoute with the authorizer, or with authorizer.require(policy) in place of accessPolicy; or create what ${stack.node.path} refers to in another stack than that of the API`
      : `Create both in one stack; or create what refers to the API in another stack than ${stack.node.path}, or give it a URL that is known in advance, for example that of a domain name`,
  };
}
