import { Aws, CfnCondition, CfnParameter, Fn } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { expect, it } from 'vitest';
import { shapeOf, warnOfAmbiguousRoutes } from '../../../lib/authorizer/guard/ambiguous-routes';
import { ApiRoute } from '../../../lib/authorizer/routes/api-route';
import { warningsOf } from '../../support/synth';
import { setUp } from '../support';

const { GET, POST } = apigwv2.HttpMethod;

function warningsWith(...keys: [string, apigwv2.HttpMethod][]): string[] {
  const { stack, authorizer, httpApi, fn } = setUp();
  for (const [path, method] of keys) authorizer.addLambdaRoute(fn, { httpApi, path, methods: [method] });
  return warningsOf(stack);
}

it('routes that differ only in the names of parameters are a warning', () => {
  expect(warningsWith(['/x/{id}', GET], ['/x/{name}', GET])).toEqual([
    JSON.stringify(
      'The routes GET /x/{id} and GET /x/{name} accept the same requests, and API Gateway does not document which one takes them: the authorizer of the other would have no effect. Keep one of them. ' +
        '[ack: cdk-user-auth-pool:HttpApi.ambiguousRoutes]',
    ),
  ]);
  expect(warningsWith(['/{a}/y/{b}', GET], ['/{b}/y/{a}', GET])).toHaveLength(1);
  expect(warningsWith(['/x/{rest+}', GET], ['/x/{proxy+}', GET])).toHaveLength(1);
  expect(warningsWith(['/x/{post-id}', GET], ['/x/{post.name}', GET])).toHaveLength(1);
});

it('routes that accept different requests are not', () => {
  expect(warningsWith(['/x/{id}', GET], ['/x/{name}', POST])).toEqual([]);
  expect(warningsWith(['/x/{id}', GET], ['/y/{id}', GET], ['/x/{id}/z', GET])).toEqual([]);
  expect(warningsWith(['/x/{id}', GET], ['/x/{id+}', GET])).toEqual([]);
});

it('routes that may never be deployed together are not, nor are those that only the deployment knows', () => {
  const { stack, authorizer, httpApi, fn } = setUp();
  authorizer.addLambdaRoute(fn, { httpApi, path: '/x/{id}', methods: [GET] });
  const add = (id: string, routeKey: string) =>
    new apigwv2.CfnRoute(stack, id, { apiId: httpApi.apiId, routeKey, authorizationType: 'AWS_IAM' });
  add('Sometimes', 'GET /x/{name}').cfnOptions.condition = new CfnCondition(stack, 'If', {
    expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1'),
  });
  for (const id of ['Late', 'Later']) add(id, `GET /x/{${new CfnParameter(stack, `${id}Name`).valueAsString}}`);
  expect(warningsOf(stack)).toEqual([]);
});

it('two routes of one key are an error elsewhere', () => {
  const { stack } = setUp();
  const route = { key: 'GET /x/{id}', hasKnownKey: true, isConditional: false } as ApiRoute;
  warnOfAmbiguousRoutes(stack, [route, route]);
  expect(warningsOf(stack)).not.toContainEqual(expect.stringContaining('ambiguousRoutes'));
});

it('the shape of a route has no names of parameters', () => {
  expect(shapeOf('GET /x/{id}/y/{rest+}')).toBe('GET /x/{}/y/{+}');
  expect(shapeOf('$default')).toBe('$default');
});
