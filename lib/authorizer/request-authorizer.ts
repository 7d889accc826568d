import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { AccessPolicy } from '../access/access-policy';
import { Problems } from '../checks/problems';
import { rendered } from '../checks/rendered';
import { show } from '../checks/values';
import { IUserAuthPool } from '../pool/user-auth-pool-base';
import { makeLambdaAuthorizer } from './lambda-authorizer';
import { audienceOf, checkAudienceOf } from './limits';
import { AtRequestOptions, TokenUse } from './policy-enforcement';

/** What the authorizer of one API is made of. */
interface RequestAuthorizerProps extends AtRequestOptions {
  readonly httpApi: apigwv2.IHttpApi;
  readonly userAuthPools: IUserAuthPool[];
  readonly identitySource: string[];
  readonly authorizerName: string;
}

/** How many characters stand for a route in the environment of the function. */
const HASH_LENGTH = 6;

/** What Lambda takes as the environment of a function. */
const ENVIRONMENT = 4096;

/** How long a client id and a pool id are, which only deployment will know. */
const ID_LENGTH = 32;

/** The function that enforces policies at the request, and the routes of one API that it guards. */
export class RequestAuthorizer extends Construct {
  public readonly authorizer: apigwv2.HttpAuthorizer;
  private readonly routes = new Map<apigwv2.IHttpRoute, AccessPolicy>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RequestAuthorizerProps,
  ) {
    super(scope, id);
    const text = (produce: () => unknown) => Lazy.string({ produce: () => Stack.of(this).toJsonString(produce()) });
    const handler = new lambda.Function(this, 'Handler', {
      description: `Decides who may call routes of ${props.httpApi.node.path}`.slice(0, 256),
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(join(__dirname, '..', '..', 'assets', 'authorizer')),
      memorySize: 256,
      // API Gateway waits no longer.
      timeout: Duration.seconds(10),
      environment: {
        POOLS: text(() => this.pools()),
        POLICIES: text(() => this.policies()),
        ROUTES: text(() => this.table()),
      },
    });
    const { identitySource, resultsCacheTtl = Duration.seconds(0) } = props;
    this.authorizer = makeLambdaAuthorizer(this, 'Authorizer', handler, {
      httpApi: props.httpApi,
      authorizerName: props.authorizerName,
      // An answer counts for one route only, so the route has to be part of what it is remembered by.
      identitySource: resultsCacheTtl.toSeconds() > 0 ? [...identitySource, '$context.routeKey'] : identitySource,
      resultsCacheTtl,
      enableSimpleResponses: true,
    });
  }

  public guard(route: apigwv2.IHttpRoute, policy: AccessPolicy): void {
    this.routes.set(route, policy);
  }

  public check(problems: Problems): void {
    for (const pool of this.props.userAuthPools) checkAudienceOf(pool, problems);
    const seen = new Map<string, string>();
    for (const key of [...this.routes.keys()].map(keyOf)) {
      const other = seen.get(hashOf(key));
      if (other !== undefined && other !== key) {
        problems.add({
          where: 'path',
          given: `${show(key)}, beside ${show(other)}`,
          outcome: 'the authorizer, which knows routes by a short hash, could not tell the two apart',
          remedy: 'Rename a parameter in the path of one of the two',
        });
      }
      seen.set(hashOf(key), key);
    }
    const texts = [this.pools(), this.policies(), this.table()].map((value) => JSON.stringify(value));
    const size = texts.join('').replace(/\$\{Token\[[^\]]*\]\}/g, '-'.repeat(ID_LENGTH)).length + 32;
    if (size <= ENVIRONMENT) return;
    problems.add({
      where: 'The policies enforced at the request',
      given: `${this.policies().length} on ${this.routes.size} routes, which take about ${size} bytes`,
      outcome: `Lambda takes an environment of ${ENVIRONMENT} bytes and refuses the function of the authorizer`,
      remedy: 'Enforce some in the token, or have another CognitoHttpApiAuthorizer for some of the routes',
    });
  }

  private pools(): object[] {
    return this.props.userAuthPools.map((pool) => ({
      userPoolId: pool.userPoolId,
      clientIds: audienceOf(pool),
      tokenUse: this.props.tokenUse ?? TokenUse.ACCESS,
    }));
  }

  private documentOf(policy: AccessPolicy): object {
    return policy._document((client) => client.userPoolClientRef.clientId);
  }

  /** Each once, in an order that no order of calls changes. */
  private policies(): object[] {
    const texts = new Set(this.byKey().map(([, policy]) => JSON.stringify(this.documentOf(policy))));
    return [...texts].map((text) => JSON.parse(text) as object);
  }

  private table(): Record<number, string> {
    const policies = this.policies().map((policy) => JSON.stringify(policy));
    const table: Record<number, string> = {};
    for (const [key, policy] of this.byKey()) {
      const index = policies.indexOf(JSON.stringify(this.documentOf(policy)));
      table[index] = (table[index] ?? '') + hashOf(key);
    }
    return table;
  }

  private byKey(): [string, AccessPolicy][] {
    const entries = [...this.routes].map(([route, policy]): [string, AccessPolicy] => [keyOf(route), policy]);
    return entries.sort(([one], [other]) => (one < other ? -1 : 1));
  }
}

/** The key of a route as the template will have it. */
function keyOf(route: apigwv2.IHttpRoute): string {
  return String(rendered(route.node.defaultChild as apigwv2.CfnRoute).RouteKey);
}

function hashOf(routeKey: string): string {
  return createHash('sha256').update(routeKey).digest('base64url').slice(0, HASH_LENGTH);
}
