import { Aws, CfnCondition, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { UserAuthPool, UserPoolHook, UserPoolHooks } from '../../lib';
import { isCustomSender } from '../../lib/hooks/custom-senders';
import { refusalOf } from '../support/policies';
import { messageOf, newFunction, newStack, only, templateOf, warningsOf } from '../support/synth';

const KEY = 'AWS::KMS::Key';
const SENDERS = Object.values(UserPoolHook).filter(isCustomSender);

const make = (hooks: (stack: Stack) => UserPoolHooks) => {
  const stack = newStack('S');
  return { stack, pool: new UserAuthPool(stack, 'Pool', { hooks: hooks(stack) }) };
};
const configOf = (stack: Stack) => only(templateOf(stack), 'AWS::Cognito::UserPool').properties.LambdaConfig;

const ofPool = (stack: Stack) =>
  stack.resolve((stack.node.findChild('Pool') as UserAuthPool).customSenderKmsKey?.keyRef.keyArn) as unknown;

it('there are two custom senders', () => {
  expect(SENDERS).toEqual(['customEmailSender', 'customSmsSender']);
});

describe('customSenderKmsKey', () => {
  it('without a sender is a warning', () => {
    const warningsWith = (hooks: (stack: Stack) => UserPoolHooks) => {
      const stack = newStack('S');
      const customSenderKmsKey = new kms.Key(stack, 'Key');
      new UserAuthPool(stack, 'Pool', { customSenderKmsKey, hooks: hooks(stack) });
      return warningsOf(stack);
    };
    expect(warningsWith(() => ({}))).toEqual([
      expect.stringMatching(/no hook customEmailSender or customSmsSender.*UserAuthPool\.unusedCustomSenderKey/),
    ]);
    expect(warningsWith((stack) => ({ customSmsSender: newFunction(stack, 'F') }))).toEqual([]);
  });

  const decrypts = (stack: Stack, fn: lambda.Function, key: unknown) => ({
    PolicyDocument: { Statement: [{ Action: 'kms:Decrypt', Effect: 'Allow', Resource: key }], Version: '2012-10-17' },
    Roles: [stack.resolve(fn.role?.roleName)],
  });

  it.each(SENDERS)('is made for %s, rotates, outlives the stack, and only its function may decrypt with it', (hook) => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn');
    const pool = new UserAuthPool(stack, 'Pool', { hooks: { [hook]: fn } });
    const template = templateOf(stack);
    template.hasResource(KEY, {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: { EnableKeyRotation: true },
    });
    const key = { 'Fn::GetAtt': [only(template, KEY).id, 'Arn'] };
    expect(stack.resolve(pool.customSenderKmsKey?.keyRef.keyArn)).toEqual(key);
    expect(only(template, 'AWS::IAM::Policy').properties).toMatchObject(decrypts(stack, fn, key));
  });

  it('is one for both senders', () => {
    const { stack } = make((scope) => ({
      customEmailSender: newFunction(scope, 'Email'),
      customSmsSender: newFunction(scope, 'Sms'),
    }));
    templateOf(stack).resourceCountIs(KEY, 1);
    templateOf(stack).resourceCountIs('AWS::IAM::Policy', 2);
  });

  it('is none without a sender', () => {
    const { stack, pool } = make((scope) => ({ inboundFederation: newFunction(scope, 'Fn') }));
    templateOf(stack).resourceCountIs(KEY, 0);
    expect(pool.customSenderKmsKey).toBeUndefined();
  });

  it.each<[string, (stack: Stack) => kms.IKeyRef]>([
    ['made here', (stack) => new kms.Key(stack, 'Key')],
    ['imported', (stack) => kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111111111111:key/abc')],
  ])('is the one given, %s', (_, newKey) => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn');
    const customSenderKmsKey = newKey(stack);
    const pool = new UserAuthPool(stack, 'Pool', { customSenderKmsKey, hooks: { customSmsSender: fn } });
    const key = stack.resolve(customSenderKmsKey.keyRef.keyArn);
    expect(pool.customSenderKmsKey).toBe(customSenderKmsKey);
    expect(configOf(stack)).toMatchObject({ KMSKeyID: key });
    expect(only(templateOf(stack), 'AWS::IAM::Policy').properties).toMatchObject(decrypts(stack, fn, key));
    expect(stack.node.tryFindChild('Pool')?.node.tryFindChild('CustomSenderKey')).toBeUndefined();
  });

  it('may be given by its alias', () => {
    const stack = newStack();
    const targetKey = new kms.Key(stack, 'Key');
    const customSenderKmsKey = new kms.Alias(stack, 'Alias', { aliasName: 'alias/codes', targetKey });
    new UserAuthPool(stack, 'Pool', { customSenderKmsKey, hooks: { customSmsSender: newFunction(stack, 'Fn') } });
    expect(configOf(stack)).toMatchObject({ KMSKeyID: stack.resolve(targetKey.keyArn) });
  });

  it('is rejected where it is asymmetric', () => {
    const stack = newStack('S');
    const customSenderKmsKey = new kms.Key(stack, 'Key', { keySpec: kms.KeySpec.RSA_2048 });
    expect(messageOf(() => new UserAuthPool(stack, 'Pool', { customSenderKmsKey }))).toBe(
      'S/Pool has 1 problem:\n  1. customSenderKmsKey is S/Key, which is a key with the key spec "RSA_2048": Cognito encrypts with symmetric keys only and rejects the pool. ' +
        'Give a key with the key spec SYMMETRIC_DEFAULT.',
    );
  });

  it.each<[string, (stack: Stack) => unknown]>([
    ['another key', () => 'arn:aws:kms:eu-west-1:111111111111:key/abc'],
    ['none', () => undefined],
    [
      'another key in a branch of a condition',
      (stack) => ({ 'Fn::If': ['C', ofPool(stack), 'arn:aws:kms:eu:1:key/a'] }),
    ],
  ])('is an error if LambdaConfig has %s', (_, keyIn) => {
    for (const hook of SENDERS) {
      const { stack, pool } = make((scope) => ({ [hook]: newFunction(scope, 'Fn') }));
      new CfnCondition(stack, 'C', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
      pool.cfnUserPool.addPropertyOverride('LambdaConfig.KMSKeyID', keyIn(stack));
      expect(refusalOf(stack)).toContain(
        'LambdaConfig of the pool is overridden: its KMSKeyID is not S/Pool/CustomSenderKey: Cognito would not encrypt codes with the key that custom senders may decrypt with. Remove the override or assignment; give a key of your own as customSenderKmsKey.',
      );
    }
  });

  it('may be overridden with the same in both branches of a condition', () => {
    const { stack, pool } = make((scope) => ({ customEmailSender: newFunction(scope, 'Fn') }));
    new CfnCondition(stack, 'C', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
    const key = ofPool(stack);
    pool.cfnUserPool.addPropertyOverride('LambdaConfig.KMSKeyID', { 'Fn::If': ['C', key, key] });
    expect(() => templateOf(stack)).not.toThrow();
  });

  it('can be decrypted with by an imported function whose role is known', () => {
    const { stack } = make((scope) => ({
      customSmsSender: lambda.Function.fromFunctionAttributes(scope, 'Fn', {
        functionArn: new CfnParameter(scope, 'Arn').valueAsString,
        role: iam.Role.fromRoleName(scope, 'Role', 'sender'),
        sameEnvironment: true,
      }),
    }));
    templateOf(stack).hasResourceProperties('AWS::IAM::Policy', { Roles: ['sender'] });
  });
});
