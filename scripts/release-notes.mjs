/*
 * The text of a release, from the changelog: node scripts/release-notes.mjs v1.2.3
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hint, main } from './console.mjs';
import { root } from './setup.mjs';

await main(() => {
  const [tag = ''] = process.argv.slice(2);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  if (tag !== `v${version}`) throw new Hint(`The tag is ${tag}, and package.json says ${version}.`);
  const sections = readFileSync(join(root, 'CHANGELOG.md'), 'utf8').split(/^## /m);
  const section = sections.find((each) => each.startsWith(`[${version}]`));
  if (!section) throw new Hint(`CHANGELOG.md has no heading "## [${version}] - DATE".`);
  console.log(section.slice(section.indexOf('\n')).trim());
});
