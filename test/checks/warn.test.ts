import { Annotations } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { UserAuthPool, UserVerificationType } from '../../lib';
import { newStack, warningsOf } from '../support/synth';

describe('a warning', () => {
  const ID = 'cdk-user-auth-pool:UserAuthPool.signUpNeverConfirmed';
  const make = () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool', { userVerificationType: UserVerificationType.NONE });
    return { stack, pool };
  };

  it('has an id that names the library and the construct', () => {
    expect(warningsOf(make().stack)).toEqual([expect.stringContaining(`[ack: ${ID}]`)]);
  });

  it.each(['pool', 'stack'] as const)('is silent once the id is acknowledged at the %s', (where) => {
    const made = make();
    Annotations.of(made[where]).acknowledgeWarning(ID);
    expect(warningsOf(made.stack)).toEqual([]);
  });
});
