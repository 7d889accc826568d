import { RemovalPolicy } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { UserAuthPool, UserVerificationType } from '../../lib';
import { messageOf, newStack, templateOf } from '../support/synth';

const make = (removalPolicy?: RemovalPolicy) => {
  const stack = newStack('S');
  new UserAuthPool(stack, 'Pool', { removalPolicy, userVerificationType: UserVerificationType.SMS });
  return templateOf(stack);
};

describe('removalPolicy', () => {
  it.each([
    { policy: undefined, deletion: 'Retain', replacement: 'Retain', protection: 'ACTIVE' },
    { policy: RemovalPolicy.RETAIN, deletion: 'Retain', replacement: 'Retain', protection: 'ACTIVE' },
    {
      policy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      deletion: 'RetainExceptOnCreate',
      replacement: 'Retain',
      protection: 'ACTIVE',
    },
    { policy: RemovalPolicy.DESTROY, deletion: 'Delete', replacement: 'Delete', protection: 'INACTIVE' },
  ])('$policy is one switch for the pool and its SMS role', ({ policy, deletion, replacement, protection }) => {
    const template = make(policy);
    const together = { DeletionPolicy: deletion, UpdateReplacePolicy: replacement };
    template.hasResource('AWS::Cognito::UserPool', { ...together, Properties: { DeletionProtection: protection } });
    template.hasResource('AWS::IAM::Role', together);
  });

  it('refuses SNAPSHOT', () => {
    expect(messageOf(() => make(RemovalPolicy.SNAPSHOT))).toBe(
      'S/Pool has 1 problem:\n  1. removalPolicy is "snapshot": CloudFormation refuses the stack, since a user pool has no snapshots. ' +
        'Use RemovalPolicy.RETAIN to keep the users, or RemovalPolicy.DESTROY to delete them with the stack.',
    );
  });
});
