import { isObject } from '../json';
import { Policy } from '../policy';

/** The ids of app clients by the keys that policies have for them. */
export type ClientIds = Readonly<Record<string, string>>;

/** Reads the text of a parameter. */
export type ReadParameter = (name: string) => Promise<string | undefined>;

/** For how long ids are kept. A deployment writes the parameter after it has updated this function, and may replace a client. */
const KEPT_MS = 60_000;

/** How long to wait after a failed read: each token waits for a read, and reads fail when there are too many. */
const PAUSE_MS = 5_000;

/**
 * The ids of app clients in a parameter; asking for them never fails. Where it can't be read they are those of before, or none: who satisfies a policy by a client then gets no scope for it, and all others theirs.
 */
export function clientIdsIn(name: string, readParameter: ReadParameter): () => Promise<ClientIds> {
  let ids: ClientIds = {};
  let readAgainAt = 0;
  return async () => {
    if (Date.now() < readAgainAt) return ids;
    try {
      ids = await readClientIds(name, readParameter);
      readAgainAt = Date.now() + KEPT_MS;
    } catch (error) {
      readAgainAt = Date.now() + PAUSE_MS;
      console.error(error instanceof Error ? error.message : 'the ids of the app clients could not be read');
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
