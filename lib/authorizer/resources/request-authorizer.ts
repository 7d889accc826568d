import { Duration } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { AccessPolicy } from '../../access/access-policy';
import { LibraryFunction } from '../../access/library-function';
import { warnOfPolicies } from '../../access/policy-warnings';
import { repeated } from '../../base/repeated';
import { Problems } from '../../checks/problems';
import { show } from '../../checks/values';
import { warn } from '../../checks/warn';
import { cfnUserPoolOf } from '../../pool/cfn-user-pool';
import { IUserAuthPool } from '../../pool/user-auth-pool-base';
import { Original } from '../../template/original';
import { TemplateIndex } from '../../template/template-index';
import { showValue } from '../../template/value';
import { ApiRoute, routeOf } from '../routes/api-route';
import { IndexedApi } from '../routes/indexed-api';
import { audienceOf, checkHasAudience } from '../tokens/audience';
import { OnApi } from './http-authorizer';
import { createLambdaAuthorizer, LambdaAuthorizer } from './lambda-authorizer';
import { AcceptedTokens, RequestEnvironment } from './request-environment';

/** Which tokens the function accepts, and where it finds them. */
export interface RequestSettings extends AcceptedTokens {
  readonly identitySource: string[];
  readonly resultsCacheTtl: Duration;
}

/** The function that enforces policies at the request, and the routes of an API that it guards. */
export class RequestAuthorizer extends Construct {
  private readonly lambdaAuthorizer: LambdaAuthorizer;
  private readonly function: LibraryFunction;
  private readonly environment: RequestEnvironment;
  private readonly policies = new Map<apigwv2.IHttpRoute, AccessPolicy>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RequestSettings & OnApi,
  ) {
    super(scope, id);
    this.environment = new RequestEnvironment(this, props, this.policies);
    this.function = new LibraryFunction(this, 'Handler', {
      asset: 'authorizer',
      description: `Decides who may call routes of ${props.httpApi.node.path}`,
      // API Gateway waits no longer than this.
      timeout: Duration.seconds(10),
      environment: this.environment.variables,
    });
    this.lambdaAuthorizer = createLambdaAuthorizer(this, 'Authorizer', this.handler, {
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
    this.policies.set(route, policy);
  }

  public check({ index, routes }: IndexedApi, problems: Problems): void {
    for (const pool of this.props.userAuthPools) checkHasAudience(pool, audienceOf(index, pool), problems);
    this.checkRouteKeys(index, problems);
    this.checkOtherRoutes(routes, problems);
    this.environment.check(index, problems);
  }

  /** Gives the warnings that a pool gives if its tokens carry the policies. */
  public warn(index: TemplateIndex): void {
    for (const pool of this.props.userAuthPools) {
      const cfnUserPool = cfnUserPoolOf(pool);
      if (cfnUserPool) warnOfPolicies({ index, pool, cfnUserPool, inToken: false }, this.policies.values());
      else warnOfImportedPool(this.props.httpApi, pool, [...this.policies.values()]);
    }
  }

  /** The function finds the policy of a route by its key. */
  private checkRouteKeys(index: TemplateIndex, problems: Problems): void {
    for (const route of this.policies.keys()) {
      if (routeOf(index, route).hasKnownKey) continue;
      problems.add({
        where: `The path of ${route.node.path}`,
        given: 'known only at deployment',
        outcome: 'the authorizer finds the policy of a route by its path, and would reject everyone',
        remedy: 'Give a literal string, or enforce the policy in the token',
      });
    }
    const twice = repeated(this.environment.routeKeys(index).flat(), (key) => key).map(({ item }) => item);
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
  private checkOtherRoutes(routes: readonly ApiRoute[], problems: Problems): void {
    const own = new Set([...this.policies.keys()].map((route) => route.node.defaultChild));
    const others = routes.filter((route) => !own.has(route.cfnRoute) && route.mayHave(this.authorizer));
    for (const { key, constructPath, authorizerId } of others) {
      problems.add({
        where: `authorizerId of the route ${show(key)} (${constructPath})`,
        given: `${showValue(authorizerId)}, which has no policy for the route`,
        outcome: 'its function finds the policy of a route by its path, and would reject everyone',
        remedy:
          'Add the route with addLambdaRoute(), addRoutes() of the API or HttpRoute, and give it the CognitoHttpApiAuthorizer, or what its require() returns, as authorizer',
      });
    }
  }
}

/** Nothing at synthesis says which attributes the clients of an imported pool can write. */
function warnOfImportedPool(httpApi: apigwv2.IHttpApi, pool: IUserAuthPool, policies: readonly AccessPolicy[]): void {
  const attributes = [...new Set(policies.flatMap((policy) => policy._attributes))].sort();
  if (attributes.length === 0) return;
  warn(
    httpApi,
    'CognitoHttpApiAuthorizer.writableAttributesUnknown',
    `Access policies require the attributes ${attributes.join(', ')} of users of the imported pool ${pool.node.path}. If one of its clients can write them, users can give themselves any value. ` +
      'Make sure that no client that users sign in or sign up through has them in its WriteAttributes.',
  );
}
