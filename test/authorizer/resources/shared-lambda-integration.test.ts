import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { expect, it } from 'vitest';
import { CognitoHttpApiAuthorizer, UserAuthPool } from '../../../lib';
import { SharedLambdaIntegration } from '../../../lib/authorizer/resources/shared-lambda-integration';
import { newFunction, newStack, only, templateOf } from '../../support/synth';
import { INTEGRATION, setUp } from '../support';

it('has the ID of its API and function, whichever route comes first', () => {
  const idAfter = (...paths: string[]) => {
    const { stack, httpApi, fn } = setUp();
    const integration = new SharedLambdaIntegration('Shared', fn);
    for (const path of paths) {
      const routeKey = apigwv2.HttpRouteKey.with(path);
      integration.stabilizeIdIn(new apigwv2.HttpRoute(stack, path, { httpApi, routeKey, integration }));
    }
    return only(templateOf(stack), INTEGRATION).id;
  };
  expect(idAfter('/a', '/b')).toMatch(/^ApiShared[0-9A-F]{8}$/);
  expect(idAfter('/b', '/a')).toBe(idAfter('/a', '/b'));
});

it('calls the function with the current version of the event', () => {
  const { stack, httpApi, authorizer, fn } = setUp();
  authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
  expect(only(templateOf(stack), INTEGRATION).properties).toMatchObject({
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: stack.resolve(fn.functionArn),
    PayloadFormatVersion: '2.0',
  });
});

it('has a logical ID that CloudFormation takes, however deep the API is', () => {
  const stack = newStack('S');
  const deep = ['x', 'y', 'z'].reduce<Construct>((scope, letter) => new Construct(scope, letter.repeat(100)), stack);
  const userAuthPool = new UserAuthPool(stack, 'Pool');
  const httpApi = new apigwv2.HttpApi(deep, 'Api');
  new CognitoHttpApiAuthorizer(stack, 'A', { userAuthPool }).addLambdaRoute(newFunction(stack, 'Fn'), {
    httpApi,
    path: '/a',
  });
  expect(only(templateOf(stack), INTEGRATION).id).toMatch(/^x{100}y{100}[0-9A-F]{8}$/);
});
