import http from 'node:http';
import https from 'node:https';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { JWKS_ORIGIN } = process.env;

// To Cognito, as far as a handler can tell. One gives an address first, the other only options.
https.request = (first, ...rest) => {
  const path = typeof first === 'object' && 'path' in first ? first.path : new URL(first).pathname;
  if (typeof rest[0] === 'object') return http.request(new URL(path, JWKS_ORIGIN), ...rest);
  return http.request(new URL(path, JWKS_ORIGIN), { method: 'GET' }, ...rest);
};

export const load = (file) => require(file).handler;

/** What API Gateway sends, as far as an authorizer reads it. */
export const eventOf = (token) => ({ identitySource: [`Bearer ${token}`], routeKey: 'GET /' });

/** An answer other than this would be the time of something else. */
export function mustAllow({ isAuthorized }, wanted = true) {
  if (isAuthorized !== wanted) throw new Error(`isAuthorized is ${isAuthorized}`);
}
