import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../handlers/authorizer/config';
import { routeHash } from '../../../lib/authorizer/route-hash';

const POOLS = [{ userPoolId: 'eu-west-1_Pool1', clientIds: ['client1'], tokenUse: 'access' }];
const POLICIES = [{ signedIn: true }, { group: 'admins' }];
const ROUTES = { 0: routeHash('GET /') + routeHash('GET /posts'), 1: routeHash('DELETE /posts') };
const read = (changes: Record<string, unknown>) =>
  readConfig(
    Object.fromEntries(
      Object.entries({ POOLS, POLICIES, ROUTES, ...changes }).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    ),
  );

describe('readConfig', () => {
  it('finds the policy of each route', () => {
    expect(read({})).toEqual({
      pools: POOLS,
      policies: new Map([
        [routeHash('GET /'), POLICIES[0]],
        [routeHash('GET /posts'), POLICIES[0]],
        [routeHash('DELETE /posts'), POLICIES[1]],
      ]),
    });
  });

  it('accepts a configuration without routes', () => {
    expect(read({ ROUTES: {} }).policies.size).toBe(0);
    expect(read({ ROUTES: { 0: '' } }).policies.size).toBe(0);
  });

  it.each([
    ['POOLS', ''],
    ['POOLS', '{'],
    ['POOLS', []],
    ['POOLS', {}],
    ['POOLS', [null]],
    ['POOLS', [{ ...POOLS[0], userPoolId: undefined }]],
    ['POOLS', [{ ...POOLS[0], clientIds: 'client1' }]],
    ['POOLS', [{ ...POOLS[0], clientIds: null }]],
    ['POOLS', [{ ...POOLS[0], tokenUse: null }]],
    ['POOLS', [{ ...POOLS[0], tokenUse: 'refresh' }]],
    ['POLICIES', ''],
    ['POLICIES', {}],
    ['ROUTES', ''],
    ['ROUTES', []],
    ['ROUTES', { 2: 'abcdef' }],
    ['ROUTES', { '-1': 'abcdef' }],
    ['ROUTES', { '00': 'abcdef' }],
    ['ROUTES', { x: 'abcdef' }],
    ['ROUTES', { length: 'abcdef' }],
    ['ROUTES', { 0: 'abcde' }],
    ['ROUTES', { 0: 'abcdefg' }],
    ['ROUTES', { 0: 'abc+ef' }],
    ['ROUTES', { 0: ['abcdef'] }],
  ])('rejects %s of %j', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(`The environment variable ${name} is malformed.`);
  });

  it.each([{ 0: 'abcdef', 1: 'abcdef' }, { 0: 'abcdefghijklabcdef' }])(
    'rejects a route that is listed twice: %j',
    (routes) => {
      expect(() => read({ ROUTES: routes })).toThrow('The environment variable ROUTES lists a route twice.');
    },
  );
});
