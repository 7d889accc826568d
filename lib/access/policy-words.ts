import { Policy } from './policy';

/** What reads as part of a policy, and not as a name, is in quotes, so that different policies have different words. */
const PLAIN = /^(?!(?:and|any|client|group|or|scope)$)[^\s"'(),;\\]+$/;

/** A name or a value in words. */
export const nameInWords = (name: string): string => (PLAIN.test(name) ? name : JSON.stringify(name));

/** A policy in words. What has several parts is in parentheses where it is a part itself. */
export function wordsOf(policy: Policy, { isPart = false } = {}): string {
  if ('signedIn' in policy) return 'any signed-in person';
  if ('group' in policy) return `group ${nameInWords(policy.group)}`;
  if ('attribute' in policy) return `${nameInWords(policy.attribute)} ${policy.values.map(nameInWords).join(' or ')}`;
  if ('client' in policy) return `client ${nameInWords(policy.client)}`;
  const parts = 'anyOf' in policy ? policy.anyOf : policy.allOf;
  const words = parts.map((each) => wordsOf(each, { isPart: parts.length > 1 }));
  const text = words.join('anyOf' in policy ? ' or ' : ' and ');
  return isPart ? `(${text})` : text;
}
