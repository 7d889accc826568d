import { CfnCondition, Duration, Fn, Lazy } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { LambdaHttpApiAuthorizer, LambdaHttpApiAuthorizerProps, PolicyEnforcement } from '../../../lib';
import { createLambdaAuthorizer } from '../../../lib/authorizer/resources/lambda-authorizer';
import { deployed, refusalOf } from '../../support/policies';
import { newFunction, newStack, only, templateOf, warningsOf } from '../../support/synth';
import { AUTHORIZER, setUp } from '../support';

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
  createLambdaAuthorizer(stack, 'Authorizer', alias, { ...PROPS, httpApi });
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
    createLambdaAuthorizer(stack, name, fn, { ...PROPS, httpApi });
  }
  templateOf(stack).resourceCountIs('AWS::Lambda::Permission', 2);
});

it('the permission of its function may not change', () => {
  const stack = newStack('S');
  const authorizer = new LambdaHttpApiAuthorizer(stack, 'Own', { handler: newFunction(stack, 'Judge') });
  const httpApi = new apigwv2.HttpApi(stack, 'Api');
  authorizer.addLambdaRoute(newFunction(stack, 'Fn'), { httpApi, path: '/a' });
  const made = httpApi.node.findChild('UserAuth').node.findAll();
  const permission = made.find((each) => lambda.CfnPermission.isCfnPermission(each) && / of /.test(each.node.path));
  (permission as lambda.CfnPermission).addPropertyOverride('SourceArn', 'arn:aws:s3:::b');
  expect(refusalOf(stack)).toMatch(/SourceArn of S\/Api\/UserAuth\/.* is "arn:aws:s3:::b"/);
});

it('a function to which no permission can be added is a warning that has it', () => {
  const stack = newStack('S', { env: { account: '111111111111', region: 'eu-west-1' } });
  const arn = 'arn:aws:lambda:eu-west-1:222222222222:function:judge';
  const handler = lambda.Function.fromFunctionAttributes(stack, 'Judge', { functionArn: arn, sameEnvironment: false });
  const httpApi = new apigwv2.HttpApi(stack, 'Api');
  new LambdaHttpApiAuthorizer(stack, 'Own', { handler }).addLambdaRoute(newFunction(stack, 'Fn'), {
    httpApi,
    path: '/a',
  });
  expect(warningsOf(stack)).toContainEqual(
    expect.stringMatching(
      /\/authorizers\/AUTHORIZER_ID.* \[ack: cdk-user-auth-pool:LambdaHttpApiAuthorizer\.handlerWithoutPermission\]/,
    ),
  );
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
    expect(warningsWith({})).toEqual([
      JSON.stringify(
        "API Gateway caches the answer of the authorizer's function, and one answer counts for all 2 routes: a caller whom the function lets into one of them gets into all of them. " +
          "Add '$context.routeKey' to identitySource, or omit resultsCacheTtl if the function decides by the route. " +
          '[ack: cdk-user-auth-pool:LambdaHttpApiAuthorizer.cachedForAllRoutes]',
      ),
    ]);
    const unknown = Duration.seconds(Lazy.number({ produce: () => 300 }));
    expect(warningsWith({ resultsCacheTtl: unknown })).toHaveLength(1);
    // A path may have a route for each method.
    expect(warningsWith({ identitySource: ['$context.path'] })).toHaveLength(1);
  });

  it('for routes made with CfnRoute is a warning, too', () => {
    const stack = newStack('S');
    const httpApi = new apigwv2.HttpApi(stack, 'Api');
    const props = { handler: newFunction(stack, 'Judge'), resultsCacheTtl: Duration.minutes(5) };
    const { authorizerId } = new LambdaHttpApiAuthorizer(stack, 'Own', props).authorizerOf(httpApi);
    const addRoute = (routeKey: string) =>
      new apigwv2.CfnRoute(stack, routeKey, {
        apiId: httpApi.apiId,
        routeKey,
        authorizationType: 'CUSTOM',
        authorizerId,
      });
    addRoute('GET /a');
    expect(warningsOf(stack)).toEqual([]);
    addRoute('GET /b');
    expect(warningsOf(stack)).toEqual([expect.stringContaining('one answer counts for all 2 routes')]);
  });

  it.each<[string, () => string[]]>([
    ['with the route in its key', () => warningsWith({ identitySource: ['$request.header.A', '$context.routeKey'] })],
    [
      'with path and method in its key',
      () => warningsWith({ identitySource: ['$context.path', '$context.httpMethod'] }),
    ],
    ['with a policy document', () => warningsWith({ responseType: HttpLambdaResponseType.IAM })],
    ['for one route', () => warningsWith({}, ['/a'])],
    ['that is not cached', () => warningsWith({ resultsCacheTtl: Duration.seconds(0) })],
    ['that is not cached by default', () => warningsWith({ resultsCacheTtl: undefined })],
  ])('is fine %s', (_, warnings) => {
    expect(warnings()).toEqual([]);
  });
});

it('the permission to invoke the function may not be missing', () => {
  const { stack, authorizer, httpApi, fn } = setUp({ enforcement: PolicyEnforcement.atRequest() });
  authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
  const permissions = () => stack.node.root.node.findAll().filter((each) => each instanceof lambda.CfnPermission);
  const [permission] = permissions().filter(({ node }) => node.id.includes(' of '));
  const expression = Fn.conditionEquals('a', 'b');
  permission!.cfnOptions.condition = new CfnCondition(stack, 'C', { expression });
  expect(refusalOf(stack)).toMatch(/condition of S\/Api\/UserAuth\/.* is "C", which .* does not have: /);
});
