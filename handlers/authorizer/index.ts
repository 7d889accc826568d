import { atStart } from '../at-start';
import { AuthorizerEvent, newAuthorizer } from './authorize';
import { readConfig } from './config';

const authorizer = atStart(() => newAuthorizer(readConfig(process.env)));

/** Decides on each request to a route whose policy is enforced at the request. */
export function handler(event: AuthorizerEvent) {
  return authorizer().authorize(event);
}

/**
 * Lambda's runtime awaits the module that it loads. This export makes the module a thenable, so that the start ends
 * when the signing keys have loaded, as with a top-level await in an ES module. Otherwise the first request would wait.
 */
export async function then(resolve: (module: { handler: typeof handler }) => void) {
  try {
    await authorizer().ready;
  } catch {
    // Each request reports it.
  }
  resolve({ handler });
}
