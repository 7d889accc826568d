import { CfnCondition, CfnResource, Fn, Lazy, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { describe, expect, it, vi } from 'vitest';
import { duplicatesOf, stageOf, TemplateIndex } from '../../lib/template/template-index';
import { textOf } from '../../lib/template/value';
import { Included } from '../support/included';
import { newApp, newStack } from '../support/synth';

const CLIENT = cognito.CfnUserPoolClient.CFN_RESOURCE_TYPE_NAME;
const ROUTE = apigwv2.CfnRoute.CFN_RESOURCE_TYPE_NAME;

const indexOf = (construct: Construct) => new TemplateIndex(stageOf(construct));
const clientsOf = (pool: cognito.CfnUserPool) =>
  indexOf(pool)
    .ofPool(pool, CLIENT)
    .map(({ path }) => path);
const routesOf = (api: apigwv2.IHttpApi) =>
  indexOf(api as never)
    .ofApi(api, ROUTE)
    .map(({ path }) => path);
const newPool = (scope: Construct) => new cognito.CfnUserPool(scope, 'Pool');
const newClient = (scope: Construct, userPoolId: string, id = 'Client') =>
  new cognito.CfnUserPoolClient(scope, id, { userPoolId });

describe('what belongs to a pool', () => {
  it('is found however it names the pool, in whatever stack, by path', () => {
    const app = newApp();
    const stack = new Stack(app, 'B');
    const pool = newPool(stack);
    newClient(stack, pool.ref, 'Ref');
    newClient(stack, pool.attrUserPoolId, 'Attribute');
    newClient(stack, Lazy.string({ produce: () => pool.ref }), 'Lazy');
    newClient(stack, 'other', 'Overridden').addPropertyOverride('UserPoolId', pool.ref);
    newClient(new NestedStack(stack, 'Nested'), pool.ref);
    newClient(new Stack(app, 'A'), pool.ref);
    new CfnResource(stack, 'NoClass', { type: CLIENT, properties: { UserPoolId: pool.ref } });
    expect(clientsOf(pool)).toEqual([
      'A/Client',
      'B/Attribute',
      'B/Lazy',
      'B/Nested/Client',
      'B/NoClass',
      'B/Overridden',
      'B/Ref',
    ]);
  });

  it('is not what belongs to a pool with the same ID in another stack or stage', () => {
    const app = newApp();
    const make = (scope: Construct) => {
      const pool = newPool(scope);
      newClient(scope, pool.ref);
      return pool;
    };
    const pools = ['Dev', 'Prod'].map((id) => make(new Stack(app, id)));
    const staged = make(new Stack(new Stage(app, 'Test'), 'Dev'));
    expect([...pools, staged].map(clientsOf)).toEqual([['Dev/Client'], ['Prod/Client'], ['Test/Dev/Client']]);
  });

  it.each<[unknown]>([
    [{ Ref: 'Pool' }],
    [{ 'Fn::GetAtt': ['Pool', 'UserPoolId'] }],
    [{ 'Fn::Sub': '${Pool}' }],
    [{ 'Fn::Sub': ['${Id}', { Id: { Ref: 'Pool' } }] }],
    [{ 'Fn::If': ['If', { Ref: 'Pool' }, 'eu-west-1_abc'] }],
    [{ 'Fn::Select': [0, { 'Fn::Split': ['|', { 'Fn::Sub': '${Pool}|x' }] }] }],
    [{ 'Fn::Select': [1, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Pool', 'Arn'] }] }] }],
  ])('may name it in a function written by hand, in its own stack only: %j', (id) => {
    const app = newApp();
    const byHand = (stack: Stack) => newClient(stack, 'other', 'ByHand').addPropertyOverride('UserPoolId', id);
    const [one, other] = ['One', 'Other'].map((name) => new Stack(app, name)) as [Stack, Stack];
    const pool = newPool(one);
    new cognito.CfnUserPool(one, 'Beside');
    byHand(one);
    byHand(other);
    newClient(one, 'other', 'Else').addPropertyOverride('UserPoolId', { Ref: 'Beside' });
    expect(clientsOf(pool)).toEqual(['One/ByHand']);
  });

  it('is not what names another pool', () => {
    const stack = newStack();
    const pool = newPool(stack);
    newClient(stack, new cognito.CfnUserPool(stack, 'Other').ref, 'ToOther');
    newClient(stack, 'eu-west-1_abc', 'ToText');
    newClient(stack, pool.ref, 'Overridden').addPropertyOverride('UserPoolId', { Ref: 'Other' });
    expect(clientsOf(pool)).toEqual([]);
  });

  it('is found by a literal ID, and by an ID that only the deployment knows', () => {
    const stack = newStack();
    const late = Lazy.string({ produce: () => 'eu-west-1_abc' });
    newClient(stack, 'eu-west-1_abc', 'ToText');
    newClient(stack, 'eu-west-1_abcd', 'ToOther');
    const pool = cognito.UserPool.fromUserPoolId(stack, 'Imported', late);
    expect(
      indexOf(stack)
        .ofPool(pool, CLIENT)
        .map(({ path }) => path),
    ).toEqual(['Stack/ToText']);
  });
});

it('what belongs to a pool is found by an import of the same export, and by no other', () => {
  const stack = newStack();
  const pool = cognito.UserPool.fromUserPoolId(stack, 'Imported', Fn.importValue('pool'));
  for (const name of ['pool', 'other-pool']) newClient(stack, Fn.importValue(name), name);
  newClient(stack, 'eu-west-1_abc', 'ToText');
  newClient(stack, newPool(stack).ref, 'ToOther');
  const clients = indexOf(stack).ofPool(pool, CLIENT);
  expect(clients.map(({ path }) => path)).toEqual(['Stack/pool']);
});

it('an override of one resource is not one of the others', () => {
  const stack = newStack();
  const pool = newPool(stack);
  for (const id of ['A', 'B', 'C']) newClient(stack, pool.ref, id);
  (stack.node.findChild('B') as CfnResource).addPropertyOverride('UserPoolId', 'Other');
  expect(clientsOf(pool)).toEqual(['Stack/A', 'Stack/C']);
});

it('what resolves differently in each resource is read in each', () => {
  const stack = newStack();
  const routeKey = Lazy.uncachedString({ produce: ({ scope }) => `GET /${scope.node.id}` });
  for (const id of ['A', 'B']) new apigwv2.CfnRoute(stack, id, { apiId: 'abc', routeKey });
  const keys = indexOf(stack)
    .ofType(ROUTE)
    .map((route) => route.value('RouteKey'));
  expect(keys).toEqual(['GET /A', 'GET /B'].map((value) => ({ kind: 'literal', value })));
});

describe('what belongs to an API', () => {
  it('is found where only the ID of the API is known', () => {
    const app = newApp();
    const [one, other] = ['One', 'Other'].map((id) => new Stack(app, id)) as [Stack, Stack];
    const api = apigwv2.HttpApi.fromHttpApiAttributes(one, 'Api', { httpApiId: 'abc' });
    new apigwv2.CfnRoute(other, 'Route', { apiId: 'abc', routeKey: 'GET /' });
    new apigwv2.CfnRoute(other, 'Another', { apiId: 'abcd', routeKey: 'GET /' });
    expect(routesOf(api)).toEqual(['Other/Route']);
  });

  it('is also what a condition may give to it', () => {
    const stack = newStack();
    const [abc, both] = ['abc', Fn.conditionIf('C', 'abc', 'xyz').toString()].map((httpApiId, n) =>
      apigwv2.HttpApi.fromHttpApiAttributes(stack, `Api${n}`, { httpApiId }),
    );
    const ids = { A: 'abc', X: 'xyz', Y: 'y', AX: Fn.conditionIf('C', 'abc', 'xyz').toString() };
    for (const [id, apiId] of Object.entries(ids)) new apigwv2.CfnRoute(stack, id, { apiId, routeKey: 'GET /' });
    expect(routesOf(abc!)).toEqual(['Stack/A', 'Stack/AX']);
    expect([...routesOf(both!)].sort()).toEqual(['Stack/A', 'Stack/AX', 'Stack/X']);
  });
});

describe('a resource', () => {
  it('is rendered once, however many ask', () => {
    const stack = newStack();
    const pool = newPool(stack);
    const client = newClient(stack, pool.ref);
    const render = vi.spyOn(client, '_toCloudFormation');
    const index = indexOf(stack);
    for (let n = 0; n < 3; n++) index.ofPool(pool, CLIENT).map((each) => each.value('ClientName'));
    expect([...index.dependenciesOf(client)]).toEqual([pool]);
    expect(render).toHaveBeenCalledTimes(1);
    expect(index.resource(client)).toBe(index.ofType(CLIENT)[0]);
  });

  it('may ask what it waits for while it is being rendered', () => {
    const stack = newStack();
    const pool = newPool(stack);
    const index = indexOf(stack);
    const client = newClient(stack, 'eu-west-1_abc');
    client.clientName = Lazy.string({ produce: () => `${index.allDependenciesOf(pool).has(client)}` });
    pool.addPropertyOverride('UserPoolTags.Client', client.ref);
    expect(textOf(index.resource(client).value('ClientName'))).toBe('true');
    expect(index.allDependenciesOf(pool)).toEqual(new Set([client]));
  });

  it.each<[string, (resource: CfnResource, condition: CfnCondition) => void, unknown]>([
    ['has none', () => undefined, undefined],
    ['has the one that was set', (resource, condition) => (resource.cfnOptions.condition = condition), 'If'],
    ['has the one of an override', (resource) => resource.addOverride('Condition', 'If'), 'If'],
    [
      'has none that was deleted',
      (resource, condition) => {
        resource.cfnOptions.condition = condition;
        resource.addDeletionOverride('Condition');
      },
      undefined,
    ],
  ])('may depend on a condition: it %s', (_, change, expected) => {
    const stack = newStack();
    const pool = newPool(stack);
    change(pool, new CfnCondition(stack, 'If'));
    const resource = indexOf(stack).resource(pool);
    expect([resource.condition, resource.isConditional]).toEqual([expected, expected !== undefined]);
  });

  it('may be missing with a nested stack that it is in', () => {
    const stack = newStack();
    const always = new NestedStack(stack, 'Always');
    const sometimes = new NestedStack(stack, 'Sometimes');
    (sometimes.nestedStackResource as CfnResource).cfnOptions.condition = new CfnCondition(stack, 'If');
    const pools = [always, sometimes, new NestedStack(sometimes, 'Inner')].map(newPool);
    const index = indexOf(stack);
    expect(pools.map((pool) => index.resource(pool).isConditional)).toEqual([false, true, true]);
  });
});

it('duplicatesOf finds resources with the name of another one, unless a condition may tell them apart', () => {
  const stack = newStack();
  const make = (id: string, groupName?: string) =>
    new cognito.CfnUserPoolGroup(stack, id, { userPoolId: 'eu-west-1_abc', groupName });
  for (const [id, name] of [['A', 'x'], ['B', 'y'], ['C', 'x'], ['D'], ['E'], ['F', 'x']] as const) make(id, name);
  make('G', 'y').cfnOptions.condition = new CfnCondition(stack, 'If');
  const groups = indexOf(stack).ofType(cognito.CfnUserPoolGroup.CFN_RESOURCE_TYPE_NAME);
  expect(duplicatesOf(groups, 'GroupName').map(({ path }) => path)).toEqual(['Stack/C', 'Stack/F']);
});

describe('the index in use', () => {
  it('is the one that does something, for constructs of its own app or stage', () => {
    const app = newApp();
    const stack = new Stack(app, 'Stack');
    const staged = new Stack(new Stage(app, 'Stage'), 'Stack');
    const index = indexOf(stack);
    index.during(() => {
      expect(TemplateIndex.current(stack)).toBe(index);
      expect(TemplateIndex.current(staged)).toBeUndefined();
    });
    expect(TemplateIndex.current(stack)).toBeUndefined();
  });

  it('is none after an error', () => {
    const stack = newStack();
    const fail = () => {
      throw new Error('x');
    };
    expect(() => indexOf(stack).during(fail)).toThrow('x');
    expect(TemplateIndex.current(stack)).toBeUndefined();
  });
});

it('tells conditions of two nested stacks apart that have the same logical ID', () => {
  const stack = newStack();
  const conditions = ['A', 'B'].map((id) => {
    const nested = new NestedStack(stack, id);
    const resource = new CfnResource(nested, 'R', { type: 'X' });
    resource.cfnOptions.condition = new CfnCondition(nested, 'C', { expression: Fn.conditionEquals('a', 'b') });
    return indexOf(stack).resource(resource).conditions;
  });
  expect(conditions).toEqual([['Stack/A C'], ['Stack/B C']]);
});

it('finds resources by the service of their type', () => {
  const stack = newStack();
  const make = (id: string, type: string) => new CfnResource(stack, id, { type });
  make('B', 'AWS::Cognito::UserPoolGroup');
  make('A', 'AWS::Cognito::UserPoolGroup');
  make('C', 'AWS::Cognito::UserPool');
  make('D', 'Custom::AWS::Cognito::');
  const found = indexOf(stack).ofTypes((type) => type.startsWith('AWS::Cognito::'));
  expect(found.map(({ path }) => path)).toEqual(['Stack/A', 'Stack/B', 'Stack/C']);
});

it('follows what an element waits for', () => {
  const stack = newStack();
  const make = (id: string, value?: string) =>
    new CfnResource(stack, id, { type: 'AWS::SNS::Topic', properties: { TopicName: value } });
  const last = make('C');
  const middle = make('B', last.ref);
  const first = make('A', middle.ref);
  const index = indexOf(stack);
  expect([...index.dependenciesOf(first)]).toEqual([middle]);
  expect([...index.allDependenciesOf(first)]).toEqual([middle, last]);
  expect([...index.allDependenciesOf(last)]).toEqual([]);
});

it.each<[string, (resource: CfnResource) => void]>([
  ['beside it', (resource) => resource.addPropertyOverride('Fn::Transform', { Name: 'T' })],
  ['around it', (resource) => resource.addOverride('Fn::Transform', { Name: 'T' })],
])('a property with a transform %s is unknown', (_, transform) => {
  const stack = newStack();
  const resource = new CfnResource(stack, 'A', { type: 'X', properties: { Name: 'a' } });
  expect(indexOf(stack).resource(resource).transform).toBeUndefined();
  transform(resource);
  resource.addPropertyOverride('Name', 'a');
  expect(indexOf(stack).resource(resource).transform).toBe('Fn::Transform');
  expect(indexOf(stack).resource(resource).value('Name')).toEqual({
    kind: 'unknown',
    name: 'Fn::Transform',
    operands: [{ kind: 'literal', value: 'a' }],
  });
});

it('knows the resources of templates that were included without constructs', () => {
  const stack = newStack();
  const outputs = { O: { Value: 'a' } };
  new Included(stack, 'I', { Resources: { A: { Type: 'X' }, B: {} }, Outputs: outputs });
  new Included(stack, 'Empty', { Outputs: outputs });
  new CfnResource(stack, 'R', { type: 'X' });
  const index = indexOf(stack);
  expect(index.fragments).toBe(index.fragments);
  expect(index.fragments).toEqual([
    { path: 'Stack/I/A', stack, type: 'X', properties: { kind: 'absent' }, names: ['A', 'B'] },
    { path: 'Stack/I/B', stack, type: undefined, properties: { kind: 'map', entries: {} }, names: ['A', 'B'] },
  ]);
});

it('knows the macros that a template goes through, and those of templates that it includes', () => {
  const app = newApp();
  const [stack, other] = ['S', 'T'].map((id) => new Stack(app, id)) as [Stack, Stack];
  const index = () => indexOf(stack);
  expect(index().transformsOf(stack)).toEqual([]);
  stack.addTransform('Own');
  new Included(stack, 'Text', { Transform: 'AWS::Serverless-2016-10-31' });
  new Included(stack, 'List', { Transform: ['First', { Name: 'Second', Parameters: { Third: 'x' } }] });
  new Included(stack, 'None', { Resources: {} });
  new Included(other, 'Text', { Transform: 'Other' });
  expect(index().transformsOf(stack)).toEqual(['Own', 'AWS::Serverless-2016-10-31', 'First', 'Second']);
  expect(index().transformsOf(other)).toEqual(['Other']);
});

it('knows whether a resource is still in the app', () => {
  const stack = newStack();
  const pool = newPool(stack);
  expect(indexOf(stack).has(pool)).toBe(true);
  stack.node.tryRemoveChild(pool.node.id);
  expect(indexOf(stack).has(pool)).toBe(false);
  new cognito.CfnUserPool(stack, 'Other');
  expect(indexOf(stack).has(pool)).toBe(false);
});
