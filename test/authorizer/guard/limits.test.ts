import { CfnResource, Lazy, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { describe, expect, it } from 'vitest';
import { CognitoHttpApiAuthorizer, UserAuthPool } from '../../../lib';
import { checkRequiredScopes } from '../../../lib/authorizer/guard/limits';
import { Problems } from '../../../lib/checks/problems';
import { refusalOf } from '../../support/policies';
import { messageOf, newApp, newFunction, newStack, templateOf, warningsOf } from '../../support/synth';
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

describe('audiences of an authorizer', () => {
  it('are 50 at most', () => {
    const { stack, userAuthPool } = setUpPools(1);
    for (let n = 1; n < 50; n++) userAuthPool.addClient(`Client${n}`);
    expect(() => templateOf(stack)).not.toThrow();
    const more = setUpPools(1);
    for (let n = 1; n < 51; n++) more.userAuthPool.addClient(`Client${n}`);
    expect(refusalOf(more.stack)).toMatch(
      /userPoolClients of S\/Pool0 is a list of 51: API Gateway accepts 50 audiences in a JWT authorizer, a limit that cannot be raised\. Let applications share/,
    );
  });
});

describe('scopes of a route', () => {
  const scopes = (count: number) => Array.from({ length: count }, (_, n) => `posts/${n}`);

  it('are 10 at most, of 64 characters at most', () => {
    const { stack, authorizer, httpApi, fn } = setUpPools(1);
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a', authorizationScopes: scopes(10) });
    authorizer.addLambdaRoute(fn, { httpApi, path: '/b', authorizationScopes: ['x'.repeat(64)] });
    expect(() => templateOf(stack)).not.toThrow();
    expect(
      messageOf(() => authorizer.addLambdaRoute(fn, { httpApi, path: '/c', authorizationScopes: scopes(11) })),
    ).toMatch(
      /authorizationScopes is a list of 11: API Gateway accepts 10 scopes on a route, a limit that cannot be raised\. A token needs only one of them to pass: require fewer, wider scopes\./,
    );
    expect(messageOf(() => authorizer.addLambdaRoute(fn, { httpApi, path: '/c', authorizationScopes: [''] }))).toMatch(
      /has 1 problem:\n.* authorizationScopes\[0\] is "": the route would require no scope, and every token of the pool would pass\. Give the scope, such as "reports\/read"\.$/,
    );
    const long = { httpApi, path: '/c', authorizationScopes: ['x'.repeat(65)] };
    expect(messageOf(() => authorizer.addLambdaRoute(fn, long))).toMatch(
      /authorizationScopes is "x{65}": API Gateway accepts scopes of 1 to 64 characters on a route\. Shorten the identifier of the resource server or the name of the scope\.$/,
    );
  });

  it('that only the deployment knows are not judged', () => {
    const { authorizer, httpApi, fn } = setUpPools(1);
    const late = Lazy.string({ produce: () => 'x'.repeat(100) });
    const path = `/${'x'.repeat(70)}`;
    const add = (authorizationScopes: string[]) =>
      authorizer.addLambdaRoute(fn, { httpApi, path, authorizationScopes });
    expect(() => add([`${late}/${'x'.repeat(70)}`])).not.toThrow();
    const problems = new Problems(newStack());
    checkRequiredScopes(Lazy.list({ produce: () => [''] }), 'where', problems);
    expect(problems.messages()).toEqual([]);
  });

  it('are counted in other stacks too', () => {
    const { stack, authorizer, httpApi, fn } = setUpPools(1);
    new apigwv2.HttpRoute(new Stack(stack.node.root, 'Other'), 'Route', {
      httpApi,
      routeKey: apigwv2.HttpRouteKey.with('/other', apigwv2.HttpMethod.ANY),
      integration: new HttpLambdaIntegration('I', fn),
      authorizer,
      authorizationScopes: scopes(11),
    });
    expect(refusalOf(stack)).toMatch(/authorizationScopes of the route "ANY \/other" is a list of 11/);
  });

  it('are counted on routes made the way the CDK makes them', () => {
    const { stack, authorizer, httpApi, fn } = setUpPools(1);
    const integration = new HttpLambdaIntegration('I', fn);
    httpApi.addRoutes({ path: '/a', integration, authorizer, authorizationScopes: scopes(11) });
    expect(refusalOf(stack)).toMatch(
      /\[S\/Api\] authorizationScopes of the route "ANY \/a" is a list of 11: API Gateway accepts 10 scopes/,
    );
  });
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
