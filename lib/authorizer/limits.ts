import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { byPath, partsOfApi, partsOfPool } from '../template/parts';
import { Problems } from '../checks/problems';
import { isConditional, targetOf } from '../template/rendered';
import { checkGiven, isKnown, show } from '../checks/values';
import { warnAt } from '../checks/warn';
import { IUserAuthPool } from '../pool/user-auth-pool-base';
import { RouteOfApi } from './open-routes';

/** Quotas of HTTP APIs. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const LIMITS = { authorizers: 10, audiences: 50, scopes: 10, scopeLength: 64, routes: 300 };

/** All clients of a pool, however they were created, in an order independent of the order of calls. */
export function audienceOf(pool: IUserAuthPool): string[] {
  const clients = partsOfPool(pool, (node) => cognito.CfnUserPoolClient.isCfnUserPoolClient(node));
  const made = clients.sort(byPath).map(({ node }) => node.ref);
  const known = pool.userPoolClients.map((client) => client.userPoolClientId);
  return [...new Set([...made, ...known])];
}

/** An authorizer needs at least one client. */
export function checkAudienceOf(pool: IUserAuthPool, problems: Problems, audience = audienceOf(pool)): void {
  if (audience.length > 0) return;
  problems.add({
    where: `userPoolClients of ${pool.node.path}`,
    given: 'empty',
    outcome: 'an authorizer without an audience accepts no token, and API Gateway refuses it',
    remedy: 'Name the app clients whose tokens it is to accept in userPoolClientIds',
  });
}

/** A JWT authorizer accepts the tokens of at most 50 clients. */
export function checkAudiences(pool: IUserAuthPool, problems: Problems): void {
  const audience = audienceOf(pool);
  checkAudienceOf(pool, problems, audience);
  if (audience.length > LIMITS.audiences) {
    problems.add({
      where: `userPoolClients of ${pool.node.path}`,
      given: `a list of ${audience.length}`,
      outcome: `API Gateway accepts ${LIMITS.audiences} audiences in a JWT authorizer at most, and does not raise that`,
      remedy: 'Let applications share app clients, or import the pool once for each API with the clients of that API',
    });
  }
}

/** Checks the scopes that a route requires. */
export function checkScopes(scopes: string[] | undefined, where: string, problems: Problems): void {
  if (!isKnown(scopes)) return;
  if (scopes.length > LIMITS.scopes) {
    problems.add({
      where,
      given: `a list of ${scopes.length}`,
      outcome: `API Gateway accepts ${LIMITS.scopes} scopes on a route at most, and does not raise that`,
      remedy: 'A token needs only one of them to pass: ask for fewer, wider scopes',
    });
  }
  scopes.forEach((scope, index) => {
    checkGiven(problems, `${where}[${index}]`, scope, {
      outcome: 'the route would ask for no scope, and every token of the pool would pass',
      remedy: 'Give the scope, such as "reports/read"',
    });
    if (isKnown(scope) && scope !== '' && scope.length > LIMITS.scopeLength) {
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
export function checkApiLimits(httpApi: apigwv2.IHttpApi, routes: RouteOfApi[], problems: Problems): void {
  const authorizers = partsOfApi(httpApi, (node) => apigwv2.CfnAuthorizer.isCfnAuthorizer(node));
  if (authorizers.length > LIMITS.authorizers) {
    const names = authorizers.map(({ node, properties }) => {
      const route = routes.find(({ authorizerId }) => targetOf(authorizerId) === node);
      return route ? `${String(properties.Name)} for ${route.key}` : String(properties.Name);
    });
    problems.add({
      where: 'The number of authorizers',
      given: `${authorizers.length} (${names.join(', ')})`,
      outcome: `API Gateway accepts ${LIMITS.authorizers} on an HTTP API`,
      remedy: 'One authorizer serves any number of routes: share it, or split the API',
    });
  }
  // Of routes under conditions, it may be that only one is ever deployed.
  const made = routes.filter(({ node }) => !isConditional(node));
  made.forEach(({ key, path }, index) => {
    const other = made.findIndex((route) => route.key === key);
    if (other === index) return;
    problems.add({
      where: `The route ${show(key)}`,
      given: `made twice, by ${made[other]?.path} and ${path}`,
      outcome: 'API Gateway accepts each route once, so the deployment fails half way',
      remedy: 'Remove one of the two',
    });
  });
  for (const { key, authorizationScopes } of routes) {
    checkScopes(authorizationScopes as string[], `authorizationScopes of the route ${show(key)}`, problems);
  }
}

/** API Gateway raises this quota on request, so exceeding it is not an error. */
export function warnOfApiLimits(httpApi: apigwv2.IHttpApi, routes: RouteOfApi[]): void {
  const surplus = routes[LIMITS.routes];
  if (!surplus) return;
  warnAt(
    httpApi,
    'CognitoHttpApiAuthorizer.tooManyRoutes',
    `The API has ${routes.length} routes, and API Gateway accepts ${LIMITS.routes} unless it has raised the quota for the account: without that, the deployment fails from ${surplus.key} on.`,
  );
}
