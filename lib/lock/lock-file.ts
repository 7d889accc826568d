import { Lazy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct, IConstruct } from 'constructs';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { isCi } from '../files/ci';
import { Problem, Problems } from '../checks/problems';
import { isKnown, show } from '../checks/values';
import { inform } from '../checks/warn';
import { ONLY_PASSWORD } from '../sign-in/passwordless';
import { isInStage } from '../files/app-completion';
import { SharedFiles } from '../files/shared-files';
import { TemplateIndex } from '../template/template-index';
import { withKnownNames, withRemoved } from './belongings';
import { checkAgainstEntry, missingIn } from './comparison';
import { Entry, LockContent, Update } from './content';
import { identityOf } from './identity';
import { Loss, lossesOf, warnOfGone } from './lost-pools';
import { checkRecordable, hasPasskeys, settingsOf, SIGN_IN_POLICY } from './settings';

/** @internal */
export interface LockFileProps {
  /**
   * The path of a JSON file, committed with the app, that records what can't change on an existing pool: what users
   * sign in with, case sensitivity, attributes, the relying party of passkeys, and the logical IDs and names of the
   * pool, its app clients, domains, identity providers, groups and resource servers. One file serves any number of
   * pools. The path is relative to the folder that the app runs in.
   *
   * Synthesis creates the file if there is none, and adds what is new to it, provided that the app is otherwise valid.
   * A change that Cognito would reject midway through a deployment, or with which CloudFormation would replace a
   * resource, fails synthesis, with a message that states what changed and how to proceed. So does a pool that the file
   * has and its stack no longer has, and a pool that seems to have moved to another stack, because to CloudFormation
   * that is a new pool without users. Anything else that is gone gives a warning until you remove it from the file. A
   * pool is known by account and region, as far as they are known at synthesis, by the name of its stack and by its
   * logical ID. If the environment variable `CI` is set, synthesis does not write the file, and fails if the file is
   * missing or incomplete.
   *
   * Settings are recorded at synthesis, not at deployment: an attribute that was never deployed can be removed from the
   * file by hand. Leave `lockFile` out in your own tests that create the pool. Stacks that one app creates together can
   * share a file; if the app creates one environment at a time, give each a file of its own.
   *
   * To make such a change on purpose, which results in a new pool without the users of the old one, remove the entry of
   * the pool from the file and give the pool a new ID.
   *
   * @default - nothing is recorded
   */
  readonly lockFile?: string;
}

/** The lock file as one pool uses it. */
export class LockFile {
  private static readonly files = new SharedFiles<LockFile>('lockFile', {
    check: (inStages, problems) => LockFile.checkStages(inStages, problems),
    write: (one, users) => one.record(users),
  });
  private static readonly losses = new WeakMap<TemplateIndex, { readonly file: string; readonly losses: Loss[] }>();

  /** What is to be recorded, if anything is. */
  private update?: Update['entryAfter'];
  /** What the file lacks where it may not be written. */
  private incomplete?: Problem;

  /**
   * @param scope the construct of the pool
   * @param pool its resource
   * @param file the path of the file
   * @param isAdopted whether the pool exists already
   */
  constructor(
    public readonly scope: Construct,
    private readonly pool: cognito.CfnUserPool,
    public readonly file: string,
    private readonly isAdopted: boolean,
  ) {
    LockFile.files.add(this);
  }

  /** Says nothing of case if the pool was created without it: Cognito rejects it on such a pool. */
  public keepCase(): void {
    const { pool } = this;
    const { usernameConfiguration } = pool;
    pool.usernameConfiguration = Lazy.uncachedAny({
      produce: () => (this.hasRecorded('caseSensitive', 'absent') ? undefined : usernameConfiguration),
    });
  }

  /** Names the password as the only first factor if the pool had others: Cognito keeps those that are not named. */
  public endPasswordless(): void {
    this.pool.addPropertyOverride(
      'Policies.SignInPolicy',
      Lazy.uncachedAny({ produce: () => (this.hasRecorded(SIGN_IN_POLICY, 'named') ? ONLY_PASSWORD : undefined) }),
    );
  }

  /** Compares the pool, when it is complete, with its entry in the file. */
  public check(index: TemplateIndex, problems: Problems): void {
    this.update = undefined;
    this.incomplete = undefined;
    const { file, scope } = this;
    const before = problems.count;
    if (file === '') {
      problems.add({
        where: 'lockFile',
        given: 'empty',
        outcome: 'no file can have that name, so nothing would be recorded',
        remedy: 'Give the name of a file, such as "users.lock.json", or omit it',
      });
      return;
    }
    const settings = settingsOf(index, scope, this.pool);
    // What the CDK has yet to look up is known at the next synthesis.
    if (!isKnown(JSON.stringify(settings))) return;
    checkRecordable(index.resource(this.pool), settings, problems);
    const content = problems.count === before ? LockContent.read(file, scope, problems) : undefined;
    if (!content) return;
    const { stack } = this.pool;
    const recorded = content
      .of(identityOf(this.pool))
      .map((each) => ({ ...each, entry: withKnownNames(index, stack, each.entry) }));
    const hasKeys = hasPasskeys(index, this.pool);
    // Passkeys that are gone for now come back under the same domain.
    const settingsFor = ({ relyingPartyId }: Entry): Entry =>
      relyingPartyId === undefined || hasKeys ? settings : { ...settings, relyingPartyId };
    const isNew = recorded.length === 0;
    for (const each of recorded) checkAgainstEntry(scope, file, each, settingsFor(each.entry), problems);
    // The stages of a pipeline are synthesized one by one, so what a stage lacks may come in the next one.
    if (!isInStage(scope)) this.tellLosses(index, content, problems);
    if (problems.count > before) return;
    this.update = (before) => {
      if (!before) return settings;
      const entry = withKnownNames(index, stack, before);
      return withRemoved(settingsFor(entry), entry);
    };
    const missing = new Set(recorded.flatMap((each) => missingIn(each, settingsFor(each.entry))));
    if (isCi() && (isNew || missing.size > 0)) {
      this.incomplete = {
        where: 'lockFile',
        given: `${show(file)}, which ${isNew ? 'does not know the pool' : `differs in ${[...missing].join(', ')}`}`,
        outcome: 'CI does not write the lock file, because nobody would commit it',
        remedy: 'Run cdk synth on your own machine and commit the file',
      };
      if (!isInStage(scope)) problems.add(this.incomplete);
    } else if (isNew && !this.isAdopted) this.tellNew();
  }

  private hasRecorded(setting: string, value: string): boolean {
    const content = LockContent.read(this.file, this.scope, new Problems(this.scope));
    return content?.of(identityOf(this.pool)).some(({ entry }) => entry[setting] === value) ?? false;
  }

  private tellLosses(index: TemplateIndex, content: LockContent, problems: Problems): void {
    for (const { at, problem, gone } of this.lossesAt(index, content)) {
      if (at.scope !== this.scope) continue;
      if (problem) problems.add(problem);
      if (gone) warnOfGone(this.scope, gone, this.file);
    }
  }

  /** The same for all pools that use the file. */
  private lossesAt(index: TemplateIndex, content: LockContent): Loss[] {
    const known = LockFile.losses.get(index);
    const losses = known?.file === resolve(this.file) ? known.losses : this.lossesIn(content);
    LockFile.losses.set(index, { file: resolve(this.file), losses });
    return losses;
  }

  private lossesIn(content: LockContent): Loss[] {
    const present = LockFile.files.usersOf(this).map(({ scope, pool }) => {
      const identity = identityOf(pool);
      return { scope, identity, isNew: content.of(identity).length === 0 };
    });
    return lossesOf(this.scope.node.root, present, this.file, content.pools);
  }

  private tellNew(): void {
    inform(
      this.scope,
      `${this.scope.node.path} is not in ${this.file} yet, so it is a new pool, without users. ` +
        'If it is to take the place of a pool that exists, with its users, set existing: ExistingUserPool.fromTemplate() before the first deployment.',
    );
  }

  /** Records what the pools that use the same file have to record, in one go. */
  private record(users: readonly LockFile[]): void {
    const updates = users.flatMap(({ pool, update }) =>
      update ? { identity: identityOf(pool), entryAfter: update } : [],
    );
    for (const each of users) each.update = undefined;
    if (isCi() || updates.length === 0) return;
    LockContent.read(this.file, this.scope, new Problems(this.scope))?.with(updates).write(this.file);
  }

  /** What the pools in stages have lost, or else what the file lacks of them. */
  private static checkStages(staged: readonly LockFile[], problems: Problems): void {
    const files = new Map(staged.filter(({ file }) => existsSync(file)).map((each) => [resolve(each.file), each]));
    const lost = [...files.values()].flatMap((each) => {
      const content = LockContent.read(each.file, each.scope, new Problems(each.scope));
      return content ? each.lossesIn(content) : [];
    });
    const add = ({ node }: IConstruct, problem: Problem) =>
      problems.add({ ...problem, where: `lockFile of ${node.path}` });
    for (const { scope, incomplete } of staged) {
      const own = lost.flatMap(({ at, problem }) => (at.scope === scope && problem ? problem : []));
      for (const problem of own) add(scope, problem);
      if (incomplete && own.length === 0) add(scope, incomplete);
    }
  }
}
