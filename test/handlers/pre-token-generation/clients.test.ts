import { describe, expect, it } from 'vitest';
import { readClientIds, withClientIds } from '../../../handlers/pre-token-generation/clients';
import { Policy } from '../../../handlers/policy';

describe('readClientIds', () => {
  it('reads the parameter of that name', async () => {
    const read = async (name: string) => (name === '/clients' ? '{"web":"1abc"}' : undefined);
    expect(await readClientIds('/clients', read)).toEqual({ web: '1abc' });
  });

  it.each([undefined, '', 'web', '[]', 'null', '{"web":1}', '{"web":{"id":"1abc"}}'])('refuses %j', async (text) => {
    await expect(readClientIds('/clients', async () => text)).rejects.toThrow(
      /^the parameter with the ids of the app clients is malformed$/,
    );
  });

  it('fails where the parameter cannot be read', async () => {
    await expect(readClientIds('/clients', () => Promise.reject(new Error('denied')))).rejects.toThrow('denied');
  });
});

describe('withClientIds', () => {
  const ids = { web: '1abc', '5': '5abc' };

  it.each<[unknown, unknown]>([
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
    // What is malformed stays so.
    [{ client: 5 }, { client: 5 }],
    [
      { client: 'web', signedIn: true },
      { client: '1abc', signedIn: true },
    ],
    [{ anyOf: 'web' }, { anyOf: 'web' }],
    [{ allOf: [null, 'web'] }, { allOf: [null, 'web'] }],
    [null, null],
    ['web', 'web'],
  ])('%j becomes %j', (policy, expected) => {
    expect(withClientIds(policy as Policy, ids)).toEqual(expected);
  });
});
