import { attachCustomSynthesis, CfnResource, Stack, Token } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Problems } from '../checks/problems';
import { isKnown, show } from '../checks/values';
import { stacksOf } from '../template/stacks';
import { TemplateIndex } from '../template/template-index';
import { checkLost } from './lost-pools';
import { isStandard } from '../sign-in/schema';

/** @internal */
export interface LockFileProps {
  /**
   * The path of a JSON file, committed with the app, that records the settings that Cognito can't change on an existing
   * pool: what users sign in with, case sensitivity, attributes, the relying party of passkeys, and the stack and
   * logical ID of the pool. One file serves any number of pools. The path is relative to the folder that the app runs
   * in.
   *
   * Synthesis creates the file if there is none, and adds new custom attributes and new pools to it, provided that the
   * app, or the stage that the pool is in, is otherwise valid. A change that Cognito would reject midway through a
   * deployment fails synthesis, with a message that states what changed and how to proceed. So does a new pool in the
   * place of one that is in the file but no longer in its stack, because under a new ID it would be a new pool without
   * its users; without a new pool, that is a warning. If the environment variable `CI` is set, synthesis does not write
   * the file, and fails if the file is missing or incomplete.
   *
   * Settings are recorded at synthesis, not at deployment: an attribute that was never deployed can be removed from the
   * file by hand. Leave `lockFile` out in your own tests that create the pool.
   *
   * To make such a change on purpose, which results in a new pool without the users of the old one, remove the entry of
   * the pool from the file and give the pool a new ID.
   *
   * @default - nothing is recorded
   */
  readonly lockFile?: string;
}

type Json = string | boolean | null | string[] | { [name: string]: Json };
/** The settings that Cognito can't change, by their name in the file. */
type Entry = Record<string, Json>;
interface Content {
  readonly comment: string;
  readonly pools: Record<string, Entry>;
}

const COMMENT =
  'Settings that Cognito cannot change on a user pool that exists. Written by cdk-user-auth-pool; commit it.';

const REPLACED = 'CloudFormation creates a new pool without users, and orphans the old one';

/** What changing a setting would do, if Cognito or CloudFormation does not reject the change. */
const OUTCOMES: Record<string, string> = {
  logicalId: REPLACED,
  stack: REPLACED,
  nestedIn: REPLACED,
  relyingPartyId: 'Cognito changes it, and every passkey of every user stops working',
};
const REJECTED = "Cognito can't change it on a pool that exists, so the deployment fails midway";

/** Settings that may be added to an entry later, but not changed or removed. */
const isAddable = (name: string) => name.startsWith('custom:') || name === 'relyingPartyId';

/** The lock file as one pool uses it. */
export class LockFile {
  private static readonly ofPools = new WeakMap<CfnResource, LockFile>();

  /** Brings the file up to date, if it is to be. */
  private update?: () => void;

  /**
   * @param scope the construct of the pool
   * @param pool its resource
   * @param file the path of the file
   */
  constructor(
    private readonly scope: Construct,
    private readonly pool: cognito.CfnUserPool,
    private readonly file: string,
  ) {
    LockFile.ofPools.set(pool, this);
    // Runs only if the whole app is valid.
    attachCustomSynthesis(scope, { onSynthesize: () => this.update?.() });
  }

  /** Compares the pool, when it is complete, with its entry in the file. */
  public check(index: TemplateIndex, problems: Problems): void {
    this.update = undefined;
    const { file, scope } = this;
    const { path } = scope.node;
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
    const current = settingsOf(index, this.pool);
    // What the CDK has yet to look up is known at the next synthesis.
    if (!isKnown(JSON.stringify(current))) return;
    for (const name of Object.keys(current).filter((each) => hasToken(current[each]))) {
      problems.add({
        where: `lockFile, ${name}`,
        given: 'known only at deployment',
        outcome: "it can't be recorded, so a change of it would not be noticed",
        remedy: 'Give a literal value, or omit lockFile',
      });
    }
    const content = problems.count === before ? read(file, problems) : undefined;
    if (!content) return;
    const recorded = content.pools[path];
    this.checkLost(index, content, problems);
    if (recorded) compare(file, path, recorded, current, problems);
    if (problems.count > before || differences(recorded, current).length === 0) return;
    if (isCi()) {
      problems.add({
        where: 'lockFile',
        given: `${show(file)}, which ${recorded ? 'lacks new attributes of the pool' : 'does not know the pool'}`,
        outcome: 'CI does not write the lock file, because nobody would commit it',
        remedy: 'Run cdk synth on your own machine and commit the file',
      });
    } else this.update = () => record(file, path, current);
  }

  private checkLost(index: TemplateIndex, { pools }: Content, problems: Problems): void {
    const { scope, file } = this;
    const recorded = Object.entries(pools).map(([path, { stack, nestedIn = stack, logicalId }]) => ({
      path,
      stack: stack as string,
      outermostStack: nestedIn as string,
      logicalId: logicalId as string,
    }));
    const users = index
      .ofType(cognito.CfnUserPool.CFN_RESOURCE_TYPE_NAME)
      .flatMap(({ node }) => LockFile.ofPools.get(node) ?? [])
      .filter((other) => resolve(other.file) === resolve(file))
      .map((other) => other.scope);
    checkLost(scope, users, file, recorded, problems);
  }
}

/** Reads the file again, since another pool may have updated it in the meantime. */
function record(file: string, path: string, current: Entry): void {
  const { pools } = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Content) : { pools: {} };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, print({ comment: COMMENT, pools: { ...pools, [path]: current } }));
}

const isCi = () => !['', 'false', '0', undefined].includes(process.env.CI);

function settingsOf(index: TemplateIndex, pool: cognito.CfnUserPool): Entry {
  const { properties } = index.resource(pool);
  // An override may make a function of any of them, which is then found to have tokens.
  const names = (list: unknown = []) => (Array.isArray(list) ? [...(list as string[])].sort() : (list as Json));
  const username = (properties.UsernameConfiguration ?? {}) as Record<string, Json>;
  const stack = Stack.of(pool);
  const outermost = stacksOf(pool).at(-1) ?? stack;
  const entry: Entry = {
    stack: stack.node.path,
    ...(outermost === stack ? {} : { nestedIn: outermost.node.path }),
    logicalId: stack.resolve(pool.logicalId) as string,
    usernameAttributes: names(properties.UsernameAttributes),
    aliasAttributes: names(properties.AliasAttributes),
    caseSensitive: hasToken(username) ? username : (username.CaseSensitive ?? true),
  };
  if (properties.WebAuthnRelyingPartyID !== undefined) entry.relyingPartyId = properties.WebAuthnRelyingPartyID as Json;
  const schema = (properties.Schema ?? []) as Json[];
  if (!Array.isArray(schema)) entry.schema = schema;
  for (const attribute of Array.isArray(schema) ? schema : []) {
    const { name = null, required, mutable = true, ...rest } = asWritten(attribute) as Record<string, Json>;
    if (typeof name !== 'string') {
      entry.schema = name;
      continue;
    }
    const isCustom = !isStandard(name);
    // A standard attribute with Cognito's default settings may be added and removed.
    if (!isCustom && required !== true && mutable) continue;
    entry[`${isCustom ? 'custom:' : ''}${name}`] = isCustom
      ? { mutable, ...rest }
      : { required: required ?? false, mutable };
  }
  return sorted(entry) as Entry;
}

/** Replaces the property names of CloudFormation with those of the CDK, which the file uses. */
function asWritten(value: Json): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(
    entries.map(([name, each]) => [
      /^[A-Z]/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name,
      asWritten(each),
    ]),
  );
}

function hasToken(value: Json | undefined): boolean {
  if (typeof value === 'string') return Token.isUnresolved(value);
  if (value === null || value === undefined || typeof value === 'boolean') return false;
  // A resolved intrinsic is an object with one key, such as Ref.
  if (Object.keys(value).some((key) => /^(ref$|Ref$|[Ff]n::)/.test(key))) return true;
  return Object.values(value).some(hasToken);
}

/** Reports every difference that Cognito can't apply in place, which is all except additions. */
function compare(file: string, path: string, recorded: Entry, current: Entry, problems: Problems): void {
  for (const [name, was, is] of differences(recorded, current)) {
    const [setting = ''] = name.split('.');
    if (recorded[setting] === undefined && isAddable(setting)) continue;
    const renamed = ['logicalId', 'stack', 'nestedIn'].includes(setting);
    const gone = current[setting] === undefined && setting.startsWith('custom:');
    problems.add({
      where: `lockFile, ${name}`,
      given:
        was === undefined
          ? `${show(is)}, which is new`
          : `${show(was)} in ${file}, and ${is === undefined ? 'gone' : show(is)} now`,
      outcome: OUTCOMES[setting] ?? REJECTED,
      remedy: `Undo the change; ${gone ? `or, if it was never deployed, remove ${name} from ${file}; ` : ''}or, to have a new pool without the users of this one, remove ${show(path)} from ${file}${renamed ? '' : ' and give the pool a new ID'}`,
    });
  }
}

/** The innermost differences: the path of each setting, its old value and its new value. */
function differences(was: Json | undefined, is: Json | undefined, path: string[] = []): [string, Json?, Json?][] {
  if (JSON.stringify(was) === JSON.stringify(is)) return [];
  if (!isMap(was) || !isMap(is)) return [[path.join('.'), was, is]];
  const names = new Set([...Object.keys(was), ...Object.keys(is)]);
  return [...names].flatMap((name) => differences(was[name], is[name], [...path, name]));
}

function isMap(value: Json | undefined): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function read(file: string, problems: Problems): Content | undefined {
  if (!existsSync(file)) return { comment: COMMENT, pools: {} };
  try {
    const content = JSON.parse(readFileSync(file, 'utf8')) as Content;
    if (isMap(content.pools) && Object.values(content.pools).every(isEntry)) return content;
  } catch {
    // Reported below, like any other content that is not a lock file.
  }
  problems.add({
    where: 'lockFile',
    given: `${show(file)}, which is not a lock file of this library`,
    outcome: 'nothing can be compared with it',
    remedy: 'Restore it from version control, or remove it to have a new one written',
  });
  return undefined;
}

const isEntry = (value: Json) =>
  isMap(value) && [value.stack, value.nestedIn ?? '', value.logicalId].every((each) => typeof each === 'string');

const print = (content: Content) => `${JSON.stringify(sorted(content as unknown as Json), undefined, 2)}\n`;

function sorted(value: Json): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, sorted(value[name] ?? null)]));
}
