import { describe, expect, it } from 'vitest';
import { DeployedResource } from '../../lib/adopt/deployed';
import { namesOf } from '../../lib/adopt/resource-names';

const resource = (type: string, properties: Record<string, unknown>): DeployedResource => ({
  type: `AWS::Cognito::${type}`,
  properties,
});
const withNames = namesOf(
  new Map([
    ['Google', resource('UserPoolIdentityProvider', { ProviderName: 'Google' })],
    ['Api', resource('UserPoolResourceServer', { Identifier: 'https://api' })],
    ['Admins', resource('UserPoolGroup', { GroupName: 'admins' })],
    ['Web', resource('UserPoolClient', { ClientName: 'web' })],
    ['Pool', resource('UserPool', { UserPoolName: 'users' })],
    ['Later', resource('UserPoolGroup', { GroupName: { Ref: 'Parameter' } })],
  ]),
);

describe('a reference is the name', () => {
  it.each<[unknown, unknown]>([
    [
      [{ Ref: 'Google' }, 'COGNITO'],
      ['Google', 'COGNITO'],
    ],
    [{ A: { B: { Ref: 'Admins' } } }, { A: { B: 'admins' } }],
    [{ 'Fn::GetAtt': ['Google', 'ProviderName'] }, 'Google'],
    [{ 'Fn::GetAtt': 'Google.ProviderName' }, 'Google'],
    [{ 'Fn::Join': ['', [{ Ref: 'Api' }, '/read']] }, 'https://api/read'],
    [{ 'Fn::Join': ['/', ['a', 1]] }, 'a/1'],
    [{ 'Fn::Sub': '${Api}/read' }, 'https://api/read'],
    [{ 'Fn::Sub': '${Google.ProviderName}' }, 'Google'],
  ])('%j', (value, expected) => {
    expect(withNames(value)).toEqual(expected);
  });
});

it.each<[string, unknown]>([
  ['the ID of a client', { Ref: 'Web' }],
  ['the ID of a pool', { Ref: 'Pool' }],
  ['a parameter', { Ref: 'Parameter' }],
  ['a name that only the deployment knows', { Ref: 'Later' }],
  ['another attribute', { 'Fn::GetAtt': ['Google', 'Id'] }],
  ['a text with what only the deployment knows', { 'Fn::Join': ['', ['a', { Ref: 'Parameter' }]] }],
  ['a substitution with what only the deployment knows', { 'Fn::Sub': '${Api}/${Parameter}' }],
  ['a substitution with variables', { 'Fn::Sub': ['${A}', { A: 'b' }] }],
  ['a condition', { 'Fn::If': ['C', 'a', 'b'] }],
  ['a map that looks like a reference', { Ref: 'Google', Other: 1 }],
  ['a value', { A: [1, 'b', true, null] }],
])('%s stays', (_, value) => {
  expect(withNames(value)).toEqual(value);
});
