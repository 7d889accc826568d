import { CfnCondition, CfnParameter, Fn } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../support/policies';
import { templateOf } from '../../support/synth';
import { setUpPools } from '../support';

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
