import { NestedStack, Stack } from 'aws-cdk-lib';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';
import { UserAuthClient, UserAuthPool } from '../../lib';
import { newApp, warningsOf } from './synth';

/** A lock file for each test, in a folder of its own, on a machine that is not CI. */
export function useLockFile() {
  const lock = {
    folder: '',
    path: '',
    content: () => readFileSync(lock.path, 'utf8'),
    entries: () => (JSON.parse(lock.content()) as { pools: Record<string, { path: string }> }).pools,
    /** The pools by account, region, stack and logical ID. */
    pools: () => Object.keys(lock.entries()),
    /** The pools by path. */
    paths: () => Object.values(lock.entries()).map(({ path }) => path),
    /** Takes out of a map of the first entry what has an ID with a start, and a name if one is given. */
    remove: (setting: string, start: string, name?: string) => {
      const content = JSON.parse(lock.content()) as { pools: Record<string, Record<string, Record<string, string>>> };
      const map = Object.values(content.pools)[0]![setting]!;
      for (const id of Object.keys(map)) {
        if (id.startsWith(start) && (name === undefined || map[id] === name)) delete map[id];
      }
      writeFileSync(lock.path, JSON.stringify(content));
    },
    /** The entry of the first pool. */
    entry: () => Object.values(lock.entries())[0] as unknown as Record<string, unknown>,
  };
  beforeEach(() => {
    vi.stubEnv('CI', '');
    lock.folder = mkdtempSync(join(tmpdir(), 'lock-'));
    lock.path = join(lock.folder, 'users.lock.json');
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(lock.folder, { recursive: true });
  });
  return lock;
}

/** What synthesis says of a pool, after one that has been recorded. */
export function synthWith(
  lock: { readonly path: string },
  make: (pool: UserAuthPool) => unknown,
  props = {},
  context = {},
): string[] {
  const app = newApp(context);
  const stack = new Stack(app, 'S');
  make(new UserAuthPool(stack, 'Pool', { lockFile: lock.path, defaultClient: false, ...props }));
  try {
    app.synth();
  } catch (error) {
    return [String(error)];
  }
  return warningsOf(stack).filter((each) => /lock\.json/.test(each));
}

/** Makes a client of a pool in another stack, beside one that is nested there. */
export const inOther =
  (id: string, name = 'Other', stackName?: string) =>
  (pool: UserAuthPool) => {
    const stack = new Stack(pool.node.root, name, { stackName });
    const nested = new NestedStack(stack, 'Nested');
    new UserAuthClient(nested, 'Deep', { userPool: pool });
    return new UserAuthClient(stack, id, { userPool: pool });
  };
