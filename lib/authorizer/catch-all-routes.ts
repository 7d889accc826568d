import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { IConstruct } from 'constructs';
import { warnAt } from '../checks/warn';
import { TemplateIndex } from '../template/template-index';
import { targetsIn, textOf } from '../template/value';
import { ApiRoute } from './api-route';

/**
 * API Gateway compares paths exactly: a request for `/admin/` or `/ADMIN` is not one for the route `/admin`. An open
 * route for all other paths then takes it, and many functions answer it like one for `/admin`.
 */
export function warnOfCatchAllRoutes(index: TemplateIndex, httpApi: apigwv2.IHttpApi, routes: ApiRoute[]): void {
  const guarded = routes.filter((route) => !route.isOpen);
  for (const route of routes.filter((each) => each.isOpen && isCatchAll(each))) {
    const behind = functionsOf(index, route);
    const others = guarded.filter(
      (each) => catches(route, each) && functionsOf(index, each).some((fn) => behind.includes(fn)),
    );
    if (others.length === 0) continue;
    warnAt(
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
  const [one, other] = [partsOf(open), partsOf(guarded)];
  const isSameMethod = [one.method, other.method].includes('ANY') || one.method === other.method;
  return isSameMethod && other.prefix.startsWith(one.prefix);
}

/** The method of a route, and the part of its path that does not vary. */
function partsOf({ key }: ApiRoute): { method: string; prefix: string } {
  const [method = '', path = ''] = key === '$default' ? ['ANY', '/'] : key.split(' ');
  return { method, prefix: path.replace(/\{.*$/, '').toLowerCase() };
}

/** A preflight request does nothing, so a route for those may be open. */
const isCatchAll = ({ key }: ApiRoute) =>
  key === '$default' || (/\{[^{}+]+\+\}$/.test(key) && !key.startsWith('OPTIONS '));

/** The functions behind a route, or the literal ARN of one. */
function functionsOf(index: TemplateIndex, { target }: ApiRoute): (IConstruct | string)[] {
  return targetsIn(target).flatMap((integration): (IConstruct | string)[] => {
    if (!apigwv2.CfnIntegration.isCfnIntegration(integration)) return [];
    const uri = index.resource(integration).value('IntegrationUri');
    const arn = textOf(uri);
    return arn === undefined ? targetsIn(uri) : [arn];
  });
}
