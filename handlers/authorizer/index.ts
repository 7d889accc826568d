import { AuthorizerEvent, newAuthorizer } from './authorize';
import { readConfig } from './config';

let authorize: ReturnType<typeof newAuthorizer> | undefined;

/** Decides on each request to a route that enforces its policy at the request. */
export function handler(event: AuthorizerEvent) {
  authorize ??= newAuthorizer(readConfig(process.env));
  return authorize(event);
}
