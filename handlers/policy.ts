/** A scope with this prefix is the library's: a token carries it only where its policy is satisfied. */
export const POLICY_SCOPE_PREFIX = 'policy/';

/** An access policy as the library writes it for its functions. */
export type Policy =
  | { signedIn: true } // any person
  | { group: string } // a person in this group
  | { attribute: string; values: string[] } // a person whose attribute has one of these values
  | { client: string } // a token of this app client, a person's or a machine's
  | { anyOf: Policy[] } // empty: nobody
  | { allOf: Policy[] }; // empty: nobody

/** Who asks. */
export interface Caller {
  person: boolean;
  groups: readonly string[];
  attributes: Readonly<Record<string, string>>;
  clientId: string;
}

/** Whether a policy lets a caller in. A policy that it does not understand, whole or in part, lets nobody in, and it never throws. */
export function evaluate(policy: Policy, caller: Caller): boolean {
  try {
    return holds(policy, caller);
  } catch {
    // Nested deeper than the stack.
    return false;
  }
}

function holds(policy: unknown, caller: Caller): boolean {
  if (typeof policy !== 'object' || policy === null) return false;
  const { signedIn, group, attribute, values, client, anyOf, allOf } = policy as Record<string, unknown>;
  const person = caller.person === true;
  // The keys that the library writes, in its order, and no other.
  switch (Object.keys(policy).join()) {
    case 'signedIn':
      return person && signedIn === true;
    case 'group':
      return person && isName(group) && listOf(caller.groups).includes(group);
    case 'attribute,values':
      return person && isName(attribute) && hasValue(caller.attributes, attribute, listOf(values));
    case 'client':
      return isName(client) && caller.clientId === client;
    case 'anyOf':
      return listOf(anyOf).some((each) => holds(each, caller));
    case 'allOf':
      return listOf(allOf).length > 0 && listOf(allOf).every((each) => holds(each, caller));
    default:
      return false;
  }
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** A copy, because `every` would pass over holes. */
function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? [...(value as unknown[])] : [];
}

function hasValue(attributes: Caller['attributes'], name: string, values: unknown[]): boolean {
  // An attribute may be called like something that every object inherits.
  const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  return typeof value === 'string' && values.includes(value);
}
