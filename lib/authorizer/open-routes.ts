import { CfnResource } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Part, partsOfApi } from '../template/parts';
import { Problems } from '../checks/problems';
import { rendered } from '../template/rendered';
import { isKnown, show } from '../checks/values';

/** Options for `requireOnEveryRoute`. */
export interface RequireOnEveryRouteOptions {
  /**
   * The routes that anyone can call, as API Gateway writes them: `GET /health`, `ANY /files/{proxy+}` or `$default`. A route that does not exist fails
   * synthesis.
   *
   * @default - none
   */
  readonly publicRoutes?: string[];
}

/** A route, as it appears in the template. */
export interface RouteOfApi {
  readonly node: CfnResource;
  readonly key: string;
  readonly path: string;
  readonly authorizationType: unknown;
  readonly authorizerId: unknown;
  readonly authorizationScopes: unknown[];
  /** Whether anyone can call the route. If this is known only at deployment, the route counts as open. */
  readonly open: boolean;
}

const GUARDED = ['JWT', 'CUSTOM', 'AWS_IAM'];

/** The routes of an API, however they were created. */
export function routesOfApi(httpApi: apigwv2.IHttpApi): RouteOfApi[] {
  return partsOfApi(httpApi, (node) => apigwv2.CfnRoute.isCfnRoute(node)).map(asRoute);
}

/** A route, as it appears in the template. */
export const routeOf = (node: CfnResource) => asRoute(new Part(node));

function asRoute(part: Part<CfnResource>): RouteOfApi {
  const { node } = part;
  const properties = part.only('RouteKey', 'AuthorizationType', 'AuthorizerId', 'AuthorizationScopes');
  return {
    node,
    key: typeof properties.RouteKey === 'string' ? properties.RouteKey : JSON.stringify(properties.RouteKey),
    path: node.node.path,
    authorizationType: properties.AuthorizationType,
    authorizerId: properties.AuthorizerId,
    authorizationScopes: scopesIn(properties),
    open: !GUARDED.includes(properties.AuthorizationType as string),
  };
}

/** The scopes that a route requires. A value that is not a list, from an override or a CloudFormation function, stands for itself. */
function scopesIn({ AuthorizationScopes: scopes = [] }: Record<string, unknown>): unknown[] {
  return Array.isArray(scopes) ? (scopes as unknown[]) : [scopes];
}

export function checkOpenRoutes(
  httpApi: apigwv2.IHttpApi,
  routes: RouteOfApi[],
  publicRoutes: Set<string>,
  problems: Problems,
): void {
  checkApi(httpApi, problems);
  for (const { key, path, open } of routes) {
    if (publicRoutes.has(key) || !open) continue;
    problems.add({
      where: `The route ${show(key)} (${path})`,
      given: 'open',
      outcome: 'everybody could call what is behind it',
      remedy: 'Give it an authorizer, or list it in publicRoutes',
    });
  }
  for (const key of publicRoutes) {
    if (!isKnown(key) || routes.some((each) => each.key === key)) continue;
    problems.add({
      where: 'publicRoutes',
      given: `a list that has ${show(key)}`,
      outcome: 'the API has no such route, so what was meant to be open may be closed, or open under another name',
      remedy: `Write it as API Gateway does, such as "GET /health"; the API has ${routes.map((each) => show(each.key)).join(', ') || 'no routes'}`,
    });
  }
}

/** An API may have routes without a resource of their own. */
function checkApi(httpApi: apigwv2.IHttpApi, problems: Problems): void {
  const api = httpApi.node.defaultChild;
  if (!apigwv2.CfnApi.isCfnApi(api)) return;
  const { Target, Body, BodyS3Location } = rendered(api);
  if (Target !== undefined) {
    problems.add({
      where: `target of ${api.node.path}`,
      given: 'set',
      outcome: 'API Gateway then makes an open route of its own, and everybody could call what is behind it',
      remedy: 'Add routes in its place',
    });
  }
  if (Body !== undefined || BodyS3Location !== undefined) {
    problems.add({
      where: `body of ${api.node.path}`,
      given: 'set',
      outcome: 'its routes are in an OpenAPI document, which this library does not read, and any of them may be open',
      remedy: 'Add the routes by constructs, or leave requireOnEveryRoute out',
    });
  }
}
