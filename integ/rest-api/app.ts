/*
 * A method of a REST API that requires a policy by its scope. Deployed by integ/rest-api.test.ts.
 */
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { AccessPolicy, UserAuthPool } from 'cdk-user-auth-pool';

const stack = new Stack(new App(), 'RestApi');
const pool = new UserAuthPool(stack, 'Pool', { client: { allowPasswordSignIn: true } });
pool.addGroup('editors');
const editorsOnly = pool.scopeFor(AccessPolicy.group('editors'));

const api = new apigateway.RestApi(stack, 'Api');
const createPost = new lambda.Function(stack, 'CreatePost', {
  runtime: lambda.Runtime.NODEJS_22_X,
  handler: 'index.handler',
  code: lambda.Code.fromInline(`exports.handler = async () => ({ statusCode: 200, body: 'Created' });`),
});
api.root.addResource('posts').addMethod('POST', new apigateway.LambdaIntegration(createPost), {
  authorizer: new apigateway.CognitoUserPoolsAuthorizer(stack, 'Users', { cognitoUserPools: [pool.userPool] }),
  authorizationScopes: [editorsOnly],
});

new CfnOutput(stack, 'ApiId', { value: api.restApiId });
new CfnOutput(stack, 'Scope', { value: editorsOnly });
new CfnOutput(stack, 'UserPoolId', { value: pool.userPoolId });
new CfnOutput(stack, 'ClientId', { value: pool.userPoolClientId });
