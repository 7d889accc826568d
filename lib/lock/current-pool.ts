import * as cognito from 'aws-cdk-lib/aws-cognito';
import { IConstruct } from 'constructs';
import { isKnown } from '../checks/values';
import { TemplateIndex } from '../template/template-index';
import { withKnownNames, withRemoved } from './belongings';
import { Entry, LockContent, Recorded } from './content';
import { identityOf } from './identity';
import { hasPasskeys, mayBeSameRelyingParty } from './relying-party';
import { settingsOf } from './settings';

/** A pool as the app has it now, in the terms of a lock file. */
export class CurrentPool {
  public readonly settings: Entry;

  /**
   * @param scope the construct of the pool
   * @param pool its resource
   */
  constructor(
    private readonly index: TemplateIndex,
    scope: IConstruct,
    private readonly pool: cognito.CfnUserPool,
  ) {
    this.settings = settingsOf(index, scope, pool);
  }

  /** Whether all of it is known. What the CDK has yet to look up is known at the next synthesis. */
  public get isKnown(): boolean {
    return isKnown(JSON.stringify(this.settings));
  }

  /** The entries of the pool, to be compared with `comparableWith`. */
  public entriesIn(content: LockContent): readonly Recorded[] {
    return content.of(identityOf(this.pool)).map((each) => ({ ...each, entry: this.withKnownNames(each.entry) }));
  }

  /** The settings, as they are to be compared with an entry of the pool. */
  public comparableWith({ relyingPartyId }: Entry): Entry {
    if (relyingPartyId === undefined) return this.settings;
    // Passkeys that are gone for now come back under the same domain.
    const isGone = !hasPasskeys(this.index, this.pool);
    return isGone || mayBeSameRelyingParty(relyingPartyId, this.settings.relyingPartyId)
      ? { ...this.settings, relyingPartyId }
      : this.settings;
  }

  /** What to record in place of an entry, or of none. */
  public entryAfter(before?: Entry): Entry {
    if (!before) return this.settings;
    const known = this.withKnownNames(before);
    return withRemoved(this.comparableWith(known), known);
  }

  private withKnownNames(entry: Entry): Entry {
    return withKnownNames(this.index, this.pool.stack, entry);
  }
}
