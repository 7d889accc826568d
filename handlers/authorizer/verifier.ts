/*! Contains aws-jwt-verify, Copyright Amazon.com, Inc. or its affiliates, licensed under the Apache License 2.0. */
import { CognitoJwtVerifier } from 'aws-jwt-verify/cognito-verifier';
import { FetchError, JwkValidationError, JwksValidationError, JwtParseError } from 'aws-jwt-verify/error';
import { Fetcher, SimpleFetcher } from 'aws-jwt-verify/https';
import { assertIsJwks, Jwk, SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { jsonIn } from '../../lib/base/json';
import { Claims } from '../claims';
import { Pool } from './config';
import { KeyFetchLimit } from './key-fetch-limit';

/** How long the start waits for signing keys. A server that hangs must not hold up the tokens of other pools. */
const START_MS = 1_000;

/** A firewall in front of the pool may reject requests without a user agent, and Node.js sends none by itself. */
const newFetcher = () =>
  new SimpleFetcher({ defaultRequestOptions: { headers: { 'User-Agent': 'cdk-user-auth-pool' } } });

/**
 * Verifies tokens of some pools. The signing keys of all pools load at once, in the background; a token whose keys are
 * still loading waits for them, and a token whose keys could not be loaded fetches them again.
 */
export function newVerifier(pools: readonly Pool[], fetcher: Fetcher = newFetcher()) {
  const jwksCache = new SimpleJwksCache({ fetcher, jwksParser: parseKeys, penaltyBox: new KeyFetchLimit() });
  const verifier = CognitoJwtVerifier.create(
    pools.map(({ userPoolId, clientIds, tokenUse, resources }) => ({
      userPoolId,
      clientId: clientIds,
      tokenUse,
      customJwtCheck: ({ header, payload }: { header: object; payload: Claims }) => {
        checkExtensions(header);
        checkResource(payload, resources);
      },
    })),
    { jwksCache },
  );
  const loads = pools.map(async ({ userPoolId }) => {
    const { jwksUri } = CognitoJwtVerifier.parseUserPoolId(userPoolId);
    // The keys are the same for both issuers of a pool; hydrate() would fetch them twice.
    verifier.cacheJwks(await jwksCache.getJwks(jwksUri), userPoolId);
  });
  const patience = new Promise((resolve) => setTimeout(resolve, START_MS).unref());
  return { verifier, ready: Promise.race([Promise.allSettled(loads), patience]) };
}

/** Extensions that a token declares critical must be understood, and none is. */
function checkExtensions(header: object): void {
  if ('crit' in header) throw new JwtParseError('The token has extensions that this function does not understand.');
}

/**
 * An access token names an API as its audience only if its client has asked for one, and is then for that API alone. An
 * ID token always has an audience, its client. A hook may give an access token the same one.
 */
function checkResource({ token_use: use, aud, client_id: client }: Claims, resources: string[] = []): void {
  if (use === 'id' || aud === undefined || aud === client) return;
  if ([aud].flat().some((each) => typeof each === 'string' && resources.includes(each))) return;
  throw new JwtParseError('The token is for another API.');
}

/** Whether an error means that the signing keys of a pool could not be loaded. */
export function isKeyFailure(error: unknown): boolean {
  return [FetchError, JwksValidationError, JwkValidationError].some((type) => error instanceof type);
}

/** Cognito signs with RS256 only, so a key is not accepted for any other algorithm. */
function parseKeys(bytes: ArrayBuffer): { keys: Jwk[] } {
  const jwks = jsonIn(Buffer.from(bytes).toString()) as Parameters<typeof assertIsJwks>[0] | undefined;
  if (jwks === undefined) throw new JwksValidationError('The signing keys of the user pool are not JSON.');
  assertIsJwks(jwks);
  return { keys: jwks.keys.map((key) => ({ ...key, alg: 'RS256' })) };
}
