/*
 * A package is made of what has been built: an empty one is worse than none.
 */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Hint, main } from './console.mjs';
import { checkBuilt, root } from './setup.mjs';

await main(() => {
  checkBuilt();
  // Without its snippets in Python, the page on PyPI would have them in TypeScript.
  const [snippets, assembly] = ['.jsii.tabl.json', '.jsii'].map((file) => join(root, file));
  if (!existsSync(snippets) || statSync(snippets).mtimeMs < statSync(assembly).mtimeMs) {
    throw new Hint('.jsii.tabl.json is not there, or older than .jsii. Run npm run snippets, then this again.');
  }
});
