import { Token } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Problems } from '../checks/problems';
import { TemplateIndex } from '../template/template-index';
import { targetsIn, textOf } from '../template/value';
import { checkGiven, isKnown, show } from '../checks/values';
import { warnAt } from '../checks/warn';
import { IUserAuthPool } from '../pool/user-auth-pool-base';
import { ApiRoute, scopesIn } from './api-route';

/** Quotas of HTTP APIs. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const LIMITS = { authorizers: 10, audiences: 50, scopes: 10, scopeLength: 64, routes: 300 };

/** All clients of a pool, however they were created, in an order independent of the order of calls. */
export function audienceOf(index: TemplateIndex, pool: IUserAuthPool): string[] {
  const made = index.ofPool(pool, cognito.CfnUserPoolClient.CFN_RESOURCE_TYPE_NAME).map(({ node }) => node.ref);
  const known = pool.userPoolClients.map((client) => client.userPoolClientId);
  return [...new Set([...made, ...known])];
}

/** An authorizer needs at least one client. */
export function checkHasAudience(pool: IUserAuthPool, audience: string[], problems: Problems): void {
  if (audience.length > 0) return;
  problems.add({
    where: `userPoolClients of ${pool.node.path}`,
    given: 'empty',
    outcome: 'an authorizer without an audience accepts no token, and API Gateway rejects it',
    remedy: 'List the app clients whose tokens it should accept in userPoolClientIds',
  });
}

/** A JWT authorizer accepts the tokens of at most 50 clients and for at most 50 APIs, together. */
export function checkAudience(pool: IUserAuthPool, audience: string[], resources: number, problems: Problems): void {
  checkHasAudience(pool, audience, problems);
  if (audience.length + resources > LIMITS.audiences) {
    problems.add({
      where: `userPoolClients of ${pool.node.path}`,
      given: `a list of ${audience.length}${resources > 0 ? `, beside ${resources} resources of an authorizer` : ''}`,
      outcome: `API Gateway accepts ${LIMITS.audiences} audiences in a JWT authorizer, a limit that cannot be raised`,
      remedy: 'Let applications share app clients, or import the pool once for each API with the clients of that API',
    });
  }
}

/** Checks the scopes that a route requires. */
export function checkRequiredScopes(scopes: string[] | undefined, where: string, problems: Problems): void {
  if (!isKnown(scopes)) return;
  if (scopes.length > LIMITS.scopes) {
    problems.add({
      where,
      given: `a list of ${scopes.length}`,
      outcome: `API Gateway accepts ${LIMITS.scopes} scopes on a route, a limit that cannot be raised`,
      remedy: 'A token needs only one of them to pass: require fewer, wider scopes',
    });
  }
  scopes.forEach((scope, index) => {
    checkGiven(problems, `${where}[${index}]`, scope, {
      outcome: 'the route would require no scope, and every token of the pool would pass',
      remedy: 'Give the scope, such as "reports/read"',
    });
    if (isKnown(scope) && scope.length > LIMITS.scopeLength) {
      problems.add({
        where,
        given: show(scope),
        outcome: `API Gateway accepts scopes of 1 to ${LIMITS.scopeLength} characters on a route`,
        remedy: 'Shorten the identifier of the resource server or the name of the scope',
      });
    }
  });
}

/** Checks the authorizers and routes that an API has at synthesis, however they were created. */
export function checkApiLimits(
  index: TemplateIndex,
  httpApi: apigwv2.IHttpApi,
  routes: ApiRoute[],
  problems: Problems,
): void {
  const authorizers = index.ofApi(httpApi, apigwv2.CfnAuthorizer.CFN_RESOURCE_TYPE_NAME);
  if (authorizers.length > LIMITS.authorizers) {
    const names = authorizers.map((authorizer) => {
      const route = routes.find(({ authorizerId }) => targetsIn(authorizerId).includes(authorizer.node));
      const name = textOf(authorizer.value('Name')) ?? authorizer.path;
      return route ? `${name} for ${route.key}` : name;
    });
    problems.add({
      where: 'The number of authorizers',
      given: `${authorizers.length} (${names.join(', ')})`,
      outcome: `API Gateway accepts ${LIMITS.authorizers} on an HTTP API`,
      remedy: 'One authorizer serves any number of routes: share it, or split the API',
    });
  }
  // Of routes under conditions, it may be that only one is ever deployed.
  const pathOfKey = new Map<string, string>();
  for (const { key, path } of routes.filter(({ isConditional }) => !isConditional)) {
    const other = pathOfKey.get(key);
    if (other === undefined) {
      pathOfKey.set(key, path);
      continue;
    }
    problems.add({
      where: `The route ${show(key)}`,
      given: `created twice, by ${other} and ${path}`,
      outcome: 'API Gateway accepts each route once, so the deployment fails midway',
      remedy: 'Remove one of the two',
    });
  }
  for (const { key, authorizationScopes } of routes) {
    // What only the deployment knows is not checked.
    const scopes = scopesIn(authorizationScopes).map((scope) => textOf(scope) ?? Token.asString(scope));
    checkRequiredScopes(scopes, `authorizationScopes of the route ${show(key)}`, problems);
  }
}

/** API Gateway raises this quota on request, so exceeding it is not an error. */
export function warnOfApiLimits(httpApi: apigwv2.IHttpApi, routes: ApiRoute[]): void {
  if (routes.length <= LIMITS.routes) return;
  warnAt(
    httpApi,
    'CognitoHttpApiAuthorizer.tooManyRoutes',
    `The API has ${routes.length} routes, and API Gateway accepts ${LIMITS.routes} unless it has raised the quota for the account: otherwise the deployment fails.`,
  );
}
