import { describe, expect, it } from 'vitest';
import { isClientIds, withClientIds } from '../../handlers/client-ids';
import { Policy } from '../../lib/access/policy';

it.each<[unknown, boolean]>([
  [{}, true],
  [{ web: '1abc' }, true],
  [{ web: 1 }, false],
  [{ web: null }, false],
  [[], false],
  [null, false],
  ['web', false],
])('%j are IDs of clients: %j', (value, expected) => {
  expect(isClientIds(value)).toBe(expected);
});

describe('withClientIds', () => {
  const ids = { web: '1abc', '5': '5abc' };

  it.each<[Policy, Policy]>([
    [{ client: 'web' }, { client: '1abc' }],
    [{ client: '9xyz' }, { client: '9xyz' }],
    [{ client: 'constructor' }, { client: 'constructor' }],
    [{ client: '__proto__' }, { client: '__proto__' }],
    [
      { anyOf: [{ group: 'web' }, { allOf: [{ client: 'web' }, { client: 'x' }] }] },
      { anyOf: [{ group: 'web' }, { allOf: [{ client: '1abc' }, { client: 'x' }] }] },
    ],
    [
      { attribute: 'web', values: ['web'] },
      { attribute: 'web', values: ['web'] },
    ],
    [{ signedIn: true }, { signedIn: true }],
  ])('%j becomes %j', (policy, expected) => {
    expect(withClientIds(policy, ids)).toEqual(expected);
  });
});
