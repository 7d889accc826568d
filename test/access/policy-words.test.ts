import { expect, it } from 'vitest';
import { Policy } from '../../lib/access/policy';
import { wordsOf } from '../../lib/access/policy-words';

const a = { group: 'a' };
const plan = { attribute: 'custom:plan', values: ['pro', 'team'] };

it.each<[Policy, string, string?]>([
  [{ signedIn: true }, 'any signed-in person'],
  [a, 'group a'],
  [plan, 'custom:plan pro or team'],
  [{ client: 'S/Pool/Client' }, 'client S/Pool/Client'],
  [{ anyOf: [a, plan] }, 'group a or custom:plan pro or team', '(group a or custom:plan pro or team)'],
  [{ allOf: [a, { group: 'b' }] }, 'group a and group b', '(group a and group b)'],
  [{ allOf: [a, { anyOf: [{ group: 'b' }, { client: 'c' }] }] }, 'group a and (group b or client c)', undefined],
  [{ anyOf: [{ allOf: [a, { signedIn: true }] }] }, 'group a and any signed-in person', undefined],
])('%j is "%s"', (policy, expected, asPart = `(${expected})`) => {
  expect(wordsOf(policy)).toBe(expected);
  const isCompound = 'anyOf' in policy || 'allOf' in policy;
  expect(wordsOf(policy, { isPart: true })).toBe(isCompound ? asPart : expected);
});
