/** Environment variables, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a variable holds as JSON. A variable that is missing, is no JSON or does not fit is an error, and its value is in no message. */
export function readJson<T>(environment: Environment, name: string, fits: (value: unknown) => value is T): T {
  let value: unknown;
  try {
    value = JSON.parse(environment[name] ?? '');
  } catch {
    value = undefined;
  }
  if (!fits(value)) throw new Error(`The environment variable ${name} is malformed.`);
  return value;
}
