import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { expect, it } from 'vitest';
import { shapeOf } from '../../lib/authorizer/ambiguous-routes';
import { warningsOf } from '../support/synth';
import { setUp } from './support';

const { GET, POST } = apigwv2.HttpMethod;

function warningsWith(...keys: [string, apigwv2.HttpMethod][]): string[] {
  const { stack, authorizer, httpApi, fn } = setUp();
  for (const [path, method] of keys) authorizer.addLambdaRoute(fn, { httpApi, path, methods: [method] });
  return warningsOf(stack);
}

it('routes that differ only in the names of parameters are a warning', () => {
  expect(warningsWith(['/x/{id}', GET], ['/x/{name}', GET])).toEqual([
    expect.stringContaining('The routes GET /x/{id} and GET /x/{name} accept the same requests'),
  ]);
  expect(warningsWith(['/{a}/y/{b}', GET], ['/{b}/y/{a}', GET])).toHaveLength(1);
  expect(warningsWith(['/x/{rest+}', GET], ['/x/{proxy+}', GET])).toHaveLength(1);
});

it('routes that accept different requests are not', () => {
  expect(warningsWith(['/x/{id}', GET], ['/x/{name}', POST])).toEqual([]);
  expect(warningsWith(['/x/{id}', GET], ['/y/{id}', GET], ['/x/{id}/z', GET])).toEqual([]);
  expect(warningsWith(['/x/{id}', GET], ['/x/{id+}', GET])).toEqual([]);
});

it('the shape of a route has no names of parameters', () => {
  expect(shapeOf('GET /x/{id}/y/{rest+}')).toBe('GET /x/{}/y/{+}');
  expect(shapeOf('$default')).toBe('$default');
});
