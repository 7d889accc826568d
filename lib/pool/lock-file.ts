import { Stack, Token } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Problems } from '../checks/problems';
import { show } from '../checks/values';

/** @internal */
export interface LockFileProps {
  /**
   * A JSON file, committed beside the app, that records what Cognito can't change on a pool that exists: what users sign in with, case, attributes. One file serves any number of pools. The path starts from
   * the folder that the app runs in.
   *
   * Synth writes the file where there is none, and adds new custom attributes to it. A change that Cognito would refuse half way through a deployment stops synth, with what changed and how to go on. Where
   * the environment variable `CI` is set, synth writes nothing: a file that is missing or incomplete is an error there.
   *
   * It records at synth, not at deployment: an attribute that was never deployed can be removed from the file by hand.
   *
   * What is written over the pool by `overrides` or `addPropertyOverride` is not seen.
   *
   * To make such a change on purpose, which means a new pool without the users of the old one, remove the entry of the pool from the file.
   *
   * @default - nothing is recorded
   */
  readonly lockFile?: string;
}

type Json = string | boolean | null | string[] | { [name: string]: Json };
/** What Cognito can't change, by the path of the setting in the file. */
type Entry = Record<string, Json>;
interface Content {
  readonly comment: string;
  readonly pools: Record<string, Entry>;
}

const COMMENT =
  'Settings that Cognito cannot change on a user pool that exists. Written by cdk-user-auth-pool; commit it.';

/** What a change of each setting would do, in place of the users' pool as it is. */
const OUTCOME = "Cognito can't change it on a pool that exists, so the deployment fails half way";

/** Compares a pool with what the file says of it, when all else is known, and brings the file up to date. */
export function checkLockFile(
  scope: Construct,
  pool: cognito.CfnUserPool,
  { lockFile }: LockFileProps,
  problems: Problems,
): void {
  if (lockFile === undefined) return;
  const current = settingsOf(pool);
  const tokens = Object.keys(current).filter((name) => hasToken(current[name]));
  for (const name of tokens) {
    problems.add({
      where: `lockFile, ${name}`,
      given: 'known only at deployment',
      outcome: "it can't be recorded, so a change of it would not be noticed",
      remedy: 'Give a plain value, or leave lockFile out',
    });
  }
  if (tokens.length > 0) return;

  const content = read(lockFile, problems);
  if (!content) return;
  const { path } = scope.node;
  const recorded = content.pools[path];
  if (recorded && !compare(lockFile, path, recorded, current, problems)) return;
  const pools = { ...content.pools, [path]: current };
  const text = print({ comment: COMMENT, pools });
  if (existsSync(lockFile) && readFileSync(lockFile, 'utf8') === text) return;
  if (isCi()) {
    problems.add({
      where: 'lockFile',
      given: `${show(lockFile)}, which ${recorded ? 'lacks new attributes of the pool' : 'does not know the pool'}`,
      outcome: 'CI writes no lock file, since nobody would commit it',
      remedy: 'Run cdk synth on your own machine and commit the file',
    });
    return;
  }
  mkdirSync(dirname(lockFile), { recursive: true });
  writeFileSync(lockFile, text);
}

const isCi = () => !['', 'false', '0', undefined].includes(process.env.CI);

function settingsOf(pool: cognito.CfnUserPool): Entry {
  const resolve = <T>(value: T): T => Stack.of(pool).resolve(value) as T;
  const names = (list: string[] | undefined) => [...(resolve(list) ?? [])].sort();
  const schema = (resolve(pool.schema) ?? []) as cognito.CfnUserPool.SchemaAttributeProperty[];
  const { caseSensitive } = (resolve(pool.usernameConfiguration) ?? {}) as { caseSensitive?: boolean };
  const entry: Entry = {
    logicalId: resolve(pool.logicalId),
    usernameAttributes: names(pool.usernameAttributes),
    aliasAttributes: names(pool.aliasAttributes),
    caseSensitive: caseSensitive ?? true,
  };
  for (const { name, required, mutable, ...rest } of schema) {
    const isCustom = required === undefined;
    // A standard attribute that is as Cognito has it anyway may come and go.
    if (!isCustom && !required && mutable) continue;
    entry[`${isCustom ? 'custom:' : ''}${name}`] = clean(isCustom ? { mutable, ...rest } : { required, mutable });
  }
  return sorted(entry) as Entry;
}

function hasToken(value: Json | undefined): boolean {
  if (typeof value === 'string') return Token.isUnresolved(value);
  if (value === null || value === undefined || typeof value === 'boolean') return false;
  // A resolved intrinsic is an object with one key, such as Ref.
  if (Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::'))) return true;
  return Object.values(value).some(hasToken);
}

/** Whether nothing has changed but what Cognito takes in place: further custom attributes. */
function compare(file: string, path: string, recorded: Entry, current: Entry, problems: Problems): boolean {
  const before = problems.count;
  for (const name of new Set([...Object.keys(recorded), ...Object.keys(current)])) {
    const [was, is] = [recorded[name], current[name]];
    if (JSON.stringify(was) === JSON.stringify(is)) continue;
    if (was === undefined && name.startsWith('custom:')) continue;
    const renamed = name === 'logicalId';
    const gone = is === undefined && name.startsWith('custom:');
    problems.add({
      where: `lockFile, ${name}`,
      given: `${was === undefined ? 'new' : `${show(was)} in ${file}`}, and ${is === undefined ? 'gone' : show(is)} now`,
      outcome: renamed ? 'CloudFormation makes a new pool without users, and lets go of the old one' : OUTCOME,
      remedy: `Undo the change; ${gone ? `or, if it was never deployed, remove ${name} from ${file}; ` : ''}or, to have a new pool without the users of this one, remove ${show(path)} from ${file}${renamed ? '' : ' and give the pool a new id'}`,
    });
  }
  return problems.count === before;
}

function read(file: string, problems: Problems): Content | undefined {
  if (!existsSync(file)) return { comment: COMMENT, pools: {} };
  try {
    const content = JSON.parse(readFileSync(file, 'utf8')) as Content;
    if (content.pools !== null && typeof content.pools === 'object' && !Array.isArray(content.pools)) return content;
  } catch {
    // Said below, as for any other content that is not ours.
  }
  problems.add({
    where: 'lockFile',
    given: `${show(file)}, which is no lock file of this library`,
    outcome: 'nothing can be compared with it',
    remedy: 'Restore it from version control, or remove it to have it written anew',
  });
  return undefined;
}

const print = (content: Content) => `${JSON.stringify(sorted(content as unknown as Json), undefined, 2)}\n`;

const clean = (value: object) => JSON.parse(JSON.stringify(value)) as Json;

function sorted(value: Json): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, sorted(value[name] ?? null)]));
}
