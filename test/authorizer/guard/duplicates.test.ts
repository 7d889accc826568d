import { Aws, CfnCondition, CfnParameter, Fn } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { describe, expect, it } from 'vitest';
import { warnOfAmbiguousRoutes } from '../../../lib/authorizer/guard/duplicates';
import { IndexedApi } from '../../../lib/authorizer/routes/indexed-api';
import { TemplateIndex } from '../../../lib/template/template-index';
import { refusalOf } from '../../support/policies';
import { templateOf, warningsOf } from '../../support/synth';
import { setUp, setUpPools } from '../support';

const { GET, POST } = apigwv2.HttpMethod;

describe('each authorizer of an API', () => {
  it('has a name of its own', () => {
    const { stack, httpApi } = setUpPools(1);
    for (const id of ['Mine', 'Yours']) {
      new apigwv2.CfnAuthorizer(stack, id, { apiId: httpApi.apiId, authorizerType: 'REQUEST', name: 'same' });
    }
    expect(refusalOf(stack)).toContain(
      'The name of S/Yours is "same": another authorizer of the API has it, and API Gateway accepts each name once. Give one of them another name.',
    );
  });
});

describe('routes of an API', () => {
  it('are made once, by whatever way', () => {
    const { stack, httpApi, fn, authorizer } = setUpPools(1);
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a', methods: [apigwv2.HttpMethod.GET] });
    new apigwv2.CfnRoute(stack, 'Mine', { apiId: httpApi.apiId, routeKey: 'GET /a' });
    new apigwv2.CfnRoute(stack, 'Other', { apiId: httpApi.apiId, routeKey: 'GET /b' });
    expect(refusalOf(stack)).toContain(
      '[S/Api] The route "GET /a" is created twice, by S/Api/GET--a/Resource and S/Mine: API Gateway accepts each route once, so the deployment fails midway. Remove one of the two.',
    );
  });

  it('may be made twice under conditions, of which only one may hold', () => {
    const build = (unconditional: string[]) => {
      const { stack, httpApi } = setUpPools(1);
      const stage = new CfnParameter(stack, 'Stage').valueAsString;
      const prod = new CfnCondition(stack, 'Prod', { expression: Fn.conditionEquals(stage, 'prod') });
      new CfnCondition(stack, 'Dev', { expression: Fn.conditionNot(prod) });
      const newRoute = (id: string) => new apigwv2.CfnRoute(stack, id, { apiId: httpApi.apiId, routeKey: 'GET /a' });
      newRoute('One').cfnOptions.condition = prod;
      newRoute('Other').addOverride('Condition', 'Dev');
      unconditional.forEach(newRoute);
      return stack;
    };
    expect(() => templateOf(build([]))).not.toThrow();
    expect(refusalOf(build(['Third', 'Fourth']))).toContain('is created twice, by S/Fourth and S/Third');
  });
});

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
  const { stack, httpApi } = setUp();
  for (const id of ['One', 'Other']) new apigwv2.CfnRoute(stack, id, { apiId: httpApi.apiId, routeKey: 'GET /x/{id}' });
  warnOfAmbiguousRoutes(new IndexedApi(new TemplateIndex(stack.node.root), httpApi));
  const types = httpApi.node.findChild('Resource').node.metadata.map(({ type }) => type);
  expect(types).not.toContain('aws:cdk:warning');
});
