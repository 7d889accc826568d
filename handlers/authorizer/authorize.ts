/*! Contains aws-jwt-verify, Copyright Amazon.com, Inc. or its affiliates, licensed under the Apache License 2.0. */
import { CognitoJwtVerifier } from 'aws-jwt-verify/cognito-verifier';
import { FetchError, JwkValidationError, JwksValidationError } from 'aws-jwt-verify/error';
import { Fetcher } from 'aws-jwt-verify/https';
import { assertIsJwks, Jwk, SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { evaluate, Policy } from '../policy';
import { routeHash } from '../route-hash';
import { callerOf, Context, contextOf } from './caller';
import { Config } from './config';
import { tokenOf } from './token';

/**
 * What API Gateway sends, as far as it is read here.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export interface AuthorizerEvent {
  readonly identitySource?: unknown;
  readonly routeKey?: unknown;
}

/** What API Gateway takes for an answer where simple responses are on. It turns a denial into 403. */
export interface AuthorizerResponse {
  isAuthorized: boolean;
  context?: Context;
}

/** Errors that mean that the signing keys of a pool could not be loaded. */
const UNAVAILABLE = [FetchError, JwksValidationError, JwkValidationError];

/**
 * An authorizer that allows a request if its token is valid and satisfies the policy of its route. It throws only where the keys of a pool can't be had: API
 * Gateway then answers 500 and remembers nothing, where a denial would be remembered for as long as it caches answers.
 */
export function newAuthorizer({ pools, policies }: Config, options: { fetcher?: Fetcher } = {}) {
  const verifier = CognitoJwtVerifier.create(
    pools.map(({ userPoolId, clientIds, tokenUse }) => ({ userPoolId, clientId: clientIds, tokenUse })),
    { jwksCache: new SimpleJwksCache({ fetcher: options.fetcher, jwksParser: parseKeys }) },
  );

  // The routes that have been asked for: each is hashed once.
  const known = new Map<string, Policy>();
  const policyOf = (routeKey: unknown) => {
    if (typeof routeKey !== 'string') return undefined;
    const policy = known.get(routeKey) ?? policies.get(routeHash(routeKey));
    if (policy) known.set(routeKey, policy);
    return policy;
  };

  return async (event: AuthorizerEvent): Promise<AuthorizerResponse> => {
    const policy = policyOf(event.routeKey);
    const token = tokenOf(event.identitySource);
    if (!policy || token === undefined) return { isAuthorized: false };
    try {
      const claims = await verifier.verify(token);
      // Cognito issues none without.
      if (claims.exp === undefined || !claims.sub) return { isAuthorized: false };
      const context = contextOf(claims);
      return evaluate(policy, callerOf(claims, context)) ? { isAuthorized: true, context } : { isAuthorized: false };
    } catch (error) {
      if (UNAVAILABLE.some((type) => error instanceof type)) throw error;
      return { isAuthorized: false };
    }
  };
}

/** Cognito signs with RS256 only: a key that says so is taken for nothing else. */
function parseKeys(bytes: ArrayBuffer): { keys: Jwk[] } {
  const jwks = parse(bytes);
  assertIsJwks(jwks);
  return { keys: jwks.keys.map((key) => ({ ...key, alg: 'RS256' })) };
}

function parse(bytes: ArrayBuffer): Parameters<typeof assertIsJwks>[0] {
  try {
    return JSON.parse(Buffer.from(bytes).toString()) as Parameters<typeof assertIsJwks>[0];
  } catch {
    throw new JwksValidationError('the keys are no JSON');
  }
}
