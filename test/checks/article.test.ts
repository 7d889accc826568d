import { expect, it } from 'vitest';
import { withArticle } from '../../lib/checks/article';

it.each([
  ['pool', 'a pool'],
  ['identity provider', 'an identity provider'],
  ['user', 'a user'],
  ['IUserAuthPool', 'an IUserAuthPool'],
  ['UserAuthPool', 'a UserAuthPool'],
])('%s is %s', (noun, expected) => {
  expect(withArticle(noun)).toBe(expected);
});
