import { CfnParameter, CfnResource, Lazy, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { byPath, partsOfApi, partsOfPool } from '../../lib/template/parts';
import { newApp, newStack } from '../support/synth';

const clientsOf = (pool: cognito.CfnUserPool) =>
  partsOfPool(pool, (node) => cognito.CfnUserPoolClient.isCfnUserPoolClient(node))
    .sort(byPath)
    .map(({ node }) => node.node.path);
const routesOf = (api: apigwv2.IHttpApi) =>
  partsOfApi(api, (node) => apigwv2.CfnRoute.isCfnRoute(node)).map(({ node }) => node.node.path);
const newPool = (scope: Construct) => new cognito.CfnUserPool(scope, 'Pool');
const newClient = (scope: Construct, userPoolId: string, id = 'Client') =>
  new cognito.CfnUserPoolClient(scope, id, { userPoolId });

describe('what belongs to a pool', () => {
  it('is found by whatever way it names the pool, in whatever stack, by path', () => {
    const app = newApp();
    const stack = new Stack(app, 'B');
    const pool = newPool(stack);
    newClient(stack, pool.ref, 'Ref');
    newClient(stack, pool.attrUserPoolId, 'Attribute');
    newClient(stack, Lazy.string({ produce: () => pool.ref }), 'Lazy');
    newClient(stack, 'other', 'Overridden').addPropertyOverride('UserPoolId', pool.ref);
    newClient(new NestedStack(stack, 'Nested'), pool.ref);
    newClient(new Stack(app, 'A'), pool.ref);
    new CfnResource(stack, 'NoClass', { type: 'AWS::Cognito::UserPoolClient', properties: { UserPoolId: pool.ref } });
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

  it('is not what belongs to a pool of the same ids in another stack, or in another stage', () => {
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

  it.each([
    { Ref: 'Pool' },
    { 'Fn::GetAtt': ['Pool', 'UserPoolId'] },
    { 'Fn::GetAtt': 'Pool.UserPoolId' },
    { 'Fn::Sub': '${Pool}' },
    { 'Fn::Sub': '${Pool.UserPoolId}' },
  ])('may name it by hand, in its own stack only: %j', (id) => {
    const app = newApp();
    const byHand = (stack: Stack) => newClient(stack, 'other', 'ByHand').addPropertyOverride('UserPoolId', id);
    const [one, other] = ['One', 'Other'].map((name) => new Stack(app, name));
    const pool = newPool(one!);
    new cognito.CfnUserPool(one!, 'Beside');
    byHand(one!);
    byHand(other!);
    newClient(one!, 'other', 'Else').addPropertyOverride('UserPoolId', { Ref: 'Beside' });
    newClient(one!, 'other', 'Arn').addPropertyOverride('UserPoolId', { 'Fn::GetAtt': ['Pool', 'Arn'] });
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
});

it('an override of one of them is none of the others', () => {
  const stack = newStack();
  const pool = newPool(stack);
  for (const id of ['A', 'B', 'C']) newClient(stack, pool.ref, id);
  (stack.node.findChild('B') as CfnResource).addPropertyOverride('UserPoolId.Ref', 'Other');
  expect(clientsOf(pool)).toEqual(['Stack/A', 'Stack/C']);
});

it('some properties of a part are those that the whole has, whatever is written over them', () => {
  const stack = newStack();
  const text = new CfnParameter(stack, 'Text').valueAsString;
  const list = new CfnParameter(stack, 'List', { type: 'CommaDelimitedList' }).valueAsList;
  const route = (id: string, props: Partial<apigwv2.CfnRouteProps>) =>
    new apigwv2.CfnRoute(stack, id, { apiId: 'abc', routeKey: `GET /${id}`, ...props });
  route('Plain', { authorizationType: 'JWT', authorizerId: text, authorizationScopes: ['a', text] });
  route('Tokens', { routeKey: `GET /${text}`, authorizationType: text, authorizationScopes: list });
  route('Late', { authorizationType: Lazy.string({ produce: () => 'AWS_IAM' }), authorizationScopes: [] });
  route('Set', {}).authorizationType = 'JWT';
  route('Override', {}).addPropertyOverride('AuthorizationType', 'JWT');
  route('Raw', {}).addOverride('Properties', { AuthorizationScopes: ['a'] });
  route('Deleted', { authorizationType: 'JWT' }).addPropertyDeletionOverride('AuthorizationType');
  new CfnResource(stack, 'NoClass', { type: 'AWS::ApiGatewayV2::Route', properties: { ApiId: 'abc', RouteKey: text } });
  const names = ['RouteKey', 'AuthorizationType', 'AuthorizerId', 'AuthorizationScopes'];
  const api = apigwv2.HttpApi.fromHttpApiAttributes(stack, 'Api', { httpApiId: 'abc' });
  const parts = partsOfApi(api, (node) => apigwv2.CfnRoute.isCfnRoute(node));
  expect(parts).toHaveLength(8);
  for (const part of parts) {
    const some = part.only(...names);
    const whole = names.map((name) => [name, part.properties[name]]);
    expect(
      names.map((name) => [name, some[name]]),
      part.node.node.id,
    ).toEqual(whole);
  }
});

it('what resolves differently in each part is read in each', () => {
  const stack = newStack();
  const routeKey = Lazy.uncachedString({ produce: ({ scope }) => `GET /${scope.node.id}` });
  for (const id of ['A', 'B']) new apigwv2.CfnRoute(stack, id, { apiId: 'abc', routeKey });
  const api = apigwv2.HttpApi.fromHttpApiAttributes(stack, 'Api', { httpApiId: 'abc' });
  const parts = partsOfApi(api, (node) => apigwv2.CfnRoute.isCfnRoute(node));
  expect(parts.map((part) => part.only('RouteKey').RouteKey)).toEqual(['GET /A', 'GET /B']);
});

describe('what belongs to an API', () => {
  it('is found where the API is known by its id only', () => {
    const app = newApp();
    const [one, other] = ['One', 'Other'].map((id) => new Stack(app, id));
    const api = apigwv2.HttpApi.fromHttpApiAttributes(one!, 'Api', { httpApiId: 'abc' });
    new apigwv2.CfnRoute(other!, 'Route', { apiId: 'abc', routeKey: 'GET /' });
    new apigwv2.CfnRoute(other!, 'Another', { apiId: 'abcd', routeKey: 'GET /' });
    expect(routesOf(api)).toEqual(['Other/Route']);
  });
});
