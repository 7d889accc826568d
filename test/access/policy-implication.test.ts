import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Caller, Policy } from '../../lib/access/policy';
import { implies } from '../../lib/access/policy-implication';
import { oracle } from '../support/policy-oracle';
import { runsOr, seed } from '../support/random';
import { randomPerson, randomPolicy } from '../support/random-policies';

const signedIn: Policy = { signedIn: true };
const group = (name: string): Policy => ({ group: name });
const attribute = (name: string, ...values: string[]): Policy => ({ attribute: name, values });
const client = (name: string): Policy => ({ client: name });
const anyOf = (...policies: Policy[]): Policy => ({ anyOf: policies });
const allOf = (...policies: Policy[]): Policy => ({ allOf: policies });

it.each<[Policy, Policy, boolean]>([
  [group('a'), group('a'), true],
  [group('a'), group('b'), false],
  [group('a'), signedIn, true],
  [attribute('plan', 'pro'), signedIn, true],
  [client('web'), signedIn, false],
  [signedIn, group('a'), false],
  [attribute('plan', 'pro'), attribute('plan', 'free', 'pro'), true],
  [attribute('plan', 'free', 'pro'), attribute('plan', 'pro'), false],
  [attribute('plan', 'pro'), attribute('level', 'pro'), false],
  [group('a'), anyOf(group('a'), group('b')), true],
  [anyOf(group('a'), group('b')), group('a'), false],
  [anyOf(group('a'), group('b')), anyOf(group('c'), group('b'), group('a')), true],
  [anyOf(group('a'), client('web')), signedIn, false],
  [allOf(group('a'), group('b')), group('b'), true],
  [group('b'), allOf(group('a'), group('b')), false],
  [allOf(group('a'), group('b'), group('c')), allOf(group('c'), group('a')), true],
  [allOf(group('a'), client('web')), anyOf(client('web'), group('b')), true],
  [group('a'), allOf(), false],
])('%j implies %j: %s', (one, other, expected) => {
  expect(implies(one, other)).toBe(expected);
});

it('never says so of a policy that somebody satisfies without the other', () => {
  const write = { signedIn: () => signedIn, group, attribute, ofClient: client, anyOf, allOf };
  const policy = randomPolicy(['a', 'b', 'c'], { clients: ['web', 'job'] }).map((each) => each<Policy>(write));
  const person = fc
    .tuple(randomPerson(['a', 'b', 'c']), fc.constantFrom('web', 'app'))
    .map(([{ groups, plan }, id]): Caller => ({
      person: true,
      groups,
      attributes: plan === undefined ? {} : { 'custom:plan': plan },
      clientId: id,
    }));
  const machine = fc.constantFrom('job').map((clientId) => ({ person: false, groups: [], attributes: {}, clientId }));
  let implied = 0;
  fc.assert(
    fc.property(policy, policy, fc.array(fc.oneof(person, machine), { minLength: 5 }), (one, other, callers) => {
      if (!implies(one, other)) return;
      implied += 1;
      for (const caller of callers) if (oracle(one, caller)) expect(oracle(other, caller)).toBe(true);
    }),
    { numRuns: runsOr(2000), seed },
  );
  expect(implied).toBeGreaterThan(100);
});
