import { expect, it } from 'vitest';
import { claimText, holderOf } from '../../handlers/claims';

it.each([
  ['a person', { username: 'ana', sub: '1', client_id: 'web' }, { username: 'ana', clientId: 'web', person: true }],
  ['a machine', { sub: 'job', client_id: 'job' }, { clientId: 'job', person: false }],
  [
    'no person, whose subject is a client',
    { username: 'x', sub: 'job', client_id: 'job' },
    { username: 'x', clientId: 'job', person: false },
  ],
  [
    'the owner of an ID token',
    { token_use: 'id', 'cognito:username': 'ana', username: 'bo', sub: '1', aud: 'web', client_id: 'other' },
    { username: 'ana', clientId: 'web', person: true },
  ],
  [
    'the owner of an ID token, whatever else it says',
    { token_use: 'id', sub: 'web', aud: 'web' },
    { clientId: 'web', person: true },
  ],
  ['nobody', { username: 1, client_id: ['web'] }, { clientId: '', person: false }],
])('a token is issued to %s', (_, claims, expected) => {
  expect(holderOf(claims)).toEqual({ username: undefined, ...expected });
});

it.each([
  ['a', 'a'],
  [['a', 'b c'], '[a b c]'],
  [true, 'true'],
  [12, '12'],
  [{ a: 1 }, '{"a":1}'],
])('API Gateway writes %j as %s', (value, text) => {
  expect(claimText(value)).toBe(text);
});
