import { pathOf } from '../../base/path-of';
import { Problems } from '../../checks/problems';
import { isKnown, show } from '../../checks/values';
import { ApiRoute } from '../routes/api-route';
import { IndexedApi } from '../routes/indexed-api';
import { shareBackend } from '../routes/route-backend';
import { guardedAsRequired, requiresAsMuch } from '../routes/caller-requirement';
import { acceptedBy, takes } from '../routes/route-match';

/**
 * Requests for a guarded route that is no longer there go to another one that takes them, which has to require as much
 * if it leads to the same function.
 */
export function checkMissingRoutes(
  { index, routes }: IndexedApi,
  guarded: readonly ApiRoute[],
  problems: Problems,
): void {
  for (const route of guarded) {
    const { cfnRoute, key, requirement } = route;
    // As the route was made; overrides show in the template only.
    const { routeKey } = cfnRoute;
    const isThere = index.has(cfnRoute);
    if (!requirement || !isKnown(routeKey) || (isThere && key === routeKey)) continue;
    const accepted = acceptedBy(routeKey);
    const before = guardedAsRequired(index, requirement);
    const weaker = routes.find(
      (each) =>
        each.cfnRoute !== cfnRoute &&
        takes(acceptedBy(each.key), accepted) &&
        shareBackend(index, each, route) &&
        !requiresAsMuch(index, each, before),
    );
    if (!weaker) continue;
    problems.add({
      where: `The route ${show(routeKey)} (${pathOf(cfnRoute)})`,
      given: isThere ? `changed to ${show(key)}` : 'removed from the app',
      outcome: `its requests go to the route ${show(weaker.key)}, which leads to the same function and may let in callers whom it rejects`,
      remedy: `Keep it, or require the same of ${show(weaker.key)}`,
    });
  }
}
