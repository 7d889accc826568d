import { Environment, readJson } from '../environment';
import { isObject } from '../json';
import { Policy } from '../policy';
import { clientIdsIn, ReadParameter, withClientIds } from './clients';
import { PreTokenEvent } from './event';
import { enforcePolicies } from './scopes';
import { callUserHook, Invoke, isUserHook } from './user-hook';

/** What the hook needs of AWS. */
export interface Aws {
  readonly invoke: Invoke;
  readonly readParameter: ReadParameter;
}

/** The hook for an environment. A malformed environment is an error: better no token than an unguarded one. */
export function newHook<E extends PreTokenEvent>(environment: Environment, aws: Aws) {
  const written = Object.entries(readJson(environment, 'POLICIES', isObject)) as [string, Policy][];
  const userHook = environment.USER_HOOK === undefined ? undefined : readJson(environment, 'USER_HOOK', isUserHook);
  const { CLIENTS_PARAMETER: parameter } = environment;
  const clientIds = parameter === undefined ? async () => ({}) : clientIdsIn(parameter, aws.readParameter);

  return async (event: E) => {
    const ids = clientIds();
    // The user's hook may refuse the token: Lambda must not freeze this function while it still reads, or the read would fail.
    const overrides = userHook ? await callUserHook(userHook, event, aws.invoke).finally(() => ids) : {};
    const known = await ids;
    const policies = new Map(written.map(([scope, policy]) => [scope, withClientIds(policy, known)]));
    const claimsAndScopeOverrideDetails = enforcePolicies(event, policies, overrides);
    return { ...event, response: { claimsAndScopeOverrideDetails } };
  };
}
