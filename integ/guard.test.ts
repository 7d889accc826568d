/*
 * Routes whose guard is written in ways that hide it, deployed to a local AWS and called: nobody gets further than they
 * should. What opens a route fails synthesis, and has its tests in test/authorizer.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bootstrap, deploy, startLocalAws, urlOf } from '../scripts/local-aws.mjs';
import { root } from '../scripts/setup.mjs';
import { cognitoClient, signIn, signUp } from '../scripts/users.mjs';

const app = join(root, 'integ', 'guard');
let aws: Awaited<ReturnType<typeof startLocalAws>>;
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
