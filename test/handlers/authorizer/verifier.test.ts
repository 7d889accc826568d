import { FetchError, JwkValidationError, JwksValidationError, JwtExpiredError } from 'aws-jwt-verify/error';
import { Fetcher } from 'aws-jwt-verify/https';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { Pool } from '../../../handlers/authorizer/config';
import { isKeyFailure, newVerifier } from '../../../handlers/authorizer/verifier';
import { accessClaims, CLIENT, issuerOf, newKey, POOL, sign } from '../../support/tokens';

const OTHER_POOL = 'us-east-1_Pool2';
const KEYS = new Map([POOL, OTHER_POOL].map((userPoolId) => [userPoolId, newKey(userPoolId)]));
const poolOf = (userPoolId: string): Pool => ({ userPoolId, clientIds: [CLIENT], tokenUse: 'access' });
const tokenOf = (userPoolId: string, iss = issuerOf(userPoolId)) =>
  sign(KEYS.get(userPoolId)!, accessClaims({ iss, sub: userPoolId }));
const uriOf = (userPoolId: string) => `${issuerOf(userPoolId)}/.well-known/jwks.json`;
const published = (uri: string) => {
  const { jwk } = KEYS.get(new URL(uri).pathname.split('/')[1]!)!;
  return new TextEncoder().encode(JSON.stringify({ keys: [jwk] })).buffer;
};

/** Answers a request for keys when it is told to. */
class HeldFetcher implements Fetcher {
  public readonly uris: string[] = [];
  private readonly settle: ((userPoolId: string, error?: Error) => void)[] = [];

  public async fetch(uri: string) {
    this.uris.push(uri);
    return new Promise<ArrayBuffer>((resolve, reject) => {
      this.settle.push((userPoolId, error) => {
        if (!uri.includes(userPoolId)) return;
        if (error) reject(error);
        else resolve(published(uri));
      });
    });
  }

  /** Answers all requests for the keys of a pool. */
  public async answer(userPoolId: string, error?: Error) {
    for (const settle of this.settle) settle(userPoolId, error);
    await setImmediate();
  }
}

describe('the signing keys', () => {
  it('of all pools load at once, each once, before there is a token', () => {
    const fetcher = new HeldFetcher();
    newVerifier([poolOf(POOL), poolOf(OTHER_POOL)], fetcher);
    expect(fetcher.uris).toEqual([uriOf(POOL), uriOf(OTHER_POOL)]);
  });

  it('are asked for with a user agent, without which a firewall may reject the request', () => {
    const request = vi.spyOn(https, 'request').mockImplementation(() => {
      throw new Error('no network');
    });
    syncBuiltinESMExports();
    try {
      newVerifier([poolOf(POOL)]);
      expect(request).toHaveBeenCalledWith(
        uriOf(POOL),
        expect.objectContaining({ headers: { 'User-Agent': 'cdk-user-auth-pool' } }),
        expect.anything(),
      );
    } finally {
      request.mockRestore();
      syncBuiltinESMExports();
    }
  });

  it('are not fetched again by the first token, whichever issuer of the pool it has', async () => {
    const fetcher = new HeldFetcher();
    const { verifier, ready } = newVerifier([poolOf(POOL)], fetcher);
    await fetcher.answer(POOL);
    await ready;
    for (const iss of [issuerOf(POOL), issuerOf(POOL).replace('//', '//issuer-')]) {
      expect(await verifier.verify(tokenOf(POOL, iss))).toMatchObject({ sub: POOL });
    }
    expect(fetcher.uris).toHaveLength(1);
  });

  it('are awaited, not fetched again, by a token that comes while they load', async () => {
    const fetcher = new HeldFetcher();
    const { verifier } = newVerifier([poolOf(POOL)], fetcher);
    const verified = verifier.verify(tokenOf(POOL));
    await fetcher.answer(POOL);
    expect(await verified).toMatchObject({ sub: POOL });
    expect(fetcher.uris).toHaveLength(1);
  });

  it('are fetched again by the first token if they could not be loaded', async () => {
    const fetcher = new HeldFetcher();
    const { verifier, ready } = newVerifier([poolOf(POOL)], fetcher);
    await fetcher.answer(POOL, new FetchError(uriOf(POOL), 'no route'));
    await ready;
    const verified = verifier.verify(tokenOf(POOL));
    await setImmediate();
    expect(fetcher.uris).toEqual([uriOf(POOL), uriOf(POOL)]);
    await fetcher.answer(POOL);
    expect(await verified).toMatchObject({ sub: POOL });
  });

  it.each([
    ['fails', (fetcher: HeldFetcher) => fetcher.answer(OTHER_POOL, new FetchError(uriOf(OTHER_POOL), 'down'))],
    ['hangs', async () => {}],
  ])('verify tokens of their pool while the server of another pool %s', async (_, happen) => {
    const fetcher = new HeldFetcher();
    const { verifier } = newVerifier([poolOf(OTHER_POOL), poolOf(POOL)], fetcher);
    await happen(fetcher);
    await fetcher.answer(POOL);
    expect(await verifier.verify(tokenOf(POOL))).toMatchObject({ sub: POOL });
    expect(fetcher.uris).toHaveLength(2);
  });
});

describe('the start', () => {
  it('waits until the keys of all pools are there or have failed', async () => {
    const fetcher = new HeldFetcher();
    let isReady = false;
    void newVerifier([poolOf(POOL), poolOf(OTHER_POOL)], fetcher).ready.then(() => (isReady = true));
    await fetcher.answer(POOL);
    expect(isReady).toBe(false);
    await fetcher.answer(OTHER_POOL, new FetchError(uriOf(OTHER_POOL), 'down'));
    expect(isReady).toBe(true);
  });

  it('waits for a second at most', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    let isReady = false;
    void newVerifier([poolOf(POOL)], new HeldFetcher()).ready.then(() => (isReady = true));
    await vi.advanceTimersByTimeAsync(999);
    expect(isReady).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(isReady).toBe(true);
    vi.useRealTimers();
  });
});

it.each([
  [new FetchError('https://cognito', 'down'), true],
  [new JwksValidationError('malformed'), true],
  [new JwkValidationError('malformed'), true],
  [new JwtExpiredError('expired', 0), false],
  [new TypeError('a bug'), false],
  [undefined, false],
])('isKeyFailure of %s is %s', (error, expected) => {
  expect(isKeyFailure(error)).toBe(expected);
});
