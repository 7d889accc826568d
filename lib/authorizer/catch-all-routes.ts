import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { warn } from '../checks/warn';
import { TemplateIndex } from '../template/template-index';
import { ApiRoute, functionsBehind } from './api-route';

/**
 * API Gateway compares paths exactly: a request for `/admin/` or `/ADMIN` is not one for the route `/admin`. An open
 * route for all other paths then takes it, and many functions answer it like one for `/admin`.
 */
export function warnOfCatchAllRoutes(index: TemplateIndex, httpApi: apigwv2.IHttpApi, routes: ApiRoute[]): void {
  const guarded = routes.filter((route) => !route.isOpen);
  for (const route of routes.filter((each) => each.isOpen && isCatchAll(each))) {
    const behind = functionsBehind(index, route);
    const others = guarded.filter(
      (each) => catches(route, each) && functionsBehind(index, each).some((fn) => behind.includes(fn)),
    );
    if (others.length === 0) continue;
    warn(
      httpApi,
      'HttpApi.openCatchAllRoute',
      `The route ${route.key} is open and goes to the same function as the guarded routes ${others.map(({ key }) => key).join(', ')}: a request for a path that only resembles one of theirs, such as "/admin/" or "/ADMIN" for "/admin", reaches the function without a token. ` +
        'Give the open route a function of its own; or have the function decide by the routeKey of its event, never by the path.',
    );
  }
}

/** Whether an open route takes requests for paths that only resemble that of a guarded one. */
function catches(open: ApiRoute, guarded: ApiRoute): boolean {
  if (guarded.key === '$default') return false;
  const isSameMethod = [open.method, guarded.method].includes('ANY') || open.method === guarded.method;
  return isSameMethod && prefixOf(guarded).startsWith(prefixOf(open));
}

/** The part of the path that does not vary. */
const prefixOf = ({ urlPath = '/' }: ApiRoute) => urlPath.replace(/\{.*$/, '').toLowerCase();

/** A preflight request does nothing, so a route for those may be open. */
const isCatchAll = ({ key, method, urlPath }: ApiRoute) =>
  key === '$default' || (urlPath?.endsWith('+}') && method !== 'OPTIONS');
