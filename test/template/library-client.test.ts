import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { expect, it } from 'vitest';
import { UserAuthPool } from '../../lib';
import { isLibraryClient } from '../../lib/template/library-client';
import { newStack } from '../support/synth';

it('recognizes the app clients of this library, and no other constructs', () => {
  const stack = newStack();
  const pool = new UserAuthPool(stack, 'Pool');
  const clients = [
    pool.client,
    pool.addServerClient('Server'),
    pool.addMachineClient('Job', { scopes: [scopeOf(pool)] }),
  ];
  expect(clients.map(isLibraryClient)).toEqual([true, true, true]);
  const imported = cognito.UserPoolClient.fromUserPoolClientId(stack, 'Imported', 'abc');
  const others = [pool, pool.client.userPoolClient, pool.client.cfnUserPoolClient, imported];
  expect(others.map(isLibraryClient)).toEqual([false, false, false, false]);
  for (const member of ['_userPool', 'hasClientSecret']) {
    expect(isLibraryClient(Object.assign(new Construct(stack, member), { [member]: pool }))).toBe(false);
  }
});

const scopeOf = (pool: UserAuthPool) =>
  pool.addResourceServer('api', { scopes: [{ scopeName: 'read' }] }).scope('read');
