import { hash } from 'node:crypto';

/** The number of characters in a route's hash. */
export const ROUTE_HASH_LENGTH = 4;

/** How many salts are tried. A thousand routes, for which no environment has room, need a second one at times. */
const SALTS = 36;

/**
 * A short hash of a route key such as "GET /posts/{id}". The authorizer finds the policy of a route by it. The salt is
 * one with which no two routes of the authorizer have the same hash.
 */
export function routeHash(routeKey: string, salt: string): string {
  return hash('sha256', `${salt}${routeKey}`, 'base64url').slice(0, ROUTE_HASH_LENGTH);
}

/** The salt, and the hashes of the routes of each policy in turn: `0:aaaabbbb,cccc`. */
export function encodeRoutes(routesOfPolicies: readonly string[][]): string {
  const keys = new Set(routesOfPolicies.flat());
  const salts = Array.from({ length: SALTS }, (_, index) => index.toString(36));
  const salt = salts.find((each) => new Set([...keys].map((key) => routeHash(key, each))).size === keys.size) ?? '0';
  return `${salt}:${routesOfPolicies.map((routes) => routes.map((key) => routeHash(key, salt)).join('')).join(',')}`;
}
