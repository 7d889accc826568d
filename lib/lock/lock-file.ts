import { Lazy, Stack, Stage, Token } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct, IConstruct } from 'constructs';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { getOrCreate } from '../base/get-or-create';
import { Problem, Problems } from '../checks/problems';
import { show } from '../checks/values';
import { informAtPool } from '../checks/warn';
import { isInStage } from '../files/app-completion';
import { isCi } from '../files/ci';
import { SharedFiles } from '../files/shared-files';
import { ONLY_PASSWORD } from '../sign-in/passwordless';
import { oncePerIndex } from '../template/once-per-index';
import { NestedStackOriginal } from '../template/nested-stack-original';
import { TemplateIndex } from '../template/template-index';
import { checkAgainstEntry, missingIn } from './comparison';
import { ABSENT, LockContent, Recorded, Update } from './content';
import { CurrentPool } from './current-pool';
import { identityOf, isSameEnvironment } from './identity';
import { Loss, lossesOf, warnOfGone } from './lost-pools';
import { checkMovedDomains, KnownPool } from './moved-domains';
import { checkRecordable, SIGN_IN_POLICY } from './settings';

/** @internal */
export interface LockFileProps {
  /**
   * The path of a JSON file, committed with the app, that records what can't change on an existing pool, or not without
   * harm: what users sign in with, case sensitivity, attributes, the relying party of passkeys, the issuer type,
   * whether the pool has had a sign-in policy or a condition, and the logical IDs and names of the pool, its app
   * clients, domains, identity providers, groups and resource servers. One file serves any number of pools. The path is
   * relative to the folder that the app runs in.
   *
   * Synthesis creates the file if there is none, and adds what is new to it, provided that the app is otherwise
   * valid. A change that Cognito would reject midway through a deployment, or with which CloudFormation would replace
   * a resource, fails synthesis, with a message that states what changed and how to proceed. So does a pool that the
   * file has and its stack no longer has, a pool that no longer uses the file while others do, and a pool that seems
   * to have moved to another stack, because to CloudFormation that is a new pool without users. Anything else that is
   * gone gives a warning until you remove it from the file. A pool is known by account and region, as far as they are
   * known at synthesis, by the name of its stack and by its logical ID. In CI, synthesis does not write the file,
   * and fails if the file is missing or incomplete: where the environment variable `CI` is set, or without it in AWS
   * CodeBuild, Azure Pipelines and Jenkins.
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

/** A pool that may be deployed as far as the lock file is concerned. */
interface Compared {
  readonly current: CurrentPool;
  /** What the file lacks where it may not be written. */
  readonly incomplete?: Problem;
}

const WITHOUT_NAME: Problem = {
  where: 'lockFile',
  given: 'empty',
  outcome: 'no file can have that name, so nothing would be recorded',
  remedy: 'Give the name of a file, such as "users.lock.json", or omit it',
};

const UNKNOWN_NAME: Problem = {
  where: 'lockFile',
  given: 'known only at deployment',
  outcome: 'the file is read and written before that',
  remedy: 'Give a literal name, such as "users.lock.json"',
};

const NESTED_STACK_CHANGED = 'the pool may be missing there, or differ from what the lock file would record';

/** The lock file as one pool uses it. */
export class LockFile {
  private static readonly files = new SharedFiles<LockFile>({
    check: (inStages, removed, problems) => LockFile.checkSilent([...inStages, ...removed], problems),
    write: (one, users) => one.record(users),
  });
  /** What the pools of the app have lost, by the path of the file. */
  private static readonly losses = oncePerIndex(() => new Map<string, Loss[]>());

  /** What the last check found. */
  private compared?: Compared;
  private readonly nestedStacks: readonly NestedStackOriginal[];

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
    this.nestedStacks = NestedStackOriginal.around(pool);
  }

  public get subject(): cognito.CfnUserPool {
    return this.pool;
  }

  /** Says nothing of case if the pool was created without it: Cognito rejects it on such a pool. */
  public keepCase(): void {
    const { pool } = this;
    const { usernameConfiguration } = pool;
    pool.usernameConfiguration = Lazy.uncachedAny({
      produce: () => (this.hasRecorded('caseSensitive', ABSENT) ? undefined : usernameConfiguration),
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
    this.compared = undefined;
    this.compared = this.compare(index, problems);
  }

  /** The pool as it is to be recorded. Undefined if it has problems, or not all of it is known yet. */
  private compare(index: TemplateIndex, problems: Problems): Compared | undefined {
    const { file, scope } = this;
    const before = problems.count;
    const wrongName = file === '' ? WITHOUT_NAME : Token.isUnresolved(file) ? UNKNOWN_NAME : undefined;
    if (wrongName) {
      problems.add(wrongName);
      return undefined;
    }
    const current = new CurrentPool(index, scope, this.pool);
    if (!current.isKnown) return undefined;
    for (const each of this.nestedStacks) each.check(index, problems, NESTED_STACK_CHANGED);
    checkRecordable(index.resource(this.pool), current.settings, problems);
    const content = problems.count === before ? this.read(problems) : undefined;
    if (!content) return undefined;
    const recorded = current.entriesIn(content);
    for (const each of recorded) checkAgainstEntry(scope, file, each, current.comparableWith(each.entry), problems);
    checkMovedDomains(file, { current: current.settings, recorded }, () => this.poolsBeside(index, content), problems);
    // The stages of a pipeline are synthesized one by one, so what a stage lacks may come in the next one.
    if (!isInStage(scope)) this.reportLosses(index, content, problems);
    if (problems.count > before) return undefined;
    const incomplete = isCi() ? this.incompletenessOf(recorded, current) : undefined;
    if (incomplete && !isInStage(scope)) problems.add(incomplete);
    if (!incomplete && recorded.length === 0 && !this.isAdopted) this.informOfNewPool();
    return { current, incomplete };
  }

  /** What the file lacks of the pool, where synthesis does not write it. */
  private incompletenessOf(recorded: readonly Recorded[], current: CurrentPool): Problem | undefined {
    const missing = new Set(recorded.flatMap((each) => missingIn(each, current.comparableWith(each.entry))));
    const isNew = recorded.length === 0;
    if (!isNew && missing.size === 0) return undefined;
    return {
      where: 'lockFile',
      given: `${show(this.file)}, which ${isNew ? 'does not know the pool' : `differs in ${[...missing].join(', ')}`}`,
      outcome: 'CI does not write the lock file, because nobody would commit it',
      remedy: 'Run cdk synth on your own machine and commit the file',
    };
  }

  private hasRecorded(setting: string, value: string): boolean {
    return (
      this.read()
        ?.of(identityOf(this.pool))
        .some(({ entry }) => entry[setting] === value) ?? false
    );
  }

  private read(problems = new Problems(this.scope)): LockContent | undefined {
    return LockContent.read(this.file, this.scope, problems);
  }

  /** The other pools that use the file and may be in the same account and region. */
  private poolsBeside(index: TemplateIndex, content: LockContent): KnownPool[] {
    const { stack } = identityOf(this.pool);
    const others = LockFile.files
      .usersOf(this)
      .filter((each) => each !== this && Stage.of(each.scope) === Stage.of(this.scope))
      .filter(({ pool }) => isSameEnvironment(identityOf(pool).stack, stack));
    return others.map(({ scope, pool }) => {
      const current = new CurrentPool(index, scope, pool);
      return { current: current.settings, recorded: current.entriesIn(content) };
    });
  }

  private reportLosses(index: TemplateIndex, content: LockContent, problems: Problems): void {
    const losses = getOrCreate(LockFile.losses(index), resolve(this.file), () => this.lossesIn(content));
    for (const { at, problem, gone } of losses) {
      if (at !== this.scope) continue;
      if (problem) problems.add(problem);
      if (gone) warnOfGone(this.scope, gone, this.file);
    }
  }

  /** The losses of all pools that use the file. */
  private lossesIn(content: LockContent): Loss[] {
    const present = LockFile.files.usersOf(this).map(({ scope, pool }) => {
      const identity = identityOf(pool);
      return { scope, identity, isNew: content.of(identity).length === 0 };
    });
    return lossesOf(present, this.scope, this.file, content.pools);
  }

  private informOfNewPool(): void {
    informAtPool(
      this.scope,
      'newPool',
      `${this.scope.node.path} is not in ${this.file} yet, so it is a new pool, without users. ` +
        'If it is to take the place of a pool that exists, with its users, set existing: ExistingUserPool.fromTemplate() before the first deployment.',
    );
  }

  /** Records what the pools that use the same file have to record, in one go. */
  private record(users: readonly LockFile[]): void {
    const updates = users.flatMap(({ pool, compared }): Update[] =>
      compared ? [{ identity: identityOf(pool), entryAfter: (before) => compared.current.entryAfter(before) }] : [],
    );
    // Another synthesis may skip the checks.
    for (const each of users) each.compared = undefined;
    if (updates.length === 0) return;
    this.read()?.with(updates).write(this.file);
  }

  /** Reports what pools in stages and removed pools could not: what is lost, and what the file lacks. */
  private static checkSilent(pools: readonly LockFile[], problems: Problems): void {
    const files = new Map(pools.filter(({ file }) => existsSync(file)).map((each) => [resolve(each.file), each]));
    const silent = new Set<IConstruct>(pools.map(({ scope }) => scope));
    const lost = [...files.values()].flatMap((each) => {
      const content = each.read();
      const losses = content ? each.lossesIn(content).filter(({ at }) => silent.has(at)) : [];
      return losses.map((loss) => ({ ...loss, file: each.file }));
    });
    for (const { at, gone, file } of lost) {
      // The stacks of stages have been synthesized. In an app that has no other stack, a warning can't be shown.
      const all = gone ? at.node.root.node.findAll() : [];
      const outer = all.find((each) => Stack.isStack(each) && !isInStage(each));
      if (gone && outer) warnOfGone(outer, gone, file);
    }
    const add = ({ node }: IConstruct, problem: Problem) =>
      problems.add({ ...problem, where: `lockFile of ${node.path}` });
    for (const { scope, compared } of pools) {
      const own = lost.flatMap(({ at, problem }) => (at === scope && problem ? problem : []));
      for (const problem of own) add(scope, problem);
      if (compared?.incomplete && own.length === 0) add(scope, compared.incomplete);
    }
  }
}
