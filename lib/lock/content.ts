import { Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { getOrCreate } from '../base/get-or-create';
import { groupedBy } from '../base/grouped-by';
import { isObject, jsonIn } from '../base/json';
import { textIn } from '../base/text-in';
import { Problem, Problems } from '../checks/problems';
import { show } from '../checks/values';
import { writeIfChanged } from '../files/shared-files';
import { isSameInTemplate } from '../template/scalars';
import {
  ANY,
  constructAt,
  Identity,
  identityIn,
  identityOfStack,
  isSameResource,
  keyOf,
  namesOf,
  StackIdentity,
} from './identity';

/** In place of a value that a template does not have. */
export const ABSENT = 'absent';

export type Json = string | boolean | null | string[] | { [name: string]: Json };

/** What the file has of one pool: settings by name. */
export interface Entry {
  /** Where the app had it last; only for messages. */
  readonly path: string;
  readonly [setting: string]: Json;
}

/** A pool that the file has. */
export interface Recorded {
  readonly key: string;
  readonly identity: Identity;
  readonly entry: Entry;
}

/** A pool that is to have a new entry. */
export interface Update {
  readonly identity: Identity;
  readonly entryAfter: (before?: Entry) => Entry;
}

const COMMENT = 'What cannot be changed in place on user pools that exist. Written by cdk-user-auth-pool; commit it.';

/** A file as it was read. */
interface Read {
  readonly text: string;
  readonly content: LockContent;
}

/** The content of a lock file. */
export class LockContent {
  /** Reads a file, which may not exist yet. Undefined if it is not a lock file. */
  public static read(file: string, scope: IConstruct, problems: Problems): LockContent | undefined {
    if (!existsSync(file)) return new LockContent([]);
    const text = textIn(file) ?? '';
    // Each pool of the app asks for it, several times.
    const inApp = getOrCreate(LockContent.known, scope.node.root, () => new Map<string, Read>());
    const known = inApp.get(resolve(file));
    if (known?.text === text) return known.content;
    const pools = poolsIn(text);
    const entries = Object.entries(pools ?? {}).map(([key, entry]) => ({ key, pool: recordedIn(scope, key, entry) }));
    const unreadable = entries.find(({ pool }) => !pool);
    const problem =
      conflictIn(file, text) ??
      duplicateIn(file, text) ??
      (pools ? undefined : malformed(file, 'no JSON with "pools"')) ??
      (unreadable && malformed(file, `a malformed entry ${show(unreadable.key)}`));
    if (problem) {
      problems.add(problem);
      return undefined;
    }
    const content = new LockContent(entries.flatMap(({ pool }) => pool ?? []));
    // Which stack an entry of the first version is of depends on those that the app has so far.
    const isFinal = entries.every(({ key, pool }) => pool?.key === key);
    if (isFinal) inApp.set(resolve(file), { text, content });
    return content;
  }

  /** By the app, as long as there is one, and the path of the file, as long as its text is the same. */
  private static readonly known = new WeakMap<IConstruct, Map<string, Read>>();
  private readonly byName: ReadonlyMap<string, readonly Recorded[]>;

  private constructor(public readonly pools: readonly Recorded[]) {
    this.byName = groupedBy(pools, ({ identity }) => nameOf(identity));
  }

  /** The entries that may be of a pool: several if the file knows more of accounts and regions than the app does. */
  public of(identity: Identity): readonly Recorded[] {
    const named = this.byName.get(nameOf(identity)) ?? [];
    const exact = named.filter(({ key }) => key === keyOf(identity));
    return exact.length > 0 ? exact : named.filter((each) => isSameResource(each.identity, identity));
  }

  /** The same content with new entries for some pools, in place of those that they had. */
  public with(updates: readonly Update[]): LockContent {
    const pools = new Map(this.pools.map((each) => [each.key, each]));
    for (const { identity, entryAfter } of updates) {
      const before = this.of(identity);
      const key = keyOf(identity);
      const isMorePrecise = before.some((each) => precisionOf(each.key) > precisionOf(key));
      for (const each of before) pools.delete(each.key);
      const places = isMorePrecise ? before : [{ key, identity, entry: before[0]?.entry }];
      for (const { entry, ...place } of places) pools.set(place.key, { ...place, entry: entryAfter(entry) });
    }
    return new LockContent([...pools.values()]);
  }

  public write(file: string): void {
    const pools = Object.fromEntries(this.pools.map(({ key, entry }) => [key, entry as Json]));
    const write = (content: Json) => `${JSON.stringify(sorted(content), undefined, 2)}\n`;
    // Somebody may have formatted the file in another way.
    writeIfChanged(file, write({ comment: COMMENT, pools }), (before) => write(jsonIn(before) as Json));
  }
}

function poolsIn(text: string): { [key: string]: Json } | undefined {
  const content = jsonIn(text) as Json | undefined;
  const pools = isObject(content) ? content.pools : undefined;
  return isObject(pools) ? pools : undefined;
}

const unusable = (file: string, content: string, remedy: string): Problem => ({
  where: 'lockFile',
  given: `${show(file)}, which has ${content}`,
  outcome: 'nothing can be compared with it',
  remedy,
});

const malformed = (file: string, content: string): Problem =>
  unusable(
    file,
    `${content}, so it is not a lock file of this library`,
    'Restore it from version control: a new one would not know what cannot be seen in the app, such as that a pool was created without a case setting',
  );

/** What git leaves in a file that two branches have changed. */
const conflictIn = (file: string, text: string): Problem | undefined =>
  /^<{7} /m.test(text)
    ? unusable(file, 'an unresolved merge conflict', 'Resolve the conflict, and keep the entries of both branches')
    : undefined;

/** A key that the file has twice, as after a merge. To a parser, the last one is the only one. */
function duplicateIn(file: string, text: string): Problem | undefined {
  const path = duplicatePathIn(text);
  if (path === undefined) return undefined;
  const [, pool, ...settings] = path;
  const what = settings.length > 0 ? `${show(settings.join('.'))} of the pool ${show(pool)}` : `the pool ${show(pool)}`;
  return {
    where: 'lockFile',
    given: `${show(file)}, which has ${pool === undefined ? show(path[0]) : what} twice, as after a merge`,
    outcome: 'one of the two entries would be lost, with settings that Cognito cannot change',
    remedy: 'Put the settings of both into one entry',
  };
}

/** The path of the first key that an object in JSON has twice. */
function duplicatePathIn(text: string): string[] | undefined {
  const open: { readonly keys: Set<string>; last: string }[] = [];
  for (const [token, isKey] of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g)) {
    const inside = open.at(-1);
    if (token === '{' || token === '[') open.push({ keys: new Set(), last: '' });
    else if (token === '}' || token === ']') open.pop();
    else if (isKey !== undefined && inside) {
      inside.last = token.replace(/\s*:$/, '');
      if (inside.keys.has(inside.last)) return open.map(({ last }) => JSON.parse(last || '""') as string);
      inside.keys.add(inside.last);
    }
  }
  return undefined;
}

/** The name of a pool whose account and region may not be known. */
const nameOf = (identity: Identity) => namesOf(identity).join('/');

/** How much a key says of account and region. */
const precisionOf = (key: string) => key.split('/', 2).filter((each) => each !== ANY).length;

function recordedIn(scope: IConstruct, key: string, entry: Json): Recorded | undefined {
  if (!isObject(entry)) return undefined;
  if ('logicalId' in entry) return fromBefore(scope, key, entry);
  const identity = identityIn(key);
  return identity && isEntry(entry) ? { key, identity, entry } : undefined;
}

function isEntry(value: { [name: string]: Json }): value is { [name: string]: Json } & Entry {
  const required = ['path', 'usernameAttributes', 'aliasAttributes'];
  return required.every((name) => name in value) && Object.entries(value).every((each) => isReadable(...each));
}

/** Whether a file may have such a value for a setting. */
export function isReadable(name: string, value: Json): boolean {
  switch (name) {
    case 'path':
      return typeof value === 'string';
    case 'usernameAttributes':
    case 'aliasAttributes':
      return Array.isArray(value) && value.every((each) => typeof each === 'string');
    case 'caseSensitive':
      // Files of earlier versions may have a Boolean as text.
      return typeof value === 'boolean' || [ABSENT, 'true', 'false'].includes(value as string);
    default:
      return typeof value === 'string' || (isObject(value) && name !== '__proto__');
  }
}

/** An entry of the first version of this library, which knew a pool by its path. */
function fromBefore(
  scope: IConstruct,
  path: string,
  { stack, nestedIn, logicalId, ...entry }: { [name: string]: Json },
) {
  if (typeof stack !== 'string' || typeof logicalId !== 'string') return undefined;
  if (nestedIn !== undefined && typeof nestedIn !== 'string') return undefined;
  const identity = { stack: stackAt(scope, stack), logicalId };
  const upgraded: { [name: string]: Json } = { path };
  for (const [name, value] of Object.entries(entry)) {
    // It recorded true for a pool that does not say so, too.
    if (name === 'caseSensitive' && value === true) continue;
    upgraded[name] = isObject(value)
      ? Object.fromEntries(Object.entries(value).filter(([key, each]) => key !== 'developerOnlyAttribute' || each))
      : value;
  }
  return isEntry(upgraded) ? { key: keyOf(identity), identity, entry: upgraded } : undefined;
}

/** A stack that is known by its path only. If it is gone, it had the name that the CDK gives to a stack. */
function stackAt(scope: IConstruct, path: string): StackIdentity {
  const found = constructAt(scope, path);
  return Stack.isStack(found) ? identityOfStack(found) : [ANY, ANY, path.replaceAll('/', '-')];
}

export function sorted(value: Json): Json {
  if (!isObject(value)) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, sorted(value[name] ?? null)]));
}

/** The innermost differences: the path of each, with the name of the setting first, its old value and its new value. */
export function differences(
  was: Json | undefined,
  is: Json | undefined,
  path: string[] = [],
): [string[], Json?, Json?][] {
  if (isSameInTemplate(was, is)) return [];
  if (!isObject(was) || !isObject(is)) return [[path, was, is]];
  const names = new Set([...Object.keys(was), ...Object.keys(is)]);
  const entryOf = (map: { [name: string]: Json }, name: string) => (Object.hasOwn(map, name) ? map[name] : undefined);
  return [...names].flatMap((name) => differences(entryOf(was, name), entryOf(is, name), [...path, name]));
}
