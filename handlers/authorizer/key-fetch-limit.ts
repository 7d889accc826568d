import { WaitPeriodNotYetEndedJwkError } from 'aws-jwt-verify/error';
import { PenaltyBox } from 'aws-jwt-verify/jwk';

/** How long to wait between two fetches of the same keys. */
const INTERVAL_MS = 1_000;

/** The last fetch that did not find a key. */
interface Failure {
  readonly at: number;
  readonly kids: Set<string>;
}

/**
 * Limits how often tokens with unknown key IDs make this function fetch signing keys. Whoever sends such tokens must
 * not get valid ones rejected that are signed with a new key: a token with another key ID waits for the next fetch.
 */
export class KeyFetchLimit implements PenaltyBox {
  private readonly failures = new Map<string, Failure>();

  public async wait(jwksUri: string, kid: string): Promise<void> {
    const failure = this.failures.get(jwksUri);
    const pause = failure ? failure.at + INTERVAL_MS - Date.now() : 0;
    if (!failure || pause <= 0) return;
    if (failure.kids.has(kid)) throw new WaitPeriodNotYetEndedJwkError('The user pool has no signing key of this ID.');
    await new Promise((resolve) => setTimeout(resolve, pause));
  }

  public registerFailedAttempt(jwksUri: string, kid: string): void {
    const last = this.failures.get(jwksUri);
    const isRecent = last !== undefined && Date.now() - last.at < INTERVAL_MS;
    this.failures.set(jwksUri, { at: Date.now(), kids: new Set([...(isRecent ? last.kids : []), kid]) });
  }

  public registerSuccessfulAttempt(): void {
    // A new key says nothing about the IDs that others make up.
  }
}
