import { Duration } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { expect, it } from 'vitest';
import { makeLambdaAuthorizer } from '../../lib/authorizer/lambda-authorizer';
import { deployed } from '../support/policies';
import { newFunction, newStack, only, templateOf } from '../support/synth';
import { AUTHORIZER } from './support';

const PROPS = {
  authorizerName: 'mine',
  identitySource: ['$request.header.A'],
  resultsCacheTtl: Duration.minutes(5),
  enableSimpleResponses: true,
};

it('API Gateway asks the function by payloads of version 2.0, and this authorizer alone may', () => {
  const stack = newStack();
  const httpApi = new apigwv2.HttpApi(stack, 'Api');
  const fn = newFunction(stack, 'Fn');
  const { currentVersion: version } = fn;
  const alias = new lambda.Alias(stack, 'Alias', { aliasName: 'live', version });
  makeLambdaAuthorizer(stack, 'Authorizer', alias, { ...PROPS, httpApi });
  const template = templateOf(stack);
  const { id, properties } = only(template, AUTHORIZER);
  const { AuthorizerUri, ...rest } = properties;
  expect(rest).toEqual({
    ApiId: { Ref: 'ApiF70053CD' },
    AuthorizerType: 'REQUEST',
    AuthorizerPayloadFormatVersion: '2.0',
    AuthorizerResultTtlInSeconds: 300,
    EnableSimpleResponses: true,
    IdentitySource: ['$request.header.A'],
    Name: 'mine',
  });
  expect(deployed(AuthorizerUri)).toBe(
    'arn:AWS::Partition:apigateway:AWS::Region:lambda:path/2015-03-31/functions/Alias325C5727/invocations',
  );
  const { SourceArn, ...permission } = only(template, 'AWS::Lambda::Permission').properties;
  expect(permission).toEqual({
    Action: 'lambda:InvokeFunction',
    FunctionName: { Ref: 'Alias325C5727' },
    Principal: 'apigateway.amazonaws.com',
  });
  expect(deployed(SourceArn)).toBe(
    `arn:AWS::Partition:execute-api:AWS::Region:AWS::AccountId:ApiF70053CD/authorizers/${id}`,
  );
});

it('one function may serve several authorizers', () => {
  const stack = newStack();
  const fn = newFunction(stack, 'Fn');
  for (const name of ['A', 'B']) {
    const httpApi = new apigwv2.HttpApi(stack, `Api${name}`);
    makeLambdaAuthorizer(stack, name, fn, { ...PROPS, httpApi });
  }
  templateOf(stack).resourceCountIs('AWS::Lambda::Permission', 2);
});
