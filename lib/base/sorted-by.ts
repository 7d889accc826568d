/** The items of a list, sorted by a text of each in the same way on every machine. */
export function sortedBy<T>(all: Iterable<T>, textOf: (each: T) => string): T[] {
  const named = [...all].map((each) => ({ each, text: textOf(each) }));
  named.sort(({ text: one }, { text: other }) => (one < other ? -1 : Number(one > other)));
  return named.map(({ each }) => each);
}
