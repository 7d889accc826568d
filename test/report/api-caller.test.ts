import { CfnParameter } from 'aws-cdk-lib';
import { expect, it } from 'vitest';
import { ApiCaller, UserAuthPool } from '../../lib';
import { messageOf, newStack } from '../support/synth';

const stack = newStack('S');
const pool = new UserAuthPool(stack, 'Pool');

it.each([
  [ApiCaller.anonymous(), 'a caller without a token'],
  [ApiCaller.person(), 'a person in no group'],
  [ApiCaller.person({ groups: ['a'] }), 'a person in the group a'],
  [ApiCaller.person({ groups: ['a', 'b'], scopes: ['x/y'] }), 'a person in the groups a, b and with the scope x/y'],
  [ApiCaller.person({ attributes: { plan: 'pro' } }), 'a person in no group and with plan pro'],
  [ApiCaller.machine(pool.client), 'the machine S/Pool/Client'],
  [ApiCaller.machine(pool.client, { scopes: ['a', 'b'] }), 'the machine S/Pool/Client with the scopes a, b'],
])('%s', (caller, expected) => {
  expect(caller.toString()).toBe(expected);
});

it('is the same with another client', () => {
  const caller = ApiCaller.person({ groups: ['a'] })._through(pool.client);
  expect(caller.toString()).toBe('a person in the group a');
  expect(caller._client).toBe(pool.client);
});

it('tells options that do not exist', () => {
  expect(messageOf(() => ApiCaller.person({ group: 'a' } as object))).toContain('groups');
});

it('takes groups by the name of a construct, whose name in tokens is known', () => {
  const own = pool.addGroup('Own', { groupName: 'editors' });
  expect(ApiCaller.person({ groups: [own.groupName, 'b'] })._asCaller('').groups).toEqual(['editors', 'b']);
});

it('tells what only deployment will know, since no policy could be compared with it', () => {
  const later = new CfnParameter(stack, 'P').valueAsString;
  const options = { groups: ['a', later], attributes: { a: later, [later]: 'b' }, scopes: [later] };
  const rest = 'is known only at deployment: no policy could be compared with it at synthesis. Give a literal string.';
  expect(messageOf(() => ApiCaller.person(options))).toBe(
    [
      'ApiCaller.person() has 4 problems:',
      `  1. groups[1] ${rest}`,
      `  2. attributes[a] ${rest}`,
      `  3. The name of an attribute ${rest}`,
      `  4. scopes[0] ${rest}`,
    ].join('\n'),
  );
  expect(messageOf(() => ApiCaller.machine(pool.client, { scopes: [later] }))).toContain(
    'ApiCaller.machine() has 1 problem',
  );
});
