import { hash } from 'node:crypto';

/** The number of characters in a route's hash. */
export const ROUTE_HASH_LENGTH = 3;

/** The salts, in turn. Most fail for a thousand routes, for which an environment hardly has room. */
const SALTS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * A short hash of a route key such as "GET /posts/{id}". The authorizer finds the policy of a route by it. The salt is
 * one with which no two routes of the authorizer have the same hash.
 */
export function routeHash(routeKey: string, salt: string): string {
  return hash('sha256', `${salt}${routeKey}`, 'base64url').slice(0, ROUTE_HASH_LENGTH);
}

/** The salt, and the hashes of the routes of each policy in turn, a `+` before each but the first: `0:aaa+bbbccc`. */
export function encodeRoutes(routesOfPolicies: readonly (readonly string[])[]): string {
  const keys = new Set(routesOfPolicies.flat());
  const tellsApart = (salt: string) => new Set([...keys].map((key) => routeHash(key, salt))).size === keys.size;
  const salt = [...SALTS].find(tellsApart) ?? '0';
  return `${salt}:${routesOfPolicies.map((routes) => routes.map((key) => routeHash(key, salt)).join('+')).join('')}`;
}
