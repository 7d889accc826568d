import { Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { UserAuthPool, UserPoolHook } from '../../lib';
import { LambdaConfig } from '../../lib/hooks/lambda-config';
import { stageOf, TemplateIndex } from '../../lib/template/template-index';
import { refusalOf } from '../support/policies';
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

describe('a value of the template', () => {
  const PATH = ['InboundFederation', 'LambdaArn'];
  const federation = { LambdaArn: ARN, LambdaVersion: 'V1_0' };
  const either = (one: unknown, other: unknown) => ({ 'Fn::If': ['C', one, other] });
  const none = { Ref: 'AWS::NoValue' };

  it.each<[string, boolean, unknown]>([
    ['that is there', true, { InboundFederation: federation }],
    ['beside others', true, { InboundFederation: federation, PreSignUp: ARN }],
    [
      'in both branches of a condition',
      true,
      either({ InboundFederation: federation }, { InboundFederation: federation }),
    ],
    [
      'whose object is in both',
      true,
      { InboundFederation: either(federation, { ...federation, LambdaVersion: 'V2_0' }) },
    ],
    ['that is itself in both', true, { InboundFederation: { ...federation, LambdaArn: either(ARN, ARN) } }],
    ['that differs', false, { InboundFederation: { ...federation, LambdaArn: `${ARN}:1` } }],
    ['that is not there', false, { PreSignUp: ARN }],
    ['without a config', false, none],
    ['in one branch only', false, either({ InboundFederation: federation }, { PreSignUp: ARN })],
    ['whose object is in one only', false, { InboundFederation: either(federation, none) }],
    ['that is itself in one only', false, { InboundFederation: { ...federation, LambdaArn: either(none, ARN) } }],
    ['that only the deployment knows', false, { 'Fn::Transform': { Name: 'Mine' } }],
  ])('%s: %s', (_, expected, lambdaConfig) => {
    const { stack, userPool, config } = setUp();
    (userPool.node.defaultChild as cognito.CfnUserPool).addPropertyOverride('LambdaConfig', lambdaConfig);
    expect(config.has(new TemplateIndex(stageOf(stack)), PATH, ARN)).toBe(expected);
  });

  it('may be expected to be absent', () => {
    const { stack, config } = setUp();
    const index = new TemplateIndex(stageOf(stack));
    expect(config.has(index, ['PreTokenGeneration'], undefined)).toBe(true);
    config.set({ preTokenGeneration: ARN });
    expect(config.has(new TemplateIndex(stageOf(stack)), ['PreTokenGeneration'], undefined)).toBe(false);
  });
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

  it('does not replace an override of its own function in silence', () => {
    const stack = newStack('S');
    const pool = new UserAuthPool(stack, 'Pool', {
      overrides: { userPool: { [`LambdaConfig.${name}.LambdaArn`]: ARN } },
    });
    pool.addHook(hook, newFunction(stack, 'Fn'));
    expect(refusalOf(stack)).toContain(`LambdaConfig of the pool is overridden: its hook ${hook} is not S/Fn: `);
  });
});
