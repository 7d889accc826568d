import { Lazy, Names, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { createHash } from 'node:crypto';
import { idOnBehalfOf } from '../checks/ids';
import { Problems } from '../checks/problems';
import { IUserAuthPool } from '../pool/user-auth-pool-base';
import { warnOfCors } from './cors';
import { DEFAULT_IDENTITY_SOURCE } from './identity-source';
import { checkIssuer } from './issuer';
import { LambdaSettings, makeLambdaAuthorizer } from './lambda-authorizer';
import { audienceOf, checkApiLimits, checkAudiences, warnOfApiLimits } from './limits';
import { checkOpenRoutes, routeOf, routesOfApi } from './open-routes';
import { AtRequestOptions } from './policy-enforcement';
import { RequestAuthorizer } from './request-authorizer';
import { checkRequirement, Requirement, warnOfClients } from './requirement';

/**
 * What the routes of an HTTP API share, however many authorizers and calls they come from: one JWT authorizer for each pool and identity source, and one
 * integration and one permission for each function.
 *
 * Its scope is the API, so that everything in it follows the API into its stack, and never the other way round.
 */
export class ApiBindings extends Construct {
  public static of(httpApi: apigwv2.IHttpApi): ApiBindings {
    const existing = httpApi.node.tryFindChild('UserAuth');
    return existing instanceof ApiBindings ? existing : new ApiBindings(httpApi);
  }

  /** By pool and identity source. */
  private readonly jwtAuthorizers = new Map<IUserAuthPool, Map<string, apigwv2.HttpAuthorizer>>();
  private readonly lambdaAuthorizers = new Map<Construct, apigwv2.HttpAuthorizer>();
  private readonly requestAuthorizers = new Map<Construct, RequestAuthorizer>();
  private readonly integrations = new Map<lambda.IFunction, SharedLambdaIntegration>();
  private readonly requirements = new Map<apigwv2.IHttpRoute, Requirement>();
  private publicRoutes?: Set<string>;

  private constructor(private readonly httpApi: apigwv2.IHttpApi) {
    super(httpApi, 'UserAuth');
    this.node.addValidation({ validate: () => this.validate() });
  }

  /** The authorizer with which API Gateway itself verifies tokens of a pool. */
  public jwtAuthorizerOf(pool: IUserAuthPool, identitySource: string[]): apigwv2.HttpAuthorizer {
    const ofPool = this.jwtAuthorizers.get(pool) ?? new Map<string, apigwv2.HttpAuthorizer>();
    this.jwtAuthorizers.set(pool, ofPool);
    const source = identitySource.join();
    const existing = ofPool.get(source);
    if (existing) return existing;
    const place = source === DEFAULT_IDENTITY_SOURCE.join() ? '' : ` by ${source}`;
    const authorizer = new apigwv2.HttpAuthorizer(this, `${idOnBehalfOf(pool, this)}${place}`, {
      httpApi: this.httpApi,
      authorizerName: this.nameOf(pool, place),
      type: apigwv2.HttpAuthorizerType.JWT,
      identitySource,
      jwtIssuer: pool.issuer,
      // Resolved at synthesis, when the last client has been added.
      jwtAudience: Lazy.list({ produce: () => audienceOf(pool) }),
    });
    ofPool.set(source, authorizer);
    return authorizer;
  }

  /** The function with which this library verifies tokens, on behalf of one of its authorizers. */
  public requestAuthorizerOf(
    authorizer: Construct,
    props: AtRequestOptions & { readonly userAuthPools: IUserAuthPool[]; readonly identitySource: string[] },
  ): RequestAuthorizer {
    const existing = this.requestAuthorizers.get(authorizer);
    if (existing) return existing;
    const made = new RequestAuthorizer(this, idOnBehalfOf(authorizer, this), {
      ...props,
      httpApi: this.httpApi,
      authorizerName: this.nameOf(authorizer),
    });
    this.requestAuthorizers.set(authorizer, made);
    return made;
  }

  /** The authorizer for a user's own function, on behalf of an authorizer construct. */
  public lambdaAuthorizerOf(
    authorizer: Construct,
    handler: lambda.IFunction,
    settings: LambdaSettings,
  ): apigwv2.HttpAuthorizer {
    const existing = this.lambdaAuthorizers.get(authorizer);
    if (existing) return existing;
    const made = makeLambdaAuthorizer(this, idOnBehalfOf(authorizer, this), handler, {
      ...settings,
      httpApi: this.httpApi,
      authorizerName: this.nameOf(authorizer),
    });
    this.lambdaAuthorizers.set(authorizer, made);
    return made;
  }

  /** Records what a route must require, and returns the configuration for it. */
  public require(route: apigwv2.IHttpRoute, requirement: Requirement): apigwv2.HttpRouteAuthorizerConfig {
    this.requirements.set(route, requirement);
    const { authorizationType, authorizer, scopes } = requirement;
    return { authorizationType, authorizerId: authorizer.authorizerId, authorizationScopes: scopes };
  }

  /** From now on, only the listed routes may be open. */
  public closeExcept(publicRoutes: string[]): void {
    this.publicRoutes = new Set([...(this.publicRoutes ?? []), ...publicRoutes]);
  }

  public integrationOf(handler: lambda.IFunction): SharedLambdaIntegration {
    const existing = this.integrations.get(handler);
    if (existing) return existing;
    const id = idOnBehalfOf(handler, this);
    const integration = new SharedLambdaIntegration(id, handler);
    handler.addPermission(id, {
      scope: this,
      principal: new iam.ServicePrincipal('apigateway.amazonaws.com'),
      // Any stage and any route of this API, including `$default`; an asterisk in the resource part of an ARN spans slashes.
      sourceArn: Stack.of(this).formatArn({
        service: 'execute-api',
        resource: this.httpApi.apiId,
        resourceName: '*/*',
      }),
    });
    this.integrations.set(handler, integration);
    return integration;
  }

  /** A name that is readable in the console and unique among the authorizers of an API. */
  private nameOf(construct: Construct, extra = ''): string {
    const suffix = extra.replace(/\W+/g, '-').slice(0, 60);
    return Names.uniqueResourceName(construct, { maxLength: 128 - suffix.length, separator: '-' }) + suffix;
  }

  private validate(): string[] {
    const problems = new Problems(this.httpApi);
    for (const pool of this.jwtAuthorizers.keys()) {
      checkAudiences(pool, problems);
      checkIssuer(pool, problems);
    }
    for (const authorizer of this.requestAuthorizers.values()) authorizer.check(problems);
    const routes = routesOfApi(this.httpApi);
    const known = new Map(routes.map((route) => [route.node, route]));
    for (const [{ node }, requirement] of this.requirements) {
      const route = node.defaultChild;
      if (!apigwv2.CfnRoute.isCfnRoute(route)) continue;
      const found = known.get(route) ?? routeOf(route);
      checkRequirement(found, requirement, problems);
      warnOfClients(this.httpApi, found, requirement);
    }
    checkApiLimits(this.httpApi, routes, problems);
    if (this.publicRoutes) checkOpenRoutes(this.httpApi, routes, this.publicRoutes, problems);
    for (const authorizer of this.requestAuthorizers.values()) authorizer.warn();
    warnOfApiLimits(this.httpApi, routes);
    warnOfCors(this.httpApi, routes);
    return problems.messages();
  }
}

/** Sends requests to a function, for all routes of an API. */
export class SharedLambdaIntegration extends apigwv2.HttpRouteIntegration {
  constructor(
    private readonly id_: string,
    private readonly handler: lambda.IFunction,
  ) {
    super(id_);
  }

  public bind(): apigwv2.HttpRouteIntegrationConfig {
    return {
      type: apigwv2.HttpIntegrationType.AWS_PROXY,
      uri: this.handler.functionArn,
      payloadFormatVersion: apigwv2.PayloadFormatVersion.VERSION_2_0,
    };
  }

  /**
   * The CDK creates an integration in the first route that uses it. All routes share it, so its logical ID does not depend on which route came first: a route
   * can then be removed or moved without replacing what the others need.
   */
  public settleIn(route: apigwv2.HttpRoute): void {
    const integration = route.node.tryFindChild(this.id_)?.node.defaultChild;
    if (!(integration instanceof apigwv2.CfnIntegration)) return;
    const key = `${Names.stackRelativeConstructPath(route.httpApi)}/${this.id_}`;
    const readable = key.replace(/[^A-Za-z0-9]/g, '').slice(0, 200);
    integration.overrideLogicalId(
      `${readable}${createHash('sha256').update(key).digest('hex').slice(0, 8).toUpperCase()}`,
    );
  }
}
