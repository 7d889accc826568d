/*
 * Pools that exist, taken over with their users on a local AWS: plain CDK, Amplify, SAM; those that `cdk import` brings
 * into a stack, made by hand or given away by another one; and one that is left where it is. All of them are in
 * integ/adoption/app.ts, before and after.
 */
import { CloudFormationClient, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import {
  AdminAddUserToGroupCommand,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  DescribeUserPoolDomainCommand,
  InitiateAuthCommand,
  ListGroupsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { cdk, urlOf } from '../scripts/local-aws.mjs';
import { root } from '../scripts/setup.mjs';
import { cognitoClient, signIn, signUp } from '../scripts/users.mjs';
import { keptTemplates } from './support/kept-templates';

const app = join(root, 'integ', 'adoption');
const password = 'Correct-horse-7';
const STACKS = ['Plain', 'Aliases', 'Amplify', 'Sam'];

type Outputs = Record<string, Record<string, string>>;
type Resources = Record<string, { readonly Type: string; readonly Properties?: Record<string, unknown> }>;

const aws = inject('aws');
let cognito: ReturnType<typeof cognitoClient>;
const folder = mkdtempSync(join(tmpdir(), 'adoption-'));
const before = keptTemplates('adoption-before');
const after = keptTemplates('adoption-after');
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
  cognito = cognitoClient(aws);
  old = await deployStep(before, ...step('old'));
  for (const stack of [...STACKS, 'Giver']) await enter(stack, old[stack]!);
  now = await deployStep(after, ...step('new'));
});

afterAll(async () => {
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

  it('has nothing that cdk diff replaces or removes', async () => {
    const template = join(before, `${stack}.template.json`);
    const diff = await cdk(app, aws.env, 'diff', stack, '--app', after, '--template', template);
    expect(diff).not.toMatch(/replace/);
    const marks = diff.match(/^\[.\] AWS::Cognito::\w+/gm)!.map((line) => line.slice(0, 3));
    expect(new Set(marks)).toEqual(new Set(['[~]']));
  });

  it('has the fixed properties as they were', () => {
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
  expect(await order(now.Plain!, userOf(old.Plain!))).toBe(201);
  expect((await fetch(urlOf(aws, now.Plain!.ApiUrl!, '/orders'), { method: 'POST' })).status).toBe(401);
  expect(await order(now.Plain!, userOf(old.Amplify!))).toBe(401);
});

it('groups and domains are the same', async () => {
  const domain = new DescribeUserPoolDomainCommand({ Domain: 'plain' });
  const { DomainDescription } = await cognito.send(domain);
  expect(DomainDescription?.UserPoolId).toBe(old.Plain!.UserPoolId);
  const { Groups } = await cognito.send(new ListGroupsCommand({ UserPoolId: old.Sam!.UserPoolId }));
  expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(['admins']);
});

/** Their passwords, and what they may call, are in the pools, which no stack has before the import. */
describe.each([
  ['made by hand', 'Imported', makeByHand],
  ['that another stack has given away', 'Taken', findGivenAway],
])('a pool %s', (_, into, find) => {
  it('comes in with cdk import, and its client, group and users with it', async () => {
    const user = await find();
    const { userPoolId, clientId } = user;
    const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: userPoolId }));
    writeFileSync(join(before, `${into}.json`), JSON.stringify({ UserPool }));
    const mapping = join(folder, 'mapping.json');
    const identifiers = {
      Users0A0EEA89: { UserPoolId: userPoolId },
      UsersClient3B43F2CF: { UserPoolId: userPoolId, ClientId: clientId },
      UsersadminsF29C500B: { UserPoolId: userPoolId, GroupName: 'admins' },
    };
    writeFileSync(mapping, JSON.stringify(identifiers));
    const args = step('new', '-c', `into=${into}`, '--output', join(folder, 'import'));
    await cdk(app, aws.env, 'import', into, ...args, '--resource-mapping', mapping);

    const imported = await deployAlone(into, ...args, '-c', 'imported=true');
    expect(imported).toMatchObject({ UserPoolId: userPoolId, ClientId: clientId });
    const { UserPool: changed } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: userPoolId }));
    expect(changed?.Policies?.PasswordPolicy?.MinimumLength).toBe(13);

    // The user of the group, who was there before, may call the route; one who signs up now may not.
    await signUp(cognito, { ...user, email: 'bo@example.com' });
    expect(await order(imported, user)).toBe(201);
    expect(await order(imported, { ...user, email: 'bo@example.com' })).toBe(403);
  });
});

it('a pool that is left where it is guards the routes of another stack', async () => {
  const [admin, other] = ['eve', 'fay'].map((name) => userOf(now.Sam!, name));
  for (const user of [admin!, other!]) await signUp(cognito, user);
  await makeAdmin(admin!);
  const pool = `left=${admin!.userPoolId}/${admin!.clientId}`;
  const guest = await deployAlone('Guest', ...step('new', '-c', pool, '--output', join(folder, 'guest')));
  expect(await order(guest, admin!)).toBe(201);
  expect(await order(guest, other!)).toBe(403);
  // The authorizer is a function, which denies and does not challenge: 403 for a stranger as well.
  expect(await order(guest, userOf(now.Plain!))).toBe(403);
});

async function deployAlone(stack: string, ...args: string[]): Promise<Record<string, string>> {
  const outputs = join(folder, `${stack}.json`);
  await cdk(app, aws.env, 'deploy', stack, ...args, '--require-approval', 'never', '--outputs-file', outputs);
  return (JSON.parse(readFileSync(outputs, 'utf8')) as Outputs)[stack]!;
}

/** What the route answers to a user who signs in by the password. */
async function order(outputs: Record<string, string>, user: ReturnType<typeof userOf>): Promise<number> {
  const { accessToken } = await signIn(cognito, user);
  const headers = { authorization: `Bearer ${accessToken}` };
  return (await fetch(urlOf(aws, outputs.ApiUrl!, '/orders'), { method: 'POST', headers })).status;
}

/** A pool outside CloudFormation, with a client, a group and a user in it. */
async function makeByHand() {
  const email = { UsernameAttributes: ['email' as const], AutoVerifiedAttributes: ['email' as const] };
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'by-hand', ...email }));
  const UserPoolId = UserPool!.Id!;
  const { UserPoolClient } = await cognito.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'web' }));
  await cognito.send(new CreateGroupCommand({ UserPoolId, GroupName: 'admins' }));
  const user = userOf({ UserPoolId, ClientId: UserPoolClient!.ClientId! });
  await signUp(cognito, user);
  await makeAdmin(user);
  return user;
}

/** The pool of a stack that retained it when it was taken out of the template. */
async function findGivenAway() {
  const cloudFormation = new CloudFormationClient(aws.clientConfig);
  const { StackResourceSummaries } = await cloudFormation.send(new ListStackResourcesCommand({ StackName: 'Giver' }));
  expect(StackResourceSummaries?.map(({ LogicalResourceId }) => LogicalResourceId)).not.toContain('Users0A0EEA89');
  const user = userOf(old.Giver!);
  await makeAdmin(user);
  return user;
}

const makeAdmin = ({ userPoolId, email }: ReturnType<typeof userOf>) =>
  cognito.send(new AdminAddUserToGroupCommand({ UserPoolId: userPoolId, Username: email, GroupName: 'admins' }));
