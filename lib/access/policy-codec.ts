/*
 * Policies as text, for the environment of a function: Lambda gives it 4 kB, in which JSON would take about 40 bytes
 * for each group. This takes hardly more than the name of the group.
 *
 *   *                      signed in
 *   +name                  in a group
 *   =name,value,value      an attribute with one of some values
 *   ~name                  of an app client
 *   (policies)             any of them
 *   {policies}             all of them
 *
 * A name starts with two digits in base 36: how many characters at its start, and at its end, are those of the name
 * before it. A name that was written before is `#` and its number. Other signs with a meaning are `%` and their code.
 */
import { sortedBy } from '../base/sorted-by';
import { Policy } from './policy';

/** Control characters and halves of characters do not survive in an environment, and quotes take two bytes in it. */
const SPECIAL = /[*+=~,(){}#%"\\]|\p{C}/gu;
const TOKEN = /[*(){}]|([+=~,])(?:#([0-9a-z]+)|([0-9a-z]{2})([^*+=~,(){}#]*))/y;
const MAX_COMMON = 35;

/** Policies in the order in which they take the least room: those with one name first, similar names side by side. */
export function inOrder(policies: readonly Policy[]): Policy[] {
  return sortedBy(policies, (policy) => `${isCompound(policy) ? 1 : 0}${JSON.stringify(policy)}`);
}

const isCompound = (policy: Policy) => 'anyOf' in policy || 'allOf' in policy;

/** Writes policies, in the order given. */
export function encodePolicies(policies: readonly Policy[]): string {
  const names = new Map<string, number>();
  let last = '';

  const encodeName = (name: string): string => {
    const known = names.get(name);
    if (known !== undefined) return `#${known.toString(36)}`;
    names.set(name, names.size);
    const start = commonStart(name, last);
    const end = commonStart(reverse(name.slice(start)), reverse(last.slice(start)));
    last = name;
    return start.toString(36) + end.toString(36) + name.slice(start, name.length - end).replace(SPECIAL, escape);
  };
  const encode = (policy: Policy): string => {
    if ('signedIn' in policy) return '*';
    if ('group' in policy) return `+${encodeName(policy.group)}`;
    if ('client' in policy) return `~${encodeName(policy.client)}`;
    if ('attribute' in policy) {
      return `=${[policy.attribute, ...policy.values].map(encodeName).join(',')}`;
    }
    return 'anyOf' in policy ? `(${policy.anyOf.map(encode).join('')})` : `{${policy.allOf.map(encode).join('')}}`;
  };
  return policies.map(encode).join('');
}

/** Reads what `encodePolicies` wrote. Throws if the text is anything else. */
export function decodePolicies(text: string): Policy[] {
  const names: string[] = [];
  const token = new RegExp(TOKEN);
  const closing: string[] = [];
  const open: Policy[][] = [[]];

  while (token.lastIndex < text.length) {
    // By index: an iterator would take twice as long, and functions do this while they start.
    const { 0: sign, 1: kind, 2: number, 3: common, 4: rest } = token.exec(text) ?? fail();
    const policies = open.at(-1) ?? fail();
    if (kind !== undefined) {
      addNamed(policies, kind, number === undefined ? newName(names, common, rest) : (names[parse(number)] ?? fail()));
    } else if (sign === '*') {
      policies.push({ signedIn: true });
    } else if (sign === '(' || sign === '{') {
      const parts: Policy[] = [];
      policies.push(sign === '(' ? { anyOf: parts } : { allOf: parts });
      closing.push(sign === '(' ? ')' : '}');
      open.push(parts);
    } else {
      if (closing.pop() !== sign) fail();
      open.pop();
    }
  }
  if (open.length !== 1) fail();
  return open.flat();
}

/** How many characters two names have in common at the start. */
function commonStart(one: string, other: string): number {
  let length = 0;
  while (length < Math.min(one.length, other.length, MAX_COMMON) && one[length] === other[length]) length++;
  return length;
}

const reverse = (text: string) => text.split('').reverse().join('');

function addNamed(policies: Policy[], kind: string, name: string): void {
  if (kind === '+') policies.push({ group: name });
  else if (kind === '~') policies.push({ client: name });
  else if (kind === '=') policies.push({ attribute: name, values: [] });
  else {
    const last = policies.at(-1);
    if (!last || !('attribute' in last)) fail();
    last.values.push(name);
  }
}

function newName(names: string[], common = '', rest = ''): string {
  const last = names.at(-1) ?? '';
  const start = parse(common.charAt(0));
  const end = parse(common.charAt(1));
  if (start + end > last.length) fail();
  const middle = rest.includes('%') ? rest.replace(/%(.{0,4})/g, (_, code: string) => unescape(code)) : rest;
  const name = last.slice(0, start) + middle + last.slice(last.length - end);
  names.push(name);
  return name;
}

const parse = (digits: string) => parseInt(digits, 36);

/** A character as its code, or its two. */
function escape(character: string): string {
  const codes = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return codes.map((code) => `%${code.toString(16).padStart(4, '0')}`).join('');
}

function unescape(code: string): string {
  return /^[0-9a-f]{4}$/.test(code) ? String.fromCharCode(parseInt(code, 16)) : fail();
}

function fail(): never {
  throw new Error('The policies are malformed.');
}
