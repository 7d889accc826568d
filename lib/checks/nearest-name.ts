/**
 * The known option that an unknown one was probably meant to be. The name is an error either way, so a wrong guess does
 * less harm than none. `nearName` is for names that may be right.
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const lower = name.toLowerCase();
  const [closest] = known
    .map((each) => ({ each, distance: distanceOf(lower, each.toLowerCase()) }))
    .sort((one, other) => one.distance - other.distance);
  if (closest && closest.distance <= Math.max(2, name.length / 4)) return closest.each;
  const alike = known.filter((each) => lower !== '' && isPartOrWhole(lower, each.toLowerCase()));
  return alike.sort((one, other) => one.length - other.length)[0];
}

/** Whether a name is the start, the end or a short form of another one, or has it as its start. */
const isPartOrWhole = (one: string, other: string): boolean =>
  other.startsWith(one) || other.endsWith(one) || one.startsWith(other) || isShortFor(one, other);

/** Whether a text has all its characters in another one of at most twice its length, in the same order. */
function isShortFor(short: string, long: string): boolean {
  let matched = 0;
  for (const character of long) if (character === short[matched]) matched++;
  return matched === short.length && long.length <= 2 * short.length;
}

/** The number of characters to insert, remove or replace to get from one text to another. */
function distanceOf(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, character] of [...one].entries()) {
    const next = [index + 1];
    for (const [place, each] of [...other].entries()) {
      const replaced = (row[place] ?? 0) + (character === each ? 0 : 1);
      next.push(Math.min(replaced, (row[place + 1] ?? 0) + 1, (next[place] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
