import { CfnCondition, Fn, Token } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { expect, it } from 'vitest';
import { IndexedApi } from '../../../lib/authorizer/routes/indexed-api';
import { TemplateIndex } from '../../../lib/template/template-index';
import { newStack } from '../../support/synth';

function setUp() {
  const stack = newStack('S');
  const made = new apigwv2.HttpApi(stack, 'Api');
  const pathsOf = (api: apigwv2.IHttpApi) =>
    new IndexedApi(new TemplateIndex(stack.node.root), api).resources.map(({ path }) => path);
  const refer = (httpApiId: string) => apigwv2.HttpApi.fromHttpApiAttributes(stack, 'Referred', { httpApiId });
  return { stack, made, pathsOf, refer };
}

it('is the resource of an API, also of one that is referred to', () => {
  const { made, pathsOf, refer } = setUp();
  expect(pathsOf(made)).toEqual(['S/Api/Resource']);
  expect(pathsOf(refer(made.apiId))).toEqual(['S/Api/Resource']);
});

it('is each that a condition may choose', () => {
  const { stack, made, pathsOf, refer } = setUp();
  const other = new apigwv2.CfnApi(stack, 'Other');
  new CfnCondition(stack, 'C', { expression: Fn.conditionEquals('a', 'b') });
  expect(pathsOf(refer(Fn.conditionIf('C', made.apiId, other.ref).toString()))).toEqual(['S/Api/Resource', 'S/Other']);
});

it('is none of an API of another app', () => {
  const { pathsOf, refer } = setUp();
  expect(pathsOf(refer('abcdef1234'))).toEqual([]);
});

it('has the routes of an API, by path', () => {
  const stack = newStack('S');
  const api = new apigwv2.CfnApi(stack, 'Api', { name: 'x', protocolType: 'HTTP' });
  const other = new apigwv2.CfnApi(stack, 'Other', { name: 'y', protocolType: 'HTTP' });
  for (const [id, apiId] of [
    ['B', api.ref],
    ['A', Token.asString({ 'Fn::Sub': '${Api}' })],
    ['C', other.ref],
  ] as const)
    new apigwv2.CfnRoute(stack, id, { apiId, routeKey: `GET /${id}` });
  const l2 = apigwv2.HttpApi.fromHttpApiAttributes(stack, 'L2', { httpApiId: api.ref });
  const { routes } = new IndexedApi(new TemplateIndex(stack.node.root), l2);
  expect(routes.map(({ key }) => key)).toEqual(['GET /A', 'GET /B']);
});
