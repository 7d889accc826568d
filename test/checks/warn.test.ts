import { Annotations, Stack } from 'aws-cdk-lib';
import { Match, Annotations as Messages } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { UserAuthPool, UserAuthPoolProps, UserVerificationType } from '../../lib';
import { useLockFile } from '../support/lock-file';
import { newStack, warningsOf } from '../support/synth';

const lock = useLockFile();

const infosOf = (stack: Stack) =>
  Messages.fromStack(stack)
    .findInfo('*', Match.anyValue())
    .map(({ entry }) => entry.data as string);

const TEXTS: [string, string, () => UserAuthPoolProps, (stack: Stack) => string[], 'Warning' | 'Info'][] = [
  [
    'a warning',
    'signUpNeverConfirmed',
    () => ({ userVerificationType: UserVerificationType.NONE }),
    warningsOf,
    'Warning',
  ],
  ['the plan that a pool needs', 'neededPlan', () => ({ passwordPolicy: { passwordHistorySize: 5 } }), infosOf, 'Info'],
  ['that a pool is new', 'newPool', () => ({ lockFile: lock.path }), infosOf, 'Info'],
];

describe.each(TEXTS)('%s', (_, name, newProps, textsOf, kind) => {
  const ID = `cdk-user-auth-pool:UserAuthPool.${name}`;
  const make = () => {
    const stack = newStack();
    return { stack, pool: new UserAuthPool(stack, 'Pool', newProps()) };
  };

  it('has an id that names the library and the construct', () => {
    expect(textsOf(make().stack)).toEqual([expect.stringContaining(`[ack: ${ID}]`)]);
  });

  it.each(['pool', 'stack'] as const)('is silent once the id is acknowledged at the %s', (where) => {
    const made = make();
    Annotations.of(made[where])[`acknowledge${kind}`](ID);
    expect(textsOf(made.stack)).toEqual([]);
  });
});
