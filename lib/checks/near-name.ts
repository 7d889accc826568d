/**
 * The known name that another one was probably meant to be. They differ in case, in separators or in the prefix of
 * attributes, or by one letter within a word. Names that differ in a digit or a short word are different names, as
 * `team-1` and `team-2`.
 *
 * It is strict, because the other name may be right: `nearestName` is for names that cannot be.
 */
export function nearName(name: string, known: readonly string[]): string | undefined {
  return known.find((each) => plain(each) === plain(name)) ?? known.find((each) => isOneLetterApart(name, each));
}

const inLowerCase = (name: string) =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^(?:dev:)?custom:/, '');

const plain = (name: string) => inLowerCase(name).replace(/[\s_.:/-]+/g, '');

/** A name with a hyphen before each capital: `tenant-A` for `tenantA`. */
const inWords = (name: string) => name.replace(/(\p{Ll})(?=\p{Lu})/gu, '$1-');

/** The length of a word from which on one wrong letter counts as a typo. */
const MIN_WORD = 4;

/** Whether one letter is missing, added or replaced, or has changed places with the next, but not the first one. */
function isOneLetterApart(one: string, other: string): boolean {
  const [a, b] = [inLowerCase(inWords(one)), inLowerCase(inWords(other))];
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [was, is] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const isSwap = was.length === 2 && was === [...is].reverse().join('');
  if (!isSwap && (was.length > 1 || is.length > 1)) return false;
  if (!/^\p{L}+$/u.test(was + is)) return false;
  const [before = ''] = /\p{L}*$/u.exec(b.slice(0, start)) ?? [];
  const [after = ''] = /^\p{L}*/u.exec(b.slice(start + is.length)) ?? [];
  return before !== '' && before.length + Math.min(was.length, is.length) + after.length >= MIN_WORD;
}
