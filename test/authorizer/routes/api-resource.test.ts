import { CfnCondition, Fn } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { expect, it } from 'vitest';
import { createdApiOf, resourcesOfApi } from '../../../lib/authorizer/routes/api-resource';
import { TemplateIndex } from '../../../lib/template/template-index';
import { newStack } from '../../support/synth';

function setUp() {
  const stack = newStack('S');
  const made = new apigwv2.HttpApi(stack, 'Api');
  const pathsOf = (api: apigwv2.IHttpApi) =>
    resourcesOfApi(new TemplateIndex(stack.node.root), api).map(({ path }) => path);
  const refer = (httpApiId: string) => apigwv2.HttpApi.fromHttpApiAttributes(stack, 'Referred', { httpApiId });
  return { stack, made, pathsOf, refer };
}

it('is the resource of an API, also of one that is referred to', () => {
  const { made, pathsOf, refer } = setUp();
  expect(pathsOf(made)).toEqual(['S/Api/Resource']);
  expect(pathsOf(refer(made.apiId))).toEqual(['S/Api/Resource']);
});

it('is in the construct that made it, which an import leads to if there is one', () => {
  const { stack, made, refer } = setUp();
  expect(createdApiOf(made)).toBe(made);
  expect(createdApiOf(refer(made.apiId))).toBe(made);
  const { ref: httpApiId } = new apigwv2.CfnApi(stack, 'L1');
  for (const [id, of] of Object.entries({ OfL1: httpApiId, Other: 'abc' })) {
    const imported = apigwv2.HttpApi.fromHttpApiAttributes(stack, id, { httpApiId: of });
    expect(createdApiOf(imported)).toBe(imported);
  }
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
