import { WaitPeriodNotYetEndedJwkError } from 'aws-jwt-verify/error';
import { PenaltyBox } from 'aws-jwt-verify/jwk';

/**
 * The time between two fetches of the same keys, if the first did not find a key. A firewall in front of the pool may
 * limit how many requests come from one address, which several instances may share.
 */
const INTERVAL_MS = 10_000;

/**
 * Limits how often tokens with unknown key IDs make this function fetch signing keys. Anyone can make such tokens, so
 * until the next fetch they are rejected at once: if they waited, each would occupy an instance of the function, and
 * all functions of an account share a limited number. A pool publishes a key long before it signs with it, since API
 * Gateway caches keys for up to two hours.
 */
export class KeyFetchLimit implements PenaltyBox {
  private readonly failures = new Map<string, number>();

  public wait(jwksUri: string): Promise<void> {
    const isRecent = Date.now() - (this.failures.get(jwksUri) ?? -Infinity) < INTERVAL_MS;
    const error = new WaitPeriodNotYetEndedJwkError('The user pool has no signing key of this ID.');
    return isRecent ? Promise.reject(error) : Promise.resolve();
  }

  public registerFailedAttempt(jwksUri: string): void {
    this.failures.set(jwksUri, Date.now());
  }

  public registerSuccessfulAttempt(): void {
    // A new key says nothing about the IDs that others make up.
  }
}
