import { WaitPeriodNotYetEndedJwkError } from 'aws-jwt-verify/error';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { KeyFetchLimit } from '../../../handlers/authorizer/key-fetch-limit';

const URI = 'https://example.com/jwks.json';
let limit: KeyFetchLimit;
beforeEach(() => {
  vi.useFakeTimers();
  limit = new KeyFetchLimit();
});
afterEach(() => vi.useRealTimers());

/** How long a token with a key ID waits. */
async function waitOf(kid: string, uri = URI): Promise<number> {
  const start = Date.now();
  const waited = limit.wait(uri, kid).then(() => Date.now() - start);
  await vi.advanceTimersByTimeAsync(2_000);
  return waited;
}

it('nothing waits before a key is missing, or for the keys of another pool', async () => {
  expect(await waitOf('a')).toBe(0);
  limit.registerSuccessfulAttempt();
  limit.registerFailedAttempt(URI, 'made-up');
  expect(await waitOf('a', 'https://example.com/other.json')).toBe(0);
});

it('another key waits for the next fetch, a second after the last', async () => {
  limit.registerFailedAttempt(URI, 'made-up');
  vi.advanceTimersByTime(300);
  expect(await waitOf('a')).toBe(700);
  expect(await waitOf('a')).toBe(0);
});

it('a missing key is rejected at once, until it may have been added', async () => {
  limit.registerFailedAttempt(URI, 'one');
  vi.advanceTimersByTime(500);
  limit.registerFailedAttempt(URI, 'two');
  for (const kid of ['one', 'two']) await expect(limit.wait(URI, kid)).rejects.toThrow(WaitPeriodNotYetEndedJwkError);
  vi.advanceTimersByTime(1_000);
  expect(await waitOf('one')).toBe(0);
  limit.registerFailedAttempt(URI, 'three');
  expect(await waitOf('one')).toBe(1_000);
});
