import { Aws, CfnCondition, Fn, NestedStack, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { UserAuthClient, UserAuthPool } from '../../lib';
import { unavailabilityFor } from '../../lib/client/provider-availability';
import { stageOf, TemplateIndex } from '../../lib/template/template-index';
import { newApp, templateOf } from '../support/synth';

/** A pool in one stack, and a client and a provider wherever they are. */
function setUp(placeOf: (users: Stack) => { client: Construct; provider: Construct }) {
  const users = new Stack(newApp(), 'Users');
  const pool = new UserAuthPool(users, 'Pool', { defaultClient: false });
  const place = placeOf(users);
  const client = new UserAuthClient(place.client, 'Client', { userPool: pool });
  const provider = new cognito.CfnUserPoolIdentityProvider(place.provider, 'Google', {
    userPoolId: pool.userPoolId,
    providerName: 'Google',
    providerType: 'Google',
    providerDetails: {},
  });
  const unavailability = () => {
    const index = new TemplateIndex(stageOf(pool));
    return unavailabilityFor(index, client)(index.resource(provider));
  };
  return { users, pool, client, provider, unavailability };
}
const stackBeside = (users: Stack, id: string) => new Stack(users.node.scope, id);

const beside = (users: Stack) => ({ client: users, provider: users });
const besidePool = (users: Stack) => ({ client: stackBeside(users, 'Web'), provider: users });
const inOther = (users: Stack) => ({ client: users, provider: stackBeside(users, 'Providers') });
const inThird = (users: Stack) => ({ client: stackBeside(users, 'Web'), provider: stackBeside(users, 'Providers') });
const aroundClient = (users: Stack) => ({ client: new NestedStack(users, 'Web'), provider: users });

it.each([
  ['beside the client and the pool', beside],
  ['beside the pool, for a client in another stack', besidePool],
  ['beside the pool, for a client in a nested stack', aroundClient],
])('a provider is available %s', (_, placeOf) => {
  expect(setUp(placeOf).unavailability()).toBeUndefined();
});

describe('a provider in another stack than the pool', () => {
  it('may be deployed later than a client beside the pool, which cannot wait for it', () => {
    const { users, client, provider, unavailability } = setUp(inOther);
    expect(unavailability()).toMatchObject({ remedy: 'create it in the stack of the pool' });
    client.node.addDependency(provider);
    expect(() => templateOf(users)).toThrow(/cyclic reference/);
  });

  it('may be deployed later than a client elsewhere, unless that waits for it', () => {
    const { client, provider, unavailability } = setUp(inThird);
    expect(unavailability()).toEqual({
      reason: 'it is in another stack, which may be deployed later',
      remedy: 'make the client wait for it: client.node.addDependency(provider)',
    });
    client.node.addDependency(provider);
    expect(unavailability()).toBeUndefined();
    expect(() => templateOf(Stack.of(client))).not.toThrow();
  });

  it('is available where the stack of the client waits for that of the provider', () => {
    const { client, provider, unavailability } = setUp(inThird);
    Stack.of(client).addDependency(Stack.of(provider));
    expect(unavailability()).toBeUndefined();
  });
});

describe('a condition', () => {
  const restrict = (provider: cognito.CfnUserPoolIdentityProvider) => {
    const expression = Fn.conditionEquals(Aws.REGION, 'eu-west-1');
    provider.cfnOptions.condition = new CfnCondition(provider.stack, 'If', { expression });
  };

  it('holds in its own template only, so that waiting does not help', () => {
    const { client, provider, unavailability } = setUp(besidePool);
    restrict(provider);
    client.node.addDependency(provider);
    expect(unavailability()).toEqual({
      reason: 'it is created under a condition, in another stack than the client',
      remedy: 'create it without the condition or in the stack of the client',
    });
  });

  it('is repeated beside the provider', () => {
    const { provider, unavailability } = setUp(beside);
    restrict(provider);
    expect(unavailability()).toBeUndefined();
  });
});

describe('a provider that waits', () => {
  const WAITING = {
    reason: 'it waits for the client, directly or through other resources',
    remedy: 'remove that dependency',
  };

  it.each([
    ['the client', (parts: ReturnType<typeof setUp>) => parts.client],
    [
      'what waits for the client',
      ({ pool, client }: ReturnType<typeof setUp>) => {
        const group = pool.addGroup('editors');
        group.node.addDependency(client);
        return group;
      },
    ],
  ])('for %s is not available', (_, awaited) => {
    const parts = setUp(beside);
    parts.provider.node.addDependency(awaited(parts));
    expect(parts.unavailability()).toEqual(WAITING);
  });

  it('for something else in the nested stack of the client is not available', () => {
    const { client, provider, unavailability } = setUp(aroundClient);
    provider.node.addDependency(new cognito.CfnUserPool(Stack.of(client), 'Other'));
    expect(unavailability()).toEqual(WAITING);
  });

  it('for something else beside the client is available', () => {
    const { users, provider, unavailability } = setUp(beside);
    provider.node.addDependency(new cognito.CfnUserPool(users, 'Other'));
    expect(unavailability()).toBeUndefined();
  });
});
