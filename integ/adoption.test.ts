/*
 * Pools that exist, taken over with their users on a local AWS: plain CDK, Amplify, SAM, and one made by hand, which
 * `cdk import` brings into a stack. integ/adoption/app.ts has them, before and after.
 */
import {
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  InitiateAuthCommand,
  ListGroupsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bootstrap, cdk, startLocalAws, urlOf } from '../scripts/local-aws.mjs';
import { root } from '../scripts/setup.mjs';
import { cognitoClient, signIn, signUp } from '../scripts/users.mjs';

const app = join(root, 'integ', 'adoption');
const password = 'Correct-horse-7';
const STACKS = ['Plain', 'Aliases', 'Amplify', 'Sam'];

type Outputs = Record<string, Record<string, string>>;
type Resources = Record<string, { readonly Type: string; readonly Properties?: Record<string, unknown> }>;

let aws: Awaited<ReturnType<typeof startLocalAws>>;
let cognito: ReturnType<typeof cognitoClient>;
const folder = mkdtempSync(join(tmpdir(), 'adoption-'));
const before = join(folder, 'old');
const after = join(folder, 'new');
let old: Outputs;
let now: Outputs;

async function deployStep(output: string, ...args: string[]): Promise<Outputs> {
  const outputs = join(folder, 'outputs.json');
  const options = ['--all', '--concurrency', '4', '--require-approval', 'never', '--outputs-file', outputs];
  await cdk(app, aws.env, 'deploy', ...options, '--output', output, ...args);
  return JSON.parse(readFileSync(outputs, 'utf8')) as Outputs;
}
const step = (name: string, ...more: string[]) => ['-c', `step=${name}`, '-c', `deployed=${before}`, ...more];
const userOf = ({ UserPoolId: userPoolId, ClientId: clientId }: Record<string, string>, name = 'ana') => ({
  userPoolId,
  clientId,
  email: `${name}@example.com`,
  password,
});
/** Users of the second pool have a name of their own. */
const isNamed = (stack: string) => stack === 'Aliases';
const nameOf = (stack: string, user: ReturnType<typeof userOf>) =>
  isNamed(stack) ? { ...user, email: user.email.replace('@example.com', '') } : user;
const enter = (stack: string, outputs: Record<string, string>, name?: string) => {
  const user = userOf(outputs, name);
  const attributes: Record<string, string> = isNamed(stack) ? { email: user.email } : {};
  return signUp(cognito, { ...nameOf(stack, user), attributes });
};
const templateIn = (output: string, stack: string) =>
  (JSON.parse(readFileSync(join(output, `${stack}.template.json`), 'utf8')) as { Resources: Resources }).Resources;

beforeAll(async () => {
  aws = await startLocalAws();
  cognito = cognitoClient(aws);
  await bootstrap(app, aws.env);
  old = await deployStep(before, ...step('old'));
  for (const stack of STACKS) await enter(stack, old[stack]!);
  now = await deployStep(after, ...step('new'));
});

afterAll(async () => {
  await aws?.stop();
  rmSync(folder, { recursive: true });
});

describe.each(STACKS)('the pool of the stack %s', (stack) => {
  it('keeps its ID, that of its client, and its users with their passwords', async () => {
    expect(now[stack]!.UserPoolId).toBe(old[stack]!.UserPoolId);
    expect(now[stack]!.ClientId).toBe(old[stack]!.ClientId);
    const { accessToken } = await signIn(cognito, nameOf(stack, userOf(old[stack]!)));
    expect(accessToken).toBeTruthy();
    const { email: USERNAME } = nameOf(stack, userOf(old[stack]!));
    const wrong = { USERNAME, PASSWORD: 'Wrong-horse-7' };
    const command = new InitiateAuthCommand({
      ClientId: old[stack]!.ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: wrong,
    });
    await expect(cognito.send(command)).rejects.toThrow();
  });

  it('lets new users in', async () => {
    await enter(stack, now[stack]!, 'bo');
    expect((await signIn(cognito, nameOf(stack, userOf(now[stack]!, 'bo')))).idToken).toBeTruthy();
  });

  it('has nothing that is replaced', () => {
    const fixed = [
      'UsernameAttributes',
      'AliasAttributes',
      'UsernameConfiguration',
      'GenerateSecret',
      'GroupName',
      'Domain',
    ];
    const [was, is] = [before, after].map((output) => templateIn(output, stack));
    for (const [id, { Type, Properties }] of Object.entries(was!).filter(([, each]) => /Cognito/.test(each.Type))) {
      expect(is![id]?.Type).toBe(Type);
      for (const name of fixed) expect(is![id]!.Properties?.[name], `${id}.${name}`).toEqual(Properties?.[name]);
    }
  });
});

it('the route of the first pool answers with the tokens of an old user, and with no others', async () => {
  const url = urlOf(aws, now.Plain!.ApiUrl!, '/orders');
  const post = (token?: string) => fetch(url, { method: 'POST', headers: token ? { authorization: token } : {} });
  const { accessToken } = await signIn(cognito, userOf(old.Plain!));
  expect((await post(`Bearer ${accessToken}`)).status).toBe(201);
  expect((await post()).status).toBe(401);
  const other = await signIn(cognito, userOf(old.Amplify!));
  expect((await post(`Bearer ${other.accessToken}`)).status).toBe(401);
});

it('groups are the same', async () => {
  const { Groups } = await cognito.send(new ListGroupsCommand({ UserPoolId: old.Sam!.UserPoolId }));
  expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(['admins']);
});

it('a pool made by hand comes in with cdk import', async () => {
  const { UserPool } = await cognito.send(
    new CreateUserPoolCommand({
      PoolName: 'by-hand',
      UsernameAttributes: ['email'],
      AutoVerifiedAttributes: ['email'],
    }),
  );
  const userPoolId = UserPool!.Id!;
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({ UserPoolId: userPoolId, ClientName: 'web' }),
  );
  const user = { userPoolId, clientId: UserPoolClient!.ClientId!, email: 'ana@example.com', password };
  await signUp(cognito, user);
  const description = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: userPoolId }));
  writeFileSync(join(before, 'describe-user-pool.json'), JSON.stringify({ UserPool: description.UserPool }));
  const mapping = join(folder, 'mapping.json');
  writeFileSync(mapping, JSON.stringify({ Users0A0EEA89: { UserPoolId: userPoolId } }));
  const args = step('new', '-c', 'imported=pool', '--output', join(folder, 'import'));
  await cdk(app, aws.env, 'import', 'Imported', '--resource-mapping', mapping, ...args);
  await cdk(
    app,
    aws.env,
    'deploy',
    'Imported',
    '--require-approval',
    'never',
    ...step('new', '-c', 'imported=all', '--output', join(folder, 'import')),
  );
  expect((await signIn(cognito, user)).accessToken).toBeTruthy();
  const { UserPool: imported } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: userPoolId }));
  expect(imported?.Policies?.PasswordPolicy?.MinimumLength).toBe(13);
});
