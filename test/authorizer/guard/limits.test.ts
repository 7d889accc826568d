import { CfnResource, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { describe, expect, it } from 'vitest';
import { CognitoHttpApiAuthorizer, UserAuthPool } from '../../../lib';
import { refusalOf } from '../../support/policies';
import { newApp, newFunction, templateOf, warningsOf } from '../../support/synth';
import { setUpPools } from '../support';

describe('authorizers of an API', () => {
  const tooMany = (stack: Stack) => warningsOf(stack).filter((each) => each.includes('tooManyAuthorizers'));

  it('are 10 unless the quota is raised', () => {
    expect(tooMany(setUpPools(10).stack)).toEqual([]);
    expect(tooMany(setUpPools(11).stack)).toEqual([
      expect.stringMatching(
        /The API has 11 authorizers \(S-Pool0-.*\), and API Gateway accepts 10 unless it has raised the quota for the API: otherwise the deployment fails\. One authorizer serves any number of routes: share it, or split the API\./,
      ),
    ]);
  });

  it('are counted whoever made them', () => {
    const { stack, httpApi } = setUpPools(10);
    new apigwv2.CfnAuthorizer(stack, 'Mine', { apiId: httpApi.apiId, authorizerType: 'REQUEST', name: 'mine' });
    expect(tooMany(stack)).toEqual([expect.stringMatching(/The API has 11 authorizers .*, mine\)/)]);
  });

  it('are counted by whatever way they name the API, and the warning says which route needs which', () => {
    const { stack, httpApi } = setUpPools(10);
    const { attrApiId } = httpApi.node.defaultChild as apigwv2.CfnApi;
    const mine = new CfnResource(stack, 'Mine', {
      type: 'AWS::ApiGatewayV2::Authorizer',
      properties: { ApiId: attrApiId, AuthorizerType: 'REQUEST', Name: 'mine' },
    });
    new CfnResource(stack, 'Route', {
      type: 'AWS::ApiGatewayV2::Route',
      properties: { ApiId: httpApi.apiId, RouteKey: 'GET /last', AuthorizationType: 'CUSTOM', AuthorizerId: mine.ref },
    });
    expect(tooMany(stack)).toEqual([
      expect.stringMatching(/The API has 11 authorizers \(S-Pool0-\w+ for ANY \/0, .*mine for GET \/last\)/),
    ]);
  });

  it('are counted for each API, of the same name in another stack too', () => {
    const app = newApp();
    const stacks = ['Dev', 'Prod'].map((id) => {
      const stack = new Stack(app, id);
      const httpApi = new apigwv2.HttpApi(stack, 'Api');
      const fn = newFunction(stack, 'Function');
      for (let n = 0; n < 6; n++) {
        const userAuthPool = new UserAuthPool(stack, `Pool${n}`);
        new CognitoHttpApiAuthorizer(stack, `A${n}`, { userAuthPool }).addLambdaRoute(fn, { httpApi, path: `/${n}` });
      }
      return stack;
    });
    for (const stack of stacks) templateOf(stack).resourceCountIs('AWS::ApiGatewayV2::Authorizer', 6);
  });

  it('are counted for each API, of the same stack too', () => {
    const { stack } = setUpPools(10);
    const second = new apigwv2.HttpApi(stack, 'Second');
    const userAuthPool = new UserAuthPool(stack, 'Pool');
    new CognitoHttpApiAuthorizer(stack, 'A', { userAuthPool }).addLambdaRoute(newFunction(stack, 'F'), {
      httpApi: second,
      path: '/a',
    });
    expect(tooMany(stack)).toEqual([]);
  });
});

it('integrations of an API are 300 at most', () => {
  const withFurther = (count: number) => {
    const { stack, httpApi } = setUpPools(1);
    const props = { apiId: httpApi.apiId, integrationType: 'HTTP_PROXY', integrationUri: 'https://example.com' };
    for (let n = 0; n < count; n++) new apigwv2.CfnIntegration(stack, `I${n}`, props);
    return stack;
  };
  expect(() => templateOf(withFurther(299), { keep: false })).not.toThrow();
  expect(refusalOf(withFurther(300))).toContain(
    'The number of integrations is 301: API Gateway accepts 300 on an HTTP API',
  );
});

describe('routes of an API', () => {
  const withRoutes = (count: number) => {
    const made = setUpPools(1);
    const paths = Array.from({ length: count - 1 }, (_, n) => `/more/${n + 1}`);
    made.authorizer.addLambdaRoute(made.fn, { httpApi: made.httpApi, paths, methods: [apigwv2.HttpMethod.GET] });
    return warningsOf(made.stack).filter((warning) => warning.includes('tooManyRoutes'));
  };

  it('are 300 unless the quota is raised, so more of them is a warning that says which', () => {
    expect(withRoutes(300)).toEqual([]);
    const warnings = withRoutes(301);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(
      'The API has 301 routes, and API Gateway accepts 300 unless it has raised the quota for the account: otherwise the deployment fails.',
    );
    expect(warnings[0]).toContain('cdk-user-auth-pool:HttpApi.tooManyRoutes');
  });
});
