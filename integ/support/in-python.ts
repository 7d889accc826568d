import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'vitest';
import { findPython, root } from '../../scripts/setup.mjs';

/** Runs a script beside the functions of examples/access-policies. What it reads and prints is JSON. */
export async function inPython<T>(script: string, input: unknown): Promise<T> {
  const { stdout, stderr } = spawnSync(await findPython(), ['-c', script], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 16_000_000,
    cwd: join(root, 'examples', 'access-policies', 'src'),
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as T;
}
