import { Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { expect, it } from 'vitest';
import { allowPool, disallowPool, restrictToAccount } from '../../lib/hooks/hook-permission';
import { newApp, newFunction, only, templateOf } from '../support/synth';

const PERMISSION = 'AWS::Lambda::Permission';

/** A pool and a function in their stack, which is of one name so that logical ids can be compared. */
const setUp = () => {
  const stack = new Stack(newApp(), 'S');
  const userPool = new cognito.UserPool(stack, 'Pool');
  const pool = { userPool, cfnUserPool: userPool.node.defaultChild as cognito.CfnUserPool };
  return { stack, pool, fn: newFunction(stack, 'Fn') };
};

it('a permission is that of the CDK, under its logical id, and names the account', () => {
  const { stack, pool, fn } = setUp();
  allowPool(pool, 'PreSignUp', fn);
  const own = setUp();
  own.pool.userPool.addTrigger(cognito.UserPoolOperation.PRE_SIGN_UP, own.fn);
  restrictToAccount(own.pool, 'PreSignUp', own.fn);
  const made = only(templateOf(stack), PERMISSION);
  expect(made).toEqual(only(templateOf(own.stack), PERMISSION));
  expect(made.properties.SourceAccount).toEqual({ Ref: 'AWS::AccountId' });
});

it('a permission can be removed', () => {
  const { stack, pool, fn } = setUp();
  disallowPool(pool, 'PreSignUp');
  allowPool(pool, 'PreSignUp', fn);
  disallowPool(pool, 'PreSignUp');
  templateOf(stack).resourceCountIs(PERMISSION, 0);
});
