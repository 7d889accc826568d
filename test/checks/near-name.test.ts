import { expect, it } from 'vitest';
import { nearName } from '../../lib/checks/near-name';

it.each([
  ['Admins', 'admins'],
  ['ADMINS', 'admins'],
  [' admins', 'admins'],
  ['admins ', 'admins'],
  ['admin', 'admins'],
  ['admimns', 'admins'],
  ['admens', 'admins'],
  ['amdins', 'admins'],
  ['adminns', 'admins'],
  ['users', 'user'],
  ['A', 'a'],
  ['content_editors', 'content-editors'],
  ['contentEditors', 'content-editors'],
  ['content-editor', 'content-editors'],
  ['plan', 'custom:plan'],
  ['custom:email', 'email'],
  ['custom:Plan', 'custom:plan'],
  ['custom:level', 'dev:custom:level'],
  ['emailVerified', 'email_verified'],
  ['email_verifed', 'email_verified'],
  ['reports/raed', 'reports/read'],
  ['e\u0301diteurs', '\u00c9diteurs'],
  // Letters as Japanese keyboards write them.
  ['\uff41\uff44\uff4d\uff49\uff4e\uff53', 'admins'],
])('%j was meant to be %j', (name, known) => {
  expect(nearName(name, ['x', known])).toBe(known);
});

it.each([
  ['guests', 'admins'],
  ['interns', 'internals'],
  ['b', 'a'],
  ['dev', 'devs'],
  ['team-2', 'team-1'],
  ['tenantB', 'tenantA'],
  ['teamX', 'teamY'],
  ['team1', 'team'],
  ['tenant-b', 'tenant-a'],
  ['tenant-ab', 'tenant-ac'],
  ['lead', 'read'],
  ['smdina', 'admins'],
  ['dmins', 'admins'],
  ['a/read', 'b/read'],
  ['c++', 'c'],
  ['custom:planet', 'custom:plan'],
  ['email', 'email_verified'],
  ['', 'admins'],
])('%j is another name than %j', (name, known) => {
  expect(nearName(name, [known])).toBeUndefined();
  expect(nearName(known, [name])).toBeUndefined();
});

it('the same but for case comes first', () => {
  expect(nearName('Editor', ['editors', 'editor'])).toBe('editor');
});
