import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Problems } from '../checks/problems';
import { rendered } from '../checks/rendered';
import { findAround } from '../checks/tree';
import { show } from '../checks/values';

/** Which routes are meant to be open. */
export interface RequireOnEveryRouteOptions {
  /**
   * The routes that everybody may call, as API Gateway writes them: `GET /health`, `ANY /files/{proxy+}` or `$default`. One that does not exist is an error at synth.
   *
   * @default - none
   */
  readonly publicRoutes?: string[];
}

/** The routes of an API, whoever made them and by whatever way. */
export function routesOfApi(httpApi: apigwv2.IHttpApi): apigwv2.CfnRoute[] {
  return findAround(httpApi, (node) => apigwv2.CfnRoute.isCfnRoute(node)).filter(
    ({ apiId }) => apiId === httpApi.apiId,
  );
}

/** Whether anybody can call a route, as the template will have it. */
export function isOpen(route: apigwv2.CfnRoute): boolean {
  const { AuthorizationType = 'NONE' } = rendered(route);
  return AuthorizationType === 'NONE';
}

export function checkOpenRoutes(httpApi: apigwv2.IHttpApi, publicRoutes: Set<string>, problems: Problems): void {
  const routes = routesOfApi(httpApi).map((route) => ({ key: String(rendered(route).RouteKey), route }));
  for (const { key, route } of routes) {
    if (publicRoutes.has(key) || !isOpen(route)) continue;
    problems.add({
      where: `The route ${show(key)} (${route.node.path})`,
      given: 'open',
      outcome: 'everybody could call what is behind it',
      remedy: 'Give it an authorizer, or list it in publicRoutes',
    });
  }
  for (const key of publicRoutes) {
    if (routes.some((each) => each.key === key)) continue;
    problems.add({
      where: 'publicRoutes',
      given: `a list that has ${show(key)}`,
      outcome: 'the API has no such route, so what was meant to be open may be closed, or open under another name',
      remedy: `Write it as API Gateway does, such as "GET /health"; the API has ${routes.map((each) => show(each.key)).join(', ') || 'no routes'}`,
    });
  }
}
