import { createRequire } from 'node:module';
import { best } from './plain.mjs';

const require = createRequire(import.meta.url);
const { AmplifyAuth } = require('@aws-amplify/auth-construct');

/** The pool of Amplify, which has no authorizer: its routes are the best of plain L2. */
export function build(stack, routes) {
  const { resources } = new AmplifyAuth(stack, 'Auth', { loginWith: { email: true } });
  best(stack, routes, { pool: resources.userPool, clients: [resources.userPoolClient] });
}
