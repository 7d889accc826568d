/**
 * The maximum size of a function's environment, in bytes.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const MAX_ENVIRONMENT = 4096;

/** The size of an environment as Lambda measures it: in bytes of JSON, where a quote in a value takes two. */
export function environmentSize(variables: Record<string, string>): number {
  return Buffer.byteLength(JSON.stringify(variables));
}
