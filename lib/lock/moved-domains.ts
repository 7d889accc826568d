import { Problems } from '../checks/problems';
import { show } from '../checks/values';
import { listedAs } from './belonging-changes';
import { belongingsIn, functionIn } from './belongings';
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
  const known = recorded.flatMap(({ entry }) => namesIn(entry));
  const added = namesIn(current).filter((name) => !known.includes(name));
  if (added.length === 0) return;
  for (const { id, name, key, entry } of others().flatMap(domainsGone)) {
    if (!added.includes(name)) continue;
    problems.add({
      where: 'lockFile, domains',
      given: `${show(name)}, which is the domain of ${entry.path} in ${file}`,
      outcome: 'CloudFormation creates it for the new pool first, and Cognito rejects it, because the other has it',
      remedy: `Leave it with ${entry.path}; or deploy once without it: in between, nobody can sign in on the hosted pages; or, if it was never deployed, remove ${listedAs(id, 'domains', key)} in ${file}`,
    });
  }
}

/** The domains that a pool has in the file and not in the app. */
function domainsGone({ current, recorded }: KnownPool) {
  const left = namesIn(current);
  const all = recorded.flatMap(({ key, entry }) => domainsIn(entry).map(([id, name]) => ({ id, name, key, entry })));
  return all.filter(({ name }) => !left.includes(name));
}

/** What only the deployment knows, as a function in JSON, may be another one elsewhere. */
const domainsIn = (entry: Entry) => belongingsIn(entry, 'domains').filter(([, name]) => !functionIn(name));

const namesIn = (entry: Entry) => domainsIn(entry).map(([, name]) => name);
