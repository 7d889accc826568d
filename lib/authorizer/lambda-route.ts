import { Token } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { AccessPolicy } from '../access/access-policy';
import { Problems } from '../checks/problems';
import { checkEnum, checkPattern, isKnown, show } from '../checks/values';
import { checkScopes } from './limits';

/** A route, or several, that lead to a Lambda function. */
export interface AddLambdaRouteOptions {
  /** The HTTP API to add the route to. */
  readonly httpApi: apigwv2.IHttpApi;

  /**
   * The path of the route, such as `/posts/{id}` or `/files/{proxy+}`: it starts with a slash and, but for `/` itself, doesn't end with one.
   * Anything else fails synthesis.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
   * @default - those of `paths`; without either, synthesis fails
   */
  readonly path?: string;

  /**
   * Several paths that lead to the same function, by the rules of `path`. A path given twice fails synthesis.
   *
   * @default - the one of `path`
   */
  readonly paths?: string[];

  /**
   * The HTTP methods of the route. One route is made for each; an empty list and a method given twice fail synthesis.
   *
   * @default [HttpMethod.ANY]
   */
  readonly methods?: apigwv2.HttpMethod[];

  /**
   * The scopes that a token may have to pass: one of them is enough. API Gateway takes 10 on a route at most, each of 64 characters at most; more
   * fails synthesis. An ID token has no scopes, so a route that asks for one accepts access tokens only.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
   * @default - the API's default scopes; if it has none either, any access or ID token of the pool's clients passes. An empty list leaves the API's default scopes out
   */
  readonly authorizationScopes?: string[];

  /**
   * Who may call the route. Together with `authorizationScopes` it fails synthesis, for one of the two would be enough to pass.
   *
   * @default - the policy of the API's default authorizer, where it is of this construct; else everybody whom the authorizer lets in
   */
  readonly accessPolicy?: AccessPolicy;
}

/** Paths and methods, as routes have them. */
export function routesOf({ path, paths = [], methods }: AddLambdaRouteOptions) {
  const all = path === undefined ? paths : [path, ...paths];
  return all.flatMap((each) => (methods ?? [apigwv2.HttpMethod.ANY]).map((method) => ({ path: each, method })));
}

/** The id that `HttpApi.addRoutes` gives: routes can move between the two without being replaced. */
export const routeId = ({ path, method }: { path: string; method: apigwv2.HttpMethod }) => `${method}${path}`;

export function checkRoutes(scope: Construct, options: AddLambdaRouteOptions, problems = new Problems(scope)): void {
  const { httpApi, methods, authorizationScopes, accessPolicy } = options;
  checkPaths(options, problems);
  checkMethods(methods, problems);
  for (const route of routesOf(options)) {
    if (Token.isUnresolved(route.path)) continue;
    if (!httpApi.node.tryFindChild(routeId(route).replaceAll('/', '--'))) continue;
    problems.add({
      where: 'path',
      given: `${show(route.path)} for ${route.method}, which is a route of ${httpApi.node.path} already`,
      outcome: 'API Gateway accepts each route once',
      remedy: 'Remove one of the two, or give it another path or method',
    });
  }
  if (isKnown(authorizationScopes)) checkScopes(authorizationScopes, 'authorizationScopes', problems);
  if (authorizationScopes && authorizationScopes.length > 0 && accessPolicy) {
    problems.add({
      where: 'authorizationScopes',
      given: 'set, together with accessPolicy',
      outcome:
        'API Gateway lets a token pass that has one of the scopes, so who does not satisfy the policy could pass',
      remedy: 'Leave one of the two out',
    });
  }
  problems.throwIfAny();
}

function checkPaths({ path, paths = [] }: AddLambdaRouteOptions, problems: Problems): void {
  const all = path === undefined ? paths : [path, ...paths];
  if (all.length === 0) {
    problems.add({
      where: 'path',
      given: 'left out, and so is paths',
      outcome: 'no route would be made, and the function would not be reachable',
      remedy: 'Write it like "/posts/{id}", or "/" for the root',
    });
  }
  all.forEach((each, index) => {
    if (Token.isUnresolved(each)) {
      problems.add({
        where: path === undefined ? 'paths' : 'path',
        given: 'known only at deployment',
        outcome: 'it is what the route is called in the construct tree, which has to be known at synth',
        remedy: 'Give a plain text',
      });
      return;
    }
    if (/\{\w*\+\}./.test(each)) {
      problems.add({
        where: path === undefined ? 'paths' : 'path',
        given: show(each),
        outcome: 'API Gateway accepts a parameter with a plus, which takes all that follows, at the end only',
        remedy: 'Leave the plus out, or what comes after it',
      });
    }
    checkPattern(problems, path === undefined ? 'paths' : 'path', each, /^\/$|^\/.*[^/]$/, {
      outcome: 'API Gateway accepts paths that start with a slash and do not end with one',
      remedy: 'Write it like "/posts/{id}", or "/" for the root',
    });
    if (all.indexOf(each) < index) {
      problems.add({
        where: 'paths',
        given: `a list that has ${show(each)} twice`,
        outcome: 'API Gateway accepts each route once',
        remedy: 'Name each path once',
      });
    }
  });
}

function checkMethods(methods: apigwv2.HttpMethod[] | undefined, problems: Problems): void {
  if (methods?.length === 0) {
    problems.add({
      where: 'methods',
      given: 'empty',
      outcome: 'no route would be made, and the function would not be reachable',
      remedy: 'Name the methods, or leave them out for all of them',
    });
  }
  methods?.forEach((method, index) => {
    checkEnum(problems, 'methods', method, apigwv2.HttpMethod);
    if (methods.indexOf(method) < index) {
      problems.add({
        where: 'methods',
        given: `a list that has ${method} twice`,
        outcome: 'API Gateway accepts each route once',
        remedy: 'Name each method once',
      });
    }
  });
}
