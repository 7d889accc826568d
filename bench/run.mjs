/*
 * Measures the library beside its peers and writes docs/bench.md and docs/bench.svg. With --quick it measures little,
 * and writes nothing.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main, step } from '../scripts/console.mjs';
import { root } from '../scripts/setup.mjs';
import { chartOf } from './chart.mjs';
import { goalsOf } from './goals.mjs';
import { measureGrowing } from './growing.mjs';
import { measureHandlers } from './handlers.mjs';
import { measureImports } from './imports.mjs';
import { writePage } from './markdown.mjs';
import { reportOf } from './report.mjs';
import { measureRoutes } from './routes.mjs';
import { measurePoliciesThatFit } from './policies-fit.mjs';
import { prepare } from './setup.mjs';
import { measureSynth } from './synth.mjs';

const quick = process.argv.includes('--quick');

/** How many rounds of each. */
const COUNTS = quick
  ? { pairs: 2, others: 1, imports: 2, starts: 2, processes: 1, growing: 1 }
  : { pairs: 31, others: 5, imports: 15, starts: 31, processes: 5, growing: 9 };

await main(async () => {
  await prepare();
  const handlers = await step('Authorizer', () => measureHandlers(COUNTS));
  const imports = await step('Import', () => measureImports(COUNTS));
  const routes = await step('Resources', () => measureRoutes());
  const policies = await step('Policies that fit', () => measurePoliciesThatFit());
  const most = Object.fromEntries(Object.entries(routes).map(([app, { most }]) => [app, most]));
  const synth = await step('Build and synth', () => measureSynth(most, COUNTS));
  const growing = await step('Growing apps', () => measureGrowing(COUNTS));
  const measured = { handlers, imports, routes, policies, synth, growing };

  for (const goal of goalsOf(measured)) {
    const { what, wanted, spread, met } = goal;
    console.log(`${met ? '✔' : '✗'} ${what}: ${goal.measured}${spread && ` (${spread})`}, ${wanted}`);
  }
  const [report, chart] = [reportOf(measured, COUNTS), chartOf(measured)];
  if (quick) return;
  await writePage('bench.md', report);
  writeFileSync(join(root, 'docs', 'bench.svg'), chart);
});
