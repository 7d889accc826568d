/*
 * What the API of the last release had must still be there. A change that breaks it on purpose is a line in
 * api/breaking-changes.txt, with the key that jsii-diff prints, and an entry under "Breaking" in the changelog.
 *
 *   node scripts/api-gate.mjs              compares with the last release
 *   node scripts/api-gate.mjs --release    records the API that is built as that of a release
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Hint, main } from './console.mjs';
import { npx, root } from './setup.mjs';
import { withTemporaryFolder } from './temporary-folder.mjs';

const RELEASED = join(root, 'api', 'released.jsii.gz');
const BREAKING = join(root, 'api', 'breaking-changes.txt');

await main(async () => {
  if (process.argv.includes('--release')) return record();
  // Inside the repository, so that jsii-diff finds the assemblies that this one depends on.
  await withTemporaryFolder(compare, root);
  checkChangelog();
});

function record() {
  writeFileSync(RELEASED, gzipSync(readFileSync(join(root, '.jsii')), { level: 9 }));
  writeFileSync(BREAKING, '');
}

async function compare(folder) {
  const assembly = gunzipSync(readFileSync(RELEASED));
  writeFileSync(join(folder, '.jsii'), assembly);
  const { name, version, dependencies } = JSON.parse(assembly.toString());
  const manifest = { name, version, jsii: {}, peerDependencies: dependencies };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  try {
    await npx('jsii-diff', '--error-on', 'all', '--keys', '--ignore-file', BREAKING, folder, root);
  } catch (error) {
    const changes = String(error.output ?? error).match(/^.*\[.*:.*\]$/gm) ?? [];
    if (changes.length === 0) throw error;
    throw new Hint(
      `The API breaks that of the last release:\n${changes.join('\n')}\nIf that is meant, write the keys in brackets into api/breaking-changes.txt, and an entry under "Breaking" into CHANGELOG.md.`,
    );
  }
}

/** The changelog names each type or member that breaks. */
function checkChangelog() {
  const [, unreleased = ''] = readFileSync(join(root, 'CHANGELOG.md'), 'utf8').split(/^## /m);
  const [, breaking = ''] = unreleased.split(/^### Breaking$/m);
  const [entries = ''] = breaking.split(/^### /m);
  const keys = readFileSync(BREAKING, 'utf8').split('\n').filter(Boolean);
  const names = keys.map((key) => key.split('.').at(-1));
  const missing = names.filter((name) => !entries.includes(name));
  if (missing.length === 0) return;
  throw new Hint(`CHANGELOG.md has no entry under "Breaking" for ${missing.join(', ')}.`);
}
