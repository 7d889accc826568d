import { createRequire } from 'node:module';
import { newFunction, paths } from './parts.mjs';

const require = createRequire(import.meta.url);
const { HttpApi, HttpMethod } = require('aws-cdk-lib/aws-apigatewayv2');
const { CognitoHttpApiAuthorizer, UserAuthPool } = require('cdk-user-auth-pool');

/** The library with its defaults. */
export function build(stack, routes) {
  const httpApi = new HttpApi(stack, 'Api');
  const handler = newFunction(stack);
  const userAuthPool = new UserAuthPool(stack, 'Pool');
  const authorizer = new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool });
  for (const path of paths(routes)) authorizer.addLambdaRoute(handler, { httpApi, path, methods: [HttpMethod.GET] });
}
