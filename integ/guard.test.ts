/*
 * Routes whose guard is written in ways that hide it, deployed to a local AWS and called: nobody gets further than they
 * should. What opens a route fails synthesis, and has its tests in test/authorizer.
 */
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { deploy, urlOf } from '../scripts/local-aws.mjs';
import { eventFor } from '../handlers/testing';
import { root } from '../scripts/setup.mjs';
import { cognitoClient, signIn, signUp } from '../scripts/users.mjs';
import { keptTemplates } from './support/kept-templates';

const app = join(root, 'integ', 'guard');
const aws = inject('aws');
let outputs: Record<string, string>;
let token: string;

beforeAll(async () => {
  ({ Guard: outputs } = await deploy(app, aws.env, keptTemplates('guard')));
  const user = {
    userPoolId: outputs.UserPoolId!,
    clientId: outputs.ClientId!,
    email: 'ana@example.com',
    password: 'Correct-horse-7',
  };
  await signUp(cognitoClient(aws), user);
  token = (await signIn(cognitoClient(aws), user)).accessToken;
});

/** A user who is in no group, or nobody. */
async function call(path: string, caller: 'user' | 'nobody') {
  const headers = caller === 'user' ? { authorization: `Bearer ${token}` } : undefined;
  const response = await fetch(urlOf(aws, outputs.ApiUrl!, path), { headers });
  return { status: response.status, body: await response.text() };
}
const GUARDED = { status: 200, body: 'Guarded' };

it('an answer that API Gateway keeps for one route lets nobody into another', async () => {
  for (let time = 1; time <= 2; time++) {
    expect(await call('/kept/any', 'user')).toEqual(GUARDED);
    expect(await call('/kept/admins', 'user')).toMatchObject({ status: 403 });
  }
  expect(await call('/kept/any', 'nobody')).toMatchObject({ status: 401 });
});

describe.each([
  ['/joined', 'whose type is a function of constants'],
  ['/selected', 'that names its API by a function'],
  ['/admin', 'beside a catch-all route'],
])('the route %s, %s,', (path) => {
  it('lets a user in', async () => {
    expect(await call(path, 'user')).toEqual(GUARDED);
  });

  it('lets nobody else in', async () => {
    expect(await call(path, 'nobody')).toMatchObject({ status: 401 });
  });
});

it.each(['/admin/', '/ADMIN', '/admin/x', '/Admin'])(
  '%s is not the guarded route, and never reaches its function',
  async (path) => {
    for (const caller of ['user', 'nobody'] as const) {
      expect(await call(path, caller)).toEqual({ status: 200, body: 'Public' });
    }
  },
);

describe('the event of cdk-user-auth-pool/testing', () => {
  const SCOPE = 'aws.cognito.signin.user.admin';
  const request = { caller: { scopes: [SCOPE] }, pathParameters: { id: '7' }, query: { page: '2' } };

  /** The path to each value of an event, with the type of the value. */
  const shapeOf = (value: unknown, path = ''): string[] => {
    if (value === null) return [`${path}: null`];
    if (Array.isArray(value)) return [`${path}: list of ${[...new Set(value.map((each) => typeof each))].join(', ')}`];
    if (typeof value !== 'object') return [`${path}: ${typeof value}`];
    return Object.entries(value).flatMap(([name, each]) => shapeOf(each, path ? `${path}.${name}` : name));
  };

  const receive = async (path: string, caller: 'user' | 'nobody') => JSON.parse((await call(path, caller)).body);

  /** What only the event that is made has, and what only the received one has. */
  const compare = (made: unknown, received: unknown) => {
    const [ofMade, ofReceived] = [shapeOf(made), shapeOf(received)];
    return {
      made: ofMade.filter((each) => !ofReceived.includes(each)).sort(),
      // Further headers are those of whoever sends the request.
      received: ofReceived.filter((each) => !ofMade.includes(each) && !/^headers\.[a-z-]+: string$/.test(each)).sort(),
    };
  };

  const LEFT_OUT = [
    // The local AWS adds no headers of its own.
    'headers.content-length: string',
    'headers.x-amzn-trace-id: string',
    'headers.x-forwarded-for: string',
    'headers.x-forwarded-port: string',
    'headers.x-forwarded-proto: string',
    // It serves all APIs under one domain.
    'requestContext.domainPrefix: string',
  ];
  // Its access tokens have fewer claims.
  const CLAIMS_LEFT_OUT = ['event_id', 'version'].map((name) => `requestContext.authorizer.jwt.claims.${name}: string`);

  it('is that of a route with tokens', async () => {
    const made = eventFor('ANY /echo/{id}', request);
    expect(shapeOf(made)).toContain('requestContext.authorizer.jwt.claims.sub: string');
    expect(compare(made, await receive('/echo/7?page=2', 'user'))).toEqual({
      // API Gateway lists the scopes of the token only if the route requires some.
      made: [...LEFT_OUT, ...CLAIMS_LEFT_OUT, 'requestContext.authorizer.jwt.scopes: null'].sort(),
      received: ['requestContext.authorizer.jwt.scopes: list of string'],
    });
  });

  it('is that of a route that requires a scope', async () => {
    const made = eventFor('ANY /scoped/echo', { caller: {}, requiredScopes: [SCOPE] });
    const received = await receive('/scoped/echo', 'user');
    expect(compare(made, received)).toEqual({
      made: [...LEFT_OUT, ...CLAIMS_LEFT_OUT].sort(),
      // API Gateway omits what is empty.
      received: ['pathParameters: null'],
    });
    expect(made.requestContext.authorizer).toMatchObject({
      jwt: { scopes: received.requestContext.authorizer.jwt.scopes },
    });
  });

  it('is that of a route that a function guards', async () => {
    const made = eventFor('ANY /kept/echo/{id}', { ...request, authorizer: 'lambda' });
    expect(shapeOf(made)).toContain('requestContext.authorizer.lambda.subject: string');
    const received = await receive('/kept/echo/7?page=2', 'user');
    expect(compare(made, received)).toEqual({ made: LEFT_OUT, received: [] });
  });

  it('is that of a route that anyone may call', async () => {
    const made = eventFor('ANY /open/echo');
    expect(shapeOf(made).filter((each) => each.includes('authoriz'))).toEqual([]);
    expect(compare(made, await receive('/open/echo', 'nobody'))).toEqual({
      made: LEFT_OUT,
      received: ['pathParameters: null'],
    });
  });
});
