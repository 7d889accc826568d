import { CfnParameter } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { AccessPolicy, CognitoHttpApiAuthorizer, UserAuthPool } from '../../lib';
import { HttpApiAuthorizerBase } from '../../lib/authorizer/http-api-authorizer-base';
import { refusalOf } from '../support/policies';
import { messageOf, newFunction, newStack, only, templateOf, warningsOf } from '../support/synth';
import { routesIn, setUp as setUpRoutes } from './support';

const { GET, POST } = apigwv2.HttpMethod;

/** An authorizer that guards nothing but says what it was asked for. */
class Plain extends HttpApiAuthorizerBase {
  public readonly asked: string[] = [];
  public bind(): apigwv2.HttpRouteAuthorizerConfig {
    return { authorizationType: 'AWS_IAM' };
  }
  /** @internal */
  protected _requiring(policy: AccessPolicy): apigwv2.IHttpRouteAuthorizer {
    this.asked.push(policy.toString());
    return this;
  }
}

function setUp() {
  const stack = newStack('S');
  const authorizer = new Plain(stack, 'Authorizer');
  return { stack, authorizer, httpApi: new apigwv2.HttpApi(stack, 'Api'), fn: newFunction(stack, 'Fn') };
}

describe('addLambdaRoute', () => {
  it('takes a list of scopes that only the deployment knows', () => {
    const { stack, authorizer, httpApi, fn } = setUpRoutes();
    const { valueAsList } = new CfnParameter(stack, 'Scopes', { type: 'CommaDelimitedList' });
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a', authorizationScopes: valueAsList });
    expect(routesIn(stack)['ANY /a']!.AuthorizationScopes).toEqual({ Ref: 'Scopes' });
  });

  it('makes a route for each path and method, guarded by the authorizer, and gives them back in that order', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    const made = authorizer.addLambdaRoute(fn, { httpApi, paths: ['/a', '/b'], methods: [GET, POST] });
    expect(made.map(({ path }) => path)).toEqual(['/a', '/a', '/b', '/b']);
    const routes = routesIn(stack);
    expect(Object.keys(routes).sort()).toEqual(['GET /a', 'GET /b', 'POST /a', 'POST /b']);
    for (const { AuthorizationType } of Object.values(routes)) expect(AuthorizationType).toBe('AWS_IAM');
  });

  it('asks for a policy, and for none where none is given', () => {
    const { authorizer, httpApi, fn } = setUp();
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
    expect(authorizer.asked).toEqual([]);
    authorizer.addLambdaRoute(fn, { httpApi, paths: ['/b', '/c'], accessPolicy: AccessPolicy.group('a') });
    expect(authorizer.asked).toEqual(['group a']);
  });

  it('shares an integration and a permission among the routes of a function, but not with a version or an alias', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    const alias = new lambda.Alias(stack, 'Alias', { aliasName: 'live', version: fn.currentVersion });
    authorizer.addLambdaRoute(fn, { httpApi, paths: ['/a', '/b'] });
    authorizer.addLambdaRoute(alias, { httpApi, paths: ['/c', '/d'] });
    authorizer.addLambdaRoute(fn.currentVersion, { httpApi, path: '/e' });
    const template = templateOf(stack);
    template.resourceCountIs('AWS::ApiGatewayV2::Integration', 3);
    template.resourceCountIs('AWS::Lambda::Permission', 3);
    const [a, b, c, d, e] = ['/a', '/b', '/c', '/d', '/e'].map((path) =>
      JSON.stringify(routesIn(stack)[`ANY ${path}`]!.Target),
    );
    expect(b).toBe(a);
    expect(d).toBe(c);
    expect(new Set([a, c, e]).size).toBe(3);
  });

  it('rejects what is not a function', () => {
    const { authorizer, httpApi } = setUp();
    expect(messageOf(() => authorizer.addLambdaRoute('fn' as never, { httpApi, path: '/a' }))).toMatch(
      /^S\/Authorizer has 1 problem:\n {2}1\. handler is "fn"/,
    );
  });

  it('makes nothing of what is rejected', () => {
    const { authorizer, httpApi, fn } = setUp();
    expect(messageOf(() => authorizer.addLambdaRoute(fn, { httpApi, paths: ['/a', 'b'] }))).toMatch(/paths is "b"/);
    expect(httpApi.node.tryFindChild('UserAuth')).toBeUndefined();
    expect(httpApi.node.tryFindChild('ANY--a')).toBeUndefined();
  });
});

it('requireOnEveryRoute can be called on each authorizer, for any API', () => {
  const { stack, authorizer, httpApi, fn } = setUp();
  authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
  new apigwv2.CfnRoute(stack, 'Open', { apiId: httpApi.apiId, routeKey: 'GET /open' });
  authorizer.requireOnEveryRoute(httpApi);
  expect(refusalOf(stack)).toContain('The route "GET /open" (S/Open) is open');
});

it('requireOnEveryRoute needs no route of its own', () => {
  const { stack, authorizer, httpApi } = setUp();
  authorizer.requireOnEveryRoute(httpApi);
  expect(() => only(templateOf(stack), 'AWS::ApiGatewayV2::Api')).not.toThrow();
  expect(authorizer).toBeInstanceOf(Construct);
});

it('an authorizer that no route has is a warning', () => {
  const { stack, authorizer, httpApi, fn } = setUpRoutes();
  const userAuthPool = new UserAuthPool(stack, 'Other');
  new CognitoHttpApiAuthorizer(stack, 'Idle', { userAuthPool });
  new CognitoHttpApiAuthorizer(stack, 'Guard', { userAuthPool }).requireOnEveryRoute(httpApi);
  new CognitoHttpApiAuthorizer(stack, 'Resource', { userAuthPool }).authorizerOf(httpApi);
  authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
  const idle = warningsOf(stack).filter((warning) => warning.includes('guardsNoRoute'));
  expect(idle).toEqual([expect.stringContaining('No route has the authorizer S/Idle.')]);
});
