import { ApiRoute } from './api-route';

/** What a route accepts. */
export type Accepted = Pick<ApiRoute, 'key' | 'method' | 'urlPath'>;

/** Whether a route takes requests for paths that only resemble that of a guarded one. */
export function catches(route: Accepted, guarded: Accepted): boolean {
  if (guarded.key === '$default' || !hasMethodOf(route, guarded)) return false;
  return takesOthers(segmentsOf(route), segmentsOf(guarded));
}

/** Whether a route takes all requests that were for another one, if that is missing. */
export function takes(route: Accepted, missing: Accepted): boolean {
  const [path, other] = [segmentsOf(route), segmentsOf(missing)];
  const takesAll = takesRest(path);
  const own = takesAll ? path.slice(0, -1) : path;
  const fits = own.every((each, at) => isVariable(each) || each === other[at]);
  const isAsLong = takesAll ? other.length > own.length : other.length === own.length && !takesRest(other);
  return hasMethodOf(route, missing) && fits && isAsLong;
}

/** What a key of a route accepts. */
export function acceptedBy(key: string): Accepted {
  if (key === '$default') return { key, method: 'ANY', urlPath: undefined };
  const [method, urlPath] = key.split(' ', 2);
  return { key, method, urlPath };
}

const hasMethodOf = (one: Accepted, other: Accepted) =>
  [one.method, other.method].includes('ANY') || one.method === other.method;

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

const isVariable = (segment: string) => segment.startsWith('{');
const takesRest = (path: readonly string[]) => path.at(-1)?.endsWith('+}') ?? false;

/** What is between the slashes of a path. The default route takes all paths. */
const segmentsOf = ({ key, urlPath = '/' }: Accepted): string[] =>
  key === '$default' ? ['{rest+}'] : urlPath.toLowerCase().slice(1).split('/');
