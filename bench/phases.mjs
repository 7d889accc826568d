/*
 * In which phase of an app the library takes longer than plain L2: a profile of the same processes that are timed.
 */
import { child, rounds } from './measure.mjs';

export const PHASES = ['constructs', 'references', 'checks', 'templates', 'garbage collection'];

/** The apps, and what builds them. */
export const PROFILED = {
  '100 routes': (who) => ['synth-child.mjs', [who, 100]],
  '25 tenants': (who) => ['growing-child.mjs', ['tenants', who, 25]],
  '100 tenants': (who) => ['growing-child.mjs', ['tenants', who, 100]],
  '1 client': (who) => ['growing-child.mjs', ['clients', who, 1]],
  '10 clients': (who) => ['growing-child.mjs', ['clients', who, 10]],
  '50 clients': (who) => ['growing-child.mjs', ['clients', who, 50]],
  '50 policies': (who) => ['growing-child.mjs', ['policies', who, 50]],
  '300 policies': (who) => ['growing-child.mjs', ['policies', who, 300]],
};

/** @returns the milliseconds that the library takes longer, by app and phase */
export async function measurePhases(count) {
  const contestants = Object.keys(PROFILED).flatMap((app) => ['library', 'best'].map((who) => `${who} ${app}`));
  const samples = await rounds(count, contestants, (key) => {
    const [who] = key.split(' ', 1);
    const [script, args] = PROFILED[key.slice(who.length + 1)](who);
    return child(script, args, { NODE_OPTIONS: '--import ./profiler.mjs' });
  });
  // What else the machine does only ever adds to a time.
  const least = (key, phase) => Math.min(...samples[key].map((sample) => sample[phase]));
  const more = (app, phase) => least(`library ${app}`, phase) - least(`best ${app}`, phase);
  return Object.fromEntries(
    Object.keys(PROFILED).map((app) => [app, Object.fromEntries(PHASES.map((phase) => [phase, more(app, phase)]))]),
  );
}
