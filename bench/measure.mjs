/*
 * How everything here is measured: contestants take turns, round by round, and are compared within a round, so that
 * what else the machine does meets all of them alike.
 */
import { run } from '../scripts/console.mjs';
import { bench } from './setup.mjs';
import { join } from 'node:path';

const LAST_LINE = /[^\n]*$/;

/** Runs one of the scripts beside this one in a process of its own. Its last line is JSON. */
export async function child(script, args = [], env = {}) {
  const output = await run(process.execPath, [join(bench, script), ...args.map(String)], {
    cwd: bench,
    env: { ...process.env, CDK_VALIDATION: 'false', NODE_OPTIONS: '', ...env },
  });
  return JSON.parse(LAST_LINE.exec(output.trimEnd())[0]);
}

/**
 * Measures contestants in turns, and who begins changes from round to round. A round before the first warms the caches
 * of the disk.
 *
 * @returns the samples of each contestant, by round
 */
export async function rounds(count, contestants, measure) {
  const samples = Object.fromEntries(contestants.map((name) => [name, []]));
  for (let round = -1; round < count; round++) {
    const first = (round + contestants.length) % contestants.length;
    for (const name of [...contestants.slice(first), ...contestants.slice(0, first)]) {
      const sample = await measure(name);
      if (round >= 0) samples[name].push(sample);
    }
  }
  return samples;
}

function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low + (high - low) * (place - Math.floor(place));
}

/** The median, and the quarters beside it. */
export function spread(values) {
  return { median: quantile(values, 0.5), low: quantile(values, 0.25), high: quantile(values, 0.75) };
}

/** How many times as long one took as another, compared in each round. */
export function ratio(samples, of, to, pick = (sample) => sample) {
  return spread(samples[of].map((sample, round) => pick(sample) / pick(samples[to][round])));
}
