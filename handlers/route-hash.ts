import { createHash } from 'node:crypto';

/** How many characters of the hash stand for a route. */
export const ROUTE_HASH_LENGTH = 6;

/** The short name of a route, such as "GET /posts/{id}", by which the authorizer finds its policy. */
export function routeHash(routeKey: string): string {
  return createHash('sha256').update(routeKey).digest('base64url').slice(0, ROUTE_HASH_LENGTH);
}
