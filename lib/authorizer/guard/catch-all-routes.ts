import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { warn } from '../../checks/warn';
import { ApiRoute } from '../routes/api-route';
import { IndexedApi } from '../routes/indexed-api';
import { shareBackend } from '../routes/route-backend';
import { requiresAsMuch } from '../routes/caller-requirement';
import { acceptedBy, catches, takesSeveral } from '../routes/route-match';

/**
 * API Gateway compares paths exactly: a request for `/admin/` or `/ADMIN` is not one for the route `/admin`. A route
 * for other paths, such as `/{proxy+}` or `/{page}`, then takes it, and many functions answer it like one for `/admin`.
 * So that route has to require as much.
 */
export function warnOfCatchAllRoutes({ index, httpApi, routes }: IndexedApi): void {
  const all = routes.map((route) => ({ route, accepted: acceptedBy(route.key) }));
  const guarded = all.filter(({ route }) => !route.isOpen);
  for (const { route, accepted } of all) {
    // A preflight request does nothing.
    if (!takesSeveral(accepted) || accepted.method === 'OPTIONS') continue;
    const others = guarded
      .filter((each) => each.route !== route && catches(accepted, each.accepted))
      .filter((each) => !requiresAsMuch(index, route, each.route) && shareBackend(index, route, each.route))
      .map((each) => each.route.key);
    if (others.length > 0) warnOf(httpApi, route, others.join(', '));
  }
}

function warnOf(httpApi: apigwv2.IHttpApi, { key, isOpen }: ApiRoute, others: string): void {
  const resembling =
    'a request for a path that only resembles one of theirs, such as "/admin/" or "/ADMIN" for "/admin"';
  if (isOpen) {
    warn(
      httpApi,
      'HttpApi.openCatchAllRoute',
      `The route ${key} is open and goes to the same function as the guarded routes ${others}: ${resembling}, reaches the function without a token. ` +
        'Give the open route a function of its own; or have the function decide by the routeKey of its event, never by the path.',
    );
    return;
  }
  warn(
    httpApi,
    'HttpApi.weakerCatchAllRoute',
    `The route ${key} may let in callers whom the routes ${others} reject, and goes to the same function: ${resembling}, or with a method that they do not take, reaches the function without what they require. ` +
      `Require the same of the route ${key}; give it a function of its own; or have the function decide by the routeKey of its event, never by the path.`,
  );
}
