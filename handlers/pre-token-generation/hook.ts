import { Environment, readJson } from '../environment';
import { isObject } from '../json';
import { Policy } from '../policy';
import { newClientIdReader, ReadParameter, withClientIds } from './clients';
import { PreTokenEvent } from './event';
import { enforcePolicies } from './scopes';
import { callUserHook, Invoke, isUserHook } from './user-hook';

/** The calls to AWS that the hook makes. */
export interface Aws {
  readonly invoke: Invoke;
  readonly readParameter: ReadParameter;
}

/** The hook for an environment. Throws if the environment is malformed: no token is better than an unguarded one. */
export function newHook<E extends PreTokenEvent>(environment: Environment, aws: Aws) {
  const policies = Object.entries(readJson(environment, 'POLICIES', isObject)) as [string, Policy][];
  const userHook = environment.USER_HOOK === undefined ? undefined : readJson(environment, 'USER_HOOK', isUserHook);
  const { CLIENTS_PARAMETER: parameter } = environment;
  const readIds = parameter === undefined ? async () => ({}) : newClientIdReader(parameter, aws.readParameter);

  return async (event: E) => {
    const reading = readIds();
    // If the user's hook rejects the token, finish reading first: Lambda freezes this function when it has returned.
    const overrides = userHook ? await callUserHook(userHook, event, aws.invoke).finally(() => reading) : {};
    const ids = await reading;
    const resolved = new Map(policies.map(([scope, policy]) => [scope, withClientIds(policy, ids)]));
    const claimsAndScopeOverrideDetails = enforcePolicies(event, resolved, overrides);
    return { ...event, response: { claimsAndScopeOverrideDetails } };
  };
}
