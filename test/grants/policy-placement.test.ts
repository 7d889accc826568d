import { App, CfnResource, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { UserAuthPool, UserPoolHook } from '../../lib';
import { newApp, newFunction, templateOf } from '../support/synth';

const POLICY = 'AWS::IAM::Policy';
const RIGHT = 'cognito-idp:AdminGetUser';

/** How many policies with the right a stack has. */
const policiesIn = (stack: Stack) =>
  Object.values(templateOf(stack).findResources(POLICY)).filter((policy) => JSON.stringify(policy).includes(RIGHT))
    .length;

const twoStacks = (app: Construct = newApp()) => {
  const [users, code] = [new Stack(app, 'Users'), new Stack(app, 'Code')];
  return { users, code, pool: new UserAuthPool(users, 'Pool'), fn: newFunction(code, 'Fn') };
};
type Two = ReturnType<typeof twoStacks>;

/** What has one of the stacks wait for the other, beside the right. */
const TIES: [string, (two: Two) => void, { users: number; code: number }][] = [
  ['nothing', () => undefined, { users: 1, code: 0 }],
  ['the function knows the pool', ({ pool, fn }) => fn.addEnvironment('POOL', pool.userPoolId), { users: 0, code: 1 }],
  ['the function is connected', ({ pool, fn }) => pool.connect(fn), { users: 0, code: 1 }],
  [
    'another function knows the pool',
    (two) => newFunction(two.code, 'Other').addEnvironment('POOL', two.pool.userPoolArn),
    { users: 0, code: 1 },
  ],
  ['the function is a hook', ({ pool, fn }) => pool.addHook(UserPoolHook.PRE_SIGN_UP, fn), { users: 1, code: 0 }],
  [
    'another function is a hook',
    ({ pool, code }) => pool.addHook(UserPoolHook.PRE_SIGN_UP, newFunction(code, 'Hook')),
    { users: 1, code: 0 },
  ],
  [
    'the function is a connected hook',
    ({ pool, fn }) => {
      pool.connect(fn);
      pool.addHook(UserPoolHook.PRE_SIGN_UP, fn);
    },
    { users: 1, code: 0 },
  ],
  ['the stack of the pool is told to wait', ({ users, code }) => users.addDependency(code), { users: 1, code: 0 }],
  ['the stack of the function is told to wait', ({ users, code }) => code.addDependency(users), { users: 0, code: 1 }],
];

/** Asks which resources are going to be in a template, as a dependency between two of them does. */
function lookAt({ users }: Two): void {
  const resources = users.node.root.node.findAll().filter((each) => CfnResource.isCfnResource(each));
  for (const each of resources) (each as unknown as { shouldSynthesize(): boolean }).shouldSynthesize();
}

describe.each(TIES)('a right across stacks, where %s', (_, tie, expected) => {
  it.each([
    ['granted before', (two: Two) => [() => two.pool.grants.actions(two.fn, RIGHT), () => tie(two)]],
    [
      'granted before, and looked at in between',
      (two: Two) => [() => two.pool.grants.actions(two.fn, RIGHT), () => lookAt(two), () => tie(two)],
    ],
    ['granted after', (two: Two) => [() => tie(two), () => two.pool.grants.actions(two.fn, RIGHT)]],
  ])('stands once, in the stack that waits anyway: %s', (_, steps) => {
    const two = twoStacks();
    for (const step of steps(two)) step();
    expect({ users: policiesIn(two.users), code: policiesIn(two.code) }).toEqual(expected);
  });

  it('does so in a stage of a pipeline', () => {
    const two = twoStacks(new Stage(newApp(), 'Stage'));
    two.pool.grants.actions(two.fn, RIGHT);
    tie(two);
    expect({ users: policiesIn(two.users), code: policiesIn(two.code) }).toEqual(expected);
  });
});

it('each of several permissions stands with the others', () => {
  const { users, code, pool, fn } = twoStacks();
  pool.grants.actions(fn, RIGHT);
  pool.connect(fn);
  const grant = pool.grants.actions(fn, 'cognito-idp:AdminDeleteUser');
  expect(grant.success).toBe(true);
  expect([policiesIn(users), policiesIn(code)]).toEqual([0, 1]);
  expect(JSON.stringify(templateOf(code).findResources(POLICY))).toMatch(/AdminGetUser.*AdminDeleteUser/);
});

it('a detour over a third stack counts', () => {
  const app = newApp();
  const [users, middle, code] = ['Users', 'Middle', 'Code'].map((id) => new Stack(app, id)) as [Stack, Stack, Stack];
  const pool = new UserAuthPool(users, 'Pool');
  const between = newFunction(middle, 'Between');
  pool.addHook(UserPoolHook.PRE_SIGN_UP, between);
  const fn = newFunction(code, 'Fn');
  between.addEnvironment('OTHER', fn.functionName);
  pool.grants.actions(fn, RIGHT);
  expect([policiesIn(users), policiesIn(code)]).toEqual([1, 0]);
});

it.each([[[0, 1]], [[1, 0]]])(
  'permissions that go both ways between two stacks make no cycle, whatever the order: %j',
  (order) => {
    const app = newApp();
    const stacks = ['One', 'Two'].map((id) => new Stack(app, id)) as [Stack, Stack];
    const pools = stacks.map((stack) => new UserAuthPool(stack, 'Pool'));
    const fns = stacks.map((stack) => newFunction(stack, 'Fn'));
    for (const index of order) pools[index]!.grants.actions(fns[1 - index]!, RIGHT);
    expect(stacks.map(policiesIn)).toEqual([2, 0]);
  },
);

it('is something that others can wait for, wherever it stands', () => {
  const { code, pool, fn } = twoStacks();
  const grant = pool.grants.actions(fn, RIGHT);
  pool.connect(fn);
  const other = newFunction(code, 'Other');
  grant.applyBefore(other);
  const template = templateOf(code);
  const [policy] = Object.keys(template.findResources(POLICY));
  const { DependsOn } =
    template.findResources('AWS::Lambda::Function')[code.getLogicalId(other.node.defaultChild as lambda.CfnFunction)]!;
  expect(DependsOn).toContain(policy);
});

describe('a role in a third stack', () => {
  it('does not draw the right away from a hook', () => {
    const app = newApp();
    const [roles, code, users] = ['Roles', 'Code', 'Users'].map((id) => new Stack(app, id)) as [Stack, Stack, Stack];
    const role = new iam.Role(roles, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    const fn = new lambda.Function(code, 'Fn', {
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('//'),
      role,
    });
    const pool = new UserAuthPool(users, 'Pool', { hooks: { preSignUp: fn } });
    pool.grants.actions(fn, RIGHT);
    expect([policiesIn(roles), policiesIn(code), policiesIn(users)]).toEqual([0, 0, 1]);
  });
});

describe('nested stacks', () => {
  const stands = (
    build: (app: App) => { outer: Stack; inner: NestedStack; pool: UserAuthPool; fn: lambda.Function },
  ) => {
    const { outer, inner, pool, fn } = build(newApp());
    pool.grants.actions(fn, RIGHT);
    return { outer: policiesIn(outer), inner: policiesIn(inner) };
  };

  it.each([
    ['a connected function', (pool: UserAuthPool, fn: lambda.Function) => pool.connect(fn)],
    ['a hook', (pool: UserAuthPool, fn: lambda.Function) => pool.addHook(UserPoolHook.PRE_SIGN_UP, fn)],
  ])("have the right of %s in the stack around them, where it is in nobody's way", (_, tie) => {
    const around = { outer: 1, inner: 0 };
    expect(
      stands((app) => {
        const outer = new Stack(app, 'S');
        const inner = new NestedStack(outer, 'Code');
        const [pool, fn] = [new UserAuthPool(outer, 'Pool'), newFunction(inner, 'Fn')];
        tie(pool, fn);
        return { outer, inner, pool, fn };
      }),
    ).toEqual(around);
    expect(
      stands((app) => {
        const outer = new Stack(app, 'S');
        const inner = new NestedStack(outer, 'Users');
        const [pool, fn] = [new UserAuthPool(inner, 'Pool'), newFunction(outer, 'Fn')];
        tie(pool, fn);
        return { outer, inner, pool, fn };
      }),
    ).toEqual(around);
  });

  it.each([
    ['a connected function', 0, (pool: UserAuthPool, fn: lambda.Function) => pool.connect(fn)],
    ['a hook', 1, (pool: UserAuthPool, fn: lambda.Function) => pool.addHook(UserPoolHook.PRE_SIGN_UP, fn)],
  ])('beside each other have the right of %s where it makes no cycle', (_, withPool, tie) => {
    const outer = new Stack(newApp(), 'S');
    const [users, code] = [new NestedStack(outer, 'Users'), new NestedStack(outer, 'Code')];
    const [pool, fn] = [new UserAuthPool(users, 'Pool'), newFunction(code, 'Fn')];
    pool.grants.actions(fn, RIGHT);
    tie(pool, fn);
    expect([policiesIn(users), policiesIn(code)]).toEqual([withPool, 1 - withPool]);
  });
});
