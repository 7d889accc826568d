/**
 * Makes a value while the instance starts, and returns a function that returns it. If that failed, each call tries
 * again, so that each invocation fails with the message in its log. If the module itself threw, the start would fail,
 * and Lambda would repeat it for each invocation.
 */
export function atStart<T>(make: () => T): () => T {
  let made: T | undefined;
  const get = () => (made ??= make());
  try {
    get();
  } catch {
    // The first call throws it again.
  }
  return get;
}
