import { Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { expect, it } from 'vitest';
import { allowPool, disallowPool, restrictToAccount } from '../../lib/hooks/hook-permission';
import { newApp, newFunction, only, templateOf } from '../support/synth';

const PERMISSION = 'AWS::Lambda::Permission';

/** A pool and a function in their stack, which is of one name so that logical ids can be compared. */
const setUp = () => {
  const stack = new Stack(newApp(), 'S');
  return { stack, userPool: new cognito.UserPool(stack, 'Pool'), fn: newFunction(stack, 'Fn') };
};

it('a permission is that of the CDK, under its logical id, and names the account', () => {
  const { stack, userPool, fn } = setUp();
  allowPool(userPool, 'preSignUp', fn);
  const own = setUp();
  own.userPool.addTrigger(cognito.UserPoolOperation.PRE_SIGN_UP, own.fn);
  restrictToAccount(own.userPool, 'preSignUp', own.fn);
  const made = only(templateOf(stack), PERMISSION);
  expect(made).toEqual(only(templateOf(own.stack), PERMISSION));
  expect(made.properties.SourceAccount).toEqual({ Ref: 'AWS::AccountId' });
});

it('a permission can be removed', () => {
  const { stack, userPool, fn } = setUp();
  disallowPool(userPool, 'preSignUp');
  allowPool(userPool, 'preSignUp', fn);
  disallowPool(userPool, 'preSignUp');
  templateOf(stack).resourceCountIs(PERMISSION, 0);
});
