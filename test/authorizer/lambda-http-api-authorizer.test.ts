import { Duration, Lazy } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { describe, expect, it } from 'vitest';
import { AccessPolicy, LambdaHttpApiAuthorizer, LambdaHttpApiAuthorizerProps } from '../../lib';
import { refusalOf } from '../support/policies';
import { messageOf, newFunction, newStack, only, templateOf } from '../support/synth';
import { AUTHORIZER, routesIn } from './support';

function setUp(props: Partial<LambdaHttpApiAuthorizerProps> = {}) {
  const stack = newStack('S');
  const handler = newFunction(stack, 'Judge');
  const authorizer = new LambdaHttpApiAuthorizer(stack, 'Authorizer', { handler, ...props });
  const httpApi = new apigwv2.HttpApi(stack, 'Api');
  return { stack, handler, authorizer, httpApi, fn: newFunction(stack, 'Fn') };
}
const authorizerWith = (props?: Partial<LambdaHttpApiAuthorizerProps>) => {
  const { stack, authorizer, httpApi, fn } = setUp(props);
  authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
  return only(templateOf(stack), AUTHORIZER).properties;
};

describe('a function of the user', () => {
  it('answers simply, by the header of tokens, and is asked each time', () => {
    expect(authorizerWith()).toMatchObject({
      AuthorizerType: 'REQUEST',
      AuthorizerPayloadFormatVersion: '2.0',
      EnableSimpleResponses: true,
      IdentitySource: ['$request.header.Authorization'],
      AuthorizerResultTtlInSeconds: 0,
      Name: expect.stringMatching(/^S-Authorizer-\w{8}$/),
    });
  });

  it('may answer by policies of IAM, from other sources, and be remembered', () => {
    const identitySource = ['$request.querystring.key', '$context.routeKey'];
    const properties = authorizerWith({
      responseType: HttpLambdaResponseType.IAM,
      identitySource,
      resultsCacheTtl: Duration.hours(1),
    });
    expect(properties).toMatchObject({
      EnableSimpleResponses: false,
      IdentitySource: identitySource,
      AuthorizerResultTtlInSeconds: 3600,
    });
  });

  it('may need nothing of a request', () => {
    expect(authorizerWith({ identitySource: [] }).IdentitySource ?? []).toEqual([]);
  });

  it('guards routes, however they are made, by one authorizer for each API', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    authorizer.addLambdaRoute(fn, { httpApi, paths: ['/a', '/b'] });
    httpApi.addRoutes({ path: '/c', integration: new HttpLambdaIntegration('I', fn), authorizer });
    const { id } = only(templateOf(stack), AUTHORIZER);
    const routes = Object.values(routesIn(stack));
    expect(routes).toHaveLength(3);
    for (const route of routes) {
      expect(route).toMatchObject({ AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: id } });
      expect(route.AuthorizationScopes).toBeUndefined();
    }
    expect(authorizer.authorizerOf(httpApi)).toBe(authorizer.authorizerOf(httpApi));
  });

  it('has an authorizer on each API', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
    authorizer.addLambdaRoute(fn, { httpApi: new apigwv2.HttpApi(stack, 'Second'), path: '/a' });
    templateOf(stack).resourceCountIs(AUTHORIZER, 2);
  });

  it('is not shared with another authorizer that has the same function', () => {
    const { stack, handler, authorizer, httpApi, fn } = setUp();
    const second = new LambdaHttpApiAuthorizer(stack, 'Second', { handler, resultsCacheTtl: Duration.minutes(1) });
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
    second.addLambdaRoute(fn, { httpApi, path: '/b' });
    templateOf(stack).resourceCountIs(AUTHORIZER, 2);
    // Two for the authorizers, one for the function behind the routes.
    templateOf(stack).resourceCountIs('AWS::Lambda::Permission', 3);
  });
});

describe('rejected is', () => {
  const rejection = (props: Partial<LambdaHttpApiAuthorizerProps>) => messageOf(() => setUp(props));

  it('an answer of no kind', () => {
    expect(rejection({ responseType: 7 as unknown as HttpLambdaResponseType })).toMatch(
      /responseType is 7: it is not one of/,
    );
  });

  it('a source that there is none of', () => {
    expect(rejection({ identitySource: ['Authorization'] })).toMatch(
      /identitySource is "Authorization": API Gateway accepts headers, query strings, context and stage variables/,
    );
  });

  it('to remember for too long, or by nothing', () => {
    expect(rejection({ resultsCacheTtl: Duration.seconds(3601) })).toMatch(/resultsCacheTtl is 1 hour 1 second: API/);
    expect(rejection({ identitySource: [], resultsCacheTtl: Duration.seconds(1) })).toBe(
      'S/Authorizer has 1 problem:\n  1. identitySource is empty, with a resultsCacheTtl: API Gateway has no key to cache a result by and rejects the authorizer. ' +
        "Give what the result depends on, such as '$request.header.Authorization'.",
    );
    expect(rejection({ identitySource: [], resultsCacheTtl: Duration.millis(500) })).toMatch(
      /has 2 problems:\n.*resultsCacheTtl is 500 millis: .*\n.*identitySource is empty, with a resultsCacheTtl: /,
    );
    expect(() => setUp({ identitySource: [], resultsCacheTtl: Duration.seconds(0) })).not.toThrow();
    expect(() =>
      setUp({ identitySource: [], resultsCacheTtl: Duration.seconds(Lazy.number({ produce: () => 1 })) }),
    ).not.toThrow();
  });

  it('a policy, which the function would not know', () => {
    const { authorizer, httpApi, fn } = setUp();
    const accessPolicy = AccessPolicy.group('a');
    expect(messageOf(() => authorizer.addLambdaRoute(fn, { httpApi, path: '/a', accessPolicy }))).toBe(
      'S/Authorizer has 1 problem:\n  1. accessPolicy is group a: your own function decides, and it does not know access policies. ' +
        'Decide in the function, or use CognitoHttpApiAuthorizer.',
    );
  });

  it('a scope, at which nobody would look', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a', authorizationScopes: ['a/b'] });
    expect(refusalOf(stack)).toContain(
      'authorizationScopes of the route "ANY /a" is a list with "a/b": API Gateway accepts scopes only if it verifies the tokens itself, and rejects the route.',
    );
  });
});
