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

/**
 * The salt, and the hashes of the routes of each policy in turn, a `+` before each but the first: `0:aaa+bbbccc`. No
 * other route of the API, to which someone may give the authorizer, has the hash of one of them, if a salt allows.
 */
export function encodeRoutes(routesOfPolicies: readonly string[][], others: readonly string[] = []): string {
  const keys = new Set(routesOfPolicies.flat());
  const saltFor = (all: ReadonlySet<string>) =>
    [...SALTS].find((salt) => new Set([...all].map((key) => routeHash(key, salt))).size === all.size);
  const salt = saltFor(new Set([...keys, ...others])) ?? saltFor(keys) ?? '0';
  return `${salt}:${routesOfPolicies.map((routes) => routes.map((key) => routeHash(key, salt)).join('+')).join('')}`;
}
