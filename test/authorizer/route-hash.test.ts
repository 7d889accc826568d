import { expect, it } from 'vitest';
import { ROUTE_HASH_LENGTH, routeHash } from '../../lib/authorizer/route-hash';

// printf '%s' 'GET /posts/{id}' | openssl dgst -sha256 -binary | basenc --base64url | cut -c1-6
it.each([
  ['GET /posts/{id}', 'p-AwXk'],
  ['$default', 'a2cpaX'],
  ['ANY /ä', '3IdgB6'],
])('the hash of %s is %s', (routeKey, hash) => {
  expect(routeHash(routeKey)).toBe(hash);
  expect(hash).toHaveLength(ROUTE_HASH_LENGTH);
});
