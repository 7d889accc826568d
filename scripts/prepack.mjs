/*
 * A package is made of what has been built: an empty one is worse than none.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Hint, main } from './console.mjs';
import { root } from './setup.mjs';

await main(() => {
  for (const file of ['build/index.js', 'assets/authorizer/index.js', '.jsii']) {
    if (existsSync(join(root, file))) continue;
    throw new Hint(`${file} is not there. Run npm run build:assets and npm run build:lib, then this again.`);
  }
});
