import { Aws, CfnCondition, Duration, Fn, Lazy, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { PreTokenGenerationVersion, UserAuthPool, UserAuthPoolProps, UserPoolHook, UserPoolHooks } from '../../lib';
import { refusalOf } from '../support/policies';
import { LENIENT, messageOf, newApp, newFunction, newStack, only, templateOf, warningsOf } from '../support/synth';

const POOL = 'AWS::Cognito::UserPool';
const KEY = 'AWS::KMS::Key';
const PERMISSION = 'AWS::Lambda::Permission';
const ARN = 'arn:aws:lambda:eu-west-1:111111111111:function:imported';

const make = (hooks: (stack: Stack) => UserPoolHooks, props: UserAuthPoolProps = {}) => {
  const stack = newStack('S');
  const pool = new UserAuthPool(stack, 'Pool', { ...props, hooks: hooks(stack) });
  return { stack, pool };
};
const configOf = (stack: Stack) => only(templateOf(stack), POOL).properties.LambdaConfig;

const plain = (name: string) => (arn: unknown) => ({ [name]: arn });
const versioned = (name: string) => (arn: unknown) => ({ [name]: { LambdaArn: arn, LambdaVersion: 'V1_0' } });
const sender = (name: string) => (arn: unknown, key: unknown) => ({ ...versioned(name)(arn), KMSKeyID: key });

const HOOKS: Record<UserPoolHook, (arn: unknown, key: unknown) => object> = {
  customMessage: plain('CustomMessage'),
  postAuthentication: plain('PostAuthentication'),
  postConfirmation: plain('PostConfirmation'),
  preAuthentication: plain('PreAuthentication'),
  preSignUp: plain('PreSignUp'),
  preTokenGeneration: plain('PreTokenGeneration'),
  userMigration: plain('UserMigration'),
  defineAuthChallenge: plain('DefineAuthChallenge'),
  createAuthChallenge: plain('CreateAuthChallenge'),
  verifyAuthChallengeResponse: plain('VerifyAuthChallengeResponse'),
  customEmailSender: sender('CustomEmailSender'),
  customSmsSender: sender('CustomSMSSender'),
  inboundFederation: versioned('InboundFederation'),
};
const NAMES = Object.keys(HOOKS) as UserPoolHook[];

const WAYS: [string, (scope: Construct, hook: UserPoolHook, fn: lambda.IFunction) => UserAuthPool][] = [
  ['props', (scope, hook, fn) => new UserAuthPool(scope, 'Pool', { hooks: { [hook]: fn } })],
  [
    'addHook',
    (scope, hook, fn) => {
      const pool = new UserAuthPool(scope, 'Pool');
      pool.addHook(hook, fn);
      return pool;
    },
  ],
];

describe.each(WAYS)('a hook from %s', (_, hookUp) => {
  it.each(NAMES)('%s is called by this pool, and by nobody else', (hook) => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn');
    const pool = hookUp(stack, hook, fn);
    const functionArn = stack.resolve(fn.functionArn);
    expect(configOf(stack)).toEqual(HOOKS[hook](functionArn, stack.resolve(pool.customSenderKmsKey?.keyRef.keyArn)));
    expect(only(templateOf(stack), PERMISSION).properties).toEqual({
      Action: 'lambda:InvokeFunction',
      FunctionName: functionArn,
      Principal: 'cognito-idp.amazonaws.com',
      SourceArn: stack.resolve(pool.userPoolArn),
      SourceAccount: { Ref: 'AWS::AccountId' },
    });
    const migration = expect.stringContaining('userMigrationNeverCalled');
    expect(warningsOf(stack)).toEqual(hook === UserPoolHook.USER_MIGRATION ? [migration] : []);
  });

  it.each(NAMES)('%s takes no second function', (hook) => {
    const stack = newStack('S');
    const pool = hookUp(stack, hook, newFunction(stack, 'Fn'));
    expect(messageOf(() => pool.addHook(hook, newFunction(stack, 'Second')))).toBe(
      `S/Pool has 1 problem:\n  1. hook ${hook} is a second function: Cognito invokes one function for each hook. ` +
        'Do both in one function, or have one invoke the other.',
    );
  });

  it.each(NAMES)('%s may be an imported function or an alias', (hook) => {
    const stack = newStack('S', { env: { account: '111111111111', region: 'eu-west-1' } });
    hookUp(stack, hook, lambda.Function.fromFunctionArn(stack, 'Fn', ARN));
    templateOf(stack).hasResourceProperties(PERMISSION, { FunctionName: ARN, SourceAccount: '111111111111' });

    const other = newStack();
    const alias = new lambda.Alias(other, 'Alias', {
      aliasName: 'live',
      version: newFunction(other, 'Fn').currentVersion,
    });
    const pool = hookUp(other, hook, alias);
    const key = other.resolve(pool.customSenderKmsKey?.keyRef.keyArn);
    expect(configOf(other)).toEqual(HOOKS[hook]({ Ref: 'Alias325C5727' }, key));
    templateOf(other).hasResourceProperties(PERMISSION, { FunctionName: { Ref: 'Alias325C5727' } });
  });
});

describe.each(NAMES)('the hook %s, if LambdaConfig is changed,', (hook) => {
  const added = () => {
    const stack = newStack('S');
    const fn = newFunction(stack, 'Fn');
    const pool = new UserAuthPool(stack, 'Pool', { hooks: { [hook]: fn } });
    const key = stack.resolve(pool.customSenderKmsKey?.keyRef.keyArn) as unknown;
    return { stack, cfnUserPool: pool.cfnUserPool, arn: stack.resolve(fn.functionArn) as unknown, key };
  };
  const own = hook === UserPoolHook.PRE_TOKEN_GENERATION ? 'its pre token generation hook' : `its hook ${hook}`;
  const expected = new RegExp(
    String.raw`\[S/Pool\] LambdaConfig of the pool is overridden: ${own} is not S/Fn.*: Cognito would not invoke that function.*\. Remove the override or assignment`,
  );

  it('is an error after an assignment', () => {
    const { stack, cfnUserPool } = added();
    cfnUserPool.lambdaConfig = { [hook === UserPoolHook.PRE_SIGN_UP ? 'customMessage' : 'preSignUp']: ARN };
    expect(refusalOf(stack)).toMatch(expected);
  });

  it.each<[string, boolean, (arn: unknown) => unknown]>([
    ['another function is in its place', true, () => ARN],
    ['another one is in a branch of a condition', true, (arn) => ({ 'Fn::If': ['C', arn, ARN] })],
    ['not if it is in all branches', false, (arn) => ({ 'Fn::If': ['C', arn, arn] })],
  ])('is an error after an override: %s', (_, isError, change) => {
    const { stack, cfnUserPool, arn, key } = added();
    new CfnCondition(stack, 'C', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
    cfnUserPool.addPropertyOverride('LambdaConfig', HOOKS[hook](change(arn), key));
    if (isError) expect(refusalOf(stack)).toMatch(expected);
    else expect(() => templateOf(stack)).not.toThrow();
  });
});

it.each(NAMES)('a condition that chooses the function of the hook %s may not become another one', (hook) => {
  const made = (condition: string) => {
    const stack = new Stack(newApp(LENIENT), 'S');
    for (const id of ['C', 'D']) new CfnCondition(stack, id, { expression: Fn.conditionEquals(Aws.REGION, id) });
    const functionArn = Fn.conditionIf('C', ARN, `${ARN}2`).toString();
    const fn = lambda.Function.fromFunctionAttributes(stack, 'Fn', { functionArn, sameEnvironment: true });
    const { cfnUserPool, customSenderKmsKey: key } = new UserAuthPool(stack, 'Pool', { hooks: { [hook]: fn } });
    const changed = HOOKS[hook]({ 'Fn::If': [condition, ARN, `${ARN}2`] }, stack.resolve(key?.keyRef.keyArn));
    cfnUserPool.addPropertyOverride('LambdaConfig', changed);
    return stack;
  };
  expect(() => templateOf(made('C'))).not.toThrow();
  expect(refusalOf(made('D'))).toContain('[S/Pool] LambdaConfig of the pool is overridden');
});

describe.each(NAMES)('the permission of Cognito to invoke the hook %s', (hook) => {
  const added = (context?: Record<string, unknown>) => {
    const stack = new Stack(newApp(context), 'S');
    new CfnCondition(stack, 'C', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
    const pool = new UserAuthPool(stack, 'Pool', { hooks: { [hook]: newFunction(stack, 'Fn') } });
    const permission = pool.node.findAll().find((each) => lambda.CfnPermission.isCfnPermission(each))!;
    return { stack, pool, permission };
  };
  type Change = (made: ReturnType<typeof added>) => void;

  it.each<[string, RegExp, Change]>([
    [
      'removed',
      /\w+Cognito is removed from the app: .*\. Keep it/,
      ({ permission }) => permission.node.scope!.node.tryRemoveChild(permission.node.id),
    ],
    [
      'of another pool',
      /SourceArn of .*\. Remove the override/,
      ({ permission }) => permission.addPropertyOverride('SourceArn', 'arn:aws:cognito-idp:eu-west-1:1:userpool/x'),
    ],
    [
      'there under a condition only',
      /condition of .* is "C", which S\/Pool\/Default\/Resource does not have/,
      ({ permission }) => permission.addOverride('Condition', 'C'),
    ],
  ])('is an error if it is %s', (_, expected, change) => {
    const made = added();
    change(made);
    const refusal = refusalOf(made.stack);
    expect(refusal).toMatch(expected);
    expect(refusal).toContain('Cognito could not invoke the hook');
  });

  it('may be there under the condition of the pool', () => {
    const { stack, pool, permission } = added(LENIENT);
    for (const each of [permission, pool.cfnUserPool]) each.addOverride('Condition', 'C');
    expect(() => templateOf(stack, { keep: false })).not.toThrow();
  });

  it('is not checked if another app gives it', () => {
    const stack = newStack('S');
    const options = { functionArn: ARN, skipPermissions: true };
    const fn = lambda.Function.fromFunctionAttributes(stack, 'Fn', options);
    new UserAuthPool(stack, 'Pool', { hooks: { [hook]: fn } });
    templateOf(stack).resourceCountIs(PERMISSION, 0);
  });
});

it('a hook may be left undefined', () => {
  const { stack } = make(() => ({ preSignUp: undefined }));
  expect(configOf(stack)).toBeUndefined();
});

it('one function may serve several hooks', () => {
  const { stack } = make((scope) => {
    const fn = newFunction(scope, 'Fn');
    return Object.fromEntries(NAMES.map((hook) => [hook, fn]));
  });
  templateOf(stack).resourceCountIs(PERMISSION, 13);
  templateOf(stack).resourceCountIs(KEY, 1);
});

it('rejects a hook that there is none of', () => {
  const { stack, pool } = make(() => ({}));
  const message = messageOf(() => pool.addHook('onFullMoon' as UserPoolHook, newFunction(stack, 'Fn')));
  expect(message).toMatch(
    /^S\/Pool has 1 problem:\n {2}1\. hook is "onFullMoon": it is not one of the values that this library knows\. Use one of UserPoolHook\.[A-Z_]+, /,
  );
});

it('rejects a hook that is missing or not yet known, and would not be wired', () => {
  const messageWith = (hook: unknown) => {
    const { stack, pool } = make(() => ({}));
    return messageOf(() => pool.addHook(hook as UserPoolHook, newFunction(stack, 'Fn')));
  };
  expect(messageWith(undefined)).toBe('S/Pool has 1 problem:\n  1. hook is missing: it is required. Give a string.');
  expect(messageWith(Lazy.string({ produce: () => 'preSignUp' }))).toContain('hook is known only at deployment: ');
});

describe('preTokenGenerationVersion', () => {
  const { V1_0, V2_0, V3_0 } = PreTokenGenerationVersion;
  const { LITE, ESSENTIALS, PLUS } = cognito.FeaturePlan;
  const fromProps = (preTokenGenerationVersion: PreTokenGenerationVersion, featurePlan?: cognito.FeaturePlan) =>
    make((stack) => ({ preTokenGeneration: newFunction(stack, 'Fn'), preTokenGenerationVersion }), { featurePlan });
  const byAddHook = (preTokenGenerationVersion: PreTokenGenerationVersion, featurePlan?: cognito.FeaturePlan) => {
    const { stack, pool } = make(() => ({}), { featurePlan });
    const fn = newFunction(stack, 'Fn');
    pool.addHook(UserPoolHook.PRE_TOKEN_GENERATION, fn, { preTokenGenerationVersion });
    return { stack, pool };
  };
  const fn = { 'Fn::GetAtt': ['Fn9270CBC0', 'Arn'] };

  it.each([
    [V1_0, { PreTokenGeneration: fn }],
    [V2_0, { PreTokenGenerationConfig: { LambdaArn: fn, LambdaVersion: 'V2_0' } }],
    [V3_0, { PreTokenGenerationConfig: { LambdaArn: fn, LambdaVersion: 'V3_0' } }],
  ])('%s', (version, expected) => {
    for (const { stack, pool } of [fromProps(version), byAddHook(version)]) {
      expect(configOf(stack)).toEqual(expected);
      expect(only(templateOf(stack), PERMISSION).properties).toMatchObject({
        SourceArn: stack.resolve(pool.userPoolArn),
        SourceAccount: { Ref: 'AWS::AccountId' },
      });
    }
  });

  it('rejects any other', () => {
    const expected = (where: string) =>
      `S/Pool has 1 problem:\n  1. ${where} is "V4_0": it is not one of the values that this library knows. Use one of PreTokenGenerationVersion.V1_0, PreTokenGenerationVersion.V2_0, PreTokenGenerationVersion.V3_0.`;
    const version = 'V4_0' as PreTokenGenerationVersion;
    expect(messageOf(() => fromProps(version))).toBe(expected('hooks.preTokenGenerationVersion'));
    expect(messageOf(() => byAddHook(version))).toBe(expected('preTokenGenerationVersion'));
  });

  it.each([
    [V1_0, LITE],
    [V2_0, ESSENTIALS],
    [V3_0, PLUS],
    [V3_0, undefined],
  ])('%s goes with the plan %s', (version, plan) => {
    expect(() => [fromProps(version, plan), byAddHook(version, plan)]).not.toThrow();
  });

  it.each([V2_0, V3_0])('%s needs the Essentials plan', (version) => {
    const expected = (where: string) =>
      `S/Pool has 1 problem:\n  1. ${where} is set, with featurePlan "LITE": it requires the ESSENTIALS plan or higher, and Cognito rejects the pool. ` +
      `Set featurePlan to FeaturePlan.ESSENTIALS, or remove ${where}.`;
    expect(messageOf(() => fromProps(version, LITE))).toBe(expected('hooks.preTokenGenerationVersion'));
    expect(messageOf(() => byAddHook(version, LITE))).toBe(expected('preTokenGenerationVersion'));
  });

  it('is not judged where only deployment will know it', () => {
    const version = Lazy.string({ produce: () => 'V1_0' }) as PreTokenGenerationVersion;
    expect(configOf(fromProps(version, LITE).stack)).toEqual({
      PreTokenGenerationConfig: { LambdaArn: fn, LambdaVersion: 'V1_0' },
    });
  });

  it('rejects a version without the hook', () => {
    expect(messageOf(() => make(() => ({ preTokenGenerationVersion: V2_0 })))).toBe(
      'S/Pool has 1 problem:\n  1. hooks.preTokenGenerationVersion is V2_0, without hooks.preTokenGeneration: there is no hook for the version to apply to. ' +
        'Give the function as hooks.preTokenGeneration, or omit the version.',
    );
  });

  it('rejects a version of another hook', () => {
    const { stack, pool } = make(() => ({}));
    const options = { preTokenGenerationVersion: V1_0 };
    expect(messageOf(() => pool.addHook(UserPoolHook.PRE_SIGN_UP, newFunction(stack, 'Fn'), options))).toBe(
      'S/Pool has 1 problem:\n  1. preTokenGenerationVersion is V1_0, for preSignUp: that hook has no versions. Omit it.',
    );
  });
});

describe('the timeout of a hook', () => {
  const warningsWith = (hook: UserPoolHook, timeout: Duration) => {
    const stack = newStack('S');
    const fn = new lambda.Function(stack, 'Fn', {
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async (event) => event;'),
      timeout,
    });
    new UserAuthPool(stack, 'Pool').addHook(hook, fn);
    return warningsOf(stack);
  };

  it('is a warning if it exceeds what Cognito waits', () => {
    expect(warningsWith(UserPoolHook.PRE_SIGN_UP, Duration.seconds(6))).toEqual([
      expect.stringMatching(
        /The hook preSignUp may run for 6 seconds, and Cognito waits 5 seconds for it.*UserAuthPool\.hookTimeout/,
      ),
    ]);
    expect(warningsWith(UserPoolHook.PRE_TOKEN_GENERATION, Duration.minutes(1))).toHaveLength(1);
  });

  it.each([
    [UserPoolHook.PRE_SIGN_UP, Duration.seconds(5)],
    [UserPoolHook.CUSTOM_EMAIL_SENDER, Duration.seconds(30)],
    [UserPoolHook.CUSTOM_SMS_SENDER, Duration.seconds(30)],
    [UserPoolHook.PRE_SIGN_UP, Duration.seconds(Lazy.number({ produce: () => 30 }))],
  ])('of %s may be %s', (hook, timeout) => {
    expect(warningsWith(hook, timeout)).toEqual([]);
  });
});

describe('a function in another region', () => {
  const make = (hookUp: (stack: Stack, fn: lambda.IFunction) => unknown) => {
    const stack = newStack('S', { env: { region: 'eu-central-1' } });
    return messageOf(() => hookUp(stack, lambda.Function.fromFunctionArn(stack, 'Fn', ARN)));
  };

  it('is rejected in the props, by the name of the hook', () => {
    const message = make((stack, preSignUp) => new UserAuthPool(stack, 'Pool', { hooks: { preSignUp } }));
    expect(message).toContain('hooks.preSignUp is S/Fn, which is in "eu-west-1"');
  });

  it('is rejected where it is added', () => {
    const message = make((stack, fn) => new UserAuthPool(stack, 'Pool').addHook(UserPoolHook.PRE_SIGN_UP, fn));
    expect(message).toContain('hook preSignUp is S/Fn, which is in "eu-west-1"');
  });

  it('is not confused with the version of a hook', () => {
    const stack = newStack('S', { env: { region: 'eu-central-1' } });
    const hooks = {
      preTokenGeneration: newFunction(stack, 'Fn'),
      preTokenGenerationVersion: PreTokenGenerationVersion.V2_0,
    };
    expect(() => new UserAuthPool(stack, 'Pool', { hooks })).not.toThrow();
  });
});

it('a pool tells its hooks, also behind an alias, from other functions', () => {
  const stack = newStack('S');
  const [hook, minter, other] = ['Hook', 'Minter', 'Other'].map((id) => newFunction(stack, id));
  const pool = new UserAuthPool(stack, 'Pool', { hooks: { preSignUp: hook!.addAlias('live') } });
  pool.addHook(UserPoolHook.PRE_TOKEN_GENERATION, minter!);
  expect([hook, minter, other].map((fn) => pool._hasHook(fn!))).toEqual([true, true, false]);
});

it('a client offers a custom flow if its pool defines one, however that was done', () => {
  const flowsWith = (change: (pool: UserAuthPool, fn: lambda.Function) => void) => {
    const stack = newStack('S');
    const pool = new UserAuthPool(stack, 'Pool');
    change(pool, newFunction(stack, 'Fn'));
    return only(templateOf(stack, { keep: false }), 'AWS::Cognito::UserPoolClient').properties.ExplicitAuthFlows;
  };
  expect(flowsWith(() => {})).not.toContain('ALLOW_CUSTOM_AUTH');
  expect(flowsWith((pool, fn) => pool.addHook(UserPoolHook.PRE_SIGN_UP, fn))).not.toContain('ALLOW_CUSTOM_AUTH');
  expect(flowsWith((pool, fn) => pool.addHook(UserPoolHook.DEFINE_AUTH_CHALLENGE, fn))).toContain('ALLOW_CUSTOM_AUTH');
  const overrideWith = (path: string, valueOf: (arn: string) => unknown) =>
    flowsWith((pool, { functionArn }) => {
      const value = valueOf(functionArn);
      if (typeof value !== 'string') {
        new CfnCondition(pool, 'C', { expression: Fn.conditionEquals(Aws.REGION, 'x') }).overrideLogicalId('C');
      }
      pool.cfnUserPool.addPropertyOverride(path, value);
    });
  const either = (one: unknown, other: unknown) => ({ 'Fn::If': ['C', one, other] });
  const none = { Ref: 'AWS::NoValue' };
  expect(overrideWith('LambdaConfig.DefineAuthChallenge', (arn) => arn)).toContain('ALLOW_CUSTOM_AUTH');
  expect(overrideWith('LambdaConfig', (arn) => either({ DefineAuthChallenge: arn }, { PreSignUp: arn }))).toContain(
    'ALLOW_CUSTOM_AUTH',
  );
  expect(overrideWith('LambdaConfig', (arn) => either({ CustomMessage: arn }, { PreSignUp: arn }))).not.toContain(
    'ALLOW_CUSTOM_AUTH',
  );
  expect(overrideWith('LambdaConfig', (arn) => either({ PreSignUp: arn }, none))).not.toContain('ALLOW_CUSTOM_AUTH');
});
