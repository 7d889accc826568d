import { objectAt, stringsOf } from '../json';
import { Caller, evaluate, Policy, POLICY_SCOPE_PREFIX } from '../../lib/access/policy';
import { ClaimOverrides, isForMachine, Overrides, PreTokenEvent } from './event';

/** The claims in which API Gateway's JWT authorizer looks for scopes. */
const SCOPE_CLAIMS = ['scope', 'scp'];

/**
 * Adds each policy scope that the caller has earned and suppresses all others, even if the client requested them or
 * the user's own hook added them. `overrides` are the changes of that hook: the others are kept, and a policy scope
 * that it suppresses stays suppressed. `caller` is whom the policies are about, after these changes.
 */
export function enforcePolicies(
  event: PreTokenEvent,
  policies: ReadonlyMap<string, Policy>,
  overrides: Overrides,
  caller: Caller,
): Overrides {
  const earned = new Set([...policies].filter(([, policy]) => evaluate(policy, caller)).map(([scope]) => scope));
  const isUnearned = (scope: string) =>
    !earned.has(scope) && (policies.has(scope) || scope.startsWith(POLICY_SCOPE_PREFIX));

  const { idTokenGeneration, accessTokenGeneration = {} } = overrides;
  const requested = stringsOf(objectAt(event, 'request').scopes);
  const added = stringsOf(accessTokenGeneration.scopesToAdd);
  const suppressed = new Set([
    ...stringsOf(accessTokenGeneration.scopesToSuppress),
    ...[...policies.keys(), ...[...requested, ...added].flatMap(splitScopes)].filter(isUnearned),
  ]);
  const isSuppressed = (scope: string) => [scope, ...splitScopes(scope)].some((each) => suppressed.has(each));
  return {
    ...overrides,
    ...withoutAmbiguousGroups(event, overrides, caller.groups),
    ...(idTokenGeneration && { idTokenGeneration: withoutScopeClaims(idTokenGeneration, isUnearned) }),
    accessTokenGeneration: {
      ...withoutScopeClaims(accessTokenGeneration, isUnearned),
      scopesToAdd: [...new Set([...added, ...earned])].filter((scope) => !isSuppressed(scope)),
      scopesToSuppress: [...suppressed],
    },
  };
}

/** The caller whom policies are about, as Cognito and the user's own hook describe them. */
export function callerOfEvent(event: PreTokenEvent, { groupOverrideDetails }: Overrides): Caller {
  const request = objectAt(event, 'request');
  const { clientId } = objectAt(event, 'callerContext');
  const groups = groupOverrideDetails === undefined ? objectAt(request, 'groupConfiguration') : groupOverrideDetails;
  return {
    person: typeof event.triggerSource === 'string' && !isForMachine(event),
    groups: stringsOf(groups?.groupsToOverride),
    attributes: objectAt(request, 'userAttributes') as Caller['attributes'],
    clientId: typeof clientId === 'string' ? clientId : '',
  };
}

/** API Gateway writes a list of groups with spaces in between, so the name of a group with a space would be two. */
function withoutAmbiguousGroups(
  event: PreTokenEvent,
  { groupOverrideDetails }: Overrides,
  groups: readonly string[],
): Pick<Overrides, 'groupOverrideDetails'> {
  if (!groups.some((group) => /\s/.test(group))) return {};
  const given = groupOverrideDetails ?? objectAt(objectAt(event, 'request'), 'groupConfiguration');
  return { groupOverrideDetails: { ...given, groupsToOverride: groups.filter((group) => !/\s/.test(group)) } };
}

/**
 * A token separates scopes with spaces, so a scope that contains one would be two. Readers of a claim may also split a
 * list in another notation.
 */
function splitScopes(scopes: unknown): string[] {
  if (typeof scopes === 'string') return scopes.split(/[\s,[\]{}"']+/);
  return typeof scopes === 'object' && scopes !== null ? Object.values(scopes).flatMap(splitScopes) : [];
}

/** A hook must not bring a scope back by a claim, not even in the ID token: API Gateway accepts ID tokens as well. */
function withoutScopeClaims<T extends ClaimOverrides>(overrides: T, isUnearned: (scope: string) => boolean): T {
  const claims = Object.entries(objectAt(overrides, 'claimsToAddOrOverride'));
  const kept = claims.filter(([name, value]) => !SCOPE_CLAIMS.includes(name) || !splitScopes(value).some(isUnearned));
  return kept.length === claims.length ? overrides : { ...overrides, claimsToAddOrOverride: Object.fromEntries(kept) };
}
