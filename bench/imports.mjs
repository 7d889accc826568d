/*
 * How long it takes to load the library, in a process of its own, beside what it loads of aws-cdk-lib alone.
 */
import { child, ratio, rounds, spread } from './measure.mjs';

const CONTESTANTS = ['library', 'same', 'modules', 'modules, library', 'amplify', 'solutions'];

export async function measureImports({ imports }) {
  const { files, own } = await child('import-child.mjs', ['library']);
  const samples = await rounds(imports, CONTESTANTS, async (what) => {
    const { ms } = await child('import-child.mjs', [what, JSON.stringify(what === 'same' ? files : [])]);
    return ms;
  });
  return {
    files: { own, same: files.length },
    times: Object.fromEntries(CONTESTANTS.map((what) => [what, spread(samples[what])])),
    ratio: ratio(samples, 'library', 'same'),
    inUse: ratio(samples, 'modules, library', 'modules'),
  };
}
