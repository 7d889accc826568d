/*
 * Evaluates policies, some of which are satisfied:
 * node policy-child.mjs <bundle of lib/access/policy.ts> <number of policies> <rounds>
 */
import { createRequire } from 'node:module';

const [file, count, rounds] = process.argv.slice(2);
const { evaluate } = createRequire(import.meta.url)(file);

const KINDS = [
  (index) => ({ group: `group${index}` }),
  (index) => ({ anyOf: [{ group: `group${index}` }, { client: 'other' }, { group: 'admins' }] }),
  (index) => ({ allOf: [{ signedIn: true }, { attribute: 'custom:plan', values: [`plan${index}`, 'pro'] }] }),
  (index) => ({ client: `client${index}` }),
  (index) => ({
    anyOf: [{ allOf: [{ group: 'editors' }, { client: `client${index}` }] }, { group: `group${index + 1}` }],
  }),
];
const policies = Array.from({ length: Number(count) }, (_, index) => KINDS[index % KINDS.length](index));
const caller = {
  person: true,
  groups: ['editors', ...Array.from({ length: 20 }, (_, index) => `team${index}`), 'group40'],
  attributes: { email: 'ada@example.com', 'custom:plan': 'pro' },
  clientId: 'client3',
};

const samples = [];
let first;
for (let round = 0; round < Number(rounds); round++) {
  const started = performance.now();
  const earned = policies.filter((policy) => evaluate(policy, caller)).length;
  const ms = performance.now() - started;
  first ??= { ms, earned };
  if (round >= Number(rounds) / 2) samples.push(ms);
}
console.log(JSON.stringify({ samples, first: first.ms, earned: first.earned }));
