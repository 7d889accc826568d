import { expect, it } from 'vitest';
import { UserAuthPool } from '../../lib';
import { nameOf } from '../../lib/template/names';
import { newStack } from '../support/synth';

it('a construct is called by the path that the user knows', () => {
  const stack = newStack('S');
  const pool = new UserAuthPool(stack, 'Pool');
  expect(nameOf(pool.cfnUserPool)).toBe('S/Pool');
  expect(nameOf(pool.client.cfnUserPoolClient)).toBe('S/Pool/Client');
  expect(nameOf(stack)).toBe('S');
});
