import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyEventV2WithLambdaAuthorizer } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callerOf } from '../../handlers/caller';
import { eventFor, TestCaller } from '../../handlers/testing';

const name = fc.stringMatching(/^[a-z]{1,9}$/);
const caller: fc.Arbitrary<TestCaller> = fc.record({
  subject: fc.uuid(),
  username: name,
  groups: fc.uniqueArray(name, { maxLength: 3 }),
  scopes: fc.uniqueArray(
    name.map((each) => `api/${each}`),
    { maxLength: 3 },
  ),
  clientId: name,
  userPoolId: name.map((each) => `eu-west-1_${each}`),
});

describe.each(['jwt', 'lambda'] as const)('an event behind the %s authorizer', (authorizer) => {
  it('has the caller that is given, as callerOf reads it', () => {
    fc.assert(
      fc.property(caller, (given) => {
        const read = callerOf(eventFor('GET /posts', { caller: given, authorizer }));
        expect(read).toMatchObject({ ...given, person: true });
      }),
    );
  });

  it('may have a machine as its caller', () => {
    const read = callerOf(eventFor('GET /posts', { caller: { person: false, scopes: ['api/read'] }, authorizer }));
    expect(read).toMatchObject({ person: false, subject: '1example23456789', groups: [], scopes: ['api/read'] });
    expect(read?.username).toBeUndefined();
  });
});

it('writes every claim as text, and lists in brackets', () => {
  const claims = { tenant: 'acme', roles: ['a', 'b'], level: 3, email_verified: true };
  const event = eventFor('GET /', { caller: { groups: ['admins', 'users'], claims }, requiredScopes: ['api/read'] });
  expect(event.requestContext.authorizer).toMatchObject({
    jwt: {
      claims: {
        'cognito:groups': '[admins users]',
        tenant: 'acme',
        roles: '[a b]',
        level: '3',
        email_verified: 'true',
      },
      scopes: ['api/read'],
    },
  });
});

it('has no authorizer without a caller', () => {
  const event = eventFor('GET /health');
  expect(event.requestContext).not.toHaveProperty('authorizer');
  expect(event.headers).not.toHaveProperty('authorization');
  expect(callerOf(event)).toBeUndefined();
});

it('has the request', () => {
  const event = eventFor('POST /posts/{id}/{rest+}', {
    pathParameters: { id: '5', rest: 'a/b' },
    query: { q: 'a b' },
    headers: { 'Content-Type': 'application/json' },
    body: { title: 'x' },
  });
  expect(event).toMatchObject({
    version: '2.0',
    routeKey: 'POST /posts/{id}/{rest+}',
    rawPath: '/posts/5/a/b',
    rawQueryString: 'q=a+b',
    queryStringParameters: { q: 'a b' },
    pathParameters: { id: '5', rest: 'a/b' },
    headers: { 'content-type': 'application/json' },
    body: '{"title":"x"}',
    requestContext: { http: { method: 'POST', path: '/posts/5/a/b' }, stage: '$default' },
  });
});

it.each([
  ['$default', 'GET', '/'],
  ['ANY /a', 'GET', '/a'],
])('knows the route %s', (route, method, path) => {
  expect(eventFor(route).requestContext.http).toMatchObject({ method, path });
});

it('is an event to the types of Lambda', () => {
  const typed = [
    eventFor('GET /', { caller: {} }) as unknown as APIGatewayProxyEventV2WithJWTAuthorizer,
    eventFor('GET /', {
      caller: {},
      authorizer: 'lambda',
    }) as unknown as APIGatewayProxyEventV2WithLambdaAuthorizer<object>,
  ];
  expect(typed.map(({ requestContext }) => Object.keys(requestContext.authorizer))).toEqual([['jwt'], ['lambda']]);
});

it('is what API Gateway sends, to the last detail', () => {
  // As in https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
  expect(eventFor('ANY /posts/{id}', { caller: {} })).toEqual({
    version: '2.0',
    routeKey: 'ANY /posts/{id}',
    rawPath: '/posts/id',
    rawQueryString: '',
    headers: {
      accept: '*/*',
      authorization: 'Bearer token',
      host: 'example.execute-api.us-east-1.amazonaws.com',
    },
    requestContext: {
      accountId: '111111111111',
      apiId: 'example',
      authorizer: {
        jwt: {
          claims: {
            auth_time: '1767225600',
            client_id: '1example23456789',
            event_id: '33333333-2222-4333-8444-555555555555',
            exp: '1767229200',
            iat: '1767225600',
            iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Example12',
            jti: '22222222-2222-4333-8444-555555555555',
            origin_jti: '44444444-2222-4333-8444-555555555555',
            sub: '11111111-2222-4333-8444-555555555555',
            token_use: 'access',
            username: '11111111-2222-4333-8444-555555555555',
            version: '2',
          },
          scopes: null,
        },
      },
      domainName: 'example.execute-api.us-east-1.amazonaws.com',
      domainPrefix: 'example',
      http: {
        method: 'GET',
        path: '/posts/id',
        protocol: 'HTTP/1.1',
        sourceIp: '192.0.2.1',
        userAgent: 'test',
      },
      requestId: 'ExampleRequest=',
      routeKey: 'ANY /posts/{id}',
      stage: '$default',
      time: '01/Jan/2026:00:00:00 +0000',
      timeEpoch: 1767225600000,
    },
    isBase64Encoded: false,
  });
});

it('is of the path / behind the default route', () => {
  const { routeKey, rawPath, requestContext } = eventFor('$default');
  expect([routeKey, rawPath, requestContext.http]).toMatchObject(['$default', '/', { method: 'GET', path: '/' }]);
});

it('has a body that is a string as it is', () => {
  expect(eventFor('POST /', { body: 'a=b' }).body).toBe('a=b');
});

it('has only the claims that are given a value', () => {
  const { requestContext } = eventFor('GET /', { caller: { claims: { username: undefined, tenant: 'acme' } } });
  const { claims } = (requestContext as any).authorizer.jwt;
  expect(claims).not.toHaveProperty('username');
  expect(claims.tenant).toBe('acme');
});
