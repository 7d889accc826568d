import { POLICY_SCOPE_PREFIX } from '../../access/policy';
import { scopesOf, unknownScopes } from '../../access/resource-server';
import { hasPolicyScopes } from '../../access/token-policies';
import { pathOf } from '../../base/path-of';
import { show } from '../../checks/values';
import { warn } from '../../checks/warn';
import { cfnUserPoolOf } from '../../pool/cfn-user-pool';
import { branchesOf, entryOf, isSame, textOf } from '../../template/value';
import { ApiRoute, scopesIn } from '../routes/api-route';
import { IndexedApi } from '../routes/indexed-api';
import { audienceInTemplate, isKnownClient } from '../tokens/audience';

/** Warns of what a route names that no token of its authorizer has, so that nobody gets in by it. */
export function warnOfUnknownNames(api: IndexedApi, route: ApiRoute): void {
  warnOfForeignClients(api, route);
  // Scopes on a route that a function guards are an error.
  if (route.requirement?.authorizationType !== 'JWT') return;
  const scopes = branchesOf(route.authorizationScopes)
    .flatMap(scopesIn)
    .flatMap((scope) => textOf(scope) ?? []);
  warnOfUnknownScopes(api, route, scopes);
  warnOfUnnamedResource(api, route, scopes);
}

/**
 * A policy may name a client whose tokens never reach it. Another part of the policy may be satisfied, so that is not
 * an error.
 */
function warnOfForeignClients({ index, httpApi }: IndexedApi, { key, cfnRoute, requirement }: ApiRoute): void {
  const { policy, pools = [] } = requirement ?? {};
  const clients = policy?._clients ?? [];
  if (clients.length === 0) return;
  const accepted = pools.flatMap((pool) => audienceInTemplate(index, pool));
  if (!accepted.every(isKnownClient)) return;
  const foreign = clients.find(({ userPoolClientRef: { clientId } }) => {
    const id = index.valueOf(cfnRoute, clientId);
    return isKnownClient(id) && !accepted.some((each) => isSame(each, id));
  });
  if (!foreign) return;
  warn(
    httpApi,
    'CognitoHttpApiAuthorizer.clientNotAccepted',
    `The policy of the route ${key} names the app client ${foreign.node.path}, and the authorizer of the route does not accept its tokens: it is not a client of ${pools.map(({ node }) => node.path).join(', ')}. ` +
      `Use a client of the pool${pools.every(cfnUserPoolOf) ? '' : ', or add its ID to userPoolClientIds of the imported pool'}; to accept other pools, use PolicyEnforcement.atRequest() with additionalUserAuthPools.`,
  );
}

/** A scope that no resource server has is in no token, unless a hook adds it. */
function warnOfUnknownScopes({ index, httpApi }: IndexedApi, route: ApiRoute, scopes: readonly string[]): void {
  const [pool] = route.requirement?.pools ?? [];
  const cfnUserPool = pool && cfnUserPoolOf(pool);
  if (!pool || !cfnUserPool) return;
  const hooks = index.resource(cfnUserPool).value('LambdaConfig');
  const hasHook = ['PreTokenGeneration', 'PreTokenGenerationConfig'].some(
    (name) => entryOf(hooks, name).kind !== 'absent',
  );
  // A hook can add any scope to tokens, but that of the library removes those of policies that it does not know.
  const ofPolicies = scopes.filter((scope) => scope.startsWith(POLICY_SCOPE_PREFIX));
  if (hasPolicyScopes(pool) && (pool.policyHook || !hasHook)) {
    for (const unknown of ofPolicies.filter((scope) => !pool._policyOf(scope))) {
      warn(
        httpApi,
        'CognitoHttpApiAuthorizer.unknownPolicyScope',
        `The route ${route.key} requires the scope ${show(unknown)}. ${pathOf(pool)} has no access policy with that scope, so none of its tokens has the scope. ` +
          'Use accessPolicy, or the scope that scopeFor() of that pool returns.',
      );
    }
  }
  if (hasHook) return;
  const others = scopes.filter((scope) => !ofPolicies.includes(scope));
  for (const unknown of unknownScopes(others, () => scopesOf(index, pool))) {
    warn(
      httpApi,
      'CognitoHttpApiAuthorizer.unknownScope',
      `The route ${route.key} requires the scope ${show(unknown)}, and no resource server of the pool has it: unless another app creates one, no token has the scope. ` +
        'Add it with pool.addResourceServer(), and use server.scope().',
    );
  }
}

/** Clients that ask for a token for an API get one that names it, and the authorizer must know that name. */
function warnOfUnnamedResource({ httpApi }: IndexedApi, route: ApiRoute, scopes: readonly string[]): void {
  const { resources = [] } = route.requirement ?? {};
  const urls = scopes.filter((scope) => scope.includes('://')).map((scope) => scope.replace(/\/[^/]*$/, ''));
  const unnamed = urls.find((url) => !resources.some((each) => each._audience() === url));
  if (unnamed === undefined) return;
  warn(
    httpApi,
    'CognitoHttpApiAuthorizer.resourceNotNamed',
    `The route ${route.key} requires a scope of the resource server ${unnamed}. Clients that ask for a token for that API, as those of the Model Context Protocol do, get one whose audience is the API, and the authorizer rejects it. ` +
      `Give the authorizer resources: [ResourceIndicator.fromUrl('${unnamed}')].`,
  );
}
