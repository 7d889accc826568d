import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tokenOf } from '../../../handlers/authorizer/token';
import { seed } from '../../support/random';

const TOKEN = 'eyJh.eyJz.c2ln';

it.each([TOKEN, `Bearer ${TOKEN}`, `bearer ${TOKEN}`, `BEARER ${TOKEN}`])('finds the token in %j', (source) => {
  expect(tokenOf([source, 'GET /'])).toBe(TOKEN);
});

// Other spellings of the same bytes, and a token that is too long.
it.each([
  'eyJh.eyJz.c2ln=',
  'eyJh.eyJz.YR',
  'eyJh.eyJz.YWJ',
  'eyJh.eyJz.Y',
  'eyJh.eyJz.c2lnY',
  `eyJh.eyJz.${'A'.repeat(16_384)}`,
])('finds no token in %j', (source) => {
  expect(tokenOf([source])).toBeUndefined();
});

it.each([undefined, null, TOKEN, [], [null], [[TOKEN]], [{ token: TOKEN }], { 0: TOKEN }])(
  'finds no token in %j',
  (source) => {
    expect(tokenOf(source)).toBeUndefined();
  },
);

it('accepts up to 16 kB', () => {
  const ofLength = (length: number) => `eyJh.eyJz.${'A'.repeat(length - 10)}`;
  expect(tokenOf([ofLength(16_384)])).toHaveLength(16_384);
  expect(tokenOf([ofLength(16_388)])).toBeUndefined();
});

it('accepts a signature only in the canonical base64url of its bytes', () => {
  const letter = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');
  const isCanonical = (text: string) => Buffer.from(text, 'base64url').toString('base64url') === text;
  fc.assert(
    fc.property(fc.string({ unit: letter, minLength: 1, maxLength: 12 }), (signature) => {
      expect(tokenOf([`eyJh.eyJz.${signature}`]) !== undefined).toBe(isCanonical(signature));
    }),
    { numRuns: 2000, seed },
  );
});

it('takes the scheme off at the start only', () => {
  expect(tokenOf([`x bearer ${TOKEN}`])).toBe(`x bearer ${TOKEN}`);
});

it('finds no token whose signature ends with padding', () => {
  expect(tokenOf(['eyJh.eyJz.c2k='])).toBeUndefined();
});
