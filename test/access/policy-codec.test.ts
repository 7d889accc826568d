import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Policy } from '../../lib/access/policy';
import { decodePolicies, encodePolicies, inOrder } from '../../lib/access/policy-codec';
import { runsOr, seed } from '../support/random';

const group = (name: string): Policy => ({ group: name });

describe('policies as text', () => {
  it.each<[string, Policy[]]>([
    ['', []],
    ['*', [{ signedIn: true }]],
    ['+00admins', [group('admins')]],
    ['+00admins+11uditor', [group('admins'), group('auditors')]],
    ['+00admins~#0', [group('admins'), { client: 'admins' }]],
    ['=00custom:plan,00pro,00team', [{ attribute: 'custom:plan', values: ['pro', 'team'] }]],
    ['(+00a+00b){*+#1}', [{ anyOf: [group('a'), group('b')] }, { allOf: [{ signedIn: true }, group('b')] }]],
    ['()', [{ anyOf: [] }]],
    ['+00ab+20ab', [group('ab'), group('abab')]],
    ['+00abab+20', [group('abab'), group('ab')]],
    ['+00a+10a', [group('a'), group('aa')]],
    ['+00aa+10', [group('aa'), group('a')]],
    ['+00a%002bb%0022', [group('a+b"')]],
    ['+00%000a%d800', [group('\n\ud800')]],
    ['+00管理者+20員', [group('管理者'), group('管理員')]],
  ])('are %j', (text, policies) => {
    expect(encodePolicies(policies)).toBe(text);
    expect(decodePolicies(text)).toEqual(policies);
  });

  it('share at most 35 characters at either end of a name', () => {
    const names = ['a'.repeat(90), 'a'.repeat(91)];
    expect(encodePolicies(names.map(group))).toBe(`+00${names[0]}+zz${'a'.repeat(21)}`);
  });

  it.each([
    ...['admins', '+', '+-', '+0', '+#', '+#0', '+00a+#1', '+00ab+30c', '+00ab+21c', '+10a', '+01a', '00a', ',00a'],
    ...['+00a,00b', '*,00b', '(', ')', '(+00a', '+00a)', '(}', '{)', '((+00a)', '+00a%', '+00a%1', '+00a%00zz'],
    ...[
      '+00a%002B',
      '+00a%x002b',
      '+00a%002bb%',
      '+00a\n+',
      '[]',
      '=',
      '=00a,',
      '(+00a,00b)',
      '=00a(,00b)',
      '{"group":"a"}',
    ],
  ])('are not %j', (text) => {
    expect(() => decodePolicies(text)).toThrow('The policies are malformed.');
  });

  const name = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.string({ unit: fc.constantFrom('a', 'b', ...'*+=~,(){}#%"\\ 0', '\ud83d', '\ude00', '😀', '\n'), maxLength: 6 }),
    fc.constantFrom('a'.repeat(40), `${'a'.repeat(40)}b`, 'admins', ''),
  );
  const { policy } = fc.letrec<{ policy: Policy }>((tie) => ({
    policy: fc.oneof(
      { maxDepth: 3 },
      fc.constant<Policy>({ signedIn: true }),
      name.map<Policy>((each) => ({ group: each })),
      name.map<Policy>((each) => ({ client: each })),
      fc.tuple(name, fc.array(name, { maxLength: 3 })).map<Policy>(([attribute, values]) => ({ attribute, values })),
      fc.array(tie('policy'), { maxLength: 3 }).map<Policy>((anyOf) => ({ anyOf })),
      fc.array(tie('policy'), { maxLength: 3 }).map<Policy>((allOf) => ({ allOf })),
    ),
  }));

  it('are the same once they are read, and have nothing that an environment would not keep', () => {
    fc.assert(
      fc.property(fc.array(policy, { maxLength: 6 }), (policies) => {
        const text = encodePolicies(policies);
        expect(decodePolicies(text).map((each) => JSON.stringify(each))).toEqual(
          policies.map((each) => JSON.stringify(each)),
        );
        expect(Buffer.from(text).toString()).toBe(text);
        expect(JSON.stringify(text)).toBe(`"${text}"`);
      }),
      { numRuns: runsOr(1000), seed },
    );
  });

  it('are read as policies or not at all, whatever was changed in them', () => {
    fc.assert(
      fc.property(
        fc.array(policy, { maxLength: 3 }),
        fc.nat(40),
        fc.constantFrom(...'*+=~,(){}#%0a'),
        (all, at, sign) => {
          const text = encodePolicies(all);
          const changed = text.slice(0, at) + sign + text.slice(at + 1);
          let read: Policy[];
          try {
            read = decodePolicies(changed);
          } catch (error) {
            expect(String(error)).toBe('Error: The policies are malformed.');
            return;
          }
          expect(JSON.stringify(decodePolicies(encodePolicies(read)))).toBe(JSON.stringify(read));
        },
      ),
      { numRuns: runsOr(1000), seed },
    );
  });
});

it('the order puts policies with one name first, and similar names side by side', () => {
  const any: Policy = { anyOf: [group('a'), group('b')] };
  const all: Policy = { allOf: [group('a'), group('b')] };
  const policies = [any, all, group('c'), { signedIn: true } as Policy, group('a')];
  const expected = [group('a'), group('c'), { signedIn: true }, all, any];
  expect(inOrder(policies)).toEqual(expected);
  expect(inOrder([...policies].reverse())).toEqual(expected);
});
