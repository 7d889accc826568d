/** How many bytes Lambda takes as the environment of a function. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const MAX_ENVIRONMENT = 4096;

/** How many bytes an environment has as Lambda measures it: as JSON, in which a quote within a value takes two. */
export function environmentSize(variables: Record<string, string>): number {
  return Buffer.byteLength(JSON.stringify(variables));
}
