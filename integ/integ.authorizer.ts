/*
 * A route that only users of a pool can call, on two APIs: API Gateway turns away who has no token.
 */
import { ExpectedResult, IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { CognitoHttpApiAuthorizer, UserAuthPool } from '../lib';

const app = new App();
const stack = new Stack(app, 'IntegAuthorizer');

const userAuthPool = new UserAuthPool(stack, 'Pool', { removalPolicy: RemovalPolicy.DESTROY });
userAuthPool.addClient('Mobile');
const authorizer = new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool });
const handler = new Function(stack, 'Function', {
  runtime: Runtime.NODEJS_22_X,
  handler: 'index.handler',
  code: Code.fromInline('exports.handler = async () => ({ statusCode: 201 });'),
});
const apis = ['First', 'Second'].map((id) => {
  const httpApi = new HttpApi(stack, id);
  authorizer.addLambdaRoute(handler, { httpApi, path: '/posts', methods: [HttpMethod.GET, HttpMethod.POST] });
  authorizer.addLambdaRoute(handler, { httpApi, path: '/posts/{id}', authorizationScopes: ['posts/read'] });
  return httpApi;
});

const integ = new IntegTest(app, 'Authorizer', { testCases: [stack] });
for (const httpApi of apis) {
  integ.assertions.httpApiCall(`${httpApi.apiEndpoint}/posts`).expect(ExpectedResult.objectLike({ status: 401 }));
}
