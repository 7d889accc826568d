/**
 * Makes a value while the instance starts, and returns a function that returns it. If making it failed, each call tries
 * again: the error is then that of an invocation, with its message in the log, and not that of a module that won't load.
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
