/** What a route accepts: a method, and what is between the slashes of a path. */
export interface Accepted {
  readonly key: string;
  /** Undefined if only the deployment knows. */
  readonly method: string | undefined;
  /** In lower case, without a parameter for the rest of a path. */
  readonly segments: readonly string[];
  readonly takesRest: boolean;
}

/** What a route accepts by its key. The default route takes all paths. */
export function acceptedBy(key: string): Accepted {
  if (key === '$default') return { key, method: 'ANY', segments: [], takesRest: true };
  const [, method, path = ''] = /^([A-Z]+) \/(.*)$/.exec(key) ?? [];
  const segments = path.toLowerCase().split('/');
  const takesRest = segments.at(-1)?.endsWith('+}') ?? false;
  return { key, method, segments: takesRest ? segments.slice(0, -1) : segments, takesRest };
}

/**
 * What a route accepts, without the names of its parameters, which make no difference: `GET /posts/{}` or, for the rest
 * of a path, `GET /{+}`.
 */
export const shapeOf = (key: string) => key.replace(/\{[^{}+]+/g, '{');

/** Whether a route takes requests for several paths. */
export const takesSeveral = ({ segments, takesRest }: Accepted): boolean => takesRest || segments.some(isVariable);

/** Whether a route takes all requests that were for another one, if that is missing. */
export function takes(route: Accepted, missing: Accepted): boolean {
  const [length, least] = [route.segments.length, missing.segments.length + (missing.takesRest ? 1 : 0)];
  const isAsLong = route.takesRest ? least > length : least === length && !missing.takesRest;
  const fits = route.segments.every((each, at) => isVariable(each) || each === missing.segments[at]);
  return haveMethodInCommon(route, missing) && isAsLong && fits;
}

/**
 * Whether a route takes requests for paths that only resemble that of a guarded one: it takes more than that where the
 * guarded one has text. Text of its own is for other requests where the guarded one has a parameter, unless it takes
 * more elsewhere.
 */
export function catches(route: Accepted, guarded: Accepted): boolean {
  if (guarded.key === '$default' || !haveMethodInCommon(route, guarded) || !haveLengthInCommon(route, guarded)) {
    return false;
  }
  const { segments, takesRest } = route;
  // The rest of a path may be any text.
  const of = (at: number) => guarded.segments[at] ?? (guarded.takesRest ? '{rest}' : '');
  const takesMore = segments.some((each, at) => isVariable(each) && !isVariable(of(at)));
  if (!takesMore && !takesRest) return false;
  return segments.every((each, at) => isVariable(each) || each === of(at) || (takesMore && isVariable(of(at))));
}

const haveMethodInCommon = (one: Accepted, other: Accepted) =>
  one.method === 'ANY' || other.method === 'ANY' || one.method === other.method;

/** Whether paths that resemble those of a guarded route can be as long as those of another one. */
function haveLengthInCommon({ segments: { length }, takesRest }: Accepted, guarded: Accepted): boolean {
  const ofGuarded = guarded.segments.length;
  // A path may have a slash at its end, behind which a parameter for the rest of a path takes nothing, too.
  const withSlash = guarded.segments.at(-1) === '' ? ofGuarded : ofGuarded + 1;
  if (takesRest) return guarded.takesRest || withSlash > length;
  return guarded.takesRest ? ofGuarded < length : ofGuarded === length;
}

const isVariable = (segment: string): boolean => segment.startsWith('{');
