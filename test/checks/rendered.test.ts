import { CfnResource, Lazy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { rendered } from '../../lib/checks/rendered';
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
