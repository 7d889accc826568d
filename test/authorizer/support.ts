import { Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { CognitoHttpApiAuthorizer, CognitoHttpApiAuthorizerProps, UserAuthPool } from '../../lib';
import { newFunction, newStack, templateOf } from '../support/synth';

export const AUTHORIZER = 'AWS::ApiGatewayV2::Authorizer';
export const ROUTE = 'AWS::ApiGatewayV2::Route';
export const INTEGRATION = 'AWS::ApiGatewayV2::Integration';
export const PERMISSION = 'AWS::Lambda::Permission';

/** A pool, an API and an authorizer, with a function to put behind routes. */
export function setUp(
  props: Partial<CognitoHttpApiAuthorizerProps> = {},
  apiProps: apigwv2.HttpApiProps = {},
  stack: Stack = newStack('S'),
) {
  const pool = new UserAuthPool(stack, 'Pool');
  const authorizer = new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool: pool, ...props });
  const httpApi = new apigwv2.HttpApi(stack, 'Api', apiProps);
  return { stack, pool, authorizer, httpApi, fn: newFunction(stack, 'Function') };
}

/** An API with a route for each of several pools, guarded by an authorizer of that pool. */
export function setUpPools(pools: number) {
  const stack = newStack('S');
  const httpApi = new apigwv2.HttpApi(stack, 'Api');
  const fn = newFunction(stack, 'Function');
  const made = Array.from({ length: pools }, (_, n) => {
    const userAuthPool = new UserAuthPool(stack, `Pool${n}`);
    const authorizer = new CognitoHttpApiAuthorizer(stack, `Authorizer${n}`, { userAuthPool });
    authorizer.addLambdaRoute(fn, { httpApi, path: `/${n}` });
    return { userAuthPool, authorizer };
  });
  return { stack, httpApi, fn, userAuthPool: made[0]!.userAuthPool, authorizer: made[0]!.authorizer };
}

/** The routes of a template, by their keys. */
export function routesIn(stack: Stack): Record<string, Record<string, any>> {
  const routes = Object.values<any>(templateOf(stack).findResources(ROUTE));
  return Object.fromEntries(routes.map(({ Properties }) => [Properties.RouteKey, Properties]));
}
