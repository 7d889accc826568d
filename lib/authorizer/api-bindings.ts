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
import { warnOfAmbiguousRoutes } from './ambiguous-routes';
import { checkApiCycles } from './api-cycles';
import { allowApi } from './api-permission';
import { audienceOf } from './audience';
import { AUTHORIZER_CHANGED, GuardOriginal } from './authorizer-original';
import { warnOfCatchAllRoutes } from './catch-all-routes';
import { warnOfCors } from './cors';
import { checkDuplicates } from './duplicates';
import { warnOfFunctionUrls } from './function-urls';
import { DEFAULT_IDENTITY_SOURCE } from './identity-source';
import { checkIssuer } from './issuer';
import { LambdaAuthorizer, LambdaSettings, makeLambdaAuthorizer, warnOfCaching } from './lambda-authorizer';
import { routeOf, routesOfApi } from './api-route';
import { JwtAuthorizer, makeJwtAuthorizer } from './jwt-authorizer';
import { checkApiLimits, checkAudience, warnOfApiLimits } from './limits';
import { checkOpenRoutes, warnOfImportedApi } from './open-routes';
import { AtRequestOptions } from './policy-enforcement';
import { RequestAuthorizer } from './request-authorizer';
import { ResourceIndicator } from './resource-indicator';
import { warnOfColons } from './route-path';
import { nameScopes, onScopesGiven } from './route-scopes';
import { SharedLambdaIntegration } from './shared-lambda-integration';
import { checkRequirement, Guard, Requirement, warnOfClients, warnOfRequiredScopes } from './requirement';
import { warnOfMacros } from './macros';

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

  /** Those of an API, if it has any. */
  public static find(httpApi: apigwv2.IHttpApi): ApiBindings | undefined {
    const existing = httpApi.node.tryFindChild('UserAuth');
    return existing instanceof ApiBindings ? existing : undefined;
  }

  /** What guards a route, if an authorizer of this library does, under whatever import of the API it was added. */
  public static guardOf(index: TemplateIndex, { node }: apigwv2.CfnRoute): Guard | undefined {
    const { scope: route } = node;
    if (!(route instanceof apigwv2.HttpRoute)) return undefined;
    const bindings = ApiBindings.find(route.httpApi);
    const requirement = bindings?.requirements.get(route);
    return (
      requirement && { requirement, isIntact: () => bindings!.isIntact(index) && hasIntactHook(index, requirement) }
    );
  }

  /** By pool, and by identity source and resources. */
  private readonly jwtAuthorizers = new Map<IUserAuthPool, Map<string, JwtAuthorizer>>();
  private readonly lambdaAuthorizers = new Map<Construct, LambdaAuthorizer>();
  private readonly requestAuthorizers = new Map<Construct, RequestAuthorizer>();
  private readonly integrations = new Map<lambda.IFunction, SharedLambdaIntegration>();
  private readonly originals: GuardOriginal[] = [];
  private readonly requirements = new Map<apigwv2.IHttpRoute, Requirement>();
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
      const made = makeJwtAuthorizer(this, `${idOnBehalfOf(pool, this)}${suffix}`, {
        httpApi: this.httpApi,
        authorizerName: this.nameOf(pool, suffix),
        pool,
        identitySource,
        audiences: [...new Set(resources.map((each) => each._audience()))],
      });
      this.originals.push(made.original);
      return made;
    }).authorizer;
  }

  /** The function with which this library verifies tokens, on behalf of one of its authorizers. */
  public requestAuthorizerOf(
    authorizer: Construct,
    props: AtRequestOptions & {
      readonly userAuthPools: IUserAuthPool[];
      readonly identitySource: string[];
      readonly resources: readonly ResourceIndicator[];
    },
  ): RequestAuthorizer {
    return getOrCreate(this.requestAuthorizers, authorizer, () => {
      const all = { ...props, ...this.authorizerProps(authorizer) };
      const made = new RequestAuthorizer(this, idOnBehalfOf(authorizer, this), all);
      this.originals.push(...made.originals);
      return made;
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
      const made = makeLambdaAuthorizer(this, idOnBehalfOf(authorizer, this), handler, props);
      this.originals.push(...made.originals);
      return made;
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
    for (const each of [...this.originals, ...this.nestedStacks]) each.check(index, problems, AUTHORIZER_CHANGED);
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
    const { httpApi } = this;
    for (const [pool, authorizers] of this.jwtAuthorizers) {
      const most = Math.max(...[...authorizers.values()].map(({ audiences }) => audiences.length));
      checkAudience(pool, audienceOf(index, pool), most, problems);
      checkIssuer(index, pool, problems);
    }
    for (const authorizer of this.requestAuthorizers.values()) authorizer.check(index, problems);
    this.checkOriginals(index, problems);
    for (const [route, requirement] of this.requirements) {
      const found = routeOf(index, route);
      checkRequirement(index, found, requirement, problems);
      warnOfClients(index, httpApi, found, requirement);
      warnOfRequiredScopes(index, httpApi, found, requirement);
    }
    const routes = routesOfApi(index, httpApi);
    checkDuplicates(index, httpApi, routes, problems);
    checkApiLimits(index, httpApi, routes, problems);
    if (this.publicRoutes) {
      checkOpenRoutes(index, httpApi, routes, this.publicRoutes, problems);
      warnOfImportedApi(index, httpApi);
      warnOfMacros(index, httpApi);
    }
    for (const authorizer of this.requestAuthorizers.values()) authorizer.warn(index);
    warnOfApiLimits(index, httpApi, routes);
    warnOfColons(httpApi, routes);
    warnOfCors(index, httpApi, routes);
    warnOfCatchAllRoutes(index, httpApi, routes);
    warnOfAmbiguousRoutes(httpApi, routes);
    warnOfFunctionUrls(index, httpApi, routes);
    for (const { authorizer, settings } of this.lambdaAuthorizers.values()) {
      const guarded = [...this.requirements.values()].filter((requirement) => requirement.authorizer === authorizer);
      warnOfCaching(httpApi, settings, guarded.length);
    }
  }
}

/** Whether the hooks that add the scopes of policies, where a route requires one, are as they were created. */
function hasIntactHook(index: TemplateIndex, { authorizationType, scopes = [], pools = [] }: Requirement): boolean {
  if (authorizationType !== 'JWT' || !scopes.some((scope) => scope.startsWith(POLICY_SCOPE_PREFIX))) return true;
  return pools.every((pool) => !hasPolicyScopes(pool) || pool._isPolicyHookIntact(index));
}
