import { objectAt, stringsOf } from '../json';
import { Caller, evaluate, Policy, POLICY_SCOPE_PREFIX } from '../policy';
import { ClaimOverrides, isForMachine, Overrides, PreTokenEvent } from './event';

/** The claims in which API Gateway's JWT authorizer looks for the scopes of a route. */
const SCOPE_CLAIMS = ['scope', 'scp'];

/**
 * Adds each policy scope that the caller has earned, and takes away every other, whether the client asked for it or the user's own hook (whose
 * changes are `overrides`) has added it. What else that hook changes stays; a policy scope that it suppresses stays suppressed.
 */
export function enforcePolicies(
  event: PreTokenEvent,
  policies: ReadonlyMap<string, Policy>,
  overrides: Overrides,
): Overrides {
  const caller = callerOf(event, overrides);
  const earned = new Set([...policies].filter(([, policy]) => evaluate(policy, caller)).map(([scope]) => scope));
  const isRefused = (scope: string) =>
    !earned.has(scope) && (policies.has(scope) || scope.startsWith(POLICY_SCOPE_PREFIX));

  const { idTokenGeneration, accessTokenGeneration = {} } = overrides;
  const asked = stringsOf(objectAt(event, 'request').scopes);
  const wanted = stringsOf(accessTokenGeneration.scopesToAdd);
  const suppressed = new Set([
    ...stringsOf(accessTokenGeneration.scopesToSuppress),
    ...[...policies.keys(), ...[...asked, ...wanted].flatMap(wordsOf)].filter(isRefused),
  ]);
  const isSuppressed = (scope: string) => [scope, ...wordsOf(scope)].some((each) => suppressed.has(each));
  return {
    ...overrides,
    ...(idTokenGeneration && { idTokenGeneration: withoutScopeClaims(idTokenGeneration, isRefused) }),
    accessTokenGeneration: {
      ...withoutScopeClaims(accessTokenGeneration, isRefused),
      scopesToAdd: [...new Set([...wanted, ...earned])].filter((scope) => !isSuppressed(scope)),
      scopesToSuppress: [...suppressed],
    },
  };
}

function callerOf(event: PreTokenEvent, { groupOverrideDetails }: Overrides): Caller {
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

/** Scopes stand in a token with spaces between them: one with a space in it would be two. Whoever reads a claim may take a list of another spelling apart. */
function wordsOf(scopes: unknown): string[] {
  if (typeof scopes === 'string') return scopes.split(/[\s,[\]{}"']+/);
  return typeof scopes === 'object' && scopes !== null ? Object.values(scopes).flatMap(wordsOf) : [];
}

/** A claim that a hook makes by hand must not bring back a scope, in the ID token neither: API Gateway takes that one too. */
function withoutScopeClaims<T extends ClaimOverrides>(overrides: T, isRefused: (scope: string) => boolean): T {
  const claims = Object.entries(objectAt(overrides, 'claimsToAddOrOverride'));
  const kept = claims.filter(([name, value]) => !SCOPE_CLAIMS.includes(name) || !wordsOf(value).some(isRefused));
  return kept.length === claims.length ? overrides : { ...overrides, claimsToAddOrOverride: Object.fromEntries(kept) };
}
