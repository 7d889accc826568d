/*
 * How long it takes to load the library, in a process of its own, beside the modules of aws-cdk-lib that it stands on.
 */
import { build } from 'esbuild';
import { join } from 'node:path';
import { child, ratio, rounds, spread } from './measure.mjs';
import { library } from './setup.mjs';

const CONTESTANTS = [
  'library',
  'modules',
  'modules, library',
  'modules, library, classes',
  'modules, library in one file, classes',
  'amplify',
  'solutions',
];

export async function measureImports({ imports }) {
  await build({
    entryPoints: [join(library, 'build', 'index.js')],
    outfile: join(library, 'build', 'one-file.js'),
    bundle: true,
    platform: 'node',
    external: ['aws-cdk-lib', 'constructs'],
    logLevel: 'warning',
  });
  const samples = await rounds(imports, CONTESTANTS, async (what) => (await child('import-child.mjs', [what])).ms);
  const { files } = await child('import-child.mjs', ['modules, library, classes']);
  return {
    files,
    times: Object.fromEntries(CONTESTANTS.map((what) => [what, spread(samples[what])])),
    ratio: ratio(samples, 'modules, library', 'modules'),
    inUse: ratio(samples, 'modules, library, classes', 'modules'),
    oneFile: ratio(samples, 'modules, library in one file, classes', 'modules'),
  };
}
