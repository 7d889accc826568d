import { App, Aws, CfnCondition, CfnOutput, CfnResource, Fn, NestedStack, Stack } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import {
  AccessPolicy,
  CognitoHttpApiAuthorizer,
  UserAuthClient,
  UserAuthPool,
  UserPoolHook,
  UserPoolPermission,
} from '../../lib';
import { underlying } from '../../lib/hooks/hook-functions';
import { refusalOf } from '../support/policies';
import { newApp, newFunction, newStack, templateOf } from '../support/synth';

describe('a hook that waits for its pool is an error with the way out', () => {
  it.each<[string, (pool: UserAuthPool, fn: lambda.Function) => unknown]>([
    ['by its environment', (pool, fn) => fn.addEnvironment('POOL', pool.userPoolId)],
    ['by its policy', (pool, fn) => pool.userPool.grant(fn, 'cognito-idp:AdminGetUser')],
    ['by a dependency', (pool, fn) => fn.node.addDependency(pool.userPool)],
    ['through another resource', (pool, fn) => fn.addEnvironment('CLIENT', pool.userPoolClientId)],
  ])('%s', (_, refer) => {
    const stack = newStack('S');
    const fn = newFunction(stack, 'Fn');
    const pool = new UserAuthPool(stack, 'Pool', { hooks: { preSignUp: fn } });
    refer(pool, fn);
    expect(refusalOf(stack)).toContain(
      'hook preSignUp is S/Fn, which refers to the pool or to something that waits for it',
    );
    expect(refusalOf(stack)).toContain(
      'Have the hook read userPoolId from its event rather than from its environment, and give it permissions with pool.grants',
    );
  });

  it('also behind an alias', () => {
    const stack = newStack('S');
    const fn = newFunction(stack, 'Fn');
    const pool = new UserAuthPool(stack, 'Pool');
    pool.addHook(UserPoolHook.CUSTOM_MESSAGE, fn.addAlias('live'));
    fn.addEnvironment('POOL', pool.userPoolId);
    expect(refusalOf(stack)).toContain('hook customMessage is ');
  });
});

describe('a hook of another stack', () => {
  const make = () => {
    const app = newApp();
    const [users, code] = [new Stack(app, 'Users'), new Stack(app, 'Code')];
    const fn = newFunction(code, 'Fn');
    return { users, code, fn, pool: new UserAuthPool(users, 'Pool', { hooks: { preSignUp: fn } }) };
  };

  it.each<[string, (parts: ReturnType<typeof make>) => unknown]>([
    ['by its environment', ({ pool, fn }) => fn.addEnvironment('POOL', pool.userPoolId)],
    ['by its policy', ({ pool, fn }) => pool.userPool.grant(fn, 'cognito-idp:AdminGetUser')],
    ['by another resource of the stack', ({ pool, code }) => new CfnOutput(code, 'X', { value: pool.userPoolId })],
    [
      'by an API that the pool guards',
      ({ pool: userAuthPool, code, fn }) => {
        const authorizer = new CognitoHttpApiAuthorizer(code, 'Authorizer', { userAuthPool });
        authorizer.addLambdaRoute(fn, { httpApi: new HttpApi(code, 'Api'), path: '/' });
      },
    ],
  ])('must not wait for the stack of the pool %s: the error comes before the one of the CDK', (_, refer) => {
    const parts = make();
    refer(parts);
    expect(() => templateOf(parts.users)).toThrow(
      /hook preSignUp is Code\/Fn, whose stack, Code, waits for that of the pool, Users, because Code\/\S+ refers to Users\/Pool\S*: .* Create the hook in the stack of the pool; or have it read userPoolId from its event/,
    );
  });

  it.each<[string, (app: App) => [Stack, Stack]]>([
    ['two stacks', (app) => [new Stack(app, 'Users'), new Stack(app, 'Code')]],
    [
      'two nested stacks',
      (app) => {
        const stack = new Stack(app, 'S');
        return [new NestedStack(stack, 'Users'), new NestedStack(stack, 'Code')];
      },
    ],
  ])('that has everything else of the app is the only problem, in %s', (_, newStacks) => {
    const [users, code] = newStacks(newApp());
    const pool = new UserAuthPool(users, 'Pool');
    const [hook, fn] = [newFunction(code, 'Hook'), newFunction(code, 'Fn')];
    pool.connect(fn, { permissions: [UserPoolPermission.READ_USERS] });
    const httpApi = new HttpApi(code, 'Api');
    const authorizer = new CognitoHttpApiAuthorizer(code, 'Authorizer', { userAuthPool: pool });
    authorizer.addLambdaRoute(fn, { httpApi, path: '/', accessPolicy: AccessPolicy.group('admins') });
    new UserAuthClient(code, 'Client', { userPool: pool, callbackUrls: [httpApi.apiEndpoint] });
    pool.grants.readUsers(hook);
    pool.addHook(UserPoolHook.CUSTOM_MESSAGE, hook);
    const problems = refusalOf(users).match(/\S+ is [^:\n]*: .*/g);
    expect(problems).toEqual([
      expect.stringMatching(/customMessage is \S+Hook, whose stack, .* Create the hook in the stack of the pool; or /),
    ]);
    expect(refusalOf(users)).not.toMatch(/connect\(\) is|httpApi is|callbackUrls is/);
  });

  it('may have permissions on the pool, and be connected to it', () => {
    const { users, fn, pool } = make();
    pool.grants.readUsers(fn);
    pool.connect(fn);
    expect(() => templateOf(users)).not.toThrow();
  });

  it('in a nested stack must not wait for the pool either', () => {
    const stack = newStack('S');
    const nested = new NestedStack(stack, 'Code');
    const fn = newFunction(nested, 'Fn');
    const pool = new UserAuthPool(stack, 'Pool', { hooks: { preSignUp: fn } });
    new CfnOutput(nested, 'X', { value: pool.userPoolId });
    expect(refusalOf(stack)).toContain(
      'hook preSignUp is S/Code/Fn, whose stack, S/Code, refers to the pool or to something that waits for it: ',
    );
  });
});

describe('a hook under a condition', () => {
  const problemsWith = (poolToo: boolean): string[] => {
    const stack = newStack('S');
    const condition = new CfnCondition(stack, 'C', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
    const fn = newFunction(stack, 'Fn');
    const pool = new UserAuthPool(stack, 'Pool', { hooks: { preSignUp: fn } });
    const resources = [fn, ...(poolToo ? [pool] : [])].map(({ node }) => node.defaultChild as CfnResource);
    for (const { cfnOptions } of resources) cfnOptions.condition = condition;
    return pool.node.validate();
  };

  it('is an error, for the pool refers to it in any case', () => {
    expect(problemsWith(false)).toEqual([
      expect.stringContaining('hook preSignUp is S/Fn, which is created under a condition'),
    ]);
  });

  it('is an error in a nested stack that may be missing, too', () => {
    const stack = newStack('S');
    const nested = new NestedStack(stack, 'Nested');
    const condition = new CfnCondition(stack, 'C', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
    nested.nestedStackResource!.cfnOptions.condition = condition;
    const pool = new UserAuthPool(stack, 'Pool', { hooks: { preSignUp: newFunction(nested, 'Fn') } });
    expect(pool.node.validate()).toEqual([expect.stringContaining('which is created under a condition')]);
    (pool.node.defaultChild as CfnResource).cfnOptions.condition = condition;
    expect(pool.node.validate()).toEqual([]);
  });

  it('is none if the pool is under the same one', () => {
    expect(problemsWith(true)).toEqual([]);
  });
});

describe('a custom sender in another stack', () => {
  const build = (withKey: boolean) => {
    const app = newApp();
    const [users, code] = [new Stack(app, 'Users'), new Stack(app, 'Code')];
    const fn = newFunction(code, 'Fn');
    const customSenderKmsKey = withKey ? new kms.Key(code, 'Key') : undefined;
    const pool = new UserAuthPool(users, 'Pool', { hooks: { customEmailSender: fn }, customSenderKmsKey });
    fn.addEnvironment('KEY_ARN', pool.customSenderKmsKey!.keyRef.keyArn);
    return () => templateOf(users);
  };

  it('cannot know the key of the pool: the error says where to create one', () => {
    expect(build(false)).toThrow(
      /because Code\/Fn refers to Users\/Pool\/CustomSenderKey: .*, give the pool a customSenderKmsKey that is created in the stack of the hook, and create what else/,
    );
  });

  it('may know a key of its own stack', () => {
    expect(build(true)).not.toThrow();
  });
});

it('the remedies make no cycle', () => {
  const stack = newStack('S');
  const fn = newFunction(stack, 'Fn');
  const pool = new UserAuthPool(stack, 'Pool', { hooks: { preSignUp: fn } });
  pool.grants.readUsers(fn);
  pool.connect(fn, { permissions: [UserPoolPermission.MANAGE_GROUPS] });
  expect(() => templateOf(stack)).not.toThrow();
});

it('the function behind versions and aliases is found', () => {
  const fn = newFunction(new Stack(), 'Fn');
  expect([fn, fn.currentVersion, fn.addAlias('live')].map(underlying)).toEqual([fn, fn, fn]);
});
