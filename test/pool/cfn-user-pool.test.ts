import { expect, it } from 'vitest';
import { UserAuthPool } from '../../lib';
import { cfnUserPoolOf } from '../../lib/pool/cfn-user-pool';
import { newStack } from '../support/synth';

it('is the resource of a pool of this app, and none of an imported one', () => {
  const stack = newStack();
  const pool = new UserAuthPool(stack, 'Pool');
  const imported = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Imported', { userPoolId: 'eu-west-1_Ab12Cd34E' });
  expect(cfnUserPoolOf(pool)).toBe(pool.cfnUserPool);
  expect(cfnUserPoolOf(imported)).toBeUndefined();
});
