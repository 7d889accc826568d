import { expect, it } from 'vitest';
import { customName, isStandard, NOT_WRITABLE, STANDARD_NAMES } from '../../lib/sign-in/standard-attribute';

it('is one of the 17 that OpenID Connect defines and a pool has', () => {
  expect(STANDARD_NAMES).toHaveLength(17);
  expect(new Set(STANDARD_NAMES).size).toBe(17);
});

it.each([
  ['email', true],
  ['updated_at', true],
  ['Email', false],
  ['custom:email', false],
  ['sub', false],
  ['', false],
])('%s is one: %s', (name, expected) => {
  expect(isStandard(name)).toBe(expected);
});

it('is not one that Cognito alone writes', () => {
  expect(NOT_WRITABLE.filter(isStandard)).toEqual([]);
});

it('a custom attribute has a prefix, and another one if only developers write it', () => {
  expect(customName('team')).toBe('custom:team');
  expect(customName('team', true)).toBe('dev:custom:team');
});
