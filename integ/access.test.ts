/*
 * Random routes and callers: what HttpApiAccess answers at synthesis is what the deployed API does.
 *
 * RANDOM_SEED=... builds the app of an earlier run; a failure names its seed.
 */
import { DescribeUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { ApiCaller, HttpApiAccess } from 'cdk-user-auth-pool';
import fc from 'fast-check';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { deploy, urlOf } from '../scripts/local-aws.mjs';
import { root } from '../scripts/setup.mjs';
import { cognitoClient, signUpAndIn } from '../scripts/users.mjs';
import { seed } from '../test/support/random';
import { randomPerson } from '../test/support/random-policies';
import { GROUPS, httpApi, machine, routes } from './access/app';
import { keptTemplates } from './support/kept-templates';
import { signInMachine } from './support/token-endpoint';

const app = join(root, 'integ', 'access');
const [people = []] = fc.sample(fc.array(randomPerson(GROUPS), { minLength: 4, maxLength: 4 }), { numRuns: 1, seed });

const aws = inject('aws');
let outputs: Record<string, string>;

beforeAll(async () => {
  const env = { ...aws.env, RANDOM_SEED: String(seed) };
  ({ Access: outputs } = await deploy(app, env, keptTemplates('access')));
});

/** What the API and `HttpApiAccess` say of a caller, by route. */
async function compare(caller: ApiCaller, token?: string) {
  const access = HttpApiAccess.of(httpApi);
  const headers = token ? { authorization: `Bearer ${token}` } : undefined;
  const called = routes.map(async (path) => {
    const { status } = await fetch(urlOf(aws, outputs.ApiUrl!, path), { headers });
    return [path, status] as const;
  });
  const rejected = token ? 403 : 401;
  const expected = routes.map((path) => [path, access.allows(`GET ${path}`, caller) ? 200 : rejected]);
  return { answered: await Promise.all(called), expected };
}

async function tokenOfPerson(number: number, is: Parameters<typeof signUpAndIn>[2]): Promise<string> {
  const email = `user${number}@example.com`;
  const user = { userPoolId: outputs.UserPoolId!, clientId: outputs.ClientId!, email, password: 'Correct-horse-7' };
  return (await signUpAndIn(cognitoClient(aws), user, is)).accessToken;
}

async function tokenOfMachine(): Promise<string> {
  const client = { UserPoolId: outputs.UserPoolId, ClientId: outputs.MachineClientId };
  const { UserPoolClient } = await cognitoClient(aws).send(new DescribeUserPoolClientCommand(client));
  const answer = await signInMachine(aws, {
    clientId: outputs.MachineClientId,
    clientSecret: UserPoolClient?.ClientSecret,
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

describe(`with the seed ${seed}`, () => {
  it.each(people.map((person, number) => [number, JSON.stringify(person), person] as const))(
    'person %i, %s, may call what the app says',
    async (number, _, { groups, plan }) => {
      const attributes: Record<string, string> = plan === undefined ? {} : { 'custom:plan': plan };
      const is = { groups, attributes };
      const { answered, expected } = await compare(ApiCaller.person(is), await tokenOfPerson(number, is));
      expect(answered).toEqual(expected);
    },
  );

  it('a machine may call what the app says', async () => {
    const { answered, expected } = await compare(ApiCaller.machine(machine.userPoolClient), await tokenOfMachine());
    expect(answered).toEqual(expected);
  });

  it('somebody without a token may call what the app says', async () => {
    const { answered, expected } = await compare(ApiCaller.anonymous());
    expect(answered).toEqual(expected);
  });
});
