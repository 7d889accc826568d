import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { Problems } from '../checks/problems';
import { checkEnum, checkPattern, isKnown, show } from '../checks/values';
import { IUserAuthPool } from '../pool/user-auth-pool-base';
import { ApiBindings } from './api-bindings';
import { checkScopes } from './limits';

/** What an authorizer needs. */
export interface CognitoHttpApiAuthorizerProps {
  /** The pool whose users may call the routes. It may live in another stack or, if imported, in another region. */
  readonly userAuthPool: IUserAuthPool;
}

/** A route, or several on one path, that lead to a Lambda function. */
export interface AddLambdaRouteOptions {
  /** The HTTP API to add the route to. */
  readonly httpApi: apigwv2.IHttpApi;

  /**
   * The path of the route, such as `/posts/{id}` or `/files/{proxy+}`: it starts with a slash and, but for `/` itself, doesn't end with one.
   * Anything else is an error at synth.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
   */
  readonly path: string;

  /**
   * The HTTP methods of the route. One route is made for each; an empty list and a method given twice are errors at synth.
   *
   * @default [HttpMethod.ANY]
   */
  readonly methods?: apigwv2.HttpMethod[];

  /**
   * The scopes that a token may have to pass: one of them is enough. API Gateway takes 10 on a route at most, each of 64 characters at most; more
   * is an error at synth. An ID token has no scopes, so a route that asks for one accepts access tokens only.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
   * @default - the API's default scopes; if it has none either, any access or ID token of the pool's clients passes
   */
  readonly authorizationScopes?: string[];
}

/**
 * Lets the users of a pool, and nobody else, call routes of HTTP APIs. API Gateway itself checks the token, so no function runs for those it turns
 * away.
 *
 * It can be given to `addRoutes` of an API like any authorizer of the CDK, or put a function behind a route by itself with `addLambdaRoute`.
 *
 * One authorizer resource is made for each API, however many routes it guards and however many of these constructs share the pool. It
 * accepts the tokens of all clients of the pool, those added later included.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export class CognitoHttpApiAuthorizer extends Construct implements apigwv2.IHttpRouteAuthorizer {
  private readonly userAuthPool: IUserAuthPool;

  constructor(scope: Construct, id: string, props: CognitoHttpApiAuthorizerProps) {
    super(scope, id);
    this.userAuthPool = props.userAuthPool;
  }

  /**
   * Called by the CDK for each route that is given this authorizer.
   *
   * @param options the route
   */
  public bind(options: apigwv2.HttpRouteAuthorizerBindOptions): apigwv2.HttpRouteAuthorizerConfig {
    return {
      authorizerId: this.authorizerOf(options.route.httpApi).authorizerId,
      authorizationType: 'JWT',
    };
  }

  /**
   * The authorizer resource that stands for this construct on an API; it is made if no route has needed it yet.
   *
   * @param httpApi the API
   */
  public authorizerOf(httpApi: apigwv2.IHttpApi): apigwv2.HttpAuthorizer {
    return ApiBindings.of(httpApi).authorizerOf(this.userAuthPool);
  }

  /**
   * Puts a function behind a route that only users of the pool can call. All routes of an API that lead to the same function share one integration
   * and one permission, so that the 300 routes of an API fit in one stack.
   *
   * @param handler the function
   * @param options the route
   */
  public addLambdaRoute(handler: lambda.IFunction, options: AddLambdaRouteOptions): apigwv2.HttpRoute[] {
    const { httpApi, path, authorizationScopes } = options;
    const methods = options.methods ?? [apigwv2.HttpMethod.ANY];
    const routeId = (method: apigwv2.HttpMethod) => `${method}${path}`;
    checkRoute(
      this,
      options,
      methods.filter((method) => httpApi.node.tryFindChild(routeId(method).replaceAll('/', '--'))),
    );

    const integration = ApiBindings.of(httpApi).integrationOf(handler);
    return methods.map((method) => {
      // The id that `HttpApi.addRoutes` gives: routes can move between the two without being replaced.
      const route = new apigwv2.HttpRoute(httpApi, routeId(method), {
        httpApi,
        routeKey: apigwv2.HttpRouteKey.with(path, method),
        integration,
        authorizer: this,
        authorizationScopes,
      });
      integration.settleIn(route);
      return route;
    });
  }
}

function checkRoute(scope: Construct, options: AddLambdaRouteOptions, taken: apigwv2.HttpMethod[]): void {
  const problems = new Problems(scope);
  const { path, methods } = options;
  checkPattern(problems, 'path', path, /^\/$|^\/.*[^/]$/, {
    outcome: 'API Gateway accepts paths that start with a slash and do not end with one',
    remedy: 'Write it like "/posts/{id}", or "/" for the root',
  });
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
  for (const method of taken) {
    problems.add({
      where: 'path',
      given: `${show(path)} for ${method}, which is a route of ${options.httpApi.node.path} already`,
      outcome: 'API Gateway accepts each route once',
      remedy: 'Remove one of the two, or give it another path or method',
    });
  }
  if (isKnown(options.authorizationScopes)) checkScopes(options.authorizationScopes, 'authorizationScopes', problems);
  problems.throwIfAny();
}
