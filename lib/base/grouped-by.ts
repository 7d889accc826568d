import { getOrCreate } from './get-or-create';

/** The items of a list by a key, in the order of the list. Those without a key are left out. */
export function groupedBy<K, V>(items: readonly V[], keyOf: (item: V) => K | undefined): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== undefined) getOrCreate(groups, key, () => []).push(item);
  }
  return groups;
}
