import { Policy } from './policy';

/**
 * Whether whoever satisfies one policy satisfies another as well, as far as their forms tell: it never says so wrongly,
 * but may not see it.
 */
export function implies(one: Policy, other: Policy): boolean {
  if (JSON.stringify(one) === JSON.stringify(other)) return true;
  if ('anyOf' in one) return one.anyOf.every((part) => implies(part, other));
  if ('allOf' in other) return other.allOf.length > 0 && other.allOf.every((part) => implies(one, part));
  if ('anyOf' in other && other.anyOf.some((part) => implies(one, part))) return true;
  if ('allOf' in one) return one.allOf.some((part) => implies(part, other));
  if ('signedIn' in other) return 'group' in one || 'attribute' in one;
  if ('attribute' in one && 'attribute' in other) {
    return one.attribute === other.attribute && one.values.every((value) => other.values.includes(value));
  }
  return false;
}
