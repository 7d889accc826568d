import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { AccessPolicy } from '../access/access-policy';
import { hasPolicyScopes } from '../access/token-policies';
import { checkArgument, checkStruct } from '../checks/check-struct';
import { Problems } from '../checks/problems';
import { injected } from '../base/property-injection';
import { IUserAuthPool } from '../pool/user-auth-pool-base';
import { ApiBindings } from './api-bindings';
import { HttpApiAuthorizerBase } from './http-api-authorizer-base';
import { RequiringAuthorizer } from './routes/requiring-authorizer';
import { checkTokenSource, DEFAULT_IDENTITY_SOURCE, warnOfQueryString } from './tokens/identity-source';
import { checkRequiredScopes } from './routes/required-scopes';
import { PolicyEnforcement, TokenUse } from './tokens/policy-enforcement';
import { RequestAuthorizer } from './resources/request-authorizer';
import { Requirement } from './routes/requirement';
import { ResourceIndicator } from './tokens/resource-indicator';

/** Properties for `CognitoHttpApiAuthorizer`. */
export interface CognitoHttpApiAuthorizerProps {
  /** The pool whose users can call the routes. It can be in another stack or region. */
  readonly userAuthPool: IUserAuthPool;

  /**
   * Where access policies are enforced: in the token, or at the request.
   *
   * @default PolicyEnforcement.inToken()
   */
  readonly enforcement?: PolicyEnforcement;

  /**
   * Where the token is read from: exactly one of `$request.header.NAME` or `$request.querystring.NAME`. The value can
   * have the prefix `Bearer`. Anything else fails synthesis. A query string causes a warning: URLs end up in logs. A
   * cookie can't be read: it is only a part of the header `Cookie`.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
   * @default ['$request.header.Authorization']
   */
  readonly identitySource?: string[];

  /**
   * Resource indicators (RFC 8707), not AWS resources: the APIs that this authorizer represents. A token whose `aud`
   * claim names an API is accepted only if it names one of these; tokens that name none are not affected.
   *
   * With enforcement in the token, up to 50 together with the clients of the pool; more fail synthesis. With
   * `TokenUse.ID`, any fails synthesis, since ID tokens name no API.
   *
   * In the token, API Gateway looks at the `aud` claim of such a token and not at its client: a token for one of these
   * APIs passes whichever client of the pool asked for it. At the request, the client counts as well.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
   * @default - none: a token that names an API is rejected
   */
  readonly resources?: ResourceIndicator[];
}

/**
 * Guards routes of HTTP APIs with the tokens of a user pool. Without a policy or scopes, a route accepts every access
 * and ID token of the pool's clients, including those of machine clients; with enforcement at the request, only people.
 * By default, API Gateway checks the token itself, so no function runs; with enforcement at the request, a function
 * provided by this library does. Neither asks Cognito: an issued access token is accepted until it expires, even if its
 * user has been signed out, disabled or deleted.
 *
 * Use it as the `authorizer` of `addRoutes`, or add a route to a function with `addLambdaRoute`. `require` limits who
 * can call, by group, attribute or client.
 *
 * All constructs with the same pool, identity source and resources share one authorizer resource on each API; with
 * enforcement at the request, each construct has its own. It accepts the tokens of all clients of the pool, including
 * clients added later.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 * @example
 * declare const createPost: IFunction;
 * declare const httpApi: HttpApi;
 *
 * const userAuthPool = new UserAuthPool(this, 'Pool');
 * const authorizer = new CognitoHttpApiAuthorizer(this, 'Authorizer', { userAuthPool });
 * authorizer.addLambdaRoute(createPost, { httpApi, path: '/posts', methods: [HttpMethod.POST] });
 */
export class CognitoHttpApiAuthorizer extends HttpApiAuthorizerBase {
  /** The ID by which property injectors name this class. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-user-auth-pool.CognitoHttpApiAuthorizer';

  private readonly userAuthPool: IUserAuthPool;
  private readonly enforcement: PolicyEnforcement;
  private readonly identitySource: string[];
  private readonly resources: ResourceIndicator[];

  constructor(scope: Construct, id: string, props: CognitoHttpApiAuthorizerProps) {
    super(scope, id);
    props = injected(CognitoHttpApiAuthorizer.PROPERTY_INJECTION_ID, this, props);
    checkStruct(this, 'CognitoHttpApiAuthorizerProps', props);
    const {
      userAuthPool,
      enforcement = PolicyEnforcement.inToken(),
      identitySource = DEFAULT_IDENTITY_SOURCE,
      resources,
    } = props;
    const problems = new Problems(this);
    enforcement._check(problems);
    checkTokenSource(problems, identitySource);
    if (resources && enforcement._atRequest?.tokenUse === TokenUse.ID) {
      problems.add({
        where: 'resources',
        given: 'set, for ID tokens',
        outcome: 'an ID token names no API, so they would have no effect',
        remedy: 'Omit them, or accept access tokens',
      });
    }
    problems.throwIfAny();
    this.userAuthPool = userAuthPool;
    this.enforcement = enforcement;
    this.identitySource = [...identitySource];
    this.resources = [...(resources ?? [])];
    warnOfQueryString(this, this.identitySource);
  }

  public bind(options: apigwv2.HttpRouteAuthorizerBindOptions): apigwv2.HttpRouteAuthorizerConfig {
    return this.guard(options.route, {});
  }

  /**
   * Returns an authorizer for routes that require a policy.
   *
   * With either enforcement, a change of groups takes effect with the user's next token. Synthesis fails if the route
   * or the API has scopes besides the policy, since each of them would be another way in. It also fails for an imported
   * pool, unless policies are enforced at the request.
   *
   * @param policy the policy that callers must satisfy
   * @example
   * declare const authorizer: CognitoHttpApiAuthorizer;
   * declare const deletePost: IFunction;
   * declare const httpApi: HttpApi;
   *
   * httpApi.addRoutes({
   *   path: '/posts/{id}',
   *   methods: [HttpMethod.DELETE],
   *   integration: new HttpLambdaIntegration('DeletePost', deletePost),
   *   authorizer: authorizer.require(AccessPolicy.group('admins')),
   * });
   */
  public require(policy: AccessPolicy): apigwv2.IHttpRouteAuthorizer {
    checkArgument(this, 'policy', 'AccessPolicy', policy);
    const { _atRequest } = this.enforcement;
    const problems = new Problems(this);
    policy._check(problems, { attributes: !_atRequest || _atRequest.tokenUse === TokenUse.ID });
    if (!_atRequest && !hasPolicyScopes(this.userAuthPool)) {
      problems.add({
        where: 'enforcement',
        given: `in the token, for the imported pool ${this.userAuthPool.node.path}`,
        outcome:
          'its tokens have no scope for the policy, because this app does not add its hook, so nobody could call the route',
        remedy: 'Set enforcement to PolicyEnforcement.atRequest()',
      });
    }
    problems.throwIfAny();
    return new RequiringAuthorizer(this, (route) => this.guard(route, { policy }), policy);
  }

  /**
   * Returns an authorizer for routes that require at least one of several scopes in the access token: 1 to 10, of at
   * most 64 characters each. Any other list fails synthesis, and so does calling it with enforcement at the request.
   *
   * @param scopes the scopes, such as `server.scope('read')` or `OAuthScope.custom('reports/read')`
   */
  public requireScopes(...scopes: cognito.OAuthScope[]): apigwv2.IHttpRouteAuthorizer {
    checkArgument(this, 'scopes', 'list OAuthScope', scopes);
    const names = scopes.map(({ scopeName }) => scopeName);
    const problems = new Problems(this);
    checkRequiredScopes(names, 'scopes', problems);
    if (names.length === 0) {
      problems.add({
        where: 'scopes',
        given: 'empty',
        outcome: 'the route would require none, and ID tokens would pass too',
        remedy: 'Give at least one, or use require(AccessPolicy.signedIn())',
      });
    }
    if (this.enforcement._atRequest) {
      problems.add({
        where: 'scopes',
        given: 'required, with an enforcement at the request',
        outcome: 'API Gateway checks scopes only if it verifies the tokens itself',
        remedy: 'Use require() with a policy, or another CognitoHttpApiAuthorizer with enforcement in the token',
      });
    }
    problems.throwIfAny();
    return new RequiringAuthorizer(this, (route) => this.guard(route, { scopes: names }));
  }

  /**
   * Returns the authorizer resource of this construct on an API, which is created if no route has needed it yet.
   *
   * A `CfnRoute` with its ID requires `authorizationType` `JWT` and, for a policy, the scope of `scopeFor()`. With
   * enforcement at the request, such a route fails synthesis, since the function would have no policy for it.
   *
   * @param httpApi the API
   */
  public authorizerOf(httpApi: apigwv2.IHttpApi): apigwv2.HttpAuthorizer {
    this._isUsed = true;
    const atRequest = this.requestAuthorizerOf(httpApi);
    if (atRequest) return atRequest.authorizer;
    return ApiBindings.of(httpApi).jwtAuthorizerOf(this.userAuthPool, this.identitySource, this.resources);
  }

  /**
   * Returns the function that evaluates policies at the request, for its logs and alarms; it is created if no route has
   * needed it yet. Undefined if policies are enforced in the token.
   *
   * @param httpApi the API
   */
  public handlerOf(httpApi: apigwv2.IHttpApi): lambda.Function | undefined {
    this._isUsed = true;
    return this.requestAuthorizerOf(httpApi)?.handler;
  }

  /** @internal */
  protected _requiring(policy: AccessPolicy): apigwv2.IHttpRouteAuthorizer {
    return this.require(policy);
  }

  private guard(
    route: apigwv2.IHttpRoute,
    { policy, scopes }: Pick<Requirement, 'policy' | 'scopes'>,
  ): apigwv2.HttpRouteAuthorizerConfig {
    const bindings = ApiBindings.of(route.httpApi);
    const { pools, resources } = this;
    const ofPools = { authorizer: this.authorizerOf(route.httpApi), pools };
    const atRequest = this.requestAuthorizerOf(route.httpApi);
    if (!atRequest) {
      const required = policy ? this.scopesFor(policy) : scopes;
      return bindings.require(route, { ...ofPools, authorizationType: 'JWT', policy, scopes: required, resources });
    }
    // A route without a policy accepts people only.
    const required = policy ?? AccessPolicy.signedIn();
    atRequest.guard(route, required);
    const tokenUse = this.enforcement._atRequest?.tokenUse;
    return bindings.require(route, { ...ofPools, authorizationType: 'CUSTOM', policy: required, scopes: [], tokenUse });
  }

  /** The scope that stands for a policy. `require()` rejects a policy for a pool that has none. */
  private scopesFor(policy: AccessPolicy): string[] | undefined {
    const { userAuthPool } = this;
    return hasPolicyScopes(userAuthPool) ? [userAuthPool._policyScope(policy)] : undefined;
  }

  private get pools(): IUserAuthPool[] {
    return [this.userAuthPool, ...(this.enforcement._atRequest?.additionalUserAuthPools ?? [])];
  }

  private requestAuthorizerOf(httpApi: apigwv2.IHttpApi): RequestAuthorizer | undefined {
    const options = this.enforcement._atRequest;
    if (!options) return undefined;
    const { pools: userAuthPools, identitySource, resources } = this;
    return ApiBindings.of(httpApi).requestAuthorizerOf(this, { ...options, userAuthPools, identitySource, resources });
  }
}
