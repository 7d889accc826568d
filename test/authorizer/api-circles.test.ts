import { App, CfnOutput, CfnResource, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { describe, expect, it } from 'vitest';
import { AccessPolicy, CognitoHttpApiAuthorizer, PolicyEnforcement, UserAuthPool } from '../../lib';
import { newApp, newFunction, templateOf } from '../support/synth';

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
      /^Backend\/Api has 1 problem:\n {2}1\. httpApi is Backend\/Api, to whose stack, Backend, something in Users refers: an authorizer .* Create both in one stack/,
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
      /1\. httpApi is Backend\/Api, to whose stack, Backend, something in First refers: [^]*2\. .* something in Users refers: /,
    );
  });

  it('the stack of the API may refer to that of the pool, and to others', () => {
    const { users, backend } = make(atRequest);
    new CfnOutput(backend, 'X', { value: newTopic(new Stack(users.node.root, 'Other'), 'x').ref });
    expect(() => templateOf(backend, { keep: false })).not.toThrow();
  });
});

it('an API in the stack of the pool closes no circle', () => {
  const stack = new Stack(newApp(), 'S');
  const httpApi = new apigwv2.HttpApi(stack, 'Api');
  const userAuthPool = new UserAuthPool(stack, 'Pool', { client: { callbackUrls: [httpApi.apiEndpoint] } });
  new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool }).addLambdaRoute(newFunction(stack, 'Fn'), {
    httpApi,
    path: '/posts',
  });
  expect(() => templateOf(stack)).not.toThrow();
});
