/**
 * The maximum size of a function's environment, in bytes.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const MAX_ENVIRONMENT = 4096;

/** The size of an environment as Lambda measures it: in bytes of JSON, where a quote in a value takes two. */
export function environmentSize(variables: Record<string, string>): number {
  return Buffer.byteLength(JSON.stringify(variables));
}

/** The length assumed for client and pool IDs, which are known only at deployment. */
const ID_LENGTH = 32;

/** JSON that is as long as it may be at deployment. */
export const jsonWithLongestIds = (value: unknown): string =>
  JSON.stringify(value).replace(/\$\{Token\[[^\]]*\]\}/g, '-'.repeat(ID_LENGTH));
