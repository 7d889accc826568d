import { isObject } from '../json';
import { Policy } from '../policy';

/** The IDs of app clients, by the keys that stand for them in policies. */
export type ClientIds = Readonly<Record<string, string>>;

/** Reads the value of a parameter. */
export type ReadParameter = (name: string) => Promise<string | undefined>;

/** How long IDs are cached. A deployment updates this function before the parameter, and may replace a client. */
const CACHE_MS = 60_000;

/** How long to wait after a failed read: each token waits for a read, and reads fail if there are too many. */
const RETRY_MS = 5_000;

/**
 * Reads the IDs of app clients from a parameter. This never fails: if the parameter can't be read, the last known IDs
 * are used. If there are none, no client satisfies a policy that names it, and all other policies are unaffected.
 */
export function newClientIdReader(name: string, readParameter: ReadParameter): () => Promise<ClientIds> {
  let ids: ClientIds = {};
  let readAgainAt = 0;
  return async () => {
    if (Date.now() < readAgainAt) return ids;
    try {
      ids = await readClientIds(name, readParameter);
      readAgainAt = Date.now() + CACHE_MS;
    } catch (error) {
      readAgainAt = Date.now() + RETRY_MS;
      console.error(error instanceof Error ? error.message : 'the IDs of the app clients could not be read');
    }
    return ids;
  };
}

async function readClientIds(name: string, readParameter: ReadParameter): Promise<ClientIds> {
  const text = await readParameter(name);
  let ids: unknown;
  try {
    ids = JSON.parse(text ?? '');
  } catch {
    ids = undefined;
  }
  if (!isObject(ids) || !Object.values(ids).every((id) => typeof id === 'string')) {
    throw new Error(`the parameter ${name} with the IDs of the app clients is malformed`);
  }
  return ids as ClientIds;
}

/** Replaces the keys of app clients in a policy with their IDs. A client that is not a key is an ID already. */
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
