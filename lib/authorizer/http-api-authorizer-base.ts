import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { AccessPolicy } from '../access/access-policy';
import { ApiBindings } from './api-bindings';
import { AddLambdaRouteOptions, checkRoutes, routeId, routesOf } from './lambda-route';
import { RequireOnEveryRouteOptions } from './open-routes';

/**
 * What every authorizer of this library can do, whoever decides.
 *
 * @internal
 */
export abstract class HttpApiAuthorizerBase extends Construct implements apigwv2.IHttpRouteAuthorizer {
  /**
   * Called by the CDK for each route that is given this authorizer.
   *
   * @param options the route
   */
  public abstract bind(options: apigwv2.HttpRouteAuthorizerBindOptions): apigwv2.HttpRouteAuthorizerConfig;

  /** Those of this construct that require something beside a token. */
  private readonly remembered = new Set<apigwv2.IHttpRouteAuthorizer>();

  /** @internal */
  protected _remember(authorizer: apigwv2.IHttpRouteAuthorizer): apigwv2.IHttpRouteAuthorizer {
    this.remembered.add(authorizer);
    return authorizer;
  }

  /** A route that says nothing else requires what the API requires by default, where that is of this construct. */
  private defaultOn({ defaultAuthorizer }: apigwv2.IHttpApi): apigwv2.IHttpRouteAuthorizer {
    return defaultAuthorizer && this.remembered.has(defaultAuthorizer) ? defaultAuthorizer : this;
  }

  /** @internal */
  protected abstract _requiring(policy: AccessPolicy): apigwv2.IHttpRouteAuthorizer;

  /**
   * Adds one route or several that lead to a Lambda function and that only authorized callers can reach. All routes of an API that lead to the same function share one integration
   * and one permission, so that the 300 routes of an API fit in one stack. A version or an alias of a function is a function of its own.
   *
   * @param handler the function
   * @param options the route
   */
  public addLambdaRoute(handler: lambda.IFunction, options: AddLambdaRouteOptions): apigwv2.HttpRoute[] {
    checkRoutes(this, options);
    const { httpApi, authorizationScopes, accessPolicy } = options;
    const authorizer = accessPolicy
      ? this._requiring(accessPolicy)
      : authorizationScopes
        ? this
        : this.defaultOn(httpApi);
    const integration = ApiBindings.of(httpApi).integrationOf(handler);
    return routesOf(options).map((key) => {
      const route = new apigwv2.HttpRoute(httpApi, routeId(key), {
        httpApi,
        routeKey: apigwv2.HttpRouteKey.with(key.path, key.method),
        integration,
        authorizer,
        authorizationScopes,
      });
      integration.settleIn(route);
      return route;
    });
  }

  /**
   * Fails synthesis if a route of an API is open and not listed. The error names each such route, however it was created and whether or not it uses this authorizer. Routes that an authorizer of any kind guards are not open. A route that names the API by a parameter of a nested stack, by an import of an export, or in another stage by its id alone, is not seen.
   *
   * @param httpApi the API; of an imported one, only the routes that this app adds are looked at
   * @param options which routes are meant to be open
   */
  public requireOnEveryRoute(httpApi: apigwv2.IHttpApi, options: RequireOnEveryRouteOptions = {}): void {
    ApiBindings.of(httpApi).closeExcept(options.publicRoutes ?? []);
  }
}
