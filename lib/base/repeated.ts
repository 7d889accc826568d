/** An item of a list, and the first one that has the same key. */
export interface Repeated<T> {
  readonly item: T;
  readonly index: number;
  readonly first: T;
}

/** The items whose key an earlier one has. Those without a key do not count. */
export function repeated<T>(items: readonly T[], keyOf: (item: T) => string | undefined): Repeated<T>[] {
  const firsts = new Map<string, Pick<Repeated<T>, 'first'>>();
  return items.flatMap((item, index) => {
    const key = keyOf(item);
    if (key === undefined) return [];
    const known = firsts.get(key);
    if (known) return [{ item, index, ...known }];
    firsts.set(key, { first: item });
    return [];
  });
}
