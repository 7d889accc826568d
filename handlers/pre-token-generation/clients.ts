import { ClientIds, isClientIds, mapClients } from '../client-ids';
import { Caller, evaluate, Policy } from '../../lib/access/policy';
import { jsonIn } from '../../lib/base/json';

/** Reads the value of a parameter. */
export type ReadParameter = (name: string) => Promise<string | undefined>;

/** How long IDs are cached. A deployment updates this function before the parameter, and may replace a client. */
const CACHE_MS = 60_000;

/** How long to wait after a failed read if older IDs are known. */
const RETRY_MS = 5_000;

/** How long to go on trying if none are known. A read may take 2 seconds, and Cognito waits 5 for the whole hook. */
const ATTEMPTS_MS = 2_500;

/**
 * Reads the IDs of app clients from a parameter. The first read starts at once, long before the first token if the
 * instance is just starting. Many instances may start in the same moment and too many reads fail, so a read is tried
 * again after a random time. Undefined if the parameter can't be read: then the last known IDs are used, if there are
 * any.
 */
export function newClientIdReader(name: string, readParameter: ReadParameter): () => Promise<ClientIds | undefined> {
  let ids: ClientIds | undefined;
  let readAgainAt = 0;
  let reading: Promise<void> | undefined;

  const read = async () => {
    const deadline = Date.now() + (ids ? 0 : ATTEMPTS_MS);
    for (let delay = 100; ; delay *= 2) {
      try {
        ids = await readClientIds(name, readParameter);
        readAgainAt = Date.now() + CACHE_MS;
        return;
      } catch (error) {
        console.error(error instanceof Error ? error.message : 'the IDs of the app clients could not be read');
        const pause = delay * (1 + Math.random());
        if (Date.now() + pause > deadline) break;
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
    if (ids) readAgainAt = Date.now() + RETRY_MS;
  };
  const update = () => (reading ??= read().finally(() => (reading = undefined)));

  void update();
  return async () => {
    const startedAt = Date.now();
    if (reading) await reading;
    // A read that an earlier invocation started may have failed because the instance was frozen in between.
    const hasTime = Date.now() - startedAt < ATTEMPTS_MS / 2;
    if (Date.now() >= readAgainAt && hasTime) await update();
    return ids;
  };
}

async function readClientIds(name: string, readParameter: ReadParameter): Promise<ClientIds> {
  const ids = jsonIn((await readParameter(name)) ?? '');
  if (!isClientIds(ids)) throw new Error(`the parameter ${name} with the IDs of the app clients is malformed`);
  return ids;
}

/**
 * Whether a policy can be decided for a caller without the IDs of app clients: its parts about clients make no
 * difference.
 */
export function isDecided(policy: Policy, caller: Caller): boolean {
  const [atBest, atWorst] = [caller.clientId, ''].map((id) =>
    evaluate(
      mapClients(policy, (client) => (client === caller.clientId ? client : id)),
      caller,
    ),
  );
  return atBest === atWorst;
}
