import { join } from 'node:path';
import prettier from 'prettier';
import { root } from './setup.mjs';

/** The content of a file in the style of this repository. */
export async function formatted(path, content) {
  const filepath = join(root, path);
  return prettier.format(content, { ...(await prettier.resolveConfig(filepath)), filepath });
}
