/* Each app of a test is synthesized into a temporary folder. They are in one, which goes when the tests are done. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export default function setup() {
  const outside = process.env.TMPDIR;
  const scratch = mkdtempSync(join(tmpdir(), 't-'));
  process.env.TMPDIR = scratch;
  return () => {
    if (outside === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = outside;
    rmSync(scratch, { recursive: true, force: true });
  };
}
