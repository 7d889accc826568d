/*
 * Builds and synthesizes an app that grows: node growing-child.mjs <what> <who> <size>
 */
import { createRequire } from 'node:module';
import { withTemporaryFolder } from '../scripts/temporary-folder.mjs';
import { GROWING } from './apps/growing.mjs';

const require = createRequire(import.meta.url);
const [what, who, size] = process.argv.slice(2);
const { App } = require('aws-cdk-lib');
// Loading the library is measured elsewhere.
if (who !== 'best') Object.values(require('cdk-user-auth-pool'));

await withTemporaryFolder((outdir) => {
  const app = new App({ outdir, context: { '@aws-cdk/core:stackResourceLimit': 0 } });
  const started = performance.now();
  GROWING[what][who](app, Number(size));
  const assembly = app.synth();
  const ms = performance.now() - started;
  const resources = assembly.stacks.flatMap(({ template }) => Object.keys(template.Resources)).length;
  console.log(JSON.stringify({ ms, resources }));
});
