/*
 * What the measurements need: the peers, and the library as its package has it.
 */
import { build } from 'esbuild';
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { step } from '../scripts/console.mjs';
import { checkBuilt, npmCi, root } from '../scripts/setup.mjs';

export const bench = fileURLToPath(new URL('.', import.meta.url));
export const modules = join(bench, 'node_modules');
export const library = join(modules, 'cdk-user-auth-pool');

const PARTS = ['build', 'assets', 'package.json'];

export async function prepare() {
  checkBuilt();
  await install();
  // A copy: it finds the aws-cdk-lib of the peers, and a build meanwhile does not disturb.
  rmSync(library, { recursive: true, force: true });
  for (const part of PARTS) cpSync(join(root, part), join(library, part), { recursive: true });
}

/** Installs what bench/package-lock.json names, unless each of its direct dependencies is there in its version. */
async function install() {
  const { dependencies } = readJson(join(bench, 'package.json'));
  const isThere = ([name, version]) => versionOf(name) === version;
  if (Object.entries(dependencies).every(isThere)) return;
  await step('Installing the peers', () => npmCi(bench));
}

/** Bundles files of the repository by themselves, each into <name>.cjs. */
export async function bundle(folder, files, options = {}) {
  await build({
    entryPoints: Object.fromEntries(files.map((file) => [parse(file).name, join(root, file)])),
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    logLevel: 'warning',
    ...options,
  });
}

/** The version of an installed package. */
export function versionOf(name) {
  const file = join(modules, name, 'package.json');
  return existsSync(file) ? readJson(file).version : undefined;
}

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));
