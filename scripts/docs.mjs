/*
 * npm run docs: the files that are written from the code, but for the snippets in Python, which pages.mjs writes.
 *
 *   node scripts/docs.mjs            names those that do not match the code
 *   node scripts/docs.mjs --write    writes them
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiPages, API_FOLDER } from './api-pages.mjs';
import { CDK_PAGE, cdkPage } from './cdk-table.mjs';
import { Hint, main } from './console.mjs';
import { root } from './setup.mjs';
import { stacktapePage } from './stacktape-table.mjs';
import { structsFile } from './structs.mjs';
import { warningsPage } from './warnings.mjs';

await main(async () => {
  const files = new Map([
    ...(await apiPages()),
    [CDK_PAGE, cdkPage()],
    [join('docs', 'stacktape.md'), stacktapePage()],
    [join('docs', 'warnings.md'), await warningsPage()],
    [join('lib', 'checks', 'structs.ts'), await structsFile()],
  ]);
  const pages = readdirSync(join(root, API_FOLDER)).map((name) => join(API_FOLDER, name));
  const obsolete = pages.filter((path) => !files.has(path));
  const changed = [...files.keys()].filter((path) => files.get(path) !== contentOf(path));
  if (process.argv.includes('--write')) {
    for (const path of obsolete) rmSync(join(root, path));
    for (const path of changed) writeFileSync(join(root, path), files.get(path));
  } else if (obsolete.length + changed.length > 0) {
    throw new Hint(`${[...obsolete, ...changed].join(', ')} do not match the code. Run: npm run docs`);
  }
});

function contentOf(path) {
  const file = join(root, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
