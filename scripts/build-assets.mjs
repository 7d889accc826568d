/*
 * Bundles the functions that the library brings, handlers/<name>/index.ts, into assets/<name>/index.js, and writes the
 * types of those that users import.
 */
import { build } from 'esbuild';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { Hint, main } from './console.mjs';
import { root } from './setup.mjs';

const handlers = join(root, 'handlers');

/** What users' own functions import, and the tests of those. */
const IMPORTED = ['caller', 'testing'];

/** Builds all assets into a folder. */
export async function buildAssets(folder) {
  const names = readdirSync(handlers, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  await build({
    entryPoints: names.map(({ name }) => join(handlers, name, 'index.ts')),
    outbase: handlers,
    outdir: folder,
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
  for (const name of IMPORTED) writeTypes(join(handlers, name, 'index.ts'), join(folder, name));
}

function writeTypes(file, outDir) {
  const { outputText, diagnostics } = ts.transpileDeclaration(readFileSync(file, 'utf8'), { fileName: file });
  if (diagnostics.length > 0) throw new Hint(diagnostics.map(({ messageText }) => messageText).join('\n'));
  writeFileSync(join(outDir, 'index.d.ts'), outputText);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    const folder = join(root, 'assets');
    rmSync(folder, { recursive: true, force: true });
    await buildAssets(folder);
  });
}
