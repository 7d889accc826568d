import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { HostedUi, IdentityProvider, UserAuthClient, UserAuthPool, UserPoolHook } from '../../lib';
import { featuresOf } from '../../lib/client/pool-features';
import { TemplateIndex } from '../../lib/template/template-index';
import { newFunction, newStack } from '../support/synth';
import { newProvider } from './support';

describe('the features of a pool', () => {
  it('are not known of a pool that this library did not create', () => {
    const stack = newStack();
    expect(featuresOf(new cognito.UserPool(stack, 'L2'))).toBeUndefined();
    const imported = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Imported', { userPoolId: 'us-east-1_Ab12Cd34E' });
    expect(featuresOf(imported)).toBeUndefined();
  });

  it('are those that it has when they are read', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool', { passwordless: { emailCode: true } });
    const features = featuresOf(pool)!;
    const read = (index = new TemplateIndex(stack.node.root)) => ({
      hasCustomFlow: features.hasCustomFlow(index),
      providers: features.providers(index).map(({ name }) => name),
      attributes: features.attributes(index).custom,
    });
    expect(read()).toEqual({ hasCustomFlow: false, providers: [], attributes: [] });
    pool.addHook(UserPoolHook.DEFINE_AUTH_CHALLENGE, newFunction(stack, 'Define'));
    pool.addIdentityProvider(newProvider('Acme') satisfies IdentityProvider);
    pool.cfnUserPool.addPropertyOverride('Schema', [{ Name: 'plan' }]);
    expect(read()).toEqual({
      hasCustomFlow: true,
      providers: ['Acme'],
      attributes: ['custom:plan'],
    });
    expect(features.offersChoice).toBe(true);
  });

  it('include its hosted pages', () => {
    const withPages = new UserAuthPool(newStack(), 'Pool', { hostedUi: HostedUi.cognitoDomain() });
    const without = new UserAuthPool(newStack(), 'Pool');
    expect(featuresOf(withPages)).toMatchObject({ isManagedLogin: true });
    expect(featuresOf(without)).toMatchObject({ isManagedLogin: undefined });
  });
});

it('a client that is created by itself is added to the pool as one of addClient is', () => {
  const stack = newStack();
  const pool = new UserAuthPool(stack, 'Pool');
  const client = new UserAuthClient(stack, 'Mine', { userPool: pool });
  expect(pool.userPoolClients).toContain(client.userPoolClient);
});
