import { Names } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { hash } from 'node:crypto';
import { idOnBehalfOf } from '../base/ids';
import { checkArgument } from '../checks/check-struct';
import { getOrCreate } from '../base/get-or-create';
import { Problems } from '../checks/problems';
import { checkCycles } from '../template/cycles';
import { oncePerIndex } from '../template/once-per-index';
import { validateAtSynthesis } from '../template/synthesis';
import { NestedStackOriginal } from '../template/nested-stack-original';
import { TemplateIndex } from '../template/template-index';
import { POLICY_SCOPE_PREFIX } from '../access/policy';
import { hasPolicyScopes } from '../access/token-policies';
import { IUserAuthPool } from '../pool/user-auth-pool-base';
import { warnOfAmbiguousRoutes } from './guard/ambiguous-routes';
import { checkApiCycles } from './guard/api-cycles';
import { allowApi } from './resources/api-permission';
import { audienceOf } from './tokens/audience';
import { warnOfCatchAllRoutes } from './guard/catch-all-routes';
import { warnOfCors } from './guard/cors';
import { checkDuplicates } from './guard/duplicates';
import { warnOfFunctionUrls } from './guard/function-urls';
import { DEFAULT_IDENTITY_SOURCE } from './tokens/identity-source';
import { warnOfInvokePermissions } from './guard/invoke-permissions';
import { checkIssuer } from './tokens/issuer';
import { LambdaAuthorizer, LambdaSettings, makeLambdaAuthorizer, warnOfCaching } from './resources/lambda-authorizer';
import { ApiRoute, routeOf, routesOfApi } from './routes/api-route';
import { JwtAuthorizer, makeJwtAuthorizer } from './resources/jwt-authorizer';
import { AddLambdaRouteOptions } from './routes/lambda-route';
import { checkApiLimits, checkAudience, warnOfApiLimits } from './guard/limits';
import { checkLostDefaults } from './guard/lost-defaults';
import { checkMissingRoutes } from './guard/missing-routes';
import { checkOpenRoutes, warnOfImportedApi } from './guard/open-routes';
import { RequestAuthorizer, RequestSettings } from './resources/request-authorizer';
import { audiencesOf, ResourceIndicator } from './tokens/resource-indicator';
import { GuardedRoute } from './routes/route-demand';
import { warnOfColons } from './routes/route-path';
import { nameScopes, onScopesGiven } from './resources/route-scopes';
import { SharedLambdaIntegration } from './resources/shared-lambda-integration';
import { checkRequirement, Guard, Requirement, warnOfClients, warnOfRequiredScopes } from './routes/requirement';
import { warnOfMacros } from './guard/macros';

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

  /** What guards a route, if an authorizer of this library does, under whatever import of the API it was added. */
  public static guardOf(index: TemplateIndex, { node }: apigwv2.CfnRoute): Guard | undefined {
    const { scope: route } = node;
    if (!(route instanceof apigwv2.HttpRoute)) return undefined;
    const bindings = ApiBindings.find(route.httpApi);
    const requirement = bindings?.requirements.get(route);
    if (!bindings || !requirement) return undefined;
    return { requirement, isIntact: () => bindings.isIntact(index) && hasIntactHook(index, requirement) };
  }

  /** By pool, and by identity source and resources. */
  private readonly jwtAuthorizers = new Map<IUserAuthPool, Map<string, JwtAuthorizer>>();
  private readonly lambdaAuthorizers = new Map<Construct, LambdaAuthorizer>();
  private readonly requestAuthorizers = new Map<Construct, RequestAuthorizer>();
  private readonly integrations = new Map<lambda.IFunction, SharedLambdaIntegration>();
  private readonly requirements = new Map<apigwv2.IHttpRoute, Requirement>();
  private readonly lambdaRoutes = new Map<apigwv2.IHttpRoute, AddLambdaRouteOptions>();
  /** Those that routes and pools are in. */
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
    const ofPool = getOrCreate(this.jwtAuthorizers, pool, () => new Map<string, JwtAuthorizer>());
    return getOrCreate(ofPool, [source, ...keys].join(' '), () => {
      const bySource = source === DEFAULT_IDENTITY_SOURCE.join() ? '' : ` by ${source}`;
      const suffix = `${bySource}${keys.length > 0 ? ` for ${keys.join(' ')}` : ''}`;
      return makeJwtAuthorizer(this, `${idOnBehalfOf(pool, this)}${suffix}`, {
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
      return makeLambdaAuthorizer(this, idOnBehalfOf(authorizer, this), handler, props);
    }).authorizer;
  }

  /** Records what a route must require, and returns the configuration for it. */
  public require(route: apigwv2.IHttpRoute, requirement: Requirement): apigwv2.HttpRouteAuthorizerConfig {
    this.requirements.set(route, requirement);
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
    const requirement = this.requirements.get(route);
    if (requirement && !requirement.scopes) this.requirements.set(route, { ...requirement, scopes });
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

  private checkOriginals(index: TemplateIndex, problems: Problems): void {
    const jwtAuthorizers = [...this.jwtAuthorizers.values()].flatMap((ofPool) => [...ofPool.values()]);
    const all = [...jwtAuthorizers, ...this.lambdaAuthorizers.values(), ...this.requestAuthorizers.values()];
    const outcome = 'the authorizer may let in callers whom a route rejects, or nobody';
    const originals = [...all.flatMap((each) => each.originals), ...this.nestedStacks];
    for (const each of originals) each.check(index, problems, outcome);
  }

  private authorizerProps(authorizer: Construct) {
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
    const routes = routesOfApi(index, this.httpApi);
    this.check(index, routes, problems);
    this.warn(index, routes);
  }

  private check(index: TemplateIndex, routes: ApiRoute[], problems: Problems): void {
    const { httpApi } = this;
    for (const [pool, authorizers] of this.jwtAuthorizers) {
      const most = Math.max(...[...authorizers.values()].map(({ audiences }) => audiences.length));
      checkAudience(pool, audienceOf(index, pool), most, problems);
      checkIssuer(index, pool, problems);
    }
    for (const authorizer of this.requestAuthorizers.values()) authorizer.check(index, problems);
    this.checkOriginals(index, problems);
    for (const [route, requirement] of this.requirements) {
      checkRequirement(index, routeOf(index, route), requirement, problems);
    }
    checkLostDefaults(index, httpApi, this.lambdaRoutes, problems);
    checkMissingRoutes(index, routes, this.requirements, guardedBy(index), problems);
    checkDuplicates(index, httpApi, routes, problems);
    checkApiLimits(index, httpApi, routes, problems);
    if (this.publicRoutes) checkOpenRoutes(index, httpApi, routes, this.publicRoutes, problems);
  }

  private warn(index: TemplateIndex, routes: ApiRoute[]): void {
    const { httpApi } = this;
    for (const [route, requirement] of this.requirements) {
      const found = routeOf(index, route);
      warnOfClients(index, httpApi, found, requirement);
      warnOfRequiredScopes(index, httpApi, found, requirement);
    }
    if (this.publicRoutes) {
      warnOfImportedApi(index, httpApi);
      warnOfMacros(index, httpApi);
    }
    for (const authorizer of this.requestAuthorizers.values()) authorizer.warn(index);
    warnOfApiLimits(index, httpApi, routes);
    warnOfColons(httpApi, routes);
    warnOfCors(index, httpApi, routes);
    warnOfCatchAllRoutes(index, httpApi, routes, guardedBy(index));
    warnOfAmbiguousRoutes(httpApi, routes);
    warnOfFunctionUrls(index, httpApi, routes);
    warnOfInvokePermissions(index, httpApi, routes);
    for (const authorizer of this.lambdaAuthorizers.values()) warnOfCaching(httpApi, authorizer, routes);
  }
}

/** What guards a route, under whatever import of the API it was added. */
const guardedBy =
  (index: TemplateIndex) =>
  ({ cfnRoute, authorizationType, authorizerId, authorizationScopes }: ApiRoute): GuardedRoute => {
    const requirement = ApiBindings.guardOf(index, cfnRoute)?.requirement;
    return { authorizationType, authorizerId, authorizationScopes, requirement };
  };

/** Whether the hooks that add the scopes of policies, where a route requires one, are as they were created. */
function hasIntactHook(index: TemplateIndex, { authorizationType, scopes = [], pools = [] }: Requirement): boolean {
  if (authorizationType !== 'JWT' || !scopes.some((scope) => scope.startsWith(POLICY_SCOPE_PREFIX))) return true;
  return pools.every((pool) => !hasPolicyScopes(pool) || pool._isPolicyHookIntact(index));
}
