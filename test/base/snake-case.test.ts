import { expect, it } from 'vitest';
import { snakeCase } from '../../lib/base/snake-case';

it.each([
  ['email', 'email'],
  ['phoneNumberVerified', 'phone_number_verified'],
  ['userPoolId', 'user_pool_id'],
  ['attributesURL', 'attributes_url'],
  ['allowedOAuthScopes', 'allowed_o_auth_scopes'],
])('%s is %s', (name, expected) => {
  expect(snakeCase(name)).toBe(expected);
});
