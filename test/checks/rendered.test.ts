import { CfnCondition, CfnResource, Lazy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { isConditional, isPlain, rendered } from '../../lib/checks/rendered';
import { newStack } from '../support/synth';

const newPool = () => new cognito.CfnUserPool(newStack(), 'Pool', { userPoolName: 'before' });

describe('the properties of a resource', () => {
  it('are those of the template, by the names of CloudFormation', () => {
    expect(rendered(newPool())).toEqual({ UserPoolName: 'before' });
  });

  it('show what was set later, and what was written over it', () => {
    const pool = newPool();
    pool.userPoolName = 'after';
    pool.mfaConfiguration = Lazy.string({ produce: () => 'OFF' });
    pool.addPropertyOverride('Policies.PasswordPolicy.MinimumLength', 20);
    expect(rendered(pool)).toEqual({
      UserPoolName: 'after',
      MfaConfiguration: 'OFF',
      Policies: { PasswordPolicy: { MinimumLength: 20 } },
    });
    pool.addPropertyDeletionOverride('UserPoolName');
    expect(rendered(pool)).not.toHaveProperty('UserPoolName');
  });

  it('are none where there are none', () => {
    expect(rendered(new CfnResource(newStack(), 'R', { type: 'AWS::SNS::Topic' }))).toEqual({});
  });
});

it('a resource may be left out where it has a condition, by whatever way', () => {
  const [plain, given, written] = ['Plain', 'Given', 'Written'].map((id) => new cognito.CfnUserPool(newStack(), id));
  given!.cfnOptions.condition = new CfnCondition(given!.stack, 'If');
  written!.addOverride('Condition', 'If');
  expect([plain, given, written].map((each) => isConditional(each!))).toEqual([false, true, true]);
});

it('a resource is plain unless something is written over it, or its class may render something else', () => {
  class Own extends cognito.CfnUserPool {}
  const [plain, overridden] = [newPool(), newPool()];
  overridden.addOverride('DependsOn', []);
  const generic = new CfnResource(newStack(), 'R', { type: 'AWS::Cognito::UserPool' });
  const all = [plain, overridden, new Own(newStack(), 'Own'), generic];
  expect(all.map(isPlain)).toEqual([true, false, false, false]);
});
