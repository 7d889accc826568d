import { Duration, Lazy } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { LambdaHttpApiAuthorizer, LambdaHttpApiAuthorizerProps } from '../../lib';
import { makeLambdaAuthorizer } from '../../lib/authorizer/lambda-authorizer';
import { deployed } from '../support/policies';
import { newFunction, newStack, only, templateOf, warningsOf } from '../support/synth';
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

describe('a cached answer', () => {
  const warningsWith = (props: Partial<LambdaHttpApiAuthorizerProps>, paths = ['/a', '/b']) => {
    const stack = newStack('S');
    const handler = newFunction(stack, 'Judge');
    new LambdaHttpApiAuthorizer(stack, 'Own', {
      handler,
      resultsCacheTtl: Duration.minutes(5),
      ...props,
    }).addLambdaRoute(newFunction(stack, 'Fn'), { httpApi: new apigwv2.HttpApi(stack, 'Api'), paths });
    return warningsOf(stack);
  };

  it('for several routes is a warning', () => {
    expect(warningsWith({})).toEqual([expect.stringContaining('one answer counts for all 2 routes')]);
    const unknown = Duration.seconds(Lazy.number({ produce: () => 300 }));
    expect(warningsWith({ resultsCacheTtl: unknown })).toHaveLength(1);
  });

  it.each<[string, () => string[]]>([
    ['with the route in its key', () => warningsWith({ identitySource: ['$request.header.A', '$context.routeKey'] })],
    ['with a policy document', () => warningsWith({ responseType: HttpLambdaResponseType.IAM })],
    ['for one route', () => warningsWith({}, ['/a'])],
    ['that is not cached', () => warningsWith({ resultsCacheTtl: Duration.seconds(0) })],
    ['that is not cached by default', () => warningsWith({ resultsCacheTtl: undefined })],
  ])('is fine %s', (_, warnings) => {
    expect(warnings()).toEqual([]);
  });
});
