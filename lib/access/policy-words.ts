import { Policy } from './policy';

/** A policy in words. What has several parts is in parentheses where it is a part itself. */
export function wordsOf(policy: Policy, { isPart = false } = {}): string {
  if ('signedIn' in policy) return 'any signed-in person';
  if ('group' in policy) return `group ${policy.group}`;
  if ('attribute' in policy) return `${policy.attribute} ${policy.values.join(' or ')}`;
  if ('client' in policy) return `client ${policy.client}`;
  const parts = 'anyOf' in policy ? policy.anyOf : policy.allOf;
  const words = parts.map((each) => wordsOf(each, { isPart: parts.length > 1 }));
  const text = words.join('anyOf' in policy ? ' or ' : ' and ');
  return isPart ? `(${text})` : text;
}
