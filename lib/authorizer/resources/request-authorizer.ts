import { Duration, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { AccessPolicy } from '../../access/access-policy';
import { LibraryFunction } from '../../access/library-function';
import { Policy } from '../../access/policy';
import { clientIdsOf } from '../../access/policy-clients';
import { encodePolicies, inOrder } from '../../access/policy-codec';
import { warnOfPolicies } from '../../access/policy-warnings';
import { environmentSize, MAX_ENVIRONMENT, jsonWithLongestIds } from '../../access/environment';
import { getOrCreate } from '../../base/get-or-create';
import { repeated } from '../../base/repeated';
import { Problems } from '../../checks/problems';
import { show } from '../../checks/values';
import { warn } from '../../checks/warn';
import { Original } from '../../template/original';
import { stringAtSynthesis } from '../../template/synthesis';
import { TemplateIndex } from '../../template/template-index';
import { branchesOf, isSame, showValue, Value } from '../../template/value';
import { cfnUserPoolOf } from '../../pool/cfn-user-pool';
import { IUserAuthPool } from '../../pool/user-auth-pool-base';
import { routeOf, routesOfApi } from '../routes/api-route';
import { LambdaAuthorizer, makeLambdaAuthorizer } from './lambda-authorizer';
import { audienceOf, checkHasAudience } from '../tokens/audience';
import { TokenUse } from '../tokens/policy-enforcement';
import { audiencesOf, ResourceIndicator } from '../tokens/resource-indicator';
import { encodeRoutes } from './route-hash';

/** Which tokens the function accepts, and where it finds them. */
export interface RequestSettings {
  readonly userAuthPools: IUserAuthPool[];
  readonly tokenUse: TokenUse;
  readonly resources: readonly ResourceIndicator[];
  readonly identitySource: string[];
  readonly resultsCacheTtl: Duration;
}

interface RequestAuthorizerProps extends RequestSettings {
  readonly httpApi: apigwv2.IHttpApi;
  readonly authorizerName: string;
}

/** What the function decides by. */
const VARIABLES = ['POOLS', 'CLIENTS', 'POLICIES', 'ROUTES'] as const;
type Variable = (typeof VARIABLES)[number];

/** Each distinct policy with the keys of its routes, in an order independent of the order of calls. */
type Enforced = ReadonlyMap<Policy, string[]>;

/** The function that enforces policies at the request, and the routes of an API that it guards. */
export class RequestAuthorizer extends Construct {
  private readonly lambdaAuthorizer: LambdaAuthorizer;
  private readonly function: LibraryFunction;
  private readonly routes = new Map<apigwv2.IHttpRoute, AccessPolicy>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RequestAuthorizerProps,
  ) {
    super(scope, id);
    const json = (value: unknown) => Stack.of(this).toJsonString(value);
    const text = (name: Variable) => stringAtSynthesis(this, (index) => this.variable(name, index, json));
    this.function = new LibraryFunction(this, 'Handler', {
      asset: 'authorizer',
      description: `Decides who may call routes of ${props.httpApi.node.path}`,
      // API Gateway waits no longer than this.
      timeout: Duration.seconds(10),
      environment: Object.fromEntries(VARIABLES.map((name) => [name, text(name)])),
    });
    this.lambdaAuthorizer = makeLambdaAuthorizer(this, 'Authorizer', this.handler, {
      httpApi: props.httpApi,
      authorizerName: props.authorizerName,
      // A result applies to one route only. The route is part of the cache key even if nothing is cached, so that
      // whoever turns caching on later opens no route.
      identitySource: [...props.identitySource, '$context.routeKey'],
      resultsCacheTtl: props.resultsCacheTtl,
      enableSimpleResponses: true,
    });
  }

  public get handler(): lambda.Function {
    return this.function.handler;
  }

  public get authorizer(): apigwv2.HttpAuthorizer {
    return this.lambdaAuthorizer.authorizer;
  }

  /** What may not change: the authorizer, its permission and its function. */
  public get originals(): readonly (Original | LibraryFunction)[] {
    return [...this.lambdaAuthorizer.originals, this.function];
  }

  public guard(route: apigwv2.IHttpRoute, policy: AccessPolicy): void {
    this.routes.set(route, policy);
  }

  public check(index: TemplateIndex, problems: Problems): void {
    for (const pool of this.props.userAuthPools) checkHasAudience(pool, audienceOf(index, pool), problems);
    this.checkRouteKeys(index, problems);
    this.checkOtherRoutes(index, problems);
    this.checkEnvironment(index, problems);
  }

  /** Gives the warnings that a pool gives if its tokens carry the policies. */
  public warn(index: TemplateIndex): void {
    for (const pool of this.props.userAuthPools) {
      const cfnUserPool = cfnUserPoolOf(pool);
      if (cfnUserPool) warnOfPolicies(index, pool, cfnUserPool, this.routes.values(), { inToken: false });
      else warnOfImportedPool(this.props.httpApi, pool, this.attributes);
    }
  }

  /** The function finds the policy of a route by its key. */
  private checkRouteKeys(index: TemplateIndex, problems: Problems): void {
    for (const route of this.routes.keys()) {
      if (routeOf(index, route).hasKnownKey) continue;
      problems.add({
        where: `The path of ${route.node.path}`,
        given: 'known only at deployment',
        outcome: 'the authorizer finds the policy of a route by its path, and would reject everyone',
        remedy: 'Give a literal string, or enforce the policy in the token',
      });
    }
    const twice = repeated([...this.enforced(index).values()].flat(), (key) => key).map(({ item }) => item);
    for (const key of new Set(twice)) {
      problems.add({
        where: `The route ${show(key)}`,
        given: 'created more than once, under conditions, with different policies at the request',
        outcome: 'the authorizer finds the policy of a route by its path, and would reject everyone on every route',
        remedy: 'Give the routes the same policy, or enforce them in the token',
      });
    }
  }

  /** Whoever gives a route the ID of the authorizer alone gives the function no policy for it. */
  private checkOtherRoutes(index: TemplateIndex, problems: Problems): void {
    const own = new Set([...this.routes.keys()].map((route) => route.node.defaultChild));
    const { defaultChild } = this.authorizer.node;
    for (const { cfnRoute, key, constructPath, authorizerId } of routesOfApi(index, this.props.httpApi)) {
      if (own.has(cfnRoute)) continue;
      if (!branchesOf(authorizerId).some((id) => id.kind === 'reference' && id.target === defaultChild)) continue;
      problems.add({
        where: `authorizerId of the route ${show(key)} (${constructPath})`,
        given: `${showValue(authorizerId)}, which has no policy for the route`,
        outcome: 'its function finds the policy of a route by its path, and would reject everyone',
        remedy:
          'Add the route with addLambdaRoute(), addRoutes() of the API or HttpRoute, and give it the CognitoHttpApiAuthorizer, or what its require() returns, as authorizer',
      });
    }
  }

  /** Clients and policies share one environment. */
  private checkEnvironment(index: TemplateIndex, problems: Problems): void {
    const sizeOf = (...names: Variable[]) =>
      environmentSize(Object.fromEntries(names.map((name) => [name, this.variable(name, index, jsonWithLongestIds)])));
    const size = sizeOf(...VARIABLES);
    if (size <= MAX_ENVIRONMENT) return;
    if (sizeOf('POOLS') > MAX_ENVIRONMENT / 2) {
      problems.add({
        where: 'The number of app clients',
        given: `${this.props.userAuthPools.flatMap((pool) => audienceOf(index, pool)).length}, whose IDs take most of about ${size} bytes`,
        outcome: `Lambda takes an environment of ${MAX_ENVIRONMENT} bytes and rejects the function of the authorizer`,
        remedy: 'Let applications share app clients, or import the pool with the clients of this API only',
      });
      return;
    }
    problems.add({
      where: 'The number of policies enforced at the request',
      given: `${this.enforced(index).size} on ${this.routes.size} routes, which take about ${size} bytes`,
      outcome: `Lambda takes an environment of ${MAX_ENVIRONMENT} bytes and rejects the function of the authorizer`,
      remedy: 'Enforce some in the token, or use another CognitoHttpApiAuthorizer for some of the routes',
    });
  }

  /**
   * A pool may be imported more than once, each time with its own clients and by another token. The function can't
   * verify tokens if it has a pool twice.
   */
  private pools(index: TemplateIndex): object[] {
    const { userAuthPools, tokenUse } = this.props;
    const distinct: { readonly id: Value; readonly userPoolId: string; readonly clientIds: Set<string> }[] = [];
    for (const pool of userAuthPools) {
      const { userPoolId } = pool;
      const id = index.valueOf(this, userPoolId);
      const same = distinct.find((each) => isSame(each.id, id));
      const clientIds = same?.clientIds ?? new Set();
      if (!same) distinct.push({ id, userPoolId, clientIds });
      for (const clientId of audienceOf(index, pool)) clientIds.add(clientId);
    }
    const resources = audiencesOf(this.props.resources);
    return distinct.map(({ userPoolId, clientIds }) => ({
      userPoolId,
      clientIds: [...clientIds],
      tokenUse,
      resources: resources.length > 0 ? resources : undefined,
    }));
  }

  private variable(name: Variable, index: TemplateIndex, toJson: (value: unknown) => string): string {
    switch (name) {
      case 'POOLS':
        return toJson(this.pools(index));
      case 'CLIENTS':
        return toJson(clientIdsOf(this.routes.values(), this));
      case 'POLICIES':
        return encodePolicies([...this.enforced(index).keys()]);
      case 'ROUTES':
        return encodeRoutes([...this.enforced(index).values()]);
    }
  }

  /** The attributes that policies depend on. */
  private get attributes(): string[] {
    return [...new Set([...this.routes.values()].flatMap((policy) => policy._attributes))].sort();
  }

  private enforced(index: TemplateIndex): Enforced {
    const keys = new Map<string, Set<string>>();
    for (const [route, policy] of this.routes) {
      const document = JSON.stringify(policy._document(this));
      // Conditions may choose one of several routes with the same key.
      getOrCreate(keys, document, () => new Set<string>()).add(routeOf(index, route).key);
    }
    const policies = inOrder([...keys.keys()].map((document) => JSON.parse(document) as Policy));
    return new Map(policies.map((policy) => [policy, [...(keys.get(JSON.stringify(policy)) ?? [])].sort()]));
  }
}

/** Nothing at synthesis says which attributes the clients of an imported pool can write. */
function warnOfImportedPool(httpApi: apigwv2.IHttpApi, pool: IUserAuthPool, attributes: string[]): void {
  if (attributes.length === 0) return;
  warn(
    httpApi,
    'CognitoHttpApiAuthorizer.writableAttributesUnknown',
    `Access policies require the attributes ${attributes.join(', ')} of users of the imported pool ${pool.node.path}. If one of its clients can write them, users can give themselves any value. ` +
      'Make sure that no client that users sign in or sign up through has them in its WriteAttributes.',
  );
}
