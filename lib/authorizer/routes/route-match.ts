/** What a route accepts: a method, and what is between the slashes of a path. */
export interface Accepted {
  readonly key: string;
  /** Undefined if only the deployment knows. */
  readonly method: string | undefined;
  readonly segments: readonly string[];
}

/** What a route accepts by its key. The default route takes all paths. */
export function acceptedBy(key: string): Accepted {
  if (key === '$default') return { key, method: 'ANY', segments: ['{rest+}'] };
  const [, method, path = ''] = /^([A-Z]+) \/(.*)$/.exec(key) ?? [];
  return { key, method, segments: path.toLowerCase().split('/') };
}

/** Whether a route takes requests for paths that only resemble that of a guarded one. */
export const catches = (route: Accepted, guarded: Accepted): boolean =>
  guarded.key !== '$default' && hasMethodOf(route, guarded) && takesOthers(route.segments, guarded.segments);

/** Whether a route takes requests for several paths. */
export const takesSeveral = ({ segments }: Accepted): boolean => segments.some(isVariable);

/** Whether a route takes all requests that were for another one, if that is missing. */
export function takes(route: Accepted, missing: Accepted): boolean {
  const [path, other] = [route.segments, missing.segments];
  const takesAll = takesRest(path);
  const own = takesAll ? path.slice(0, -1) : path;
  const fits = own.every((each, at) => isVariable(each) || each === other[at]);
  const isAsLong = takesAll ? other.length > own.length : other.length === own.length && !takesRest(other);
  return hasMethodOf(route, missing) && fits && isAsLong;
}

const hasMethodOf = (one: Accepted, other: Accepted) =>
  one.method === 'ANY' || other.method === 'ANY' || one.method === other.method;

/**
 * Whether a path takes more than a guarded one where that has text. Text of its own is for other requests where the
 * guarded one has a variable, unless it varies elsewhere.
 */
function takesOthers(path: readonly string[], guarded: readonly string[]): boolean {
  const takesAll = takesRest(path);
  const own = takesAll ? path.slice(0, -1) : path;
  const other = stretched(guarded, path.length);
  const isGuardedVariable = (at: number) => isVariable(other[at] ?? '');
  const varies = own.some((segment, at) => isVariable(segment) && !isGuardedVariable(at));
  const fits = own.every((each, at) => isVariable(each) || each === other[at] || (varies && isGuardedVariable(at)));
  return fits && (takesAll ? other.length > own.length : varies && other.length === own.length);
}

/** A path of a number of segments, if the last one can be that many. */
const stretched = (path: readonly string[], length: number): readonly string[] =>
  takesRest(path) ? [...path, ...Array<string>(Math.max(0, length - path.length)).fill('{rest}')] : path;

const isVariable = (segment: string): boolean => segment.startsWith('{');
const takesRest = (path: readonly string[]) => path.at(-1)?.endsWith('+}') ?? false;
