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

it('keys may be fetched before one is missing, and those of another pool after that', async () => {
  await limit.wait(URI);
  limit.registerSuccessfulAttempt();
  limit.registerFailedAttempt(URI);
  await limit.wait('https://example.com/other.json');
});

it('the next fetch is ten seconds after one in vain, and nobody waits for it', async () => {
  limit.registerFailedAttempt(URI);
  vi.advanceTimersByTime(9_999);
  await expect(limit.wait(URI)).rejects.toThrow(WaitPeriodNotYetEndedJwkError);
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(1);
  await limit.wait(URI);
});

it('a new key that was found in between makes no difference', async () => {
  limit.registerFailedAttempt(URI);
  limit.registerSuccessfulAttempt();
  await expect(limit.wait(URI)).rejects.toThrow(WaitPeriodNotYetEndedJwkError);
});
