import { App, Aspects, CfnParameter, CfnResource, CfnStack, NestedStack, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { IConstruct } from 'constructs';
import { expect, it } from 'vitest';
import { CognitoHttpApiAuthorizer, HttpApiAccess, PolicyEnforcement, UserAuthPool } from '../../lib';
import { setUp } from '../authorizer/support';
import { useLockFile } from '../support/lock-file';
import { POLICIES, refusalOf } from '../support/policies';
import { newApp, newFunction, newStack } from '../support/synth';

const lock = useLockFile();
const ADMINS = { path: '/admin', methods: [apigwv2.HttpMethod.GET], accessPolicy: POLICIES.group('admins') };
const UNKNOWN = 'unknown: its authorizer, or a function or permission that it needs, was changed';
const OTHER = 'https://bucket.s3.amazonaws.com/other.json';

type Change = (resource: CfnStack) => void;
const set =
  (name: string, value: string): Change =>
  (resource) =>
    resource.addPropertyOverride(name, value);
/** What an Aspect does to the resources of nested stacks. */
const changeAll = (root: IConstruct, change: Change) =>
  Aspects.of(root).add({ visit: (node) => void (CfnStack.isCfnStack(node) && change(node)) });

/** What nested stacks have, with the names of their parameters. */
interface World {
  readonly stack: Stack;
  readonly httpApi: apigwv2.HttpApi;
}
const WORLDS: Record<string, () => World> = {
  'the API': () => apiIn(PolicyEnforcement.inToken()),
  'the API, which decides at the request': () => apiIn(PolicyEnforcement.atRequest()),
  'a nested stack in one': () => apiIn(PolicyEnforcement.inToken(), (stack) => new NestedStack(stack, 'Outer')),
  'a route': () => {
    const { stack, authorizer, httpApi } = setUp();
    const nested = new NestedStack(stack, 'Nested');
    const imported = apigwv2.HttpApi.fromHttpApiAttributes(nested, 'Api', { httpApiId: httpApi.apiId });
    authorizer.addLambdaRoute(newFunction(nested, 'F'), { ...ADMINS, httpApi: imported });
    return { stack, httpApi };
  },
  'the pool': () => {
    const stack = newStack('S');
    const pool = new UserAuthPool(new NestedStack(stack, 'Nested'), 'Pool');
    const httpApi = new apigwv2.HttpApi(stack, 'Api');
    const authorizer = new CognitoHttpApiAuthorizer(stack, 'A', { userAuthPool: pool });
    authorizer.addLambdaRoute(newFunction(stack, 'F'), { ...ADMINS, httpApi });
    return { stack, httpApi };
  },
};
function apiIn(enforcement: PolicyEnforcement, outer = (stack: Stack) => stack): World {
  const stack = newStack('S');
  const pool = new UserAuthPool(stack, 'Pool');
  const nested = new NestedStack(outer(stack), 'Nested');
  const httpApi = new apigwv2.HttpApi(nested, 'Api');
  const authorizer = new CognitoHttpApiAuthorizer(nested, 'A', { userAuthPool: pool, enforcement });
  authorizer.addLambdaRoute(newFunction(nested, 'F'), { ...ADMINS, httpApi });
  return { stack, httpApi };
}

const synth = (stack: Stack) => (stack.node.root as App).synth();
const nestedIn = (stack: Stack) => stack.node.findAll().filter((each) => CfnStack.isCfnStack(each));
const parametersOf = (stack: Stack) => {
  synth(stack);
  return nestedIn(stack).flatMap((each) => Object.keys((stack.resolve(each.parameters) ?? {}) as object));
};

const TEMPLATES = Object.entries(WORLDS).flatMap(([name, make]) => [
  { name: `${name}, by an override`, make, changes: [set('TemplateURL', OTHER)] },
  {
    name: `${name}, by an assignment`,
    make,
    changes: [
      (each: CfnStack) => {
        each.templateUrl = OTHER;
      },
    ],
  },
]);
const PARAMETERS = Object.entries(WORLDS)
  .filter(([name]) => name !== 'the pool')
  .map(([name, make]) => ({
    name,
    make,
    changes: parametersOf(make().stack).map((parameter) => set(`Parameters.${parameter}`, 'other')),
  }));

it.each([...TEMPLATES, ...PARAMETERS])('may not change around a guard: $name', ({ name, make, changes }) => {
  expect(changes.length).toBeGreaterThan(0);
  for (const change of changes) {
    const { stack, httpApi } = make();
    changeAll(stack, change);
    const told = refusalOf(stack);
    expect(told, name).toMatch(
      /(TemplateURL|Parameters\.\w+) of S\/\S+NestedStackResource is "[^"]*other[^"]*": it was /,
    );
    expect(told).toContain('Remove the override, Aspect or assignment that changes it');
    const lines = told.split('\n').filter((line) => line.includes('NestedStackResource is'));
    expect(new Set(lines).size).toBe(lines.length);
    expect(HttpApiAccess.of(httpApi).rows.map(({ who }) => who)).toContain(UNKNOWN);
  }
});

it.each(Object.entries(WORLDS))('is as it was around %s if nothing changes it, and if it is told twice', (_, make) => {
  const { stack, httpApi } = make();
  expect(HttpApiAccess.of(httpApi).rows.map(({ who }) => who)).toEqual(['group admins']);
  for (const each of nestedIn(stack)) each.addPropertyOverride('Parameters.Mine', 'x');
  for (const each of nestedIn(stack)) each.addPropertyOverride('Tags', [{ Key: 'a', Value: 'b' }]);
  synth(stack);
  synth(stack);
});

it('has parameters of its own, which may change', () => {
  const { stack } = apiIn(PolicyEnforcement.inToken());
  const nested = stack.node.findChild('Nested') as NestedStack;
  new CfnParameter(nested, 'Mine');
  nested.setParameter('Mine', 'a');
  nested.setParameter('Mine', 'b');
  expect(() => synth(stack)).not.toThrow();
});

it('may get the ID of a closed API only if its template is that of its constructs', () => {
  const make = (change: Change) => {
    const { stack, authorizer, httpApi } = setUp();
    authorizer.requireOnEveryRoute(httpApi);
    const nested = new NestedStack(stack, 'Nested');
    const properties = { Name: httpApi.apiId, Type: 'String', Value: 'x' };
    new CfnResource(nested, 'User', { type: 'AWS::SSM::Parameter', properties });
    change(nested.nestedStackResource as CfnStack);
    return stack;
  };
  expect(() => synth(make(() => {}))).not.toThrow();
  expect(refusalOf(make(set('TemplateURL', OTHER)))).toContain('is made from another template');
});

it('may not change around a pool that the lock file records', () => {
  const make = (change: Change) => {
    const app = newApp();
    const stack = new Stack(app, 'S');
    new UserAuthPool(new NestedStack(stack, 'Nested'), 'Pool', { lockFile: lock.path });
    changeAll(app, change);
    return stack;
  };
  synth(make(() => {}));
  expect(refusalOf(make(set('TemplateURL', OTHER)))).toContain('the pool may be missing there, or differ');
});
