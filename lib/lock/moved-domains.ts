import { isObject } from '../base/json';
import { Problems } from '../checks/problems';
import { show } from '../checks/values';
import { Entry, Recorded } from './content';

/** A pool of the app, and what the file has of it. */
export interface KnownPool {
  readonly current: Entry;
  readonly recorded: readonly Recorded[];
}

/**
 * Reports domains that go from one pool to another. Their pool can't be changed in place.
 *
 * @param others the other pools of the app that use the file; asked for only if the pool has a new domain
 */
export function checkMovedDomains(
  file: string,
  { current, recorded }: KnownPool,
  others: () => readonly KnownPool[],
  problems: Problems,
): void {
  const known = new Set(recorded.flatMap(({ entry }) => Object.values(domainsIn(entry))));
  const added = Object.values(domainsIn(current)).filter((name) => !known.has(name));
  if (added.length === 0) return;
  for (const other of others()) {
    const left = new Set(Object.values(domainsIn(other.current)));
    for (const { key, entry } of other.recorded) {
      for (const [id, name] of Object.entries(domainsIn(entry))) {
        if (!added.includes(name) || left.has(name)) continue;
        problems.add({
          where: 'lockFile, domains',
          given: `${show(name)}, which is the domain of ${entry.path} in ${file}`,
          outcome: 'CloudFormation creates it for the new pool first, and Cognito rejects it, because the other has it',
          remedy: `Leave it with ${entry.path}; or deploy once without it: in between, nobody can sign in on the hosted pages; or, if it was never deployed, remove ${show(id)} from domains of ${show(key)} in ${file}`,
        });
      }
    }
  }
}

/** By logical ID. What only the deployment knows, as a function in JSON, may be another one elsewhere. */
function domainsIn({ domains }: Entry): { [id: string]: string } {
  const entries = Object.entries(isObject(domains) ? domains : {}) as [string, string][];
  return Object.fromEntries(entries.filter(([, name]) => !name.startsWith('{')));
}
