import { atStart } from '../at-start';
import { AuthorizerEvent, newAuthorizer } from './authorize';
import { readConfig } from './config';

const authorizer = atStart(() => newAuthorizer(readConfig(process.env)));

/** Decides on each request to a route whose policy is enforced at the request. */
export function handler(event: AuthorizerEvent) {
  return authorizer()(event);
}

/**
 * Lambda's runtime awaits the module that it loads. As a thenable the module is complete when the signing keys are, so
 * they load before the first request, with the CPU of the start: what a top-level await would do in an ES module.
 */
export async function then(resolve: (module: { handler: typeof handler }) => void) {
  try {
    await authorizer().ready;
  } catch {
    // Each request reports it.
  }
  resolve({ handler });
}
