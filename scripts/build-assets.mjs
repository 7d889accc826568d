/*
 * Bundles the functions that the library brings, handlers/<name>/index.ts, into assets/<name>/index.js, and writes the
 * types of those that users import.
 */
import { build } from 'esbuild';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { Hint, main } from './console.mjs';
import { root } from './setup.mjs';

const handlers = join(root, 'handlers');

/** What users' own functions import, and the tests of those. */
const IMPORTED = ['caller', 'testing'];

/**
 * Builds all assets into a folder. Files that have not changed stay as they are, since tests and other scripts may be
 * reading them.
 */
export async function buildAssets(folder) {
  const names = readdirSync(handlers, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const { outputFiles } = await build({
    entryPoints: names.map(({ name }) => join(handlers, name, 'index.ts')),
    outbase: handlers,
    outdir: folder,
    write: false,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    // The runtime of Lambda has the SDK. `import` would not look for it in NODE_PATH, `require` does.
    external: ['@aws-sdk/*'],
    supported: { 'dynamic-import': false },
    logLevel: 'warning',
  });
  const files = new Map(outputFiles.map(({ path, text }) => [path, text]));
  for (const name of IMPORTED) files.set(join(folder, name, 'index.d.ts'), typesOf(join(handlers, name, 'index.ts')));
  for (const [path, text] of files) {
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((each) => join(folder, each))) {
    const isNeeded = [...files.keys()].some((file) => file === path || file.startsWith(path + sep));
    if (!isNeeded) rmSync(path, { recursive: true, force: true });
  }
}

function typesOf(file) {
  const { outputText, diagnostics } = ts.transpileDeclaration(readFileSync(file, 'utf8'), { fileName: file });
  if (diagnostics.length > 0) throw new Hint(diagnostics.map(({ messageText }) => messageText).join('\n'));
  return outputText;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(() => buildAssets(join(root, 'assets')));
