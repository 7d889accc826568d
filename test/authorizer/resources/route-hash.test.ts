import { describe, expect, it } from 'vitest';
import { encodeRoutes, ROUTE_HASH_LENGTH, routeHash } from '../../../lib/authorizer/resources/route-hash';

// printf '%s' '0GET /posts/{id}' | openssl dgst -sha256 -binary | basenc --base64url | cut -c1-3
it.each([
  ['GET /posts/{id}', '0', 'vob'],
  ['$default', '0', 'eOq'],
  ['ANY /ä', 'z', 'iMf'],
])('the hash of %s with the salt %s is %s', (routeKey, salt, hash) => {
  expect(routeHash(routeKey, salt)).toBe(hash);
  expect(hash).toHaveLength(ROUTE_HASH_LENGTH);
});

describe('encodeRoutes', () => {
  const decode = (text: string) => {
    const [salt, routes] = text.split(':') as [string, string];
    return { salt, hashes: (routes.match(/...(\+...)*/g) ?? []).map((each) => each.split('+')) };
  };

  it('has the hashes of the routes of each policy', () => {
    const routes = [['GET /', 'GET /a', 'GET /b'], ['PUT /a'], ['POST /a', 'DELETE /a']];
    const { salt, hashes } = decode(encodeRoutes(routes));
    expect(salt).toBe('0');
    expect(hashes).toEqual(routes.map((each) => each.map((key) => routeHash(key, '0'))));
    expect(encodeRoutes([])).toBe('0:');
  });

  it('takes a salt with which no two routes have the same hash', () => {
    const seen = new Map<string, string>();
    let pair: string[] = [];
    for (let n = 0; pair.length === 0; n++) {
      const hash = routeHash(`GET /${n}`, '0');
      const other = seen.get(hash);
      if (other) pair = [other, `GET /${n}`];
      seen.set(hash, `GET /${n}`);
    }
    const { salt, hashes } = decode(encodeRoutes(pair.map((key) => [key])));
    expect(salt).not.toBe('0');
    expect(new Set(hashes.flat()).size).toBe(2);
  });

  it('has one for as many routes as an environment has room for', () => {
    const keys = Array.from({ length: 1000 }, (_, n) => `GET /things/${n}`);
    expect(new Set(decode(encodeRoutes([keys])).hashes.flat()).size).toBe(1000);
  });
});
