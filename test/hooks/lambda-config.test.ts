import { Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { UserAuthPool, UserPoolHook } from '../../lib';
import { LambdaConfig } from '../../lib/hooks/lambda-config';
import { newApp, newFunction, newStack, only, templateOf } from '../support/synth';

const { CUSTOM_EMAIL_SENDER, CUSTOM_SMS_SENDER, INBOUND_FEDERATION } = UserPoolHook;
const ARN = 'arn:aws:lambda:eu-west-1:111111111111:function:mine';
const configOf = (stack: Stack) => only(templateOf(stack), 'AWS::Cognito::UserPool').properties.LambdaConfig;

const setUp = () => {
  const stack = newStack('S');
  const userPool = new cognito.UserPool(stack, 'Pool');
  return { stack, userPool, config: new LambdaConfig(userPool.node.defaultChild as cognito.CfnUserPool) };
};

it('is beside the hooks of the CDK, whenever those are added', () => {
  const { stack, userPool, config } = setUp();
  userPool.addTrigger(cognito.UserPoolOperation.PRE_SIGN_UP, newFunction(stack, 'First'));
  config.set({ preTokenGeneration: ARN });
  userPool.addTrigger(cognito.UserPoolOperation.CUSTOM_MESSAGE, newFunction(stack, 'Second'));
  expect(Object.keys(config.ofCdk)).toEqual(['preSignUp', 'customMessage']);
  expect(configOf(stack)).toMatchObject({ PreSignUp: {}, CustomMessage: {}, PreTokenGeneration: ARN });
});

it('can be replaced and removed', () => {
  const { stack, config } = setUp();
  config.set({ preTokenGeneration: ARN, postAuthentication: ARN });
  config.set({ preTokenGeneration: undefined });
  expect(configOf(stack)).toEqual({ PostAuthentication: ARN });
});

it('is none for a pool without hooks', () => {
  const { stack, config } = setUp();
  expect(config.ofCdk).toEqual({});
  expect(configOf(stack)).toBeUndefined();
});

it('refers to functions in other stacks', () => {
  const app = newApp();
  const [users, code] = [new Stack(app, 'Users'), new Stack(app, 'Code')];
  const pool = new UserAuthPool(users, 'Pool', { hooks: { preSignUp: newFunction(code, 'SignUp') } });
  pool.addHook(INBOUND_FEDERATION, newFunction(code, 'Federation'));
  expect(JSON.stringify(configOf(users)).match(/Fn::ImportValue/g)).toHaveLength(2);
});

describe.each([CUSTOM_EMAIL_SENDER, CUSTOM_SMS_SENDER, INBOUND_FEDERATION])('the hook %s', (hook) => {
  const name = { [CUSTOM_SMS_SENDER]: 'CustomSMSSender' }[hook as string] ?? hook[0]!.toUpperCase() + hook.slice(1);

  it.each<[string, string, unknown]>([
    ['another hook', 'LambdaConfig.PreSignUp', ARN],
    ['another hook, as an object', 'LambdaConfig', { PreSignUp: ARN }],
  ])('leaves an override of %s as it is, and stays', (_, path, value) => {
    for (const isFirst of [true, false]) {
      const stack = newStack('S');
      const pool = new UserAuthPool(stack, 'Pool');
      if (isFirst) pool.cfnUserPool.addPropertyOverride(path, value);
      pool.addHook(hook, newFunction(stack, 'Fn'));
      if (!isFirst) pool.cfnUserPool.addPropertyOverride(path, value);
      const fn = { 'Fn::GetAtt': ['Fn9270CBC0', 'Arn'] };
      expect(configOf(stack)).toMatchObject({ PreSignUp: ARN, [name]: { LambdaArn: fn, LambdaVersion: 'V1_0' } });
    }
  });

  it('leaves an override of its own function as it is', () => {
    const stack = newStack('S');
    const pool = new UserAuthPool(stack, 'Pool', {
      overrides: { userPool: { [`LambdaConfig.${name}.LambdaArn`]: ARN } },
    });
    pool.addHook(hook, newFunction(stack, 'Fn'));
    expect(configOf(stack)).toMatchObject({ [name]: { LambdaArn: ARN, LambdaVersion: 'V1_0' } });
  });
});
