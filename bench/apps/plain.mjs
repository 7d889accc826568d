import { createRequire } from 'node:module';
import { newFunction, paths, plainPoolWithClient } from './parts.mjs';

const require = createRequire(import.meta.url);
const { HttpApi, HttpMethod } = require('aws-cdk-lib/aws-apigatewayv2');
const { HttpUserPoolAuthorizer } = require('aws-cdk-lib/aws-apigatewayv2-authorizers');
const { HttpLambdaIntegration } = require('aws-cdk-lib/aws-apigatewayv2-integrations');

/** Routes of an HTTP API before one function, by plain L2. */
function addRoutes(stack, routes, { pool, clients }, integrationOf, scopesOf = () => undefined) {
  const httpApi = new HttpApi(stack, 'Api');
  const authorizer = new HttpUserPoolAuthorizer('Authorizer', pool, { userPoolClients: clients });
  for (const [index, path] of paths(routes).entries()) {
    const [integration, authorizationScopes] = [integrationOf(path), scopesOf(index)];
    httpApi.addRoutes({ path, methods: [HttpMethod.GET], integration, authorizer, authorizationScopes });
  }
}

/** An integration for each route, as the README of the module has it. */
export function readme(stack, routes) {
  const handler = newFunction(stack);
  addRoutes(
    stack,
    routes,
    plainPoolWithClient(stack),
    (path) => new HttpLambdaIntegration(`Integration${path}`, handler),
  );
}

/** One integration that all routes share. */
export function shared(stack, routes) {
  const integration = new HttpLambdaIntegration('Integration', newFunction(stack));
  addRoutes(stack, routes, plainPoolWithClient(stack), () => integration);
}

/** One integration and one permission that all routes share: the best that plain L2 can do. */
export function best(stack, routes, pool = plainPoolWithClient(stack), scopesOf) {
  const integration = new HttpLambdaIntegration('Integration', newFunction(stack), { scopePermissionToRoute: false });
  addRoutes(stack, routes, pool, () => integration, scopesOf);
}
