import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { HostedUi, UserAuthClient, UserAuthMachineClient, UserAuthPool } from '../../lib';
import { messageOf, newStack, templateOf } from '../support/synth';
import { CLIENT, resourceOf } from './support';

const ENV = { region: 'eu-west-1', account: '111111111111' };

const make = (kind: string): UserAuthClient | UserAuthMachineClient => {
  const pool = new UserAuthPool(newStack('S', { env: ENV }), 'Pool', { hostedUi: HostedUi.cognitoDomain() });
  if (kind === 'client') return pool.addClient('C');
  if (kind === 'server client') return pool.addServerClient('C');
  const server = pool.addResourceServer('api', { scopes: [{ scopeName: 'read' }] });
  return pool.addMachineClient('C', { scopes: [server.scope('read')] });
};

describe.each([
  ['client', false],
  ['server client', true],
  ['machine client', true],
])('a %s', (kind, hasSecret) => {
  it('can be had as each construct that it is', () => {
    const client = make(kind);
    expect(client.userPoolClient).toBeInstanceOf(cognito.UserPoolClient);
    expect(client.cfnUserPoolClient).toBe(client.userPoolClient.node.defaultChild);
    expect(client.node.defaultChild).toBe(client.cfnUserPoolClient);
    expect(client.userPoolClientId).toBe(client.userPoolClient.userPoolClientId);
    expect(client.env).toMatchObject(ENV);
  });

  it('is a reference for other constructs of the CDK', () => {
    const client = make(kind);
    const { clientId, userPoolId } = client.userPoolClientRef;
    const { stack } = client.cfnUserPoolClient;
    expect(stack.resolve([clientId, userPoolId])).toEqual([
      { Ref: stack.resolve(client.cfnUserPoolClient.logicalId) },
      { Ref: 'PoolD3F588B8' },
    ]);
  });

  it('shows in the template what is set on its resource, or written over it', () => {
    const client = make(kind);
    const { stack } = client.cfnUserPoolClient;
    client.cfnUserPoolClient.clientName = 'mine';
    client.cfnUserPoolClient.addPropertyOverride('AuthSessionValidity', 5);
    expect(resourceOf(stack, client).Properties).toMatchObject({ ClientName: 'mine', AuthSessionValidity: 5 });
  });

  it(hasSecret ? 'has a secret' : 'has no secret, and says so to who asks for it', () => {
    const client = make(kind);
    expect(client.hasClientSecret).toBe(hasSecret);
    expect(resourceOf(client.cfnUserPoolClient.stack, client).Properties.GenerateSecret).toBe(
      hasSecret ? true : undefined,
    );
    if (hasSecret) {
      expect(client.clientSecret.node.scope).toBe(client);
    } else {
      expect(messageOf(() => client.clientSecret)).toBe(
        'S/Pool/C is a public client, which has no secret. Use addServerClient for an application that can keep one.',
      );
    }
  });

  it('tells nobody whether a user exists, and lets tokens be revoked', () => {
    const client = make(kind);
    expect(resourceOf(client.cfnUserPoolClient.stack, client).Properties).toMatchObject({
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
    });
  });
});

it('keeps logical ids, of which a change would be other clients', () => {
  const stack = newStack();
  const pool = new UserAuthPool(stack, 'Pool', { hostedUi: HostedUi.cognitoDomain() });
  const server = pool.addResourceServer('api', { scopes: [{ scopeName: 'read' }] });
  pool.addClient('Web');
  pool.addServerClient('Server');
  pool.addMachineClient('Machine', { scopes: [server.scope('read')] });
  expect(Object.keys(templateOf(stack).findResources(CLIENT))).toEqual([
    'PoolClient8A3E5EB7',
    'PoolWeb224A1DFF',
    'PoolServer135248C2',
    'PoolMachine75D22E2D',
  ]);
});
