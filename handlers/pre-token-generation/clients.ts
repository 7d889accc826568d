import { isObject } from '../json';
import { Policy } from '../policy';

/** The ids of app clients by the keys that policies have for them. */
export type ClientIds = Readonly<Record<string, string>>;

/** Reads the text of a parameter. */
export type ReadParameter = (name: string) => Promise<string | undefined>;

/** Reads the ids of app clients from a parameter. */
export async function readClientIds(name: string, readParameter: ReadParameter): Promise<ClientIds> {
  const text = await readParameter(name);
  let ids: unknown;
  try {
    ids = JSON.parse(text ?? '');
  } catch {
    ids = undefined;
  }
  if (!isObject(ids) || !Object.values(ids).every((id) => typeof id === 'string')) {
    throw new Error('the parameter with the ids of the app clients is malformed');
  }
  return ids as ClientIds;
}

/** The policy with the ids of app clients where it has their keys. A client that is no key stands for itself. */
export function withClientIds(policy: Policy, ids: ClientIds): Policy {
  if (!isObject(policy)) return policy;
  if ('client' in policy && typeof policy.client === 'string' && Object.hasOwn(ids, policy.client)) {
    return { ...policy, client: ids[policy.client] ?? '' };
  }
  if ('anyOf' in policy && Array.isArray(policy.anyOf)) {
    return { ...policy, anyOf: policy.anyOf.map((each) => withClientIds(each, ids)) };
  }
  if ('allOf' in policy && Array.isArray(policy.allOf)) {
    return { ...policy, allOf: policy.allOf.map((each) => withClientIds(each, ids)) };
  }
  return policy;
}
