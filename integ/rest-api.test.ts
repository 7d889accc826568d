/*
 * A REST API that requires a policy by its scope, deployed to a local AWS and called: only those who satisfy the policy
 * have the scope in their tokens, and get in.
 */
import { join } from 'node:path';
import { beforeAll, expect, inject, it } from 'vitest';
import { deploy } from '../scripts/local-aws.mjs';
import { root } from '../scripts/setup.mjs';
import { cognitoClient, signUpAndIn } from '../scripts/users.mjs';
import { decode } from '../test/support/tokens';
import { keptTemplates } from './support/kept-templates';

const app = join(root, 'integ', 'rest-api');
const aws = inject('aws');
let outputs: Record<string, string>;
let editor: Tokens;
let reader: Tokens;

type Tokens = Awaited<ReturnType<typeof signIn>>;

beforeAll(async () => {
  ({ RestApi: outputs } = await deploy(app, aws.env, keptTemplates('rest-api')));
  editor = await signIn('editor@example.com', ['editors']);
  reader = await signIn('reader@example.com', []);
});

function signIn(email: string, groups: string[]) {
  const user = { userPoolId: outputs.UserPoolId!, clientId: outputs.ClientId!, email, password: 'Correct-horse-7' };
  return signUpAndIn(cognitoClient(aws), user, { groups });
}

async function post(token?: string) {
  const url = `${aws.endpoint}/_aws/execute-api/${outputs.ApiId}/prod/posts`;
  const response = await fetch(url, { method: 'POST', headers: token ? { authorization: `Bearer ${token}` } : {} });
  return { status: response.status, body: await response.text() };
}

const scopesOf = (token: string) => String(decode(token).claims.scope).split(' ');

it('lets a member of the group in', async () => {
  expect(await post(editor.accessToken)).toEqual({ status: 200, body: 'Created' });
});

it('rejects somebody else, an ID token of a member, and somebody without a token', async () => {
  for (const token of [reader.accessToken, editor.idToken, undefined]) {
    expect(await post(token)).toMatchObject({ status: 401 });
  }
});

it('is the scope in the token of a member that decides', () => {
  expect(scopesOf(editor.accessToken)).toContain(outputs.Scope);
  expect(scopesOf(reader.accessToken)).not.toContain(outputs.Scope);
});
