/*
 * Has the entry of the compiled library load each file when something in it is first asked for, as aws-cdk-lib does: an
 * import by itself costs nothing then.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

const file = join(root, 'build', 'index.js');
const loaded = new Map();
const eager = readFileSync(file, 'utf8');
const lazy = eager
  .replace(/^(?:var|const) (\w+) = require\(("[^"]+")\);\n/gm, (_, name, path) => (loaded.set(name, path), ''))
  .replace(/return (\w+)\.(\w+);/g, (text, name, member) =>
    loaded.has(name) ? `return require(${loaded.get(name)}).${member};` : text,
  )
  // Node.js reads the names that an ES module can import from the text. It drops one whose getter does more than it
  // knows, unless it doesn't see the name there.
  .replaceAll('Object.defineProperty(exports, "', 'Object.defineProperty(exports, _noFold = "')
  .replace('_noFold = "__esModule"', '"__esModule"')
  .replace('"use strict";\n', '"use strict";\nvar _noFold;\n');
const left = [...loaded.keys()].filter((name) => new RegExp(`\\b${name}\\b`).test(lazy));
if (loaded.size === 0 || left.length > 0) throw new Error(`build/index.js is not as expected: ${left.join(', ')}`);
writeFileSync(file, lazy);
