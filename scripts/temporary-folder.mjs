import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Passes an action the path of a folder, which is removed when the action ends.
 *
 * @param parent where the folder is created
 */
export async function withTemporaryFolder(action, parent = tmpdir()) {
  const folder = mkdtempSync(join(parent, '.user-auth-pool-'));
  try {
    return await action(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
