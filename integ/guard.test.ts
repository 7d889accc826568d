/*
 * Routes whose guard is written in ways that hide it, deployed to a local AWS and called: nobody gets further than they
 * should. What opens a route fails synthesis, and has its tests in test/authorizer.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bootstrap, deploy, LocalAws, startLocalAws, urlOf } from '../scripts/local-aws.mjs';
import { eventFor } from '../handlers/testing';
import { root } from '../scripts/setup.mjs';
import { cognitoClient, signIn, signUp } from '../scripts/users.mjs';

const app = join(root, 'integ', 'guard');
let aws: LocalAws;
let outputs: Record<string, string>;
let token: string;

beforeAll(async () => {
  aws = await startLocalAws();
  await bootstrap(app, aws.env);
  ({ Guard: outputs } = await deploy(app, aws.env));
  const user = {
    userPoolId: outputs.UserPoolId!,
    clientId: outputs.ClientId!,
    email: 'ana@example.com',
    password: 'Correct-horse-7',
  };
  await signUp(cognitoClient(aws), user);
  token = (await signIn(cognitoClient(aws), user)).accessToken;
});

afterAll(() => aws?.stop());

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
  type Shape = string | { [name: string]: Shape };
  /** The names and types in a value. */
  const shapeOf = (value: unknown): Shape => {
    if (Array.isArray(value)) return 'list';
    if (typeof value !== 'object') return typeof value;
    const entries = Object.entries(value ?? {}).filter(([, each]) => each !== null);
    return Object.fromEntries(entries.map(([name, each]) => [name, shapeOf(each)]));
  };
  /** Headers differ by what sends the request. The others are what the local AWS leaves out or writes in other ways. */
  const HERE =
    /^(?:headers|requestContext\.(?:domainPrefix|authorizer\.jwt\.(?:scopes|claims\.(?:version|event_id))))$/;
  const pathsOf = (shape: Shape, path = ''): string[] =>
    typeof shape === 'string'
      ? [`${path}: ${shape}`]
      : Object.entries(shape)
          .map(([name, each]) => [path ? `${path}.${name}` : name, each] as const)
          .filter(([inner]) => !HERE.test(inner))
          .flatMap(([inner, each]) => pathsOf(each, inner))
          .sort();
  const received = async (path: string, caller: 'user' | 'nobody') =>
    pathsOf(shapeOf(JSON.parse((await call(path, caller)).body)));
  const made = (...args: Parameters<typeof eventFor>) => pathsOf(shapeOf(eventFor(...args)));
  const request = {
    caller: { scopes: ['aws.cognito.signin.user.admin'] },
    pathParameters: { id: '7' },
    query: { page: '2' },
  };

  it('is that of a route with tokens', async () => {
    const event = made('ANY /echo/{id}', request);
    expect(event).toContain('requestContext.authorizer.jwt.claims.sub: string');
    expect(await received('/echo/7?page=2', 'user')).toEqual(event);
  });

  it('is that of a route that a function guards', async () => {
    const event = made('ANY /kept/echo/{id}', { ...request, authorizer: 'lambda' });
    expect(event).toContain('requestContext.authorizer.lambda.subject: string');
    expect(await received('/kept/echo/7?page=2', 'user')).toEqual(event);
  });

  it('is that of a route that anyone may call', async () => {
    expect(await received('/open/echo', 'nobody')).toEqual(made('ANY /open/echo'));
  });
});
