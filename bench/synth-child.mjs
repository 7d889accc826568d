/*
 * Builds and synthesizes one app: node synth-child.mjs <app> <routes> [unlimited]
 */
import { createRequire } from 'node:module';
import { withTemporaryFolder } from '../scripts/temporary-folder.mjs';
import { APPS } from './apps/index.mjs';

const [app, routes, unlimited] = process.argv.slice(2);
const started = performance.now();
const build = await APPS[app].load();
const loaded = performance.now();
const { App, Stack } = createRequire(import.meta.url)('aws-cdk-lib');

await withTemporaryFolder((outdir) => {
  const context = unlimited ? { '@aws-cdk/core:stackResourceLimit': 0 } : {};
  const stack = new Stack(new App({ outdir, context }), 'Stack');
  build(stack, Number(routes));
  const assembly = stack.node.root.synth();
  const done = performance.now();
  const { Resources } = assembly.getStackByName('Stack').template;
  const resources = Object.keys(Resources).length;
  console.log(JSON.stringify({ import: loaded - started, synth: done - loaded, total: done - started, resources }));
}).catch((error) => {
  if (!/resources.*greater than|Number of resources/i.test(error.message)) throw error;
  console.log(JSON.stringify({ tooMany: true }));
});
