import { CfnElement, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { IConstruct } from 'constructs';
import { Problems } from '../checks/problems';
import { Circles } from '../template/circles';

/**
 * An authorizer refers to its pool from the stack of the API, so the stack of the pool may not wait for that one. In
 * one stack, nothing waits for an authorizer but its routes.
 */
export function checkApiCircles(
  circles: Circles,
  httpApi: apigwv2.IHttpApi,
  bindings: IConstruct,
  problems: Problems,
): void {
  if (!circles.areBetweenStacks) return;
  const elements = bindings.node.findAll().filter((each) => CfnElement.isCfnElement(each));
  const waiting = new Set(elements.flatMap((each) => circles.through(each)).map(({ stack }) => stack.node.path));
  for (const stack of [...waiting].sort()) {
    problems.add({
      where: 'httpApi',
      given: `${httpApi.node.path}, to whose stack, ${Stack.of(httpApi).node.path}, something in ${stack} refers`,
      outcome: `an authorizer of the API refers to what is in ${stack}, and stacks that wait for each other cannot be deployed`,
      remedy: `Create both in one stack; or remove what refers to the API from ${stack}: create it in another stack, or give it a URL that is known in advance, for example that of a domain name`,
    });
  }
}
