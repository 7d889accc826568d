import { Token } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { AccessPolicy } from '../../access/access-policy';
import { repeated } from '../../base/repeated';
import { Problems } from '../../checks/problems';
import { checkEnum, show } from '../../checks/values';
import { createdApiOf } from './created-api';
import { checkRequiredScopes } from './required-scopes';
import { RequiringAuthorizer } from './requiring-authorizer';
import { checkRoutePath } from './route-path';

/** Options for one or more routes to a Lambda function. */
export interface AddLambdaRouteOptions {
  /** The HTTP API to add the route to. */
  readonly httpApi: apigwv2.IHttpApi;

  /**
   * The path of the route, such as `/posts/{id}` or `/files/{proxy+}`. It must be known at synthesis, start with a
   * slash and, except for `/` itself, not end with one. Each part between slashes is one parameter or consists of
   * letters, digits, `.`, `:`, `_` and `-`; a parameter with a plus must come last. Any other value fails synthesis.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
   * @default - the paths in `paths`; synthesis fails if neither is given
   */
  readonly path?: string;

  /**
   * More paths to the same function, in addition to `path` if that is set. The rules of `path` apply, and duplicates
   * fail synthesis.
   *
   * @default - only `path`
   */
  readonly paths?: string[];

  /**
   * The HTTP methods of the route, with a separate route for each. An empty list and duplicates fail synthesis.
   *
   * @default [HttpMethod.ANY]
   */
  readonly methods?: apigwv2.HttpMethod[];

  /**
   * The scopes of which a token must have at least one, by their full names: `reports/read`, or
   * `server.scope('read').scopeName` for a scope of a resource server. ID tokens have no scopes, so a route with scopes
   * accepts access tokens only.
   *
   * API Gateway accepts at most 10 scopes on a route, of at most 64 characters each. More or longer ones fail
   * synthesis, and so do scopes if a function authorizes the route, or if the route or the API's default authorizer has
   * a policy.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
   * @default - the API's default scopes; if it has none, whatever token the authorizer accepts. An empty list overrides
   * the API's default scopes
   */
  readonly authorizationScopes?: string[];

  /**
   * Who can call the route. Combining it with `authorizationScopes` fails synthesis, since either of the two would be
   * enough, and so does giving it to a `LambdaHttpApiAuthorizer`, whose function decides alone.
   *
   * @default - the policy of the API's default authorizer, if that is of this construct; otherwise everyone whom the
   * authorizer lets in
   */
  readonly accessPolicy?: AccessPolicy;
}

/** All paths, with the prop that each is given in. */
const pathsOf = ({ path, paths = [] }: AddLambdaRouteOptions) => [
  ...(path === undefined ? [] : [{ where: 'path', path }]),
  ...paths.map((each) => ({ where: 'paths', path: each })),
];

/** All combinations of paths and methods. */
export function routesOf(options: AddLambdaRouteOptions) {
  const { methods = [apigwv2.HttpMethod.ANY] } = options;
  return pathsOf(options).flatMap(({ path }) => methods.map((method) => ({ path, method })));
}

/** The ID that `HttpApi.addRoutes` uses, so that routes can move between the two without being replaced. */
export const routeId = ({ path, method }: { path: string; method: apigwv2.HttpMethod }) => `${method}${path}`;

/**
 * @param scope the construct that adds the routes
 * @param options the routes
 */
export function checkRoutes(scope: Construct, options: AddLambdaRouteOptions): void {
  const problems = new Problems(scope);
  checkPaths(options, problems);
  if (options.methods) checkMethods(options.methods, problems);
  checkExisting(options, problems);
  checkDefaultAuthorizer(scope, options, problems);
  checkAuthorizationScopes(options, problems);
  problems.throwIfAny();
}

function checkExisting(options: AddLambdaRouteOptions, problems: Problems): void {
  const { httpApi } = options;
  for (const route of routesOf(options)) {
    if (!httpApi.node.tryFindChild(routeId(route))) continue;
    problems.add({
      where: 'path',
      given: `${show(route.path)} for ${route.method}, which is a route of ${httpApi.node.path} already`,
      outcome: 'API Gateway accepts each route once',
      remedy: 'Remove one of the two, or give it another path or method',
    });
  }
}

/** An authorizer that is given to a route takes the place of the default one. */
function checkDefaultAuthorizer(scope: Construct, options: AddLambdaRouteOptions, problems: Problems): void {
  const { httpApi, authorizationScopes, accessPolicy } = options;
  const byDefault = RequiringAuthorizer.defaultOf(httpApi);
  const api = createdApiOf(httpApi);
  if (byDefault && byDefault.owner !== scope && !accessPolicy && !authorizationScopes?.length) {
    problems.add({
      where: 'accessPolicy',
      given: `missing, and the default authorizer of ${api.node.path}, which belongs to ${byDefault.owner.node.path}, has a policy or scopes`,
      outcome: 'the routes would be guarded without what it requires',
      remedy: `Add the routes with that construct; or give accessPolicy, for example AccessPolicy.signedIn(); or use addRoutes of ${api.node.path}, whose option authorizer replaces the default`,
    });
  }
}

function checkAuthorizationScopes(options: AddLambdaRouteOptions, problems: Problems): void {
  const { httpApi, authorizationScopes = [], accessPolicy } = options;
  checkRequiredScopes(authorizationScopes, 'authorizationScopes', problems);
  if (authorizationScopes.length === 0) return;
  const where = 'authorizationScopes';
  const outcome = 'one scope is enough for API Gateway, so a token that does not satisfy the policy could pass';
  if (accessPolicy) {
    problems.add({ where, given: 'set, together with accessPolicy', outcome, remedy: 'Omit one of the two' });
  } else if (RequiringAuthorizer.defaultOf(httpApi)?.policy) {
    problems.add({
      where,
      given: `set, while the default authorizer of ${createdApiOf(httpApi).node.path} requires a policy`,
      outcome,
      remedy:
        'Omit the scopes; or add the route with addRoutes and requireScopes(), which take the place of the policy',
    });
  }
}

function checkPaths(options: AddLambdaRouteOptions, problems: Problems): void {
  const all = pathsOf(options);
  if (all.length === 0) {
    problems.add({
      where: 'path',
      given: 'missing, and so is paths',
      outcome: 'no route would be created, and nobody could reach the function',
      remedy: 'Write it as, for example, "/posts/{id}", or "/" for the root',
    });
  }
  for (const { where, path } of all) {
    if (!Token.isUnresolved(path)) {
      checkRoutePath(problems, where, path);
      continue;
    }
    problems.add({
      where,
      given: 'known only at deployment',
      outcome: 'the construct ID of the route depends on it, and must be known at synthesis',
      remedy: 'Give a literal string',
    });
  }
  checkRepeated(all, problems);
}

function checkRepeated(all: ReturnType<typeof pathsOf>, problems: Problems): void {
  const known = all.map(({ path }) => path).filter((path) => !Token.isUnresolved(path));
  for (const { item } of repeated(known, (path) => path)) {
    problems.add({
      where: 'paths',
      given: `a list that has ${show(item)} twice`,
      outcome: 'API Gateway accepts each route once',
      remedy: 'Give each path once',
    });
  }
}

function checkMethods(methods: readonly apigwv2.HttpMethod[], problems: Problems): void {
  if (methods.length === 0) {
    problems.add({
      where: 'methods',
      given: 'empty',
      outcome: 'no route would be created, and nobody could reach the function',
      remedy: 'Give the methods, or omit them for all methods',
    });
  }
  for (const method of methods) checkEnum(problems, 'methods', method, { HttpMethod: apigwv2.HttpMethod });
  for (const { item } of repeated(methods, (method) => method)) {
    problems.add({
      where: 'methods',
      given: `a list that has ${item} twice`,
      outcome: 'API Gateway accepts each route once',
      remedy: 'Give each method once',
    });
  }
}
