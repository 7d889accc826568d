import { JsonObject, objectAt, stringOf, stringsOf } from '../json';
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
export function callerOfEvent(event: PreTokenEvent, overrides: Overrides): Caller {
  return {
    person: typeof event.triggerSource === 'string' && !isForMachine(event),
    groups: stringsOf(groupDetailsOf(event, overrides)?.groupsToOverride),
    attributes: objectAt(objectAt(event, 'request'), 'userAttributes') as Caller['attributes'],
    clientId: stringOf(objectAt(event, 'callerContext').clientId),
  };
}

/** The groups as the user's own hook changes them, or else as the user has them. */
function groupDetailsOf(event: PreTokenEvent, { groupOverrideDetails }: Overrides): JsonObject | null {
  if (groupOverrideDetails !== undefined) return groupOverrideDetails;
  return objectAt(objectAt(event, 'request'), 'groupConfiguration');
}

/** API Gateway writes a list of groups with spaces in between, so the name of a group with a space would be two. */
function withoutAmbiguousGroups(
  event: PreTokenEvent,
  overrides: Overrides,
  groups: readonly string[],
): Pick<Overrides, 'groupOverrideDetails'> {
  const groupsToOverride = groups.filter((group) => !/\s/.test(group));
  if (groupsToOverride.length === groups.length) return {};
  return { groupOverrideDetails: { ...groupDetailsOf(event, overrides), groupsToOverride } };
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
