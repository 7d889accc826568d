/*
 * Routes whose guard is written in ways that hide it: kept answers, functions of CloudFormation, catch-all routes.
 * Deployed by integ/guard.test.ts.
 */
import { App, CfnOutput, Duration, Fn, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { AccessPolicy, CognitoHttpApiAuthorizer, PolicyEnforcement, UserAuthPool } from 'cdk-user-auth-pool';

const stack = new Stack(new App(), 'Guard');
const pool = new UserAuthPool(stack, 'Pool', { client: { allowPasswordSignIn: true } });
const httpApi = new apigwv2.HttpApi(stack, 'Api');
const newFunction = (id: string, body = `'${id}'`) =>
  new lambda.Function(stack, id, {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline(`exports.handler = async (event) => ({ statusCode: 200, body: ${body} });`),
  });
const fn = newFunction('Guarded');
const admins = AccessPolicy.group('admins');

// Answers of the authorizer are kept for an hour, by token and route.
const keeping = new CognitoHttpApiAuthorizer(stack, 'Keeping', {
  userAuthPool: pool,
  enforcement: PolicyEnforcement.atRequest({ resultsCacheTtl: Duration.hours(1) }),
});
keeping.addLambdaRoute(fn, { httpApi, path: '/kept/any' });
keeping.addLambdaRoute(fn, { httpApi, path: '/kept/admins', accessPolicy: admins });

const authorizer = new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool: pool });
const resourceOf = (route: apigwv2.HttpRoute) => route.node.defaultChild as apigwv2.CfnRoute;
const [joined] = authorizer.addLambdaRoute(fn, { httpApi, path: '/joined' });
resourceOf(joined!).addPropertyOverride('AuthorizationType', { 'Fn::Join': ['', ['J', 'WT']] });

// The API, by a function around its ID.
const [guard] = authorizer.addLambdaRoute(fn, { httpApi, path: '/plain' });
const integration = resourceOf(guard!).target;
new apigwv2.CfnRoute(stack, 'Selected', {
  apiId: Fn.select(0, [httpApi.apiId]),
  routeKey: 'GET /selected',
  authorizationType: 'JWT',
  authorizerId: resourceOf(guard!).authorizerId,
  target: integration,
});

// What a function gets, to compare with the events of cdk-user-auth-pool/testing.
const echo = newFunction('Echo', 'JSON.stringify(event)');
authorizer.addLambdaRoute(echo, { httpApi, path: '/echo/{id}' });
authorizer.addLambdaRoute(echo, {
  httpApi,
  path: '/scoped/echo',
  authorizationScopes: ['aws.cognito.signin.user.admin'],
});
keeping.addLambdaRoute(echo, { httpApi, path: '/kept/echo/{id}' });
httpApi.addRoutes({ path: '/open/echo', integration: new HttpLambdaIntegration('Echo', echo) });

// What no route has goes to a function of its own.
httpApi.addRoutes({ path: '/{proxy+}', integration: new HttpLambdaIntegration('Rest', newFunction('Public')) });
authorizer.addLambdaRoute(fn, { httpApi, path: '/admin' });
authorizer.requireOnEveryRoute(httpApi, { publicRoutes: ['ANY /{proxy+}', 'ANY /open/echo'] });

new CfnOutput(stack, 'ApiUrl', { value: httpApi.apiEndpoint });
new CfnOutput(stack, 'UserPoolId', { value: pool.userPoolId });
new CfnOutput(stack, 'ClientId', { value: pool.userPoolClientId });
