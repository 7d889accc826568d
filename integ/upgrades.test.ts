/*
 * Changes of a pool that has users, deployed to a local AWS: whatever comes and goes, the pool and its client keep
 * their IDs, and the user signs in with the old password.
 */
import { CfnOutput, Duration, Stack, Tags } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import {
  AttributeSchema,
  ExistingUserPool,
  HostedUi,
  MfaStatus,
  UserAuthPool,
  UserAuthPoolProps,
  UserVerificationType,
} from '../lib';
import { cognitoClient, signIn, signUp } from '../scripts/users.mjs';
import { DeployedStack, renderStack } from '../test/support/deployed-stack';
import { POOL } from '../test/support/pool-props';

const password = 'Correct-horse-7';
const folder = mkdtempSync(join(tmpdir(), 'upgrades-'));

const aws = inject('aws');
let users: ReturnType<typeof cognitoClient>;

beforeAll(async () => {
  vi.stubEnv('CI', '');
  users = cognitoClient(aws);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** The outputs of a stack with a pool, by which its users sign in. */
function output(stack: Stack, userPoolId: string, clientId: string): void {
  new CfnOutput(stack, 'UserPoolId', { value: userPoolId });
  new CfnOutput(stack, 'ClientId', { value: clientId });
}
const userOf = ({ UserPoolId, ClientId }: Record<string, string>) => ({
  userPoolId: UserPoolId!,
  clientId: ClientId!,
  email: 'ana@example.com',
  password,
});

/** Deploys templates over each other: the user of the first signs in after each, but for those that shut users out. */
async function upgrade(name: string, [first, ...others]: string[], shutOut?: string): Promise<void> {
  const stack = new DeployedStack(name, aws);
  const outputs = await stack.deploy(first!);
  await signUp(users, userOf(outputs));
  for (const template of others) {
    expect(await stack.deploy(template)).toEqual(outputs);
    if (template !== shutOut) expect((await signIn(users, userOf(outputs))).accessToken).toBeTruthy();
  }
}

/** Resources that the local AWS does not know. */
const UNKNOWN: Readonly<Record<string, string>> = {
  identityProviders: 'AWS::Cognito::UserPoolIdentityProvider',
  threatProtection: 'AWS::Cognito::UserPoolRiskConfigurationAttachment',
  logDelivery: 'AWS::Cognito::LogDeliveryConfiguration',
  firewall: 'AWS::WAFv2::WebACLAssociation',
};
/** With these, the user of this test does not get in: the functions answer nothing that Cognito takes. */
const SHUTS_OUT = ['hooks'];

describe('a prop comes and goes:', () => {
  const rendered = (prop: keyof typeof POOL) => {
    const name = `Off${prop}`;
    const lockFile = join(folder, `${name}.json`);
    const render = (props: (stack: Stack) => UserAuthPoolProps) =>
      renderStack(name, (stack) => {
        const pool = new UserAuthPool(stack, 'Pool', { ...props(stack), lockFile });
        output(stack, pool.userPoolId, pool.userPoolClientId);
      });
    return { name, never: render(() => ({})), on: render(POOL[prop]!), off: render(() => ({})) };
  };
  const props = Object.keys(POOL) as (keyof typeof POOL)[];

  it.each(props.filter((prop) => !(prop in UNKNOWN)))('%s', async (prop) => {
    const { name, never, on, off } = rendered(prop);
    await upgrade(name, [never, on, off], SHUTS_OUT.includes(prop) ? on : undefined);
  });

  it.each(Object.entries(UNKNOWN))('%s cannot be deployed here, for want of %s', async (prop, type) => {
    const { name, on } = rendered(prop as keyof typeof POOL);
    await expect(new DeployedStack(name, aws).deploy(on)).rejects.toThrow(`Unrecognized resource types: [${type}]`);
  });
});

it('changes that are safe, one after the other', async () => {
  const changes: ((stack: Stack, pool: UserAuthPool) => void)[] = [
    (_, pool) => pool.addGroup('editors', { description: 'before' }),
    (_, pool) => pool.addClient('Mobile', { allowPasswordSignIn: true }),
    (_, pool) => pool.addResourceServer('reports', { scopes: [{ scopeName: 'read' }] }),
    (stack) => Tags.of(stack).add('team', 'users'),
  ];
  const props: UserAuthPoolProps[] = [
    {},
    { schema: [AttributeSchema.customString('plan')] },
    { schema: [AttributeSchema.customString('plan'), AttributeSchema.customNumber('seats', { max: 9 })] },
    { passwordPolicy: { minimumLength: 20 } },
    { client: { allowPasswordSignIn: true, accessTokenValidity: Duration.minutes(5) } },
    { featurePlan: cognito.FeaturePlan.LITE, hostedUi: HostedUi.cognitoDomain({ domainPrefix: 'safe' }) },
  ];
  const lockFile = join(folder, 'safe.json');
  const render = (given: UserAuthPoolProps[], made: typeof changes) =>
    renderStack('Safe', (stack) => {
      const pool = new UserAuthPool(stack, 'Pool', Object.assign({ lockFile }, ...given) as UserAuthPoolProps);
      for (const change of made) change(stack, pool);
      output(stack, pool.userPoolId, pool.userPoolClientId);
    });
  const templates = [
    ...props.map((_, index) => render(props.slice(0, index + 1), [])),
    ...changes.map((_, index) => render(props, changes.slice(0, index + 1))),
  ];
  expect(new Set(templates).size).toBe(props.length + changes.length);
  await upgrade('Safe', templates);
});

it('a pool of the CDK moves in as it is, and gets the defaults of this library one at a time', async () => {
  const old = renderStack('FromCdk', (stack) => {
    const pool = new cognito.UserPool(stack, 'Users', { signInAliases: { email: true }, selfSignUpEnabled: true });
    const client = pool.addClient('Client', { authFlows: { userSrp: true, userPassword: true } });
    output(stack, pool.userPoolId, client.userPoolClientId);
  });
  const file = join(folder, 'from-cdk.template.json');
  writeFileSync(file, old);
  const kept: UserAuthPoolProps[] = [
    { passwordPolicy: { minimumLength: 8 } },
    { mfaConfiguration: { status: MfaStatus.OFF } },
    { accountRecovery: cognito.AccountRecovery.PHONE_WITHOUT_MFA_AND_EMAIL },
    { deletionProtection: false },
    { userVerificationType: UserVerificationType.NONE },
    { client: { allowPasswordSignIn: true } },
  ];
  const templates = kept
    .map((_, index) => kept.slice(index))
    .concat([[]])
    .map((props) =>
      renderStack('FromCdk', (stack) => {
        const existing = ExistingUserPool.fromTemplate(file, 'Users0A0EEA89');
        const pool = new UserAuthPool(stack, 'Users', Object.assign({ existing }, ...props) as UserAuthPoolProps);
        output(stack, pool.userPoolId, pool.userPoolClientId);
      }),
    );
  expect(new Set(templates).size).toBe(kept.length + 1);
  await upgrade('FromCdk', [old, ...templates]);
});
