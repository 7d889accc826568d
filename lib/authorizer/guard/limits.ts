import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Problems } from '../../checks/problems';
import { TemplateIndex } from '../../template/template-index';
import { targetsIn, textOf } from '../../template/value';
import { checkGiven, isKnown, show } from '../../checks/values';
import { warn } from '../../checks/warn';
import { IUserAuthPool } from '../../pool/user-auth-pool-base';
import { ApiRoute, scopesIn } from '../routes/api-route';
import { checkHasAudience } from '../tokens/audience';
import { checkRoutePath } from '../routes/route-path';

/** Quotas of HTTP APIs. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const LIMITS = { authorizers: 10, audiences: 50, scopes: 10, scopeLength: 64, routes: 300, integrations: 300 };

/** A JWT authorizer accepts the tokens of at most 50 clients and for at most 50 APIs, together. */
export function checkAudience(
  pool: IUserAuthPool,
  audience: readonly string[],
  resources: number,
  problems: Problems,
): void {
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
export function checkRequiredScopes(scopes: string[], where: string, problems: Problems): void {
  if (!isKnown(scopes)) return;
  checkNumberOfScopes(scopes.length, where, problems);
  scopes.forEach((scope, index) => checkScope(scope, where, index, problems));
}

function checkNumberOfScopes(number: number, where: string, problems: Problems): void {
  if (number <= LIMITS.scopes) return;
  problems.add({
    where,
    given: `a list of ${number}`,
    outcome: `API Gateway accepts ${LIMITS.scopes} scopes on a route, a limit that cannot be raised`,
    remedy: 'A token needs only one of them to pass: require fewer, wider scopes',
  });
}

function checkScope(scope: string, where: string, index: number, problems: Problems): void {
  checkGiven(problems, `${where}[${index}]`, scope, {
    outcome: 'the route would require no scope, and every token of the pool would pass',
    remedy: 'Give the scope, such as "reports/read"',
  });
  if (!isKnown(scope) || scope.length <= LIMITS.scopeLength) return;
  problems.add({
    where,
    given: show(scope),
    outcome: `API Gateway accepts scopes of 1 to ${LIMITS.scopeLength} characters on a route`,
    remedy: 'Shorten the identifier of the resource server or the name of the scope',
  });
}

/** Checks the integrations and routes that an API has at synthesis, however they were created. */
export function checkApiLimits(
  index: TemplateIndex,
  httpApi: apigwv2.IHttpApi,
  routes: ApiRoute[],
  problems: Problems,
): void {
  const integrations = index.ofApi(httpApi, apigwv2.CfnIntegration.CFN_RESOURCE_TYPE_NAME);
  if (integrations.length > LIMITS.integrations) {
    problems.add({
      where: 'The number of integrations',
      given: String(integrations.length),
      outcome: `API Gateway accepts ${LIMITS.integrations} on an HTTP API, a limit that cannot be raised`,
      remedy: 'Add routes with addLambdaRoute, which has one for each function; or split the API',
    });
  }
  for (const { urlPath, constructPath } of routes) {
    if (urlPath !== undefined) checkRoutePath(problems, `The path of the route ${constructPath}`, urlPath);
  }
  for (const { key, authorizationScopes } of routes) {
    const where = `authorizationScopes of the route ${show(key)}`;
    const scopes = scopesIn(authorizationScopes);
    checkNumberOfScopes(scopes.length, where, problems);
    scopes.forEach((scope, index) => {
      const text = textOf(scope);
      if (text !== undefined) checkScope(text, where, index, problems);
    });
  }
}

/** API Gateway raises these quotas on request, so exceeding them is not an error. */
export function warnOfApiLimits(index: TemplateIndex, httpApi: apigwv2.IHttpApi, routes: ApiRoute[]): void {
  const authorizers = index.ofApi(httpApi, apigwv2.CfnAuthorizer.CFN_RESOURCE_TYPE_NAME);
  if (authorizers.length > LIMITS.authorizers) {
    const names = authorizers.map((authorizer) => {
      const route = routes.find(({ authorizerId }) => targetsIn(authorizerId).includes(authorizer.cfnResource));
      const name = textOf(authorizer.value('Name')) ?? authorizer.path;
      return route ? `${name} for ${route.key}` : name;
    });
    warn(
      httpApi,
      'HttpApi.tooManyAuthorizers',
      `The API has ${authorizers.length} authorizers (${names.join(', ')}), and API Gateway accepts ${LIMITS.authorizers} unless it has raised the quota for the API: otherwise the deployment fails. ` +
        'One authorizer serves any number of routes: share it, or split the API.',
    );
  }
  if (routes.length <= LIMITS.routes) return;
  warn(
    httpApi,
    'HttpApi.tooManyRoutes',
    `The API has ${routes.length} routes, and API Gateway accepts ${LIMITS.routes} unless it has raised the quota for the account: otherwise the deployment fails.`,
  );
}
