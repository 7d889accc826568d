/*
 * Profiles the process that it is loaded into, and prints as its last line how many milliseconds each phase of an app
 * took: node --import ./profiler.mjs growing-child.mjs ...
 */
import { Session } from 'node:inspector';

/** The phases of a synthesis, by the functions of aws-cdk-lib in which they happen. */
const PHASES = new Map([
  ['prepareApp', 'references'],
  ['validateTree', 'checks'],
  ['synthesize', 'templates'],
]);

const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.setSamplingInterval', { interval: 100 });
session.post('Profiler.start');

process.once('exit', () => {
  // It is called before post() returns.
  session.post('Profiler.stop', (_, { profile }) => console.log(JSON.stringify(byPhase(profile))));
});

function byPhase({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const phaseById = new Map();
  const visit = (node, outer) => {
    const phase = phaseOf(node.callFrame) ?? outer;
    phaseById.set(node.id, phase);
    for (const child of node.children ?? []) visit(byId.get(child), phase);
  };
  visit(nodes[0], 'other');
  const phases = { constructs: 0, references: 0, checks: 0, templates: 0, 'garbage collection': 0, other: 0 };
  for (const [index, id] of samples.entries()) phases[phaseById.get(id)] += timeDeltas[index] / 1000;
  return phases;
}

function phaseOf({ functionName, url }) {
  if (functionName === '(garbage collector)') return 'garbage collection';
  if (/[/\\]bench[/\\]apps[/\\]/.test(url)) return 'constructs';
  return /[/\\]core[/\\]lib[/\\]private[/\\]/.test(url) ? PHASES.get(functionName) : undefined;
}
