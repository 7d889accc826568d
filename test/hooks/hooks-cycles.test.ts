import { App, Lazy, NestedStack, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { UserAuthPool, UserPoolHook } from '../../lib';
import { cycleIn, Resources } from '../support/cycles';
import { newApp, newFunction, newStack, templateOf } from '../support/synth';

function expectNoCycle(app: App): void {
  app.synth();
  const stacks = app.node.findAll().filter((each): each is Stack => Stack.isStack(each));
  for (const stack of stacks) {
    expect(cycleIn(templateOf(stack).toJSON().Resources)).toBeUndefined();
    for (const other of stack.dependencies) expect(other.dependencies).not.toContain(stack);
  }
}

type Places = { users: Stack; code: Stack };

const PLACES: [string, (app: App) => Places][] = [
  [
    'one stack',
    (app) => {
      const stack = new Stack(app, 'S');
      return { users: stack, code: stack };
    },
  ],
  ['two stacks, the pool in the first', (app) => ({ users: new Stack(app, 'Users'), code: new Stack(app, 'Code') })],
  ['two stacks, the pool in the second', (app) => ({ code: new Stack(app, 'Code'), users: new Stack(app, 'Users') })],
  [
    'a stack with the pool and a nested one with the function',
    (app) => {
      const users = new Stack(app, 'Users');
      return { users, code: new NestedStack(users, 'Code') };
    },
  ],
  [
    'a stack with the function and a nested one with the pool',
    (app) => {
      const code = new Stack(app, 'Code');
      return { users: new NestedStack(code, 'Users'), code };
    },
  ],
  [
    'two nested stacks',
    (app) => {
      const stack = new Stack(app, 'S');
      return { users: new NestedStack(stack, 'Users'), code: new NestedStack(stack, 'Code') };
    },
  ],
];

const ORDERS: [string, (places: Places) => { pool: UserAuthPool; fn: lambda.Function }][] = [
  [
    'given in the props',
    ({ users, code }) => {
      const fn = newFunction(code, 'Fn');
      const pool = new UserAuthPool(users, 'Pool', {
        hooks: { preSignUp: fn, preTokenGeneration: fn, customSmsSender: fn, customEmailSender: fn },
      });
      return { pool, fn };
    },
  ],
  [
    'added later',
    ({ users, code }) => {
      const pool = new UserAuthPool(users, 'Pool');
      const fn = newFunction(code, 'Fn');
      pool.addHook(UserPoolHook.PRE_SIGN_UP, fn);
      pool.addHook(UserPoolHook.PRE_TOKEN_GENERATION, fn);
      pool.addHook(UserPoolHook.CUSTOM_SMS_SENDER, fn);
      pool.addHook(UserPoolHook.CUSTOM_EMAIL_SENDER, fn);
      return { pool, fn };
    },
  ],
];

describe.each(ORDERS)('a hook %s that has permissions on its own pool makes no cycle', (_, hookUp) => {
  it.each(PLACES)('in %s', (_, places) => {
    const app = newApp();
    const { pool, fn } = hookUp(places(app));
    pool.grants.actions(fn, 'cognito-idp:AdminGetUser');
    expectNoCycle(app);
  });

  it('across stacks, the one with the function does not wait for the one with the pool', () => {
    const app = newApp();
    const places = { users: new Stack(app, 'Users'), code: new Stack(app, 'Code') };
    const { pool, fn } = hookUp(places);
    pool.grants.actions(fn, 'cognito-idp:AdminGetUser');
    app.synth();
    expect(places.users.dependencies).toEqual([places.code]);
    expect(places.code.dependencies).toEqual([]);
  });
});

it.each(PLACES)('an alias that has permissions on its own pool makes no cycle in %s', (_, places) => {
  const app = newApp();
  const { users, code } = places(app);
  const alias = new lambda.Alias(code, 'Alias', {
    aliasName: 'live',
    version: newFunction(code, 'Fn').currentVersion,
  });
  const pool = new UserAuthPool(users, 'Pool', { hooks: { postConfirmation: alias, customEmailSender: alias } });
  pool.grants.actions(alias, 'cognito-idp:AdminGetUser');
  expectNoCycle(app);
});

it.each<[Resources]>([
  [{ A: { Properties: { Of: { Ref: 'B' } } }, B: { DependsOn: ['A'] } }],
  [{ A: { Properties: { Of: { 'Fn::GetAtt': ['B', 'Arn'] } } }, B: { DependsOn: 'A' } }],
  [{ A: { Properties: { Of: { 'Fn::Sub': '${B.Arn}' } } }, B: { Properties: { Of: [{ Ref: 'A' }] } } }],
])('a cycle such as %j would be seen', (resources) => {
  expect(cycleIn(resources)).toEqual(['A', 'B', 'A']);
});

it('a hook whose environment has the ID of the pool in lazy JSON is an error', () => {
  const stack = newStack();
  const fn = newFunction(stack, 'Fn');
  const pool = new UserAuthPool(stack, 'Pool', { hooks: { preSignUp: fn } });
  fn.addEnvironment('CONFIG', stack.toJsonString(Lazy.any({ produce: () => ({ pool: pool.userPoolId }) })));
  expect(() => templateOf(stack)).toThrow('[Stack/Pool] hook preSignUp is Stack/Fn, which refers to the pool');
});
