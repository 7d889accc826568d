import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { warn } from '../checks/warn';
import { TemplateIndex } from '../template/template-index';
import { ApiRoute } from './api-route';
import { backendsOf, reaches } from './route-backend';

/**
 * API Gateway compares paths exactly: a request for `/admin/` or `/ADMIN` is not one for the route `/admin`. An open
 * route for other paths, such as `/{proxy+}` or `/{page}`, then takes it, and many functions answer it like one for
 * `/admin`.
 */
export function warnOfCatchAllRoutes(index: TemplateIndex, httpApi: apigwv2.IHttpApi, routes: ApiRoute[]): void {
  const guarded = routes.filter((route) => !route.isOpen);
  // A preflight request does nothing, so a route for those may be open.
  for (const route of routes.filter(({ isOpen, method }) => isOpen && method !== 'OPTIONS')) {
    const behind = backendsOf(index, route);
    const others = guarded.filter(
      (each) =>
        catches(route, each) && backendsOf(index, each).some((other) => behind.some((one) => reaches(one, other))),
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
  return isSameMethod && takesOthers(segmentsOf(open), segmentsOf(guarded));
}

/**
 * Whether a path takes more than a guarded one where that has text. Text of its own is for other requests where the
 * guarded one has a variable, unless it varies elsewhere.
 */
function takesOthers(path: readonly string[], guarded: readonly string[]): boolean {
  const takesAll = takesRest(path);
  const own = takesAll ? path.slice(0, -1) : path;
  const other = stretched(guarded, path.length);
  const isGuardedVariable = (at: number) => isVariable(other[at] ?? '');
  const varies = own.some((segment, at) => isVariable(segment) && !isGuardedVariable(at));
  const fits = own.every((each, at) => isVariable(each) || each === other[at] || (varies && isGuardedVariable(at)));
  return fits && (takesAll ? other.length > own.length : varies && other.length === own.length);
}

/** A path of a number of segments, if the last one can be that many. */
const stretched = (path: readonly string[], length: number): readonly string[] =>
  takesRest(path) ? [...path, ...Array<string>(Math.max(0, length - path.length)).fill('{rest}')] : path;

const isVariable = (segment: string) => segment.startsWith('{');
const takesRest = (path: readonly string[]) => path.at(-1)?.endsWith('+}') ?? false;

/** What is between the slashes of a path. The default route takes all paths. */
const segmentsOf = ({ key, urlPath = '/' }: ApiRoute): string[] =>
  key === '$default' ? ['{rest+}'] : urlPath.toLowerCase().slice(1).split('/');
