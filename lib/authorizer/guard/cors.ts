import { sortedBy } from '../../base/sorted-by';
import { warn } from '../../checks/warn';
import { ApiRoute } from '../routes/api-route';
import { IndexedApi } from '../routes/indexed-api';
import { acceptedBy, shapeOf } from '../routes/route-match';

/**
 * Browsers send a preflight request before a call, with the method OPTIONS and without a token. API Gateway answers it
 * itself if the API has a CORS configuration, except on a route that accepts OPTIONS, where the authorizer comes first.
 *
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export function warnOfCors({ httpApi, resources, routes: all }: IndexedApi): void {
  // Without a CORS configuration, nothing indicates that pages of another origin call the API.
  if (resources.every((api) => api.value('CorsConfiguration').kind === 'absent')) return;
  const routes = sortedBy(all, ({ key }) => key);
  const open = new Set(routes.filter(({ isOpen }) => isOpen).map(({ key }) => shapeOf(key)));
  const rejecting = routes.filter((route) => !route.isOpen && acceptsOptions(route) && !isAnsweredFirst(route, open));
  const [first] = rejecting;
  if (!first) return;
  const names = rejecting.slice(0, 5).map(({ key }) => key);
  const others = rejecting.length > 5 ? ` and ${rejecting.length - 5} more` : '';
  warn(
    httpApi,
    'HttpApi.preflightRejected',
    `These routes accept OPTIONS as well, and require a token: ${names.join(', ')}${others}. A preflight request of a browser has no token, so pages of another origin can't call them. ` +
      `Name the methods of each route, or add an open route ${optionsOf(first)}.`,
  );
}

const acceptsOptions = ({ key }: ApiRoute) => ['ANY', 'OPTIONS'].includes(acceptedBy(key).method ?? '');

/**
 * Whether an open route takes the preflight request first: the route of a method comes before that of all methods, and
 * a path before `$default`.
 */
function isAnsweredFirst(route: ApiRoute, open: ReadonlySet<string>): boolean {
  return open.has(shapeOf(optionsOf(route))) || (route.key === '$default' && open.has('ANY /{+}'));
}

const optionsOf = ({ urlPath = '/{proxy+}' }: ApiRoute) => `OPTIONS ${urlPath}`;
