import { getOrCreate } from '../base/get-or-create';
import { groupedBy } from '../base/grouped-by';
import { isSameInTemplate } from '../template/scalars';
import { DeployedResource } from './deployed';
import { InStack } from './in-stack';
import { kindOf, nameOf, typeOf } from './resource-types';

/** Each is more than the number of properties that two resources can have in common. */
const [SAME_NAME, SAME_CONSTRUCT] = [1000, 100];

/**
 * How much a resource of the app is like one that the app lacks; 0 for what can't take its place. Clients of the same
 * kind can, whatever their names; all other resources only under the same name, which can't change.
 */
function likeness(id: string, missing: DeployedResource, free: InStack): number {
  if (missing.type !== free.type) return 0;
  const [name, other] = [nameOf(missing), nameOf(free)];
  if (name !== undefined && isSameInTemplate(name, other)) return SAME_NAME;
  if (typeOf(missing) !== 'UserPoolClient' || kindOf(missing) !== kindOf(free)) return 0;
  const ofFree = textsOf(free);
  const common = [...textsOf(missing)].filter(([property, text]) => ofFree.get(property) === text).length;
  return 1 + common + (id.includes(constructOf(free)) ? SAME_CONSTRUCT : 0);
}

/** The properties of a resource as text, for many comparisons. */
const textsOf = ({ properties }: DeployedResource | InStack): ReadonlyMap<string, string> =>
  getOrCreate(texts, properties, () => {
    return new Map(Object.entries(properties).map(([name, each]) => [name, JSON.stringify(each)]));
  });
const texts = new WeakMap<object, ReadonlyMap<string, string>>();

/** The construct ID of a resource, as a logical ID of the CDK has it. */
const constructOf = ({ path }: InStack) =>
  path
    .split('/')
    .filter((id) => !['Default', 'Resource'].includes(id))
    .at(-1)!
    .replace(/[^A-Za-z0-9]/g, '');

/**
 * The resources of the app that may take the place of those that it lacks, by the logical ID of the latter. A resource
 * gets one new logical ID, so there are never more places than resources. Where a place has several to choose from,
 * each is as good as the others.
 */
export function successorsOf(
  missing: readonly (readonly [string, DeployedResource])[],
  free: readonly InStack[],
): ReadonlyMap<string, readonly InStack[]> {
  const pairs = missing
    .flatMap(([id, before]) => free.map((after) => ({ id, after, score: likeness(id, before, after) })))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score);
  const places = new Map<string, (typeof pairs)[number]>();
  const owners = new Map<InStack, (typeof pairs)[number]>();
  for (const pair of pairs) {
    if (places.has(pair.id) || owners.has(pair.after)) continue;
    places.set(pair.id, pair);
    owners.set(pair.after, pair);
  }
  const byId = groupedBy(pairs, ({ id }) => id);
  const areAsGood = ({ id, score }: (typeof pairs)[number]) =>
    (byId.get(id) ?? [])
      .filter((each) => each.score === score && (owners.get(each.after)?.score ?? 0) <= score)
      .map(({ after }) => after);
  return new Map([...places].map(([id, pair]) => [id, areAsGood(pair)]));
}
