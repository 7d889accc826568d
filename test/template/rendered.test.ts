import { CfnCondition, CfnResource, Lazy, NestedStack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { conditionOf, isConditional, isPlain, rendered } from '../../lib/template/rendered';
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
  const stack = newStack();
  const condition = new CfnCondition(stack, 'If');
  const [plain, given, written, deleted] = ['Plain', 'Given', 'Written', 'Deleted'].map(
    (id) => new cognito.CfnUserPool(stack, id),
  );
  given!.cfnOptions.condition = condition;
  deleted!.cfnOptions.condition = condition;
  deleted!.addDeletionOverride('Condition');
  written!.addOverride('Condition', 'If');
  const found = [plain, given, written, deleted].map((each) => stack.resolve(conditionOf(each!)) as unknown);
  expect(found).toEqual([undefined, 'If', 'If', undefined]);
});

it('a resource may be left out with a nested stack that it is in', () => {
  const stack = newStack();
  const [always, sometimes] = ['Always', 'Sometimes'].map((id) => new NestedStack(stack, id));
  (sometimes!.nestedStackResource as CfnResource).cfnOptions.condition = new CfnCondition(stack, 'If');
  const found = [always, sometimes].map((each) => isConditional(new cognito.CfnUserPool(each!, 'Pool')));
  expect(found).toEqual([false, true]);
});

it('a resource is plain unless something is written over it, or its class may render something else', () => {
  class Own extends cognito.CfnUserPool {}
  const [plain, overridden] = [newPool(), newPool()];
  overridden.addOverride('DependsOn', []);
  const patched = Object.assign(newPool(), { renderProperties: () => ({}) });
  const generic = new CfnResource(newStack(), 'R', { type: 'AWS::Cognito::UserPool' });
  const all = [plain, overridden, new Own(newStack(), 'Own'), patched, generic];
  expect(all.map(isPlain)).toEqual([true, false, false, false, false]);
});
