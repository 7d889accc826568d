import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyEventV2WithLambdaAuthorizer } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callerOf } from '../../handlers/caller';
import { eventFor, TestCaller, TestRequest } from '../../handlers/testing';
import { seed } from '../support/random';

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
      { seed },
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

it('has the parameters of its path, as API Gateway always sends them, named like themselves if not given', () => {
  const event = eventFor('GET /posts/{id}/{rest+}', { pathParameters: { id: '5' } });
  expect(event).toMatchObject({ rawPath: '/posts/5/rest', pathParameters: { id: '5', rest: 'rest' } });
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
      'content-length': '0',
      host: 'example.execute-api.us-east-1.amazonaws.com',
      'user-agent': 'test',
      'x-amzn-trace-id': 'Root=1-6955b900-555555555555555555555555',
      'x-forwarded-for': '192.0.2.1',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
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
    pathParameters: { id: 'id' },
    isBase64Encoded: false,
  });
});

it('is of the path / behind the default route', () => {
  const { routeKey, rawPath, requestContext } = eventFor('$default');
  expect([routeKey, rawPath, requestContext.http]).toMatchObject(['$default', '/', { method: 'GET', path: '/' }]);
});

it('says that a body is JSON, unless the headers say something else', () => {
  const typeOf = (request: TestRequest) => eventFor('POST /', request).headers['content-type'];
  expect(typeOf({ body: { title: 'x' } })).toBe('application/json');
  expect(typeOf({ body: ['x'], headers: { 'Content-Type': 'application/ld+json' } })).toBe('application/ld+json');
  expect(typeOf({ body: '{}' })).toBeUndefined();
  expect(typeOf({})).toBeUndefined();
});

it('has a body that is a string as it is', () => {
  expect(eventFor('POST /', { body: 'a=b' })).toMatchObject({ body: 'a=b', headers: { 'content-length': '3' } });
  expect(eventFor('POST /', { body: 'é' }).headers['content-length']).toBe('2');
});

it('names the user agent twice', () => {
  const { headers, requestContext } = eventFor('GET /', { headers: { 'User-Agent': 'curl/8' } });
  expect([headers['user-agent'], requestContext.http.userAgent]).toEqual(['curl/8', 'curl/8']);
});

describe('behind a route that requires a scope', () => {
  const scopesOf = (scopes?: string[], requiredScopes = ['api/read', 'api/admin']) => {
    const { authorizer } = eventFor('GET /', { caller: { scopes }, requiredScopes }).requestContext;
    const { jwt } = authorizer as { jwt: { claims: Record<string, string>; scopes: string[] | null } };
    return [jwt.claims.scope, jwt.scopes];
  };

  it('lists all scopes of the token', () => {
    expect(scopesOf(['openid', 'api/read'])).toEqual(['openid api/read', ['openid', 'api/read']]);
  });

  it('has the scopes that the route requires, unless others are given', () => {
    expect(scopesOf()).toEqual(['api/read api/admin', ['api/read', 'api/admin']]);
  });

  it('lists no scopes where the route requires none', () => {
    expect(scopesOf(['openid'], [])).toEqual(['openid', null]);
  });
});

it('has only the claims that are given a value', () => {
  const { requestContext } = eventFor('GET /', { caller: { claims: { username: undefined, tenant: 'acme' } } });
  const { claims } = (requestContext as any).authorizer.jwt;
  expect(claims).not.toHaveProperty('username');
  expect(claims.tenant).toBe('acme');
});

describe('an event that nothing would come of is an error:', () => {
  const messageOf = (...args: unknown[]) => {
    try {
      eventFor(...(args as Parameters<typeof eventFor>));
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error('expected an error, and there was none');
  };
  const ROUTE = 'Write a method and a path, such as "GET /posts/{id}", or "$default".';

  it.each([
    undefined,
    null,
    5,
    '',
    '/x',
    'GET',
    'GET x',
    'get /x',
    'GET  /x',
    'GET /a b',
    'FETCH /x',
    ' GET /x',
    '$other',
  ])('the route %j', (route) => {
    const shown = typeof route === 'string' ? JSON.stringify(route) : String(route);
    expect(messageOf(route)).toBe(
      `eventFor() has 1 problem:\n  1. route is ${shown}: API Gateway has no such route. ${ROUTE}`,
    );
  });

  it.each<[unknown, string]>([
    [
      null,
      'request is null: it is not an object with options. Write, for example, { caller: { groups: ["editors"] } }, or omit it.',
    ],
    [{ groups: ['a'] }, 'groups is not a known option: it would have no effect. Write caller: { groups: ... }.'],
    [{ caller: { group: ['a'] } }, 'caller.group is not a known option: it would have no effect. Write groups.'],
    [
      { caller: 'ana' },
      'caller is "ana": it is not an object with options. Write, for example, { groups: ["editors"] }, or omit it.',
    ],
    [
      { caller: { groups: 'a' } },
      'caller.groups is "a": it is not a list of names. Write, for example, ["editors"], or omit it.',
    ],
    [
      { caller: { groups: ['a b'] } },
      'caller.groups[0] is "a b": it is not a name without spaces. Write, for example, "editors", or omit it.',
    ],
    [
      { caller: { userPoolId: 'pool' } },
      'caller.userPoolId is "pool": it is not the ID of a user pool. Write, for example, "us-east-1_Example12", or omit it.',
    ],
    [
      { caller: { person: false, groups: ['a'] } },
      'caller.groups is given although caller.person is false: machines have none, and it would have no effect. Omit caller.groups, or omit caller.person.',
    ],
    [
      { caller: { person: false, username: 'a' } },
      'caller.username is given although caller.person is false: machines have none, and it would have no effect. Omit caller.username, or omit caller.person.',
    ],
    [
      { caller: { scopes: ['openid'] }, requiredScopes: ['api/read'] },
      'caller.scopes is a list with none of requiredScopes: API Gateway would answer 403. Add one of them, or omit caller.scopes.',
    ],
    [
      { authorizer: 'lambda', requiredScopes: ['api/read'] },
      "requiredScopes is given although authorizer is 'lambda': API Gateway checks scopes only if it verifies the tokens itself. Omit requiredScopes, or omit authorizer.",
    ],
    [
      { authorizer: 'lambda', caller: { claims: { tenant: 'acme' } } },
      "caller.claims is given although authorizer is 'lambda': the function that decides hands on no claims, and it would have no effect. Omit caller.claims, or omit authorizer.",
    ],
    [
      { authorizer: 'JWT' },
      'authorizer is "JWT": it is not one that the library has. Write, for example, "jwt" or "lambda", or omit it.',
    ],
    [{ query: { page: 2 } }, 'query[page] is 2: it is not a string. Write, for example, "text", or omit it.'],
    [
      { pathParameters: { post: '5' } },
      'pathParameters.post is not in the route "GET /posts/{id}/{rest+}": API Gateway would not send it. The parameters of the route are id, rest.',
    ],
  ])('%j', (request, expected) => {
    expect(messageOf('GET /posts/{id}/{rest+}', request)).toBe(`eventFor() has 1 problem:\n  1. ${expected}`);
  });

  it('all of it at once', () => {
    const message = messageOf('/x', { groups: ['a'], caller: { group: 'a', scopes: [5] }, headers: [] });
    expect(message).toMatch(
      /^eventFor\(\) has 5 problems:\n {2}1\. route is .*\n {2}2\. .*\n {2}3\. .*\n {2}4\. .*\n {2}5\. caller\.scopes\[0\] is 5: .*$/,
    );
  });

  it('a list with what should be text', () => {
    expect(messageOf(['GET /posts'])).toContain('1. route is a list: API Gateway has no such route.');
    expect(messageOf('GET /posts', { caller: { userPoolId: ['us-east-1_Example12'] } })).toContain(
      'caller.userPoolId is a list: it is not the ID of a user pool.',
    );
  });

  it('parameters of a route that has none', () => {
    expect(messageOf('GET /posts', { pathParameters: { id: '5' } })).toContain(
      'API Gateway would not send it. Omit it.',
    );
  });

  it('and not what is omitted', () => {
    const caller = { subject: undefined, groups: undefined, person: false };
    expect(() => eventFor('GET /posts', { caller, body: null, query: undefined, headers: {} })).not.toThrow();
    expect(() => eventFor('PATCH /{proxy+}', { caller: { username: '', claims: {} } })).not.toThrow();
  });
});

it('claims that are not JSON are told', () => {
  const request = { caller: { claims: { count: 1n } } };
  expect(() => eventFor('GET /a', request)).toThrow(/caller\.claims is an object: it is not an object of JSON\./);
});

it('a body that is not JSON is told, and what is empty is omitted', () => {
  const circular: Record<string, unknown> = {};
  circular.self = circular;
  for (const body of [circular, { count: 1n }]) {
    expect(() => eventFor('POST /a', { body })).toThrow(/body is an object: it is not text or JSON/);
  }
  expect(eventFor('GET /a', { query: {}, pathParameters: {} })).not.toHaveProperty('queryStringParameters');
  expect(eventFor('GET /a', { query: {}, pathParameters: {} })).not.toHaveProperty('pathParameters');
});
