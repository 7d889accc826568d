import { NestedStack, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import {
  AccessPolicy,
  CognitoHttpApiAuthorizer,
  PreTokenGenerationVersion,
  UserAuthPool,
  UserPoolHook,
  UserPoolPermission,
} from '../../lib';
import { LambdaConfig } from '../../lib/hooks/lambda-config';
import { PreTokenGeneration } from '../../lib/hooks/pre-token-generation';
import { cycleIn } from '../support/cycles';
import { environmentOf, POLICY_HOOK, refusalOf } from '../support/policies';
import { messageOf, newApp, newFunction, newStack, only, templateOf, warningsOf } from '../support/synth';

const { V1_0, V2_0, V3_0 } = PreTokenGenerationVersion;
const PERMISSION = 'AWS::Lambda::Permission';
const VERSIONS = [undefined, V1_0, V2_0, V3_0];

type Version = PreTokenGenerationVersion | undefined;

function askForPolicy(pool: UserAuthPool, stack = Stack.of(pool)): void {
  const authorizer = new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool: pool });
  new apigwv2.HttpApi(stack, 'Api').addRoutes({
    path: '/a',
    integration: new HttpLambdaIntegration('I', newFunction(stack, 'Behind')),
    authorizer: authorizer.require(AccessPolicy.group('a')),
  });
}

/** The ways in which a hook of the user and a policy come together. */
const WAYS: [string, (stack: Stack, fn: lambda.IFunction, version: Version) => UserAuthPool][] = [
  [
    'in the props',
    (stack, preTokenGeneration, preTokenGenerationVersion) => {
      const pool = new UserAuthPool(stack, 'Pool', { hooks: { preTokenGeneration, preTokenGenerationVersion } });
      askForPolicy(pool);
      return pool;
    },
  ],
  [
    'by addHook, before a route asks',
    (stack, fn, preTokenGenerationVersion) => {
      const pool = new UserAuthPool(stack, 'Pool');
      pool.addHook(UserPoolHook.PRE_TOKEN_GENERATION, fn, { preTokenGenerationVersion });
      askForPolicy(pool);
      return pool;
    },
  ],
  [
    'by addHook, after a route has asked',
    (stack, fn, preTokenGenerationVersion) => {
      const pool = new UserAuthPool(stack, 'Pool');
      askForPolicy(pool);
      pool.addHook(UserPoolHook.PRE_TOKEN_GENERATION, fn, { preTokenGenerationVersion });
      return pool;
    },
  ],
];

const configOf = (stack: Stack) => only(templateOf(stack), 'AWS::Cognito::UserPool').properties.LambdaConfig;
const calledByCognito = (stack: Stack) =>
  Object.values<any>(templateOf(stack).findResources(PERMISSION))
    .filter(({ Properties }) => Properties.Principal === 'cognito-idp.amazonaws.com')
    .map(({ Properties }) => Properties.FunctionName);
const statementsOf = (stack: Stack) =>
  Object.values<any>(templateOf(stack).findResources('AWS::IAM::Policy')).map(({ Properties }) => ({
    roles: Properties.Roles,
    statements: Properties.PolicyDocument.Statement,
  }));

describe.each(WAYS)('a hook of the user, %s,', (_, compose) => {
  it.each(VERSIONS)('of version %s is called by the hook of the policies, and not by Cognito', (version) => {
    const stack = newStack('S');
    const fn = newFunction(stack, 'Fn');
    const pool = compose(stack, fn, version);
    const hook = stack.resolve(pool.policyHook!.functionArn);
    const LambdaVersion = version === V3_0 ? 'V3_0' : 'V2_0';
    expect(configOf(stack)).toEqual({ PreTokenGenerationConfig: { LambdaArn: hook, LambdaVersion } });
    expect(calledByCognito(stack)).toEqual([hook]);
    expect(JSON.parse(environmentOf(stack, POLICY_HOOK).USER_HOOK!)).toEqual({
      functionArn: 'Fn9270CBC0.Arn',
      version: version ?? 'V1_0',
    });
    expect(statementsOf(stack)).toEqual([
      {
        roles: [stack.resolve(pool.policyHook!.role!.roleName)],
        statements: [
          { Action: 'lambda:InvokeFunction', Effect: 'Allow', Resource: { 'Fn::GetAtt': ['Fn9270CBC0', 'Arn'] } },
        ],
      },
    ]);
  });

  it('may be an alias: the right is on the alias alone', () => {
    const stack = newStack('S');
    const version = newFunction(stack, 'Fn').currentVersion;
    compose(stack, new lambda.Alias(stack, 'Alias', { aliasName: 'live', version }), V2_0);
    expect(JSON.parse(environmentOf(stack, POLICY_HOOK).USER_HOOK!).functionArn).toBe('Alias325C5727');
    expect(statementsOf(stack)[0]!.statements[0].Resource).toEqual({ Ref: 'Alias325C5727' });
  });

  it('may be imported', () => {
    const stack = newStack('S');
    const arn = 'arn:aws:lambda:eu-west-1:111111111111:function:mine';
    compose(stack, lambda.Function.fromFunctionArn(stack, 'Fn', arn), V3_0);
    expect(statementsOf(stack)[0]!.statements[0].Resource).toBe(arn);
  });

  it('takes no second one', () => {
    const stack = newStack('S');
    const pool = compose(stack, newFunction(stack, 'Fn'), V1_0);
    const second = newFunction(stack, 'Second');
    expect(messageOf(() => pool.addHook(UserPoolHook.PRE_TOKEN_GENERATION, second))).toMatch(
      /hook preTokenGeneration is a second function/,
    );
  });

  it.each<[string, () => { users: Stack; code: Stack }]>([
    [
      'one stack',
      () => {
        const stack = new Stack(newApp(), 'S');
        return { users: stack, code: stack };
      },
    ],
    [
      'two stacks',
      () => {
        const app = newApp();
        return { users: new Stack(app, 'Users'), code: new Stack(app, 'Code') };
      },
    ],
    [
      'a stack and one nested in it',
      () => {
        const users = new Stack(newApp(), 'Users');
        return { users, code: new NestedStack(users, 'Code') };
      },
    ],
  ])('may have permissions on the pool and be connected to it, without a cycle in %s', (_place, places) => {
    const { users, code } = places();
    const fn = newFunction(code, 'Fn');
    const pool = compose(users, fn, V2_0);
    pool.grants.actions(fn, 'cognito-idp:AdminGetUser');
    pool.connect(fn, { permissions: [UserPoolPermission.READ_USERS] });
    pool.connect(pool.policyHook!, { permissions: [UserPoolPermission.READ_USERS] });
    users.node.root.node.findAll();
    for (const stack of new Set([users, code])) {
      expect(cycleIn(templateOf(stack).toJSON().Resources)).toBeUndefined();
    }
    expect(code.dependencies).toEqual([]);
  });
});

describe('without policies', () => {
  const ids = (stack: Stack) => Object.keys(templateOf(stack).findResources(PERMISSION));
  // As the CDK's own pool has it, which made these hooks in the first release.
  const ofTheCdk = (operation: cognito.UserPoolOperation, version?: cognito.LambdaVersion) => {
    const stack = newStack('S');
    const pool = new UserAuthPool(stack, 'Pool');
    pool.userPool.addTrigger(operation, newFunction(stack, 'Fn'), version);
    return stack;
  };
  const ofThis = (preTokenGenerationVersion: Version) => {
    const stack = newStack('S');
    const preTokenGeneration = newFunction(stack, 'Fn');
    new UserAuthPool(stack, 'Pool', { hooks: { preTokenGeneration, preTokenGenerationVersion } });
    return stack;
  };

  it.each<[Version, Stack]>([
    [undefined, ofTheCdk(cognito.UserPoolOperation.PRE_TOKEN_GENERATION)],
    [V1_0, ofTheCdk(cognito.UserPoolOperation.PRE_TOKEN_GENERATION)],
    [V2_0, ofTheCdk(cognito.UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, cognito.LambdaVersion.V2_0)],
    [V3_0, ofTheCdk(cognito.UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, cognito.LambdaVersion.V3_0)],
  ])('a hook of version %s has the logical ids that it always had', (version, expected) => {
    const stack = ofThis(version);
    expect(ids(stack)).toHaveLength(1);
    expect(ids(stack)).toEqual(ids(expected));
    expect(configOf(stack)).toEqual(configOf(expected));
  });
});

describe('a hook that the pool of the CDK was given', () => {
  const { PRE_TOKEN_GENERATION, PRE_TOKEN_GENERATION_CONFIG, PRE_SIGN_UP } = cognito.UserPoolOperation;

  const rejected = (latter: RegExp) =>
    new RegExp(
      String.raw`\[S/Pool\] userPool\.addTrigger\(\) is called for a pre token generation hook, in addition to ${latter.source}: ` +
        String.raw`Cognito invokes one function before it issues tokens, which would be the latter\. Add it with addHook of the UserAuthPool`,
    );

  it.each<[string, RegExp, (pool: UserAuthPool, addTrigger: () => void, addHook: () => void) => void]>([
    ['before a policy', /S\/Pool\/PolicyHook/, (pool, addTrigger) => [addTrigger(), askForPolicy(pool)]],
    ['after a policy', /S\/Pool\/PolicyHook/, (pool, addTrigger) => [askForPolicy(pool), addTrigger()]],
    ['before a hook', /S\/Hook/, (_, addTrigger, addHook) => [addTrigger(), addHook()]],
    ['after a hook', /S\/Hook/, (_, addTrigger, addHook) => [addHook(), addTrigger()]],
  ])('is not dropped in silence: %s', (_, latter, call) => {
    const stack = newStack('S');
    const pool = new UserAuthPool(stack, 'Pool');
    // Each has a property of its own: the library's the later one for policies, the first one for a hook.
    const operation = latter.source.includes('Policy') ? PRE_TOKEN_GENERATION : PRE_TOKEN_GENERATION_CONFIG;
    call(
      pool,
      () => pool.userPool.addTrigger(operation, newFunction(stack, 'Fn')),
      () => pool.addHook(UserPoolHook.PRE_TOKEN_GENERATION, newFunction(stack, 'Hook')),
    );
    expect(refusalOf(stack)).toMatch(rejected(latter));
  });

  it.each<[string, (pool: UserAuthPool, arn: string) => void]>([
    [
      'later',
      ({ cfnUserPool }, arn) => cfnUserPool.addPropertyOverride('LambdaConfig.PreTokenGenerationConfig.LambdaArn', arn),
    ],
    ['first', ({ cfnUserPool }, arn) => cfnUserPool.addPropertyOverride('LambdaConfig.PreTokenGeneration', arn)],
    ['deleted', ({ cfnUserPool }) => cfnUserPool.addPropertyDeletionOverride('LambdaConfig')],
    [
      'deleted later',
      ({ cfnUserPool }) => cfnUserPool.addPropertyDeletionOverride('LambdaConfig.PreTokenGenerationConfig'),
    ],
    [
      'lowered version of the later',
      ({ cfnUserPool }) =>
        cfnUserPool.addPropertyOverride('LambdaConfig.PreTokenGenerationConfig.LambdaVersion', 'V1_0'),
    ],
    [
      'unknown',
      ({ cfnUserPool }) => cfnUserPool.addPropertyOverride('LambdaConfig', { 'Fn::Transform': { Name: 'Mine' } }),
    ],
    [
      'conditional later',
      ({ cfnUserPool }, arn) =>
        cfnUserPool.addPropertyOverride('LambdaConfig.PreTokenGenerationConfig.LambdaArn', {
          'Fn::If': ['If', cfnUserPool.stack.resolve(arn), { Ref: 'AWS::NoValue' }],
        }),
    ],
  ])('by an override does not take the place of what enforces policies: the %s property', (_, override) => {
    for (const isFirst of [false, true]) {
      const stack = newStack('S');
      const pool = new UserAuthPool(stack, 'Pool');
      if (!isFirst) askForPolicy(pool);
      override(pool, newFunction(stack, 'Fn').functionArn);
      if (isFirst) askForPolicy(pool);
      expect(refusalOf(stack)).toContain(
        '[S/Pool] LambdaConfig of the pool is overridden: its pre token generation hook is not S/Pool/PolicyHook with version V2_0: Cognito would not invoke that function before it issues tokens.',
      );
    }
  });

  it('for something else is no matter', () => {
    const stack = newStack('S');
    const pool = new UserAuthPool(stack, 'Pool');
    pool.userPool.addTrigger(PRE_SIGN_UP, newFunction(stack, 'Fn'));
    askForPolicy(pool);
    expect(Object.keys(configOf(stack) as object).sort()).toEqual(['PreSignUp', 'PreTokenGenerationConfig']);
  });
});

it('a hook that this app may give no permission is a warning, and nothing else', () => {
  const stack = newStack('S');
  const arn = 'arn:aws:lambda:eu-west-1:222222222222:function:f';
  new UserAuthPool(stack, 'Pool', { hooks: { preTokenGeneration: lambda.Function.fromFunctionArn(stack, 'Fn', arn) } });
  expect(warningsOf(stack)).toContainEqual(expect.stringContaining('UserAuthPool.hookWithoutPermission'));
});

it('a pool without hooks has no function to invoke', () => {
  const { userPool, cfnUserPool } = new UserAuthPool(newStack(), 'Pool');
  const hook = new PreTokenGeneration({ userPool, cfnUserPool }, new LambdaConfig(cfnUserPool));
  expect(hook.fn).toBeUndefined();
});
