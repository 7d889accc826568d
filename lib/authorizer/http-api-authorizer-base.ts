import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { AccessPolicy } from '../access/access-policy';
import { checkArgument, checkStruct } from '../checks/check-struct';
import { warn } from '../checks/warn';
import { checkBeforeSynthesis } from '../template/before-synthesis';
import { validateAtSynthesis } from '../template/synthesis';
import { ApiBindings } from './api-bindings';
import { createdApiOf } from './routes/created-api';
import { AddLambdaRouteOptions, checkRoutes, routeId, routesOf } from './routes/lambda-route';
import { RequireOnEveryRouteOptions } from './guard/open-routes';
import { RequiringAuthorizer } from './routes/requiring-authorizer';

/**
 * Base class of all authorizers of this library.
 *
 * @internal
 */
export abstract class HttpApiAuthorizerBase extends Construct implements apigwv2.IHttpRouteAuthorizer {
  /**
   * Called by the CDK for each route that uses this authorizer.
   *
   * @param options the route
   */
  public abstract bind(options: apigwv2.HttpRouteAuthorizerBindOptions): apigwv2.HttpRouteAuthorizerConfig;

  /**
   * Whether any route, or anything else, has this authorizer.
   *
   * @internal
   */
  protected _isUsed = false;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    validateAtSynthesis(this, () => {
      if (this._isUsed) return;
      warn(
        this,
        'HttpApiAuthorizer.guardsNoRoute',
        `No route has the authorizer ${this.node.path}. Add routes with addLambdaRoute(), give it as authorizer to addRoutes of the API or as its defaultAuthorizer; or remove it.`,
      );
    });
  }

  /** @internal */
  protected abstract _requiring(policy: AccessPolicy): apigwv2.IHttpRouteAuthorizer;

  /**
   * Adds one or more routes to a Lambda function, which only callers whom the authorizer lets in can call. All routes
   * of an API to the same function share one integration and one permission, so that the 300 routes of an API fit in
   * one stack. Versions and aliases of a function count as functions of their own.
   *
   * @param handler the function
   * @param options the route or routes
   */
  public addLambdaRoute(handler: lambda.IFunction, options: AddLambdaRouteOptions): apigwv2.HttpRoute[] {
    checkArgument(this, 'handler', 'IFunction', handler);
    checkStruct(this, 'AddLambdaRouteOptions', options);
    checkRoutes(this, options);
    const { httpApi } = options;
    const { authorizationScopes = createdApiOf(httpApi).defaultAuthorizationScopes } = options;
    const authorizer = this.authorizerFor(options);
    const bindings = ApiBindings.of(httpApi);
    const integration = bindings.integrationOf(handler);
    return routesOf(options).map((key) => {
      const route = createRoute(authorizer, routeId(key), {
        httpApi,
        routeKey: apigwv2.HttpRouteKey.with(key.path, key.method),
        integration,
        authorizationScopes,
      });
      if (authorizationScopes?.length) bindings.requireScopes(route, authorizationScopes);
      bindings.addLambdaRoute(route, options);
      integration.stabilizeIdIn(route);
      return route;
    });
  }

  private authorizerFor({ httpApi, authorizationScopes, accessPolicy }: AddLambdaRouteOptions) {
    if (accessPolicy) return this._requiring(accessPolicy);
    const byDefault = RequiringAuthorizer.defaultOf(httpApi);
    return byDefault?.owner === this && !authorizationScopes?.length ? byDefault : this;
  }

  /**
   * Makes synthesis fail if an API has open routes that are not listed. The check is one of the API and not of this
   * authorizer: it looks at all routes, however they were created, and any authorizer will do, IAM included. The error
   * names each open route. Calling this again for the same API, on this authorizer or on another one, adds to its
   * `publicRoutes`.
   *
   * A route belongs to the API if its `ApiId` mentions the API in any way, also in a function of CloudFormation. A
   * route in another stage of the app (`Stage`) is not detected. Call this before `addStage` of CDK Pipelines, which
   * synthesizes the stage: later, it throws an error. With `skipValidation: true`, the CDK skips this check.
   *
   * @param httpApi the API; of an imported one, only the routes that this app adds are checked
   * @param options the routes that are meant to be open
   * @example
   * declare const authorizer: CognitoHttpApiAuthorizer;
   * declare const httpApi: HttpApi;
   *
   * authorizer.requireOnEveryRoute(httpApi, { publicRoutes: ['GET /health'] });
   */
  public requireOnEveryRoute(httpApi: apigwv2.IHttpApi, options: RequireOnEveryRouteOptions = {}): void {
    checkStruct(this, 'RequireOnEveryRouteOptions', options);
    checkBeforeSynthesis(this, 'requireOnEveryRoute()');
    this._isUsed = true;
    ApiBindings.of(httpApi).closeExcept(options.publicRoutes ?? []);
  }
}

/**
 * Creates a route with an authorizer. A property injector may give the route another one; the route is still compared
 * with this one.
 */
function createRoute(
  authorizer: apigwv2.IHttpRouteAuthorizer,
  id: string,
  props: apigwv2.HttpRouteProps,
): apigwv2.HttpRoute {
  let isBound = false;
  const bind = (options: apigwv2.HttpRouteAuthorizerBindOptions) => {
    isBound = true;
    return authorizer.bind(options);
  };
  const route = new apigwv2.HttpRoute(props.httpApi, id, { ...props, authorizer: { bind } });
  if (!isBound) bind({ route, scope: props.httpApi });
  return route;
}
