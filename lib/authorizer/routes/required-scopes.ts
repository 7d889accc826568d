import { Problems } from '../../checks/problems';
import { checkCount, checkGiven, checkValue, isKnown, show } from '../../checks/values';
import { textOf } from '../../template/value';
import { ApiRoute, scopesIn } from './api-route';

/** Quotas of HTTP APIs. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const MAX_SCOPES = 10;
const MAX_LENGTH = 64;

/** Checks the scopes that a route is to require. */
export function checkRequiredScopes(scopes: string[], where: string, problems: Problems): void {
  if (!isKnown(scopes)) return;
  checkNumber(scopes, where, problems);
  for (const [index, scope] of scopes.entries()) checkScope(scope, where, index, problems);
}

/** Checks the scopes of routes in a template, as far as they are known, however the routes were created. */
export function checkScopesOfRoutes(routes: readonly ApiRoute[], problems: Problems): void {
  for (const { key, authorizationScopes } of routes) {
    const where = `authorizationScopes of the route ${show(key)}`;
    const scopes = scopesIn(authorizationScopes).map(textOf);
    checkNumber(scopes, where, problems);
    for (const [index, scope] of scopes.entries()) {
      if (scope !== undefined) checkScope(scope, where, index, problems);
    }
  }
}

function checkNumber(scopes: readonly unknown[], where: string, problems: Problems): void {
  checkCount(problems, where, scopes, [0, MAX_SCOPES], {
    outcome: `API Gateway accepts ${MAX_SCOPES} scopes on a route, a limit that cannot be raised`,
    remedy: 'A token needs only one of them to pass: require fewer, wider scopes',
  });
}

function checkScope(scope: string, where: string, index: number, problems: Problems): void {
  checkGiven(problems, `${where}[${index}]`, scope, {
    outcome: 'the route would require no scope, and every token of the pool would pass',
    remedy: 'Give the scope, such as "reports/read"',
  });
  checkValue(problems, where, scope, ({ length }) => length <= MAX_LENGTH, {
    outcome: `API Gateway accepts scopes of 1 to ${MAX_LENGTH} characters on a route`,
    remedy: 'Shorten the identifier of the resource server or the name of the scope',
  });
}
