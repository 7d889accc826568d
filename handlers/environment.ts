import { decodePolicies } from '../lib/access/policy-codec';
import { Policy } from '../lib/access/policy';
import { jsonIn } from '../lib/base/json';

/** Environment variables, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Parses a variable as JSON. Throws if it is missing, not JSON, or does not fit. No message repeats its value. */
export function readJson<T>(environment: Environment, name: string, fits: (value: unknown) => value is T): T {
  const value = jsonIn(environment[name] ?? '');
  if (!fits(value)) throw new Error(`The environment variable ${name} is malformed.`);
  return value;
}

/** Reads the policies. Throws if they are missing or malformed. No message repeats them. */
export function readPolicies({ POLICIES }: Environment): Policy[] {
  if (POLICIES === undefined) throw new Error('The environment variable POLICIES is missing.');
  return decodePolicies(POLICIES);
}
