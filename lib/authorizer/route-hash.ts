import { createHash } from 'node:crypto';

/** The number of characters in a route's hash. */
export const ROUTE_HASH_LENGTH = 6;

/** A short hash of a route key such as "GET /posts/{id}". The authorizer finds the policy of a route by it. */
export function routeHash(routeKey: string): string {
  return createHash('sha256').update(routeKey).digest('base64url').slice(0, ROUTE_HASH_LENGTH);
}
