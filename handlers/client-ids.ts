import { Policy } from '../lib/access/policy';
import { isObject } from '../lib/base/json';

/** The IDs of app clients, by the keys that stand for them in policies. */
export type ClientIds = Readonly<Record<string, string>>;

export function isClientIds(value: unknown): value is ClientIds {
  return isObject(value) && Object.values(value).every((id) => typeof id === 'string');
}

/** Replaces the keys of app clients in a policy with their IDs. A client that is not a key is an ID already. */
export function withClientIds(policy: Policy, ids: ClientIds): Policy {
  return mapClients(policy, (client) => (Object.hasOwn(ids, client) ? (ids[client] ?? '') : client));
}

export function mapClients(policy: Policy, map: (client: string) => string): Policy {
  if ('client' in policy) return { client: map(policy.client) };
  if ('anyOf' in policy) return { anyOf: policy.anyOf.map((each) => mapClients(each, map)) };
  if ('allOf' in policy) return { allOf: policy.allOf.map((each) => mapClients(each, map)) };
  return policy;
}
