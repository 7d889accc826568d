import { Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { IConstruct } from 'constructs';
import { AccessPolicy } from '../../access/access-policy';
import { environmentSize, jsonWithLongestIds, MAX_ENVIRONMENT } from '../../access/environment';
import { Policy } from '../../access/policy';
import { clientIdsOf } from '../../access/policy-clients';
import { encodePolicies, inOrder } from '../../access/policy-codec';
import { getOrCreate } from '../../base/get-or-create';
import { Problems } from '../../checks/problems';
import { IUserAuthPool } from '../../pool/user-auth-pool-base';
import { oncePerIndex } from '../../template/once-per-index';
import { stringAtSynthesis } from '../../template/synthesis';
import { TemplateIndex } from '../../template/template-index';
import { isSame, Value } from '../../template/value';
import { routeOf } from '../routes/api-route';
import { audienceOf } from '../tokens/audience';
import { TokenUse } from '../tokens/policy-enforcement';
import { audiencesOf, ResourceIndicator } from '../tokens/resource-indicator';
import { encodeRoutes } from './route-hash';

/** Which tokens a function accepts. */
export interface AcceptedTokens {
  readonly userAuthPools: IUserAuthPool[];
  readonly tokenUse: TokenUse;
  readonly resources: readonly ResourceIndicator[];
}

/** The policies of the routes that a function guards. */
type PoliciesOfRoutes = ReadonlyMap<apigwv2.IHttpRoute, AccessPolicy>;

/** What the function decides by. */
const VARIABLES = ['POOLS', 'CLIENTS', 'POLICIES', 'ROUTES'] as const;
type Variable = (typeof VARIABLES)[number];

/** The environment of the function that enforces policies at the request, known when the app is complete. */
export class RequestEnvironment {
  /** Each distinct policy with the keys of its routes, in an order independent of the order of calls. */
  private readonly enforced = oncePerIndex((index): ReadonlyMap<Policy, readonly string[]> => {
    const keys = new Map<string, Set<string>>();
    for (const [route, policy] of this.policies) {
      const document = JSON.stringify(policy._document(this.scope));
      // Conditions may choose one of several routes with the same key.
      getOrCreate(keys, document, () => new Set<string>()).add(routeOf(index, route).key);
    }
    const policies = inOrder([...keys.keys()].map((document) => JSON.parse(document) as Policy));
    return new Map(policies.map((policy) => [policy, [...(keys.get(JSON.stringify(policy)) ?? [])].sort()]));
  });

  constructor(
    private readonly scope: IConstruct,
    private readonly accepted: AcceptedTokens,
    private readonly policies: PoliciesOfRoutes,
  ) {}

  public get variables(): Readonly<Record<string, string>> {
    const json = (value: unknown) => Stack.of(this.scope).toJsonString(value);
    const text = (name: Variable) => stringAtSynthesis(this.scope, (index) => this.variable(name, index, json));
    return Object.fromEntries(VARIABLES.map((name) => [name, text(name)]));
  }

  /** The keys of the routes of each distinct policy. */
  public routeKeys(index: TemplateIndex): readonly (readonly string[])[] {
    return [...this.enforced(index).values()];
  }

  /** Pools and policies share one environment. */
  public check(index: TemplateIndex, problems: Problems): void {
    const sizeOf = (...names: Variable[]) =>
      environmentSize(Object.fromEntries(names.map((name) => [name, this.variable(name, index, jsonWithLongestIds)])));
    const size = sizeOf(...VARIABLES);
    if (size <= MAX_ENVIRONMENT) return;
    const outcome = `Lambda takes an environment of ${MAX_ENVIRONMENT} bytes and rejects the function of the authorizer`;
    if (sizeOf('POOLS') > MAX_ENVIRONMENT / 2) {
      const clients = this.accepted.userAuthPools.flatMap((pool) => audienceOf(index, pool));
      problems.add({
        where: 'The number of app clients',
        given: `${clients.length}, whose IDs take most of about ${size} bytes`,
        outcome,
        remedy: 'Let applications share app clients, or import the pool with the clients of this API only',
      });
      return;
    }
    problems.add({
      where: 'The number of policies enforced at the request',
      given: `${this.enforced(index).size} on ${this.policies.size} routes, which take about ${size} bytes`,
      outcome,
      remedy: 'Enforce some in the token, or use another CognitoHttpApiAuthorizer for some of the routes',
    });
  }

  private variable(name: Variable, index: TemplateIndex, toJson: (value: unknown) => string): string {
    switch (name) {
      case 'POOLS':
        return toJson(this.pools(index));
      case 'CLIENTS':
        return toJson(clientIdsOf(this.policies.values(), this.scope));
      case 'POLICIES':
        return encodePolicies([...this.enforced(index).keys()]);
      case 'ROUTES':
        return encodeRoutes(this.routeKeys(index));
    }
  }

  /**
   * A pool may be imported more than once, each time with its own clients and by another token. The function can't
   * verify tokens if it has a pool twice.
   */
  private pools(index: TemplateIndex): object[] {
    const { userAuthPools, tokenUse, resources } = this.accepted;
    const distinct: { readonly id: Value; readonly userPoolId: string; readonly clientIds: Set<string> }[] = [];
    for (const pool of userAuthPools) {
      const { userPoolId } = pool;
      const id = index.valueOf(this.scope, userPoolId);
      const same = distinct.find((each) => isSame(each.id, id));
      const clientIds = same?.clientIds ?? new Set();
      if (!same) distinct.push({ id, userPoolId, clientIds });
      for (const clientId of audienceOf(index, pool)) clientIds.add(clientId);
    }
    return distinct.map(({ userPoolId, clientIds }) => ({
      userPoolId,
      clientIds: [...clientIds],
      tokenUse,
      resources: resources.length > 0 ? audiencesOf(resources) : undefined,
    }));
  }
}
