import { withClientIds } from '../client-ids';
import { Environment, readJson, readPolicies } from '../environment';
import { policyScope } from '../../lib/access/policy';
import { isDecided, newClientIdReader, ReadParameter } from './clients';
import { PreTokenEvent } from './event';
import { callerOfEvent, enforcePolicies } from './scopes';
import { callUserHook, Invoke, isUserHook } from './user-hook';

/** The calls to AWS that the hook makes. */
export interface Aws {
  readonly invoke: Invoke;
  readonly readParameter: ReadParameter;
}

/** The hook for an environment. Throws if the environment is malformed: no token is better than an unguarded one. */
export function newHook(environment: Environment, aws: Aws) {
  const policies = readPolicies(environment).map((policy) => [policyScope(policy), policy] as const);
  const userHook = environment.USER_HOOK === undefined ? undefined : readJson(environment, 'USER_HOOK', isUserHook);
  const { CLIENTS_PARAMETER: parameter } = environment;
  const readIds = parameter === undefined ? undefined : newClientIdReader(parameter, aws.readParameter);

  return async (event: PreTokenEvent) => {
    const overrides = userHook ? await callUserHook(userHook, event, aws.invoke) : {};
    const caller = callerOfEvent(event, overrides);
    // Most tokens need no IDs, and do not wait for them.
    const needsNone = !readIds || policies.every(([, policy]) => isDecided(policy, caller));
    const ids = needsNone ? {} : await readIds();
    // Without them, the token could lack a scope until it expires. Whoever asks for it gets an error and can try again.
    if (!ids) throw new Error('The app clients that access policies name could not be read. Try again.');
    const resolved = new Map(policies.map(([scope, policy]) => [scope, withClientIds(policy, ids)]));
    const claimsAndScopeOverrideDetails = enforcePolicies(event, resolved, overrides, caller);
    return { ...event, response: { claimsAndScopeOverrideDetails } };
  };
}
