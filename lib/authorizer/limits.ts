import { Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Problems } from '../checks/problems';
import { isKnown, show } from '../checks/values';
import { IUserAuthPool } from '../pool/user-auth-pool-base';

/** Quotas of HTTP APIs. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const LIMITS = { authorizers: 10, audiences: 50, scopes: 10, scopeLength: 64 };

/** One authorizer accepts the tokens of at least one client, and of 50 at most. */
export function checkAudiences(pool: IUserAuthPool, problems: Problems): void {
  const count = pool.userPoolClients.length;
  if (count === 0) {
    problems.add({
      where: `userPoolClients of ${pool.node.path}`,
      given: 'empty',
      outcome: 'API Gateway refuses a JWT authorizer without an audience',
      remedy: 'Name the app clients whose tokens it is to accept in userPoolClientIds',
    });
  }
  if (count > LIMITS.audiences) {
    problems.add({
      where: `userPoolClients of ${pool.node.path}`,
      given: `a list of ${count}`,
      outcome: `API Gateway accepts ${LIMITS.audiences} audiences in a JWT authorizer at most, and does not raise that`,
      remedy: 'Let applications share app clients, or import the pool once for each API with the clients of that API',
    });
  }
}

/** What a route may ask of a token. */
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
  for (const scope of scopes) {
    if (isKnown(scope) && (scope.length < 1 || scope.length > LIMITS.scopeLength)) {
      problems.add({
        where,
        given: show(scope),
        outcome: `API Gateway accepts scopes of 1 to ${LIMITS.scopeLength} characters on a route`,
        remedy: 'Shorten the identifier of the resource server or the name of the scope',
      });
    }
  }
}

/** Counts what stands on the API at synth, whoever made it and by whatever way. */
export function checkApiLimits(httpApi: apigwv2.IHttpApi, problems: Problems): void {
  const stack = Stack.of(httpApi);
  const apiId = JSON.stringify(stack.resolve(httpApi.apiId));
  const isOfApi = (element: { apiId: string }) => JSON.stringify(stack.resolve(element.apiId)) === apiId;
  const elements = stack.node.findAll();

  const authorizers = elements.filter((node) => node instanceof apigwv2.CfnAuthorizer).filter(isOfApi);
  if (authorizers.length > LIMITS.authorizers) {
    problems.add({
      where: 'The number of authorizers',
      given: `${authorizers.length} (${authorizers.map((node) => node.name).join(', ')})`,
      outcome: `API Gateway accepts ${LIMITS.authorizers} on an HTTP API`,
      remedy: 'One authorizer serves any number of routes: share it, or split the API',
    });
  }
  for (const route of elements.filter((node) => node instanceof apigwv2.CfnRoute).filter(isOfApi)) {
    checkScopes(route.authorizationScopes, `authorizationScopes of the route ${show(route.routeKey)}`, problems);
  }
}
