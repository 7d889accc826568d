import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';

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
