import { NestedStack, Stack, Stage } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { constructIdOf, freeConstructId } from '../../lib/adopt/construct-id';
import { newApp, newStack } from '../support/synth';

/** The logical ID that the CDK gives to a client of its own pool. */
function logicalIdOf(scope: Construct, poolId: string, id: string): string {
  const pool = new cognito.UserPool(scope, poolId);
  const client = pool.addClient(id).node.defaultChild as cognito.CfnUserPoolClient;
  return Stack.of(scope).getLogicalId(client);
}
const SCOPES: [string, () => Construct][] = [
  ['a stack', () => newStack('S')],
  ['a construct', () => new Construct(new Construct(newStack('S'), 'Outer-1'), 'Inner')],
  ['a stack in a stage', () => new Stack(new Stage(newApp(), 'Prod'), 'S')],
  ['a nested stack', () => new NestedStack(newStack('S'), 'Nested')],
];

describe('the construct ID behind a logical ID', () => {
  it.each(SCOPES)('of a pool in %s', (_, scope) => {
    const id = logicalIdOf(scope(), 'Users', 'Web');
    expect(constructIdOf(id, new Construct(scope(), 'Users'))).toBe('Web');
  });

  it.each<[string, string, string]>([
    ['a pool with another construct ID', 'People', logicalIdOf(newStack('S'), 'Users', 'Web')],
    ['a pool whose ID only starts the same', 'User', logicalIdOf(newStack('S'), 'Users', 'Web')],
    ['a construct ID with other characters', 'Users', logicalIdOf(newStack('S'), 'Users', 'my-web')],
    ['a logical ID that somebody wrote', 'Users', 'WebClient'],
    ['one that looks like one of the CDK', 'Users', 'UsersWeb01234567'],
    ['the pool itself', 'Users', 'Users0A0EEA89'],
  ])('is none for %s', (_, poolId, logicalId) => {
    expect(constructIdOf(logicalId, new Construct(newStack('S'), poolId))).toBeUndefined();
  });

  it('is none if the pool has it', () => {
    const id = logicalIdOf(newStack('S'), 'Users', 'Web');
    const pool = new Construct(newStack('S'), 'Users');
    new Construct(pool, 'Web');
    expect(constructIdOf(id, pool)).toBeUndefined();
  });
});

it('a free construct ID is the logical ID, or like it', () => {
  const pool = new Construct(newStack('S'), 'Users');
  expect(freeConstructId('Client', pool)).toBe('Client');
  new Construct(pool, 'Client');
  expect(freeConstructId('Client', pool)).toBe('OldClient');
  new Construct(pool, 'OldClient');
  expect(freeConstructId('Client', pool)).toBe('OldOldClient');
});
