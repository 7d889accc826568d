import { hash } from 'node:crypto';

/** The resource server of the scopes that stand for policies. It exists in no pool. */
export const RESERVED_IDENTIFIER = 'policy';

/** Scopes with this prefix belong to the library: a token carries one only if its policy is satisfied. */
export const POLICY_SCOPE_PREFIX = `${RESERVED_IDENTIFIER}/`;

/** An access policy in the form that the library passes to its functions. */
export type Policy =
  | { signedIn: true } // any person
  | { group: string } // a person in this group
  | { attribute: string; values: string[] } // a person whose attribute has one of these values
  | { client: string } // a token issued to this app client, for a person or a machine
  | { anyOf: Policy[] } // nobody if empty
  | { allOf: Policy[] }; // nobody if empty

/**
 * The scope that stands for a policy in tokens: readable, the same for equivalent policies, and at most 64 characters
 * long.
 */
export function policyScope(policy: Policy): string {
  const words =
    scopeWords(policy)
      .toLowerCase()
      .normalize('NFKD')
      .match(/[a-z0-9]+/g) ?? [];
  const readable = words.join('-').slice(0, 40).replace(/-$/, '');
  const suffix = hash('sha256', JSON.stringify(policy), 'hex').slice(0, 10);
  return `${POLICY_SCOPE_PREFIX}${readable ? `${readable}-` : ''}${suffix}`;
}

/** Part of the scope's name: a change renames scopes. */
function scopeWords(policy: Policy): string {
  if ('signedIn' in policy) return 'signed in';
  if ('group' in policy) return `group ${policy.group}`;
  if ('attribute' in policy) return `${policy.attribute} ${policy.values.join(' or ')}`;
  if ('client' in policy) return `client ${policy.client}`;
  return 'anyOf' in policy ? policy.anyOf.map(scopeWords).join(' or ') : policy.allOf.map(scopeWords).join(' and ');
}

/** Who is asking for access. */
export interface Caller {
  person: boolean;
  groups: readonly string[];
  attributes: Readonly<Record<string, string>>;
  clientId: string;
}

/** Whether a policy allows a caller. A policy that is not understood, even in part, allows nobody. Never throws. */
export function evaluate(policy: Policy, caller: Caller): boolean {
  try {
    return holds(policy, caller);
  } catch {
    // Nested too deeply for the call stack.
    return false;
  }
}

function holds(policy: unknown, caller: Caller): boolean {
  if (typeof policy !== 'object' || policy === null) return false;
  const { signedIn, group, attribute, values, client, anyOf, allOf } = policy as Record<string, unknown>;
  const person = caller.person === true;
  // Exactly the keys that the library writes, in its order.
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

/** Copied, because `every` skips holes. */
function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? [...(value as unknown[])] : [];
}

function hasValue(attributes: Caller['attributes'], name: string, values: unknown[]): boolean {
  // An attribute may have the name of something that every object inherits.
  const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  return typeof value === 'string' && values.includes(value);
}
