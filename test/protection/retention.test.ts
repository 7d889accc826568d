import { RemovalPolicies, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { UserAuthPool, UserAuthPoolProps, UserVerificationType } from '../../lib';
import { messageOf, newFunction, newStack, templateOf, warningsOf } from '../support/synth';

const make = (removalPolicy?: RemovalPolicy, props: UserAuthPoolProps = {}) => {
  const stack = newStack('S');
  new UserAuthPool(stack, 'Pool', {
    removalPolicy,
    userVerificationType: UserVerificationType.SMS,
    hooks: { customSmsSender: newFunction(stack, 'Fn') },
    ...props,
  });
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
  ])(
    '$policy is one switch for the pool, its SMS role and its key for custom senders',
    ({ policy, deletion, replacement, protection }) => {
      const template = make(policy);
      const together = { DeletionPolicy: deletion, UpdateReplacePolicy: replacement };
      template.hasResource('AWS::Cognito::UserPool', { ...together, Properties: { DeletionProtection: protection } });
      template.hasResource('AWS::IAM::Role', together);
      template.hasResource('AWS::KMS::Key', together);
    },
  );

  it('rejects SNAPSHOT', () => {
    expect(messageOf(() => make(RemovalPolicy.SNAPSHOT))).toBe(
      'S/Pool has 1 problem:\n  1. removalPolicy is "snapshot": CloudFormation rejects the stack, because user pools do not support snapshots. ' +
        'Use RemovalPolicy.RETAIN to keep the users, or RemovalPolicy.DESTROY to delete them with the stack.',
    );
  });
});

describe('deletionProtection', () => {
  const { RETAIN, RETAIN_ON_UPDATE_OR_DELETE, DESTROY } = RemovalPolicy;

  it.each([
    { policy: undefined, deletionProtection: true, protection: 'ACTIVE', deletion: 'Retain' },
    { policy: undefined, deletionProtection: false, protection: 'INACTIVE', deletion: 'Retain' },
    { policy: RETAIN, deletionProtection: false, protection: 'INACTIVE', deletion: 'Retain' },
    {
      policy: RETAIN_ON_UPDATE_OR_DELETE,
      deletionProtection: false,
      protection: 'INACTIVE',
      deletion: 'RetainExceptOnCreate',
    },
    { policy: DESTROY, deletionProtection: undefined, protection: 'INACTIVE', deletion: 'Delete' },
    { policy: DESTROY, deletionProtection: false, protection: 'INACTIVE', deletion: 'Delete' },
  ])('$deletionProtection with $policy is $protection', ({ policy, deletionProtection, protection, deletion }) => {
    make(policy, { deletionProtection }).hasResource('AWS::Cognito::UserPool', {
      DeletionPolicy: deletion,
      Properties: { DeletionProtection: protection },
    });
  });

  it('is rejected for a pool that goes with its stack', () => {
    expect(messageOf(() => make(DESTROY, { deletionProtection: true }))).toBe(
      'S/Pool has 1 problem:\n  1. deletionProtection is true, with removalPolicy DESTROY: Cognito refuses to delete the pool, so the deletion of the stack fails. ' +
        'Omit one of the two.',
    );
  });

  it.each<[string, (pool: UserAuthPool, stack: Stack) => void, number]>([
    ['stays', (_, stack) => RemovalPolicies.of(stack).destroy(), 1],
    [
      'is off',
      (pool, stack) => {
        RemovalPolicies.of(stack).destroy();
        pool.cfnUserPool.addPropertyOverride('DeletionProtection', 'INACTIVE');
      },
      0,
    ],
    ['is on, and the pool stays', () => {}, 0],
  ])('that %s is a warning where an Aspect has the pool go with its stack', (_, change, count) => {
    const stack = newStack('S');
    change(new UserAuthPool(stack, 'Pool'), stack);
    const warnings = warningsOf(stack).filter((each) => each.includes('deletionProtectionPreventsRemoval'));
    expect(warnings).toHaveLength(count);
  });
});
