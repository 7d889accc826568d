import { Names } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { hash } from 'node:crypto';
import { POLICY_SCOPE_PREFIX } from '../access/policy';
import { hasPolicyScopes } from '../access/token-policies';
import { getOrCreate } from '../base/get-or-create';
import { idOnBehalfOf } from '../base/ids';
import { checkArgument } from '../checks/check-struct';
import { Problems } from '../checks/problems';
import { IUserAuthPool } from '../pool/user-auth-pool-base';
import { checkCycles } from '../template/cycles';
import { NestedStackOriginal } from '../template/nested-stack-original';
import { oncePerIndex } from '../template/once-per-index';
import { validateAtSynthesis } from '../template/synthesis';
import { TemplateIndex } from '../template/template-index';
import { AddedToApi, checkApi, warnOfApi } from './guard/api-checks';
import { checkApiCycles } from './guard/api-cycles';
import { allowApi } from './resources/api-permission';
import { OnApi } from './resources/http-authorizer';
import { createJwtAuthorizer, JwtAuthorizer } from './resources/jwt-authorizer';
import { createLambdaAuthorizer, LambdaAuthorizer, LambdaSettings } from './resources/lambda-authorizer';
import { RequestAuthorizer, RequestSettings } from './resources/request-authorizer';
import { nameScopes, onScopesGiven } from './resources/route-scopes';
import { SharedLambdaIntegration } from './resources/shared-lambda-integration';
import { ApiRoute, routeOf } from './routes/api-route';
import { IndexedApi } from './routes/indexed-api';
import { AddLambdaRouteOptions } from './routes/lambda-route';
import { recordRequirement, Requirement, requirementOf } from './routes/requirement';
import { DEFAULT_IDENTITY_SOURCE } from './tokens/identity-source';
import { audiencesOf, ResourceIndicator } from './tokens/resource-indicator';

/**
 * What the routes of an HTTP API share, however many authorizers and calls they come from: one JWT authorizer for each
 * pool, identity source and set of resources, and one integration and one permission for each function.
 *
 * Its scope is the API, so that everything in it follows the API into its stack, and never the other way round.
 */
export class ApiBindings extends Construct {
  public static of(httpApi: apigwv2.IHttpApi): ApiBindings {
    checkArgument('The authorizer', 'httpApi', 'IHttpApi', httpApi);
    return ApiBindings.find(httpApi) ?? new ApiBindings(httpApi);
  }

  /** The bindings of an API, if an authorizer of this library has been used on it. */
  private static find(httpApi: apigwv2.IHttpApi): ApiBindings | undefined {
    const existing = httpApi.node.tryFindChild('UserAuth');
    return existing instanceof ApiBindings ? existing : undefined;
  }

  /** Whether all that guards a route, which an authorizer of this library does, is as it was made. */
  public static isGuardIntact(index: TemplateIndex, { requirement, cfnRoute }: ApiRoute): boolean {
    const { scope: route } = cfnRoute.node;
    const bindings = route instanceof apigwv2.HttpRoute ? ApiBindings.find(route.httpApi) : undefined;
    if (!bindings || !requirement) return false;
    return bindings.isIntact(index) && hasIntactHook(index, requirement);
  }

  /** By pool, identity source and resources. */
  private readonly jwtAuthorizers = new Map<string, JwtAuthorizer>();
  private readonly lambdaAuthorizers = new Map<Construct, LambdaAuthorizer>();
  private readonly requestAuthorizers = new Map<Construct, RequestAuthorizer>();
  private readonly integrations = new Map<lambda.IFunction, SharedLambdaIntegration>();
  private readonly guarded = new Set<apigwv2.IHttpRoute>();
  private readonly lambdaRoutes = new Map<apigwv2.IHttpRoute, AddLambdaRouteOptions>();
  /** The nested stacks that routes and pools are in. */
  private readonly nestedStacks = new Set<NestedStackOriginal>();
  private publicRoutes?: Set<string>;
  private readonly isIntact = oncePerIndex(
    (index) => !Problems.areFoundBy((problems) => this.checkOriginals(index, problems)),
  );

  private constructor(private readonly httpApi: apigwv2.IHttpApi) {
    super(httpApi, 'UserAuth');
    // At the API, since whoever removes this construct would remove its check, too.
    validateAtSynthesis(httpApi, (index, problems) => this.validate(index, problems));
    checkCycles(httpApi, (cycles, problems) => checkApiCycles(cycles, httpApi, this, problems));
  }

  /** The authorizer with which API Gateway itself verifies tokens of a pool. */
  public jwtAuthorizerOf(
    pool: IUserAuthPool,
    identitySource: string[],
    resources: readonly ResourceIndicator[],
  ): apigwv2.HttpAuthorizer {
    const source = identitySource.join();
    const keys = [...new Set(resources.map((each) => each._key()))].sort();
    return getOrCreate(this.jwtAuthorizers, [pool.node.addr, source, ...keys].join(' '), () => {
      const bySource = source === DEFAULT_IDENTITY_SOURCE.join() ? '' : ` by ${source}`;
      const suffix = `${bySource}${keys.length > 0 ? ` for ${keys.join(' ')}` : ''}`;
      return createJwtAuthorizer(this, `${idOnBehalfOf(pool, this)}${suffix}`, {
        httpApi: this.httpApi,
        authorizerName: this.nameOf(pool, suffix),
        pool,
        identitySource,
        audiences: audiencesOf(resources),
      });
    }).authorizer;
  }

  /** The function with which this library verifies tokens, on behalf of one of its authorizers. */
  public requestAuthorizerOf(authorizer: Construct, settings: RequestSettings): RequestAuthorizer {
    return getOrCreate(this.requestAuthorizers, authorizer, () => {
      const props = { ...settings, ...this.authorizerProps(authorizer) };
      return new RequestAuthorizer(this, idOnBehalfOf(authorizer, this), props);
    });
  }

  /** The authorizer for a user's own function, on behalf of an authorizer construct. */
  public lambdaAuthorizerOf(
    authorizer: Construct,
    handler: lambda.IFunction,
    settings: LambdaSettings,
  ): apigwv2.HttpAuthorizer {
    return getOrCreate(this.lambdaAuthorizers, authorizer, () => {
      const props = { ...settings, ...this.authorizerProps(authorizer) };
      return createLambdaAuthorizer(this, idOnBehalfOf(authorizer, this), handler, props);
    }).authorizer;
  }

  /** Records what a route must require, and returns the configuration for it. */
  public require(route: apigwv2.IHttpRoute, requirement: Requirement): apigwv2.HttpRouteAuthorizerConfig {
    this.guarded.add(route);
    recordRequirement(route, requirement);
    for (const each of [route, ...(requirement.pools ?? [])]) {
      for (const nested of NestedStackOriginal.around(each)) this.nestedStacks.add(nested);
    }
    const { authorizationType, authorizer, scopes } = requirement;
    if (authorizationType === 'JWT') {
      nameScopes(route);
      if (!scopes) onScopesGiven(route, (given) => this.requireScopes(route, given));
    }
    return { authorizationType, authorizerId: authorizer.authorizerId, authorizationScopes: scopes };
  }

  /** Records the scopes that a route must require, if its authorizer requires none. */
  public requireScopes(route: apigwv2.IHttpRoute, scopes: string[]): void {
    const requirement = requirementOf(route);
    if (requirement && !requirement.scopes) recordRequirement(route, { ...requirement, scopes });
  }

  /** Records a route of `addLambdaRoute`, which may have to take over what its API requires by default. */
  public addLambdaRoute(route: apigwv2.IHttpRoute, options: AddLambdaRouteOptions): void {
    this.lambdaRoutes.set(route, options);
  }

  /** From now on, only the listed routes may be open. */
  public closeExcept(publicRoutes: string[]): void {
    this.publicRoutes = new Set([...(this.publicRoutes ?? []), ...publicRoutes]);
  }

  public integrationOf(handler: lambda.IFunction): SharedLambdaIntegration {
    return getOrCreate(this.integrations, handler, () => {
      const id = idOnBehalfOf(handler, this);
      allowApi(this, id, handler, {
        httpApi: this.httpApi,
        // Any stage and any route of this API, including `$default`; an asterisk in the resource part of an ARN spans
        // slashes.
        resourceName: '*/*',
        warning: 'HttpApi.functionWithoutPermission',
      });
      return new SharedLambdaIntegration(id, handler);
    });
  }

  private authorizerProps(authorizer: Construct): OnApi {
    return { httpApi: this.httpApi, authorizerName: this.nameOf(authorizer) };
  }

  /**
   * A name that is readable in the console and unique among the authorizers of an API, which may be imported more than
   * once.
   */
  private nameOf(construct: Construct, extra = ''): string {
    const slug = extra.replace(/\W+/g, '-').slice(0, 60);
    // Two URLs may have the same letters.
    const digest = extra.includes('://') ? `-${hash('sha256', extra, 'hex').slice(0, 8)}` : '';
    const place = apigwv2.CfnApi.isCfnApi(this.httpApi.node.defaultChild) ? '' : `-on-${this.node.addr.slice(-8)}`;
    const suffix = slug + digest + place;
    return Names.uniqueResourceName(construct, { maxLength: 128 - suffix.length, separator: '-' }) + suffix;
  }

  private validate(index: TemplateIndex, problems: Problems): void {
    const { httpApi, lambdaRoutes, publicRoutes } = this;
    const api = new IndexedApi(index, httpApi);
    const guarded = [...this.guarded].map((route) => routeOf(index, route));
    const added: AddedToApi = { ...this.authorizers, guarded, lambdaRoutes, publicRoutes };
    this.checkOriginals(index, problems);
    checkApi(api, added, problems);
    warnOfApi(api, added);
  }

  private get authorizers() {
    return {
      jwtAuthorizers: [...this.jwtAuthorizers.values()],
      lambdaAuthorizers: [...this.lambdaAuthorizers.values()],
      requestAuthorizers: [...this.requestAuthorizers.values()],
    };
  }

  private checkOriginals(index: TemplateIndex, problems: Problems): void {
    const outcome = 'the authorizer may let in callers whom a route rejects, or nobody';
    const originals = Object.values(this.authorizers)
      .flat()
      .flatMap((each) => each.originals);
    for (const each of [...originals, ...this.nestedStacks]) each.check(index, problems, outcome);
  }
}

/** Whether the hooks that add the scopes of policies, where a route requires one, are as they were created. */
function hasIntactHook(index: TemplateIndex, { authorizationType, scopes = [], pools = [] }: Requirement): boolean {
  if (authorizationType !== 'JWT' || !scopes.some((scope) => scope.startsWith(POLICY_SCOPE_PREFIX))) return true;
  return pools.every((pool) => !hasPolicyScopes(pool) || pool._isPolicyHookIntact(index));
}
