/*
 * .jsiirc.json says into which languages the library is translated. jsii itself reads only package.json, so the two are
 * kept equal: the build stops where they differ, and --write copies the first into the second.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { Hint, main } from './console.mjs';

const read = (file) => JSON.parse(readFileSync(file, 'utf8'));

main(() => {
  const { targets } = read('.jsiirc.json');
  const manifest = read('package.json');
  if (isDeepStrictEqual(targets, manifest.jsii.targets)) return;
  if (!process.argv.includes('--write')) {
    throw new Hint('The targets in .jsiirc.json and package.json differ. Change the first, then run: npm run targets');
  }
  manifest.jsii.targets = targets;
  writeFileSync('package.json', `${JSON.stringify(manifest, undefined, 2)}\n`);
});
