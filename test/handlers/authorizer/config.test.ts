import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../handlers/authorizer/config';
import { encodePolicies } from '../../../lib/access/policy-codec';
import { encodeRoutes, routeHash } from '../../../lib/authorizer/resources/route-hash';

const POOL = { userPoolId: 'eu-west-1_Pool1', clientIds: ['client1'], tokenUse: 'access' };
const ENVIRONMENT = {
  POOLS: JSON.stringify([POOL]),
  CLIENTS: '{}',
  POLICIES: encodePolicies([{ signedIn: true }, { group: 'admins' }]),
  ROUTES: encodeRoutes([['GET /', 'GET /posts'], ['DELETE /posts']]),
};
const read = (changes: Partial<typeof ENVIRONMENT>) => readConfig({ ...ENVIRONMENT, ...changes });

describe('readConfig', () => {
  it('finds the policy of each route', () => {
    expect(read({})).toEqual({
      pools: [POOL],
      policies: new Map([
        [routeHash('GET /', '0'), { signedIn: true }],
        [routeHash('GET /posts', '0'), { signedIn: true }],
        [routeHash('DELETE /posts', '0'), { group: 'admins' }],
      ]),
      salt: '0',
    });
  });

  it('names clients by their IDs', () => {
    const { policies } = read({
      CLIENTS: '{"Pool.Jobs":"1abc"}',
      POLICIES: encodePolicies([{ client: 'Pool.Jobs' }, { client: '2def' }]),
    });
    expect([...policies.values()]).toEqual([{ client: '1abc' }, { client: '1abc' }, { client: '2def' }]);
  });

  it('accepts a configuration without routes', () => {
    expect(read({ POLICIES: '', ROUTES: '0:' }).policies.size).toBe(0);
  });

  it.each([
    ['POOLS', ''],
    ['POOLS', '{'],
    ['POOLS', []],
    ['POOLS', {}],
    ['POOLS', [null]],
    ['POOLS', [{ ...POOL, userPoolId: undefined }]],
    ['POOLS', [{ ...POOL, clientIds: 'client1' }]],
    ['POOLS', [{ ...POOL, clientIds: null }]],
    ['POOLS', [{ ...POOL, tokenUse: null }]],
    ['POOLS', [{ ...POOL, tokenUse: 'refresh' }]],
    ['CLIENTS', ''],
    ['CLIENTS', []],
    ['CLIENTS', { web: 1 }],
    ['ROUTES', ''],
    ['ROUTES', '0'],
    ['ROUTES', '0:'],
    ['ROUTES', ':abcdef'],
    ['ROUTES', '00:abcdef'],
    ['ROUTES', '0:abc'],
    ['ROUTES', '0:abc+def'],
    ['ROUTES', '0:abcdefghi'],
    ['ROUTES', '0:abcde'],
    ['ROUTES', '0:abcdefg'],
    ['ROUTES', '0:abc+defg'],
    ['ROUTES', '0:ab,def'],
    ['ROUTES', '0:abcdef+'],
    ['ROUTES', '0:+abcdef'],
    ['ROUTES', '0:abc++defghi'],
    ['ROUTES', '0:abcdef '],
    ['ROUTES', ['abc', 'def']],
  ])('rejects %s of %j', (name, value) => {
    expect(() => read({ [name]: typeof value === 'string' ? value : JSON.stringify(value) })).toThrow(
      `The environment variable ${name} is malformed.`,
    );
  });

  it('rejects policies that are missing or malformed', () => {
    expect(() => read({ POLICIES: undefined })).toThrow('The environment variable POLICIES is missing.');
    expect(() => read({ POLICIES: '[]' })).toThrow('The policies are malformed.');
  });

  it.each(['0:abcabc', '0:abc+def+abcghi', '0:abcdef+abc'])('rejects a route that is listed twice: %j', (ROUTES) => {
    expect(() => read({ ROUTES })).toThrow('The environment variable ROUTES lists a route twice.');
  });
});

it('rejects a list of which one pool is malformed, and takes either use of tokens', () => {
  expect(() => read({ POOLS: JSON.stringify([POOL, { ...POOL, tokenUse: 'refresh' }]) })).toThrow('POOLS');
  const [id] = read({ POOLS: JSON.stringify([{ ...POOL, tokenUse: 'id' }]) }).pools;
  expect(id).toMatchObject({ tokenUse: 'id' });
  expect(() => read({ POOLS: JSON.stringify([{ ...POOL, resources: 'https://a' }]) })).toThrow('POOLS');
});

it('needs no IDs of clients', () => {
  expect(read({ CLIENTS: undefined }).policies.size).toBe(3);
});
