/*
 * Who may call what: access policies in the token, beside the user's own hook, and at the request; no route stays open
 * unnamed.
 */
import { ExpectedResult, IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { AccessPolicy, CognitoHttpApiAuthorizer, PolicyEnforcement, UserAuthPool } from '../lib';

const app = new App();
const stack = new Stack(app, 'IntegAccess');
const fn = (id: string, code: string) =>
  new Function(stack, id, { runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code: Code.fromInline(code) });

const userAuthPool = new UserAuthPool(stack, 'Pool', {
  removalPolicy: RemovalPolicy.DESTROY,
  hooks: { preTokenGeneration: fn('Hook', 'exports.handler = async (event) => event;') },
});
const admins = userAuthPool.addGroup('admins');
const editors = AccessPolicy.anyGroup(admins.groupName, userAuthPool.addGroup('editors').groupName);

const handler = fn('Function', 'exports.handler = async () => ({ statusCode: 200 });');
const httpApi = new HttpApi(stack, 'Api');
const methods = [HttpMethod.GET];
const inToken = new CognitoHttpApiAuthorizer(stack, 'InToken', { userAuthPool });
inToken.addLambdaRoute(handler, { httpApi, path: '/signed-in', methods, accessPolicy: AccessPolicy.signedIn() });
inToken.addLambdaRoute(handler, { httpApi, path: '/editors', methods, accessPolicy: editors });
const mobile = userAuthPool.addClient('Mobile');
inToken.addLambdaRoute(handler, { httpApi, path: '/mobile', methods, accessPolicy: AccessPolicy.client(mobile) });
const atRequest = new CognitoHttpApiAuthorizer(stack, 'AtRequest', {
  userAuthPool,
  enforcement: PolicyEnforcement.atRequest(),
});
atRequest.addLambdaRoute(handler, { httpApi, path: '/request/editors', methods, accessPolicy: editors });
inToken.requireOnEveryRoute(httpApi);

const integ = new IntegTest(app, 'Access', { testCases: [stack] });
for (const path of ['/signed-in', '/editors', '/mobile', '/request/editors']) {
  integ.assertions.httpApiCall(`${httpApi.apiEndpoint}${path}`).expect(ExpectedResult.objectLike({ status: 401 }));
}
