/*
 * How long it takes to load the library, in a process of its own, beside the modules of aws-cdk-lib that it stands on.
 */
import { child, ratio, rounds, spread } from './measure.mjs';

const CONTESTANTS = ['library', 'modules', 'modules, library', 'modules, library, classes', 'amplify', 'solutions'];

export async function measureImports({ imports }) {
  const samples = await rounds(imports, CONTESTANTS, async (what) => (await child('import-child.mjs', [what])).ms);
  const { files } = await child('import-child.mjs', ['modules, library, classes']);
  return {
    files,
    times: Object.fromEntries(CONTESTANTS.map((what) => [what, spread(samples[what])])),
    ratio: ratio(samples, 'modules, library', 'modules'),
    inUse: ratio(samples, 'modules, library, classes', 'modules'),
  };
}
