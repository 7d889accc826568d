import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { isKnown, show } from '../../checks/values';
import { Problems } from '../../checks/problems';
import { TemplateIndex } from '../../template/template-index';
import { ApiRoute, routeOf } from '../routes/api-route';
import { Requirement } from '../routes/requirement';
import { shareBackend } from '../routes/route-backend';
import { guardedAsRequired, GuardedRoute, requiresAsMuch } from '../routes/route-demand';
import { acceptedBy, takes } from '../routes/route-match';

/**
 * Requests for a guarded route that is no longer there go to another one that takes them, which has to require as much
 * if it leads to the same function.
 */
export function checkMissingRoutes(
  index: TemplateIndex,
  routes: readonly ApiRoute[],
  requirements: ReadonlyMap<apigwv2.IHttpRoute, Requirement>,
  guardedBy: (route: ApiRoute) => GuardedRoute,
  problems: Problems,
): void {
  for (const [route, requirement] of requirements) {
    const found = routeOf(index, route);
    const { cfnRoute, key } = found;
    // As the route was made; overrides show in the template only.
    const { routeKey } = cfnRoute;
    const isThere = index.has(cfnRoute);
    if (!isKnown(routeKey) || (isThere && key === routeKey)) continue;
    const accepted = acceptedBy(routeKey);
    const weaker = routes.find(
      (each) =>
        each.cfnRoute !== cfnRoute &&
        takes(acceptedBy(each.key), accepted) &&
        shareBackend(index, each, found) &&
        !requiresAsMuch(index, guardedBy(each), guardedAsRequired(index, requirement)),
    );
    if (!weaker) continue;
    problems.add({
      where: `The route ${show(routeKey)} (${route.node.path})`,
      given: isThere ? `changed to ${show(key)}` : 'removed from the app',
      outcome: `its requests go to the route ${show(weaker.key)}, which leads to the same function and may let in callers whom it rejects`,
      remedy: `Keep it, or require the same of ${show(weaker.key)}`,
    });
  }
}
