import { Environment, readJson } from '../environment';
import { isObject } from '../json';
import { Policy } from '../policy';
import { readClientIds, ReadParameter, withClientIds } from './clients';
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
  const parameter = environment.CLIENTS_PARAMETER;
  let policies = parameter === undefined ? new Map(written) : undefined;

  return async (event: E) => {
    if (!policies && parameter !== undefined) {
      const ids = await readClientIds(parameter, aws.readParameter);
      policies = new Map(written.map(([scope, policy]) => [scope, withClientIds(policy, ids)]));
    }
    const overrides = userHook ? await callUserHook(userHook, event, aws.invoke) : {};
    const claimsAndScopeOverrideDetails = enforcePolicies(event, policies ?? new Map(), overrides);
    return { ...event, response: { claimsAndScopeOverrideDetails } };
  };
}
