/*
 * examples/token-claims on a local AWS: sign-up by the schema and the password policy of the pool, and a hook whose
 * claims and scopes are in the token that a route then accepts or rejects.
 */
import { DescribeUserPoolCommand, DescribeUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { deploy, urlOf } from '../scripts/local-aws.mjs';
import { root } from '../scripts/setup.mjs';
import { cognitoClient, signUp, signUpAndIn } from '../scripts/users.mjs';

const app = join(root, 'examples', 'token-claims');
const password = 'correctHorse7Battery';

const aws = inject('aws');
let cognito: ReturnType<typeof cognitoClient>;
let pool: { userPoolId: string; clientId: string };
let url: string;

beforeAll(async () => {
  const { TokenClaims } = await deploy(app, aws.env);
  cognito = cognitoClient(aws);
  pool = { userPoolId: TokenClaims.UserPoolId, clientId: TokenClaims.UserPoolClientId };
  url = urlOf(aws, TokenClaims.ApiUrl, '/report');
});

const signInAs = (tenant: string) =>
  signUpAndIn(
    cognito,
    { ...pool, email: `ana@${tenant}.example.com`, password },
    { attributes: { 'custom:tenant': tenant } },
  );
const get = (token: string) => fetch(url, { headers: { authorization: `Bearer ${token}` } });
const payloadOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());

describe('sign-up', () => {
  it.each(['short7Aa', 'nouppercase7letter', 'NoDigitsInThisOne'])('rejects the password %s', async (weak) => {
    const user = { ...pool, email: 'weak@example.com', password: weak };
    await expect(signUp(cognito, user)).rejects.toThrow(/InvalidPassword|password/i);
  });

  it('knows the attributes of the schema', async () => {
    const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: pool.userPoolId }));
    expect(UserPool?.SchemaAttributes).toContainEqual(
      expect.objectContaining({
        Name: 'custom:tenant',
        AttributeDataType: 'String',
        Mutable: true,
        StringAttributeConstraints: { MinLength: '0', MaxLength: '20' },
      }),
    );
  });
});

// The local AWS does not enforce the list, and AWS does.
it('the app client cannot write the tenant, so nobody chooses one', async () => {
  const { userPoolId: UserPoolId, clientId: ClientId } = pool;
  const { UserPoolClient } = await cognito.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
  expect(UserPoolClient?.WriteAttributes).toContain('email');
  expect(UserPoolClient?.WriteAttributes).not.toContain('custom:tenant');
});

describe('a tenant that pays', () => {
  it('has claim and scope in the access token, and the route accepts it', async () => {
    const { accessToken } = await signInAs('acme');
    const { tenant, scope } = payloadOf(accessToken);
    expect(tenant).toBe('acme');
    expect(scope.split(' ')).toEqual(expect.arrayContaining(['aws.cognito.signin.user.admin', 'reports/read']));
    const response = await get(accessToken);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ tenant: 'acme' });
  });
});

describe('a tenant that does not pay', () => {
  it('has the claim but not the scope, and the route rejects it', async () => {
    const { accessToken } = await signInAs('other');
    expect(payloadOf(accessToken)).toMatchObject({
      tenant: 'other',
      scope: expect.not.stringContaining('reports/read'),
    });
    expect((await get(accessToken)).status).toBe(403);
  });
});

it('an ID token has no scopes, and the route rejects it', async () => {
  const { idToken } = await signInAs('third');
  expect((await get(idToken)).status).toBe(403);
});
