import fc from 'fast-check';
import { LAYOUTS } from './world';

const KINDS = [
  ...(['alias', 'client', 'ownClient', 'machineClient', 'provider', 'group', 'server'] as const),
  ...(['hook', 'grant', 'connect', 'route', 'closed', 'config'] as const),
];

/** Numbers, of which each kind of call makes what it needs. */
const call = fc.record({
  kind: fc.nat(99),
  rank: fc.nat(99),
  pool: fc.nat(1),
  fn: fc.nat(9),
  a: fc.nat(99),
  b: fc.nat(99),
  c: fc.nat(99),
  isGiven: fc.boolean(),
});
export type Kind = (typeof KINDS)[number];
export type Call = typeof call extends fc.Arbitrary<infer T> ? T : never;

const start = fc.record({
  layout: fc.constantFrom(...Object.keys(LAYOUTS)),
  ranks: fc.array(fc.nat(99), { minLength: 15, maxLength: 15 }),
  // With all kinds at once, hardly two calls would be about the same.
  kinds: fc.subarray(KINDS, { minLength: 3, maxLength: 6 }),
  hosted: fc.boolean(),
  second: fc.constantFrom('none', 'none', 'made', 'imported'),
});

export const calls = fc.record({ start, later: fc.array(call, { minLength: 3, maxLength: 16 }) });
export type Calls = typeof calls extends fc.Arbitrary<infer T> ? T : never;
