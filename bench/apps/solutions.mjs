import { createRequire } from 'node:module';
import { FUNCTION, paths } from './parts.mjs';

const require = createRequire(import.meta.url);
const { CognitoToApiGatewayToLambda } = require('@aws-solutions-constructs/aws-cognito-apigateway-lambda');

/**
 * A pool, a REST API and a function, as Solutions Constructs puts them together. There is no such thing with an HTTP
 * API.
 */
export function build(stack, routes) {
  const made = new CognitoToApiGatewayToLambda(stack, 'Api', {
    lambdaFunctionProps: FUNCTION,
    apiGatewayProps: { proxy: false },
  });
  for (const path of paths(routes)) made.apiGateway.root.addResource(path.slice(1)).addMethod('GET');
  made.addAuthorizers();
}
