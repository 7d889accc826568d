import { Duration } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { AccessPolicy } from '../access/access-policy';
import { checkStruct } from '../checks/check-struct';
import { Problems } from '../checks/problems';
import { injected } from '../base/property-injection';
import { checkEnum, isKnown } from '../checks/values';
import { ApiBindings } from './api-bindings';
import { checkCacheTtl } from './tokens/cache-ttl';
import { HttpApiAuthorizerBase } from './http-api-authorizer-base';
import { checkIdentitySources, DEFAULT_IDENTITY_SOURCE } from './tokens/identity-source';
import { LambdaSettings } from './resources/lambda-authorizer';

/** Properties for `LambdaHttpApiAuthorizer`. */
export interface LambdaHttpApiAuthorizerProps {
  /**
   * The function that authorizes requests. API Gateway invokes it with payload format version 2.0 and waits for at most
   * 10 seconds.
   */
  readonly handler: lambda.IFunction;

  /**
   * The type of the function's response: `{ isAuthorized, context }`, or an IAM policy.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html#http-api-lambda-authorizer.payload-format-response
   * @default HttpLambdaResponseType.SIMPLE
   */
  readonly responseType?: HttpLambdaResponseType;

  /**
   * What a request must contain for the function to be invoked, and what its results are cached by:
   * `$request.header.NAME`, `$request.querystring.NAME`, `$context.NAME` or `$stageVariables.NAME`. Any other value
   * fails synthesis. A request that lacks one of them gets a 401 response; with an empty list, the function is invoked
   * for every request.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html#http-api-lambda-authorizer.identity-sources
   * @default ['$request.header.Authorization']
   */
  readonly identitySource?: string[];

  /**
   * How long API Gateway caches results, by the identity sources: a whole number of seconds, up to 1 hour. Any other
   * value fails synthesis, and so does caching without an identity source. A cached result applies to all routes for
   * which the identity sources have the same values: include `$context.routeKey` if the function decides by the route,
   * and `$context.path` if it decides by path parameters, such as the tenant in `/tenants/{tenant}`.
   *
   * @default Duration.seconds(0)
   */
  readonly resultsCacheTtl?: Duration;
}

/**
 * Guards routes of HTTP APIs with your own function. Like `CognitoHttpApiAuthorizer`, it creates one authorizer for
 * each API, and one integration and one permission for each function behind it.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 * @example
 * declare const checkSecret: IFunction;
 * declare const onPayment: IFunction;
 * declare const httpApi: HttpApi;
 *
 * const webhooks = new LambdaHttpApiAuthorizer(this, 'Webhooks', {
 *   handler: checkSecret,
 *   identitySource: ['$request.header.X-Webhook-Secret'],
 * });
 * webhooks.addLambdaRoute(onPayment, { httpApi, path: '/payments', methods: [HttpMethod.POST] });
 */
export class LambdaHttpApiAuthorizer extends HttpApiAuthorizerBase {
  /** The ID by which property injectors name this class. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-user-auth-pool.LambdaHttpApiAuthorizer';

  private readonly handler: lambda.IFunction;
  private readonly settings: LambdaSettings;

  constructor(scope: Construct, id: string, props: LambdaHttpApiAuthorizerProps) {
    super(scope, id);
    props = injected(LambdaHttpApiAuthorizer.PROPERTY_INJECTION_ID, this, props);
    checkStruct(this, 'LambdaHttpApiAuthorizerProps', props);
    const {
      handler,
      responseType = HttpLambdaResponseType.SIMPLE,
      identitySource = DEFAULT_IDENTITY_SOURCE,
      resultsCacheTtl = Duration.seconds(0),
    } = props;
    const problems = new Problems(this);
    checkEnum(problems, 'responseType', responseType, { HttpLambdaResponseType });
    checkIdentitySources(problems, identitySource);
    checkCacheTtl(problems, 'resultsCacheTtl', resultsCacheTtl);
    checkCacheKey(problems, resultsCacheTtl, identitySource);
    problems.throwIfAny();
    this.handler = handler;
    this.settings = {
      identitySource: [...identitySource],
      resultsCacheTtl,
      enableSimpleResponses: responseType === HttpLambdaResponseType.SIMPLE,
    };
  }

  public bind(options: apigwv2.HttpRouteAuthorizerBindOptions): apigwv2.HttpRouteAuthorizerConfig {
    const { route } = options;
    const authorizer = this.authorizerOf(route.httpApi);
    return ApiBindings.of(route.httpApi).require(route, { authorizationType: 'CUSTOM', authorizer, scopes: [] });
  }

  /**
   * Returns the authorizer resource of this construct on an API, which is created if no route has needed it yet.
   *
   * @param httpApi the API
   */
  public authorizerOf(httpApi: apigwv2.IHttpApi): apigwv2.HttpAuthorizer {
    this._isUsed = true;
    return ApiBindings.of(httpApi).lambdaAuthorizerOf(this, this.handler, this.settings);
  }

  /** @internal */
  protected _requiring(policy: AccessPolicy): apigwv2.IHttpRouteAuthorizer {
    return Problems.throw(this, {
      where: 'accessPolicy',
      given: policy.toString(),
      outcome: 'your own function decides, and it does not know access policies',
      remedy: 'Decide in the function, or use CognitoHttpApiAuthorizer',
    });
  }
}

function checkCacheKey(problems: Problems, ttl: Duration, identitySource: readonly string[]): void {
  const isCached = isKnown(ttl) && ttl.toSeconds({ integral: false }) > 0;
  if (!isCached || identitySource.length > 0) return;
  problems.add({
    where: 'identitySource',
    given: 'empty, with a resultsCacheTtl',
    outcome: 'API Gateway has no key to cache a result by and rejects the authorizer',
    remedy: "Give what the result depends on, such as '$request.header.Authorization'",
  });
}
