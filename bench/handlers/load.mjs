import http from 'node:http';
import https from 'node:https';
import { createRequire } from 'node:module';
import { urlToHttpOptions } from 'node:url';

const require = createRequire(import.meta.url);
const { JWKS_ORIGIN } = process.env;
const { request } = https;

// As far as a handler can tell, this goes to Cognito. One passes a URL first, the other only options.
https.request = (first, ...rest) => {
  const { hostname, path } = typeof first === 'object' && 'path' in first ? first : urlToHttpOptions(new URL(first));
  const options = typeof rest[0] === 'object' ? rest.shift() : { method: 'GET' };
  const url = new URL(path, JWKS_ORIGIN);
  if (url.protocol === 'http:') return http.request(url, options, ...rest);
  return request(url, { ...options, servername: hostname }, ...rest);
};

/** Loads a handler as Lambda's runtime does, which awaits the module. */
export async function load(file) {
  const { handler } = await require(file);
  return handler;
}

/** The part of API Gateway's event that an authorizer reads. */
export const eventOf = (token, routeKey = 'GET /') => ({ identitySource: [`Bearer ${token}`], routeKey });

/** Any other answer would be the time of something else. */
export function mustAllow({ isAuthorized }, expected = true) {
  if (isAuthorized !== expected) throw new Error(`isAuthorized is ${isAuthorized}`);
}
