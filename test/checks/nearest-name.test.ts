import { expect, it } from 'vitest';
import { nearestName } from '../../lib/checks/nearest-name';

const OPTIONS = [
  'accessPolicy',
  'authorizationScopes',
  'httpApi',
  'methods',
  'minimumLength',
  'path',
  'query',
  ...['featurePlan', 'groupName', 'domainName'],
];

it.each<[string, string, string | undefined]>([
  ['another case', 'ACCESSPOLICY', 'accessPolicy'],
  ['a letter too few', 'acessPolicy', 'accessPolicy'],
  ['two letters in each other’s place', 'mehtods', 'methods'],
  ['the singular', 'method', 'methods'],
  ['the start of a name', 'authorization', 'authorizationScopes'],
  ['the end of a name', 'scopes', 'authorizationScopes'],
  ['a short form', 'minLength', 'minimumLength'],
  ['a longer form', 'queryStringParameters', 'query'],
  ['few letters, which are the start of a name', 'auth', undefined],
  ['few letters and a wrong one', 'pats', 'path'],
  ['few letters, which two names end with', 'Name', undefined],
  ['few letters, which one name ends with', 'plan', 'featurePlan'],
  ['a word of few letters in the middle of a name', 'http', undefined],
  ['nothing alike', 'color', undefined],
  ['nothing', '', undefined],
  ['what every object has', 'toString', undefined],
])('knows what is meant by %s: %s', (_, name, expected) => {
  expect(nearestName(name, OPTIONS)).toBe(expected);
});
