import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { HostedUi, UserAuthClient, UserAuthPool, UserPoolHook } from '../../lib';
import { offering } from '../../lib/client/offer';
import { newFunction, newStack } from '../support/synth';

describe('what a pool offers its clients', () => {
  it('is nothing, of a pool that is not of this library', () => {
    const stack = newStack();
    expect(offering(new cognito.UserPool(stack, 'L2'))).toBeUndefined();
    const imported = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Imported', { userPoolId: 'us-east-1_Ab12Cd34E' });
    expect(offering(imported)).toBeUndefined();
  });

  it('is what the pool has when it is asked', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool', { passwordless: { emailCode: true } });
    const ask = () => offering(pool)?._offer();
    expect(ask()).toMatchObject({ choice: true, custom: false, providers: [], hasDomain: false });
    pool.addHook(UserPoolHook.DEFINE_AUTH_CHALLENGE, newFunction(stack, 'Define'));
    pool.userPool.addDomain('Domain', { cognitoDomain: { domainPrefix: 'mine' } });
    expect(ask()).toMatchObject({ custom: true, hasDomain: true });
    expect(ask()?.managedLogin).toBeUndefined();
  });

  it('says which pages it has', () => {
    const pool = new UserAuthPool(newStack(), 'Pool', { hostedUi: HostedUi.cognitoDomain() });
    expect(offering(pool)?._offer()).toMatchObject({ hasDomain: true, managedLogin: true });
  });
});

it('a client that is made by itself joins the pool as one of addClient does', () => {
  const stack = newStack();
  const pool = new UserAuthPool(stack, 'Pool');
  const client = new UserAuthClient(stack, 'Mine', { userPool: pool });
  expect(pool.userPoolClients).toContain(client.userPoolClient);
});
