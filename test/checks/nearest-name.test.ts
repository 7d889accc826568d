import { expect, it } from 'vitest';
import { nearestName } from '../../lib/checks/nearest-name';

const OPTIONS = ['accessPolicy', 'authorizationScopes', 'httpApi', 'methods', 'minimumLength', 'path', 'query'];

it.each<[string, string, string | undefined]>([
  ['another case', 'ACCESSPOLICY', 'accessPolicy'],
  ['a letter too few', 'acessPolicy', 'accessPolicy'],
  ['two letters in each other’s place', 'mehtods', 'methods'],
  ['the singular', 'method', 'methods'],
  ['the start of a name', 'authorization', 'authorizationScopes'],
  ['the end of a name', 'scopes', 'authorizationScopes'],
  ['a short form', 'minLength', 'minimumLength'],
  ['a longer form', 'queryStringParameters', 'query'],
  ['nothing alike', 'color', undefined],
  ['nothing', '', undefined],
  ['what every object has', 'toString', undefined],
])('knows what is meant by %s: %s', (_, name, expected) => {
  expect(nearestName(name, OPTIONS)).toBe(expected);
});
