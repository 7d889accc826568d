/*
 * Shows where the library takes longer than plain L2, and writes docs/profile.md.
 */
import { build } from 'esbuild';
import { availableParallelism } from 'node:os';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { main, step } from '../scripts/console.mjs';
import { withTemporaryFolder } from '../scripts/temporary-folder.mjs';
import { between, decimal, ms, times } from './goals.mjs';
import { policiesOf } from './handlers/policies.mjs';
import { table, writePage } from './markdown.mjs';
import { child, ratio, rounds, spread } from './measure.mjs';
import { measurePhases, PHASES, PROFILED } from './phases.mjs';
import { bundle, library, modules, prepare } from './setup.mjs';

const ROUNDS = { phases: 5, imports: 15, reading: 31 };
const POLICIES = 300;

await main(async () => {
  await prepare();
  const imports = await step('Import in one file', measureOneFile);
  const reading = await step('Reading policies', measureReading);
  const phases = await step('Phases', () => measurePhases(ROUNDS.phases));
  await writePage('profile.md', pageOf({ imports, reading, phases }));
});

/** The import of all exports as the package has them, and from one file. */
async function measureOneFile() {
  await build({
    entryPoints: [join(library, 'build', 'index.js')],
    outfile: join(library, 'build', 'one-file.js'),
    bundle: true,
    platform: 'node',
    external: ['aws-cdk-lib', 'constructs'],
    logLevel: 'warning',
  });
  const [alone, files, oneFile] = ['modules', 'modules, library, classes', 'modules, library in one file, classes'];
  const samples = await rounds(
    ROUNDS.imports,
    [alone, files, oneFile],
    async (what) => (await child('import-child.mjs', [what])).ms,
  );
  return { files: ratio(samples, files, alone), oneFile: ratio(samples, oneFile, alone) };
}

/** What functions do with policies while they start. */
function measureReading() {
  return withTemporaryFolder(async (folder) => {
    await bundle(folder, ['lib/access/policy-codec.ts', 'lib/access/policy.ts']);
    const files = ['policy-codec', 'policy'].map((name) => join(folder, `${name}.cjs`));
    const { encodePolicies } = createRequire(import.meta.url)(files[0]);
    const { reading } = await rounds(ROUNDS.reading, ['reading'], () =>
      child('handlers/reading-child.mjs', files, { POLICIES: encodePolicies(policiesOf(POLICIES)) }),
    );
    return {
      decode: spread(reading.map(({ decode }) => decode)),
      scopes: spread(reading.map(({ scopes }) => scopes)),
    };
  }, modules);
}

function pageOf({ imports, reading, phases }) {
  const more = (value) => `${value < 0 ? '' : '+'}${ms(value)}`.replace('-', '−');
  const ratioOf = ({ median, ...rest }) => `${times(median)} (${between(rest, decimal)})`;
  return `# Where the time goes

Written by \`npm run profile\`, for the goals that [bench.md](bench.md) says are not met. The times are of this machine (${availableParallelism()} CPUs, Node.js ${process.versions.node}).

## Build and synth

How much longer the library takes than plain L2 in its best style in each phase of an app, by a profile of both: the fastest of ${ROUNDS.phases} rounds of each. Profiling slows both down.

${table(
  ['', ...PHASES],
  Object.keys(PROFILED).map((app) => [app, ...PHASES.map((phase) => more(phases[app][phase]))]),
)}

- **Constructs**: pool, clients, groups and authorizers are constructs around those of the CDK, and the props of each are checked when it is made.
- **References**: flows, identity providers and attributes of a client, and the clients of an authorizer, are known when the app is complete. The CDK evaluates them when it looks for references, and again for each template.
- **Checks**: plain L2 checks nothing. The library reads what the templates will say of pools, clients and routes, for which it renders each of those resources once more than the CDK does.

## Import

With all exports, the library takes ${ratioOf(imports.files)} what the modules of aws-cdk-lib take alone, and ${ratioOf(imports.oneFile)} in one file. The package has the files as they were written: a stack trace names the place, and whoever uses a few classes loads few files.

## Functions

While an instance starts, ${POLICIES} policies take ${ms(reading.decode.median)} to decode, and the token hook another ${ms(reading.scopes.median)} to name their scopes, each with a SHA-256 hash of the policy. The authorizer's bundle has the policies in addition to the verifier, and each request finds the policy of its route, evaluates it, and hands on who the caller is.
`;
}
