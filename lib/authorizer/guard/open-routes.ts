import { Problem, Problems } from '../../checks/problems';
import { isKnown, show } from '../../checks/values';
import { warn } from '../../checks/warn';
import { branchesOf, showValue } from '../../template/value';
import { ApiRoute } from '../routes/api-route';
import { IndexedApi } from '../routes/indexed-api';
import { checkUnseenRoutes, routesThatMayBelong } from './unseen-routes';

/** Options for `requireOnEveryRoute`. */
export interface RequireOnEveryRouteOptions {
  /**
   * The routes that anyone can call, as API Gateway writes them: `GET /health`, `ANY /files/{proxy+}` or `$default`. A
   * route that does not exist fails synthesis.
   *
   * @default - none
   */
  readonly publicRoutes?: string[];
}

export function checkOpenRoutes(api: IndexedApi, publicRoutes: ReadonlySet<string>, problems: Problems): void {
  const { routes } = api;
  checkUnseenRoutes(api, problems);
  const maybeOwn = routesThatMayBelong(api);
  const isUnexpected = ({ key, isOpen }: ApiRoute) => isOpen && !publicRoutes.has(key);
  for (const { key, constructPath, apiId } of maybeOwn.filter(isUnexpected)) {
    problems.add({
      where: `ApiId of the route ${show(key)} (${constructPath})`,
      given: showValue(apiId),
      outcome: 'the route is open, and may belong to this API',
      remedy: 'Refer to the API by its construct; or give the route an authorizer, or list it in publicRoutes',
    });
  }
  for (const route of routes.filter(isUnexpected)) problems.add(problemOfOpen(route));
  for (const key of publicRoutes) {
    if (!isKnown(key) || [...routes, ...maybeOwn].some((each) => each.key === key)) continue;
    problems.add({
      where: 'publicRoutes',
      given: `a list that has ${show(key)}`,
      outcome: 'the API has no such route: the route that should be open may be closed, or have another name',
      remedy: `Write it as API Gateway does, such as "GET /health"; the API has ${routes.map((each) => show(each.key)).join(', ') || 'no routes'}`,
    });
  }
}

function problemOfOpen({ key, constructPath, authorizationType, authorizerId }: ApiRoute): Problem {
  const hasAuthorizer = branchesOf(authorizerId).every(({ kind }) => kind !== 'absent');
  return {
    where: `The route ${show(key)} (${constructPath})`,
    given: 'open',
    outcome: 'anyone could call what is behind it',
    remedy: hasAuthorizer
      ? `Set its authorizationType, which is ${showValue(authorizationType)}, to that of its authorizer, "JWT" or "CUSTOM", or list it in publicRoutes`
      : 'Give it an authorizer, or list it in publicRoutes',
  };
}

/** The routes of an API that is not in this app are in the app that created it. */
export function warnOfImportedApi({ httpApi, resources }: IndexedApi): void {
  if (resources.length > 0) return;
  warn(
    httpApi,
    'HttpApi.importedApi',
    'requireOnEveryRoute looks at the routes that this app adds to the imported API, and not at those that the API has already. ' +
      'Call it in the app that creates the API, too; then acknowledge this warning.',
  );
}
