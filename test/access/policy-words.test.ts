import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Policy } from '../../lib/access/policy';
import { wordsOf } from '../../lib/access/policy-words';
import { AccessPolicy } from '../../lib';
import { POLICIES } from '../support/policies';

const a = { group: 'a' };
const plan = { attribute: 'custom:plan', values: ['pro', 'team'] };

it.each<[Policy, string, string?]>([
  [{ signedIn: true }, 'any signed-in person'],
  [a, 'group a'],
  [plan, 'custom:plan pro or team'],
  [{ client: 'S/Pool/Client' }, 'client S/Pool/Client'],
  [{ client: 'S/My Client' }, 'client "S/My Client"'],
  [{ group: 'or' }, 'group "or"'],
  [{ attribute: 'custom:team', values: ['a or b', 'c', ''] }, 'custom:team "a or b" or c or ""'],
  [{ attribute: 'a b', values: ['say "hi"'] }, '"a b" "say \\"hi\\""'],
  [{ anyOf: [a, plan] }, 'group a or custom:plan pro or team', '(group a or custom:plan pro or team)'],
  [{ allOf: [a, { group: 'b' }] }, 'group a and group b', '(group a and group b)'],
  [{ allOf: [a, { anyOf: [{ group: 'b' }, { client: 'c' }] }] }, 'group a and (group b or client c)', undefined],
  [{ anyOf: [{ allOf: [a, { signedIn: true }] }] }, 'group a and any signed-in person', undefined],
])('%j is "%s"', (policy, expected, asPart = `(${expected})`) => {
  expect(wordsOf(policy)).toBe(expected);
  const isCompound = 'anyOf' in policy || 'allOf' in policy;
  expect(wordsOf(policy, { isPart: true })).toBe(isCompound ? asPart : expected);
});

it('never is the same for different policies', () => {
  const { group, attribute, anyOf, allOf, signedIn } = POLICIES;
  const parts = [
    'a',
    'b',
    'or',
    'and',
    'group',
    'a or b',
    'a or group b',
    'any signed-in person',
    'a)',
    '(',
    '"',
    '\\',
    '',
  ];
  const word = fc.oneof(
    fc.constantFrom(...parts),
    fc
      .array(fc.constantFrom(...parts, ' ', '" or "', '" "'), { minLength: 1, maxLength: 4 })
      .map((all) => all.join('')),
  );
  const name = word.filter((each) => each !== '');
  const { policy } = fc.letrec<{ policy: AccessPolicy }>((tie) => ({
    policy: fc.oneof(
      { maxDepth: 2 },
      fc.constant(signedIn()),
      name.map((each) => group(each)),
      fc.tuple(name, fc.array(word, { minLength: 1, maxLength: 3 })).map(([of, values]) => attribute(of, ...values)),
      fc.array(tie('policy'), { minLength: 1, maxLength: 3 }).map((all) => anyOf(...all)),
      fc.array(tie('policy'), { minLength: 1, maxLength: 3 }).map((all) => allOf(...all)),
    ),
  }));
  const known = new Map<string, string>();
  fc.assert(
    fc.property(policy, (each) => {
      const document = JSON.stringify(each._named);
      const before = known.get(each.toString()) ?? document;
      known.set(each.toString(), document);
      expect(document).toBe(before);
    }),
    { numRuns: 5_000 },
  );
});
