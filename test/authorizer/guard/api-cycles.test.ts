import { App, CfnOutput, CfnResource, NestedStack, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { AccessPolicy, CognitoHttpApiAuthorizer, PolicyEnforcement, UserAuthPool } from '../../../lib';
import { newApp, newFunction, templateOf } from '../../support/synth';

/** A pool in one stack, and an API with a guarded route in another. */
function make(atRequest: boolean, app: App = newApp()) {
  const [users, backend] = [new Stack(app, 'Users'), new Stack(app, 'Backend')];
  const userAuthPool = new UserAuthPool(users, 'Pool');
  const httpApi = new apigwv2.HttpApi(backend, 'Api');
  const enforcement = atRequest ? PolicyEnforcement.atRequest() : undefined;
  new CognitoHttpApiAuthorizer(backend, 'Authorizer', { userAuthPool, enforcement }).addLambdaRoute(
    newFunction(backend, 'Fn'),
    { httpApi, path: '/posts', accessPolicy: AccessPolicy.group('editors') },
  );
  return { users, backend, httpApi };
}
const newTopic = (stack: Stack, value: string) =>
  new CfnResource(stack, 'Topic', { type: 'AWS::SNS::Topic', properties: { TopicName: value } });

describe.each([
  ['API Gateway', false],
  ['a function', true],
] as const)('where %s verifies tokens', (_, atRequest) => {
  it('the stack of the pool must not refer to that of the API', () => {
    const { users, httpApi } = make(atRequest);
    newTopic(users, httpApi.apiId);
    expect(() => templateOf(users)).toThrow(
      /^Backend\/Api has 1 problem:\n {2}1\. httpApi is Backend\/Api, of which an authorizer refers to Users\/Pool\S* in the stack Users: Users already waits for Backend, the stack of the API, because Users\/Topic refers to Backend\/Api, and stacks that wait for each other cannot be deployed\. Create both in one stack/,
    );
  });

  it('each stack that refers to that of the API is named', () => {
    const { users, backend, httpApi } = make(atRequest);
    const first = new Stack(users.node.root, 'First');
    newTopic(users, httpApi.apiId);
    newTopic(first, httpApi.apiId);
    const userAuthPool = new UserAuthPool(first, 'Pool');
    const { authorizerId } = new CognitoHttpApiAuthorizer(backend, 'Second', { userAuthPool }).authorizerOf(httpApi);
    new CfnOutput(backend, 'AuthorizerId', { value: authorizerId });
    expect(() => templateOf(users)).toThrow(
      /1\. httpApi is Backend\/Api, of which an authorizer refers to First\/Pool\S* in the stack First: [^]*2\. .* an authorizer refers to Users\/Pool/,
    );
  });

  it('a stack is named once, however many nested stacks of it the API refers to', () => {
    const app = newApp();
    const [users, backend] = [new Stack(app, 'Users'), new Stack(app, 'Backend')];
    const httpApi = new apigwv2.HttpApi(backend, 'Api');
    const enforcement = atRequest ? PolicyEnforcement.atRequest() : undefined;
    for (const id of ['One', 'Two']) {
      const userAuthPool = new UserAuthPool(new NestedStack(users, id), 'Pool');
      new CognitoHttpApiAuthorizer(backend, id, { userAuthPool, enforcement }).addLambdaRoute(
        newFunction(backend, `${id}Fn`),
        { httpApi, path: `/${id}`, accessPolicy: AccessPolicy.group('editors') },
      );
    }
    newTopic(users, httpApi.apiId);
    expect(() => templateOf(users)).toThrow(/^Backend\/Api has 1 problem:\n {2}1\. .* in the stack Users: /);
  });

  it('the stack of the API may refer to that of the pool, and to others', () => {
    const { users, backend } = make(atRequest);
    new CfnOutput(backend, 'X', { value: newTopic(new Stack(users.node.root, 'Other'), 'x').ref });
    expect(() => templateOf(backend, { keep: false })).not.toThrow();
  });
});

it('an API in the stack of the pool closes no cycle', () => {
  const stack = new Stack(newApp(), 'S');
  const httpApi = new apigwv2.HttpApi(stack, 'Api');
  const userAuthPool = new UserAuthPool(stack, 'Pool', { client: { callbackUrls: [httpApi.apiEndpoint] } });
  new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool }).addLambdaRoute(newFunction(stack, 'Fn'), {
    httpApi,
    path: '/posts',
  });
  expect(() => templateOf(stack)).not.toThrow();
});

describe('a function in another stack than its route', () => {
  /** A pool and an API in one stack, and a function in another. */
  const setUp = (refer: (pool: UserAuthPool, fn: lambda.Function, stack: Stack) => void, usersIn = 'Backend') => {
    const app = newApp();
    const [backend, orders] = [new Stack(app, 'Backend'), new Stack(app, 'Orders')];
    const users = usersIn === 'Backend' ? backend : new Stack(app, usersIn);
    const userAuthPool = new UserAuthPool(users, 'Pool');
    const httpApi = new apigwv2.HttpApi(backend, 'Api');
    const fn = newFunction(orders, 'Fn');
    refer(userAuthPool, fn, orders);
    return {
      backend,
      orders,
      httpApi,
      fn,
      authorizer: new CognitoHttpApiAuthorizer(backend, 'Authorizer', { userAuthPool }),
    };
  };
  const byEnvironment = (pool: UserAuthPool, fn: lambda.Function) => fn.addEnvironment('POOL', pool.userPoolId);
  const toPool = (pool: UserAuthPool, fn: lambda.Function) => pool.connect(fn);

  it('must not refer to the stack of the API: the error says what refers to what', () => {
    const { backend, httpApi, fn, authorizer } = setUp(byEnvironment);
    authorizer.addLambdaRoute(fn, { httpApi, path: '/orders' });
    expect(() => templateOf(backend)).toThrow(
      /^Backend\/Api has 1 problem:\n {2}1\. httpApi is Backend\/Api, of which a route refers to Orders\/Fn in the stack Orders: Orders already waits for Backend, the stack of the API, because Orders\/Fn refers to Backend\/Pool, and .*\. Create the route in the stack of the function: an HttpRoute with the authorizer, or with authorizer\.require\(policy\) in place of accessPolicy; or create what Orders refers to in another stack than that of the API\.$/,
    );
  });

  it.each([
    ['the environment', byEnvironment],
    ['connect()', toPool],
  ])('may refer to it by %s if the route is in its stack', (_, refer) => {
    const { backend, orders, httpApi, fn, authorizer } = setUp(refer);
    new apigwv2.HttpRoute(orders, 'Route', {
      httpApi,
      routeKey: apigwv2.HttpRouteKey.with('/orders', apigwv2.HttpMethod.GET),
      integration: new HttpLambdaIntegration('Integration', fn),
      authorizer: authorizer.require(AccessPolicy.group('admins')),
    });
    expect(() => templateOf(backend)).not.toThrow();
  });

  it.each([
    ['the environment', byEnvironment],
    ['connect()', toPool],
  ])('may refer to a pool in a third stack by %s', (_, refer) => {
    const { backend, httpApi, fn, authorizer } = setUp(refer, 'Users');
    authorizer.addLambdaRoute(fn, { httpApi, path: '/orders' });
    expect(() => templateOf(backend)).not.toThrow();
  });

  it('must not do so behind an alias either', () => {
    const { backend, orders, httpApi, fn, authorizer } = setUp(byEnvironment);
    const alias = new lambda.Alias(orders, 'Live', { aliasName: 'live', version: fn.currentVersion });
    authorizer.addLambdaRoute(alias, { httpApi, path: '/orders' });
    expect(() => templateOf(backend)).toThrow(
      /of which a route refers to Orders\/Live in the stack Orders: .*\. Create the route in the stack of the function:/,
    );
  });

  it('that waits only through others is told without a reason', () => {
    const { backend, orders, httpApi, fn, authorizer } = setUp(() => undefined);
    const between = new Stack(orders.node.root, 'Between');
    const topic = newTopic(between, httpApi.apiId);
    fn.addEnvironment('TOPIC', topic.ref);
    authorizer.addLambdaRoute(fn, { httpApi, path: '/orders' });
    expect(() => templateOf(backend)).toThrow(
      /Orders already waits for Backend, the stack of the API, and stacks that/,
    );
  });
});
