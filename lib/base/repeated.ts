/** An item of a list, and the first one that has the same key. */
interface Repeated<T> {
  readonly item: T;
  readonly index: number;
  readonly first: T;
}

/** The items whose key an earlier item has, too. Items without a key do not count. */
export function repeated<T>(items: readonly T[], keyOf: (item: T) => string | undefined): Repeated<T>[] {
  const firsts = new Map<string, T>();
  return items.flatMap((item, index) => {
    const key = keyOf(item);
    if (key === undefined) return [];
    if (firsts.has(key)) return [{ item, index, first: firsts.get(key) as T }];
    firsts.set(key, item);
    return [];
  });
}
