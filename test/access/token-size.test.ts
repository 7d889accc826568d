import { Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { AccessPolicy, UserAuthPool } from '../../lib';
import { POLICIES } from '../support/policies';
import { newStack, templateOf, warningsOf } from '../support/synth';

const { group, anyGroup, attribute, signedIn } = POLICIES;

/** The numbers in the warning: how many policies, how many of them at once, and the bytes of such a token. */
function warned(policies: AccessPolicy[], stack: Stack = newStack('S')): number[] | undefined {
  const pool = new UserAuthPool(stack, 'Pool');
  for (const policy of policies) pool.scopeFor(policy);
  templateOf(stack);
  const [warning, ...more] = warningsOf(stack).filter((text) => text.includes('UserAuthPool.largeToken'));
  expect(more).toEqual([]);
  const [, ...numbers] =
    /enforces (\d+) access policies in the token\. An access token that satisfies (\d+) of them has about (\d+) bytes/.exec(
      warning ?? '',
    ) ?? [];
  return warning === undefined ? undefined : numbers.map(Number);
}

const named = (count: number, policyOf: (name: string) => AccessPolicy) =>
  Array.from({ length: count }, (_, n) => policyOf(`customer-relations-${n.toString().padStart(3, '0')}`));
const COUPLES = (count: number) => named(count, (name) => anyGroup(name, 'administrators'));

describe('a pool whose policies make large access tokens', () => {
  it('is warned of from 8 kB on', () => {
    // "policy/" has 7 characters, then come 40 readable ones, a hyphen, 10 of the hash, and a space.
    const sizeOf = (count: number) => 1300 + Math.ceil((count * 59 * 4) / 3);
    expect(sizeOf(87)).toBeLessThan(8192);
    expect(sizeOf(88)).toBeGreaterThanOrEqual(8192);
    expect(warned(COUPLES(87))).toBeUndefined();
    expect(warned(COUPLES(88))).toEqual([88, 88, sizeOf(88)]);
  });

  it('is warned of no sooner than a user can have the groups', () => {
    const [, earned] = warned([...named(150, group), ...COUPLES(60)])!;
    expect(earned).toBe(100 + 60);
  });

  it('counts the groups whose scopes are the longest, in any order', () => {
    const short = Array.from({ length: 100 }, (_, n) => group(`g${n.toString().padStart(3, '0')}`));
    const long = named(100, group);
    // "policy/", "group-", the name, a hyphen, 10 of the hash, and a space; the name again, in quotes, and a comma.
    const bytes =
      100 * (7 + 'group-customer-relations-000'.length + 12 + 'customer-relations-000'.length + 3) + 60 * 59;
    const expected = [260, 160, 1300 + Math.ceil((bytes * 4) / 3)];
    expect(warned([...short, ...long, ...COUPLES(60)])).toEqual(expected);
    expect(warned([...COUPLES(60), ...long, ...short])).toEqual(expected);
  });

  it('is warned of for the groups alone, whose names are in the token, too', () => {
    const [, earned, size] = warned(named(100, group))!;
    expect(earned).toBe(100);
    expect(size).toBeGreaterThan(10_000);
  });

  it('counts the value of an attribute whose scope is the longest, and each policy on several values', () => {
    const values = ['x', 'a-value-of-some-length', 'y'].map((value) => attribute('family_name', value));
    const several = attribute('given_name', 'a', 'b');
    const bytesOf = (policies: AccessPolicy[]) => {
      const [policyCount, earned, bytes] = warned([...policies, ...COUPLES(90)])!;
      return { policyCount, earned, bytes };
    };
    const [, long] = values;
    const alone = bytesOf([long!]);
    expect(bytesOf(values)).toEqual({ ...alone, policyCount: alone.policyCount! + 2 });
    expect(bytesOf([...values].reverse())).toEqual({ ...alone, policyCount: alone.policyCount! + 2 });
    expect(bytesOf([several, attribute('given_name', 'a', 'c')]).earned).toBe(92);
  });

  it('is warned of no sooner than an attribute can have the values', () => {
    const values = named(100, (value) => attribute('family_name', value));
    expect(warned([...values, ...COUPLES(80)])).toBeUndefined();
    const [, earned] = warned([...values, attribute('given_name', 'Ada'), signedIn(), ...COUPLES(90)])!;
    expect(earned).toBe(1 + 1 + 1 + 90);
  });
});
