import { Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { UserAuthPool } from '../../lib';
import { newApp, newFunction, newStack, only, templateOf } from '../support/synth';
import { CLIENT } from './support';

const SECRET = 'AWS::SecretsManager::Secret';
const POLICY = 'AWS::IAM::Policy';

/** The paths of all places in a template that name the secret of a client. */
function placesOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return /ClientSecret/.test(String(value)) ? [path] : [];
  return Object.entries(value).flatMap(([key, inner]) => placesOf(inner, `${path}/${key}`));
}

describe('the secret of a client', () => {
  const stack = newStack();
  const pool = new UserAuthPool(stack, 'Pool');
  const client = pool.addServerClient('Server');
  const template = templateOf(stack);
  const id = Object.entries(template.findResources(CLIENT)).find(([, { Properties }]) => Properties.GenerateSecret)![0];

  it('comes to Secrets Manager from the attribute of the client', () => {
    expect(only(template, SECRET).properties).toMatchObject({ SecretString: { 'Fn::GetAtt': [id, 'ClientSecret'] } });
  });

  it('stands in no other place, and in no output', () => {
    expect(placesOf(template.toJSON())).toEqual([
      `/Resources/${only(template, SECRET).id}/Properties/SecretString/Fn::GetAtt/1`,
    ]);
    expect(template.toJSON()).not.toHaveProperty('Outputs');
  });

  it('needs no function, no custom resource and no role to get there', () => {
    const types = Object.values(template.toJSON().Resources).map((resource) => (resource as { Type: string }).Type);
    expect(types.sort()).toEqual(['AWS::Cognito::UserPool', CLIENT, CLIENT, SECRET]);
  });

  it('goes with the client, without which it opens nothing', () => {
    expect(only(template, SECRET)).toMatchObject({ DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
  });

  it('can be referred to', () => {
    expect(stack.resolve(client.clientSecret.secretArn)).toEqual({ Ref: only(template, SECRET).id });
  });
});

it('can be read by whom it is granted to', () => {
  const stack = newStack();
  const { clientSecret } = new UserAuthPool(stack, 'Pool').addServerClient('Server');
  clientSecret.grantRead(newFunction(stack, 'Fn'));
  const template = templateOf(stack);
  expect(only(template, POLICY).properties.PolicyDocument).toMatchObject({
    Statement: [
      {
        Action: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
        Resource: { Ref: only(template, SECRET).id },
      },
    ],
  });
});

it('crosses to another stack by its ARN only', () => {
  const app = newApp();
  const users = new Stack(app, 'Users');
  const code = new Stack(app, 'Code');
  const { clientSecret } = new UserAuthPool(users, 'Pool').addServerClient('Server');
  newFunction(code, 'Fn').addEnvironment('SECRET_ARN', clientSecret.secretArn);
  const { Outputs } = templateOf(users).toJSON();
  const values = Object.values(Outputs as object).map(({ Value }: { Value: unknown }) => Value);
  expect(values).toEqual([{ Ref: only(templateOf(users), SECRET).id }]);
});

it('is that of the default client, where this has one', () => {
  const stack = newStack();
  const pool = new UserAuthPool(stack, 'Pool', { client: { generateClientSecret: true } });
  expect(pool.clientSecret).toBe(pool.client.clientSecret);
  templateOf(stack).resourceCountIs(SECRET, 1);
});
