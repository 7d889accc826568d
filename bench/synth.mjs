/*
 * How long it takes to build and synthesize an app, in a process of its own, by the number of routes.
 */
import { child, ratio, rounds, spread } from './measure.mjs';

export const SIZES = [1, 10, 100, 300];

/** Plain L2 in its best style is what the goal is about; it is measured more often than the others. */
const PAIR = ['library', 'best'];
const OTHERS = ['readme', 'amplify', 'solutions'];

/** @param most how many routes each app can have in one stack */
export async function measureSynth(most, { pairs, others }) {
  const samples = {
    ...(await measureAll(pairs, PAIR, most)),
    ...(await measureAll(others, OTHERS, most)),
  };
  const times = Object.fromEntries(Object.entries(samples).map(([key, each]) => [key, spread(each.map(synthOf))]));
  return {
    times: (app, size) => times[keyOf(app, size)],
    ratios: Object.fromEntries(SIZES.map((size) => [size, compare(samples, size, synthOf)])),
    whole: Object.fromEntries(SIZES.map((size) => [size, compare(samples, size, ({ total }) => total)])),
    growth: Object.fromEntries(
      PAIR.map((app) => [app, [growth(samples, app, 10, 100), growth(samples, app, 100, 300)]]),
    ),
  };
}

/** All sizes take turns too, so that growth is not that of what else the machine does. */
function measureAll(count, apps, most) {
  const all = apps.flatMap((app) => SIZES.filter((size) => size <= most[app]).map((size) => [app, size]));
  const byKey = new Map(all.map((each) => [keyOf(...each), each]));
  return rounds(count, [...byKey.keys()], (key) => child('synth-child.mjs', byKey.get(key)));
}

const keyOf = (app, size) => `${app} ${size}`;

const synthOf = ({ synth }) => synth;

const compare = (samples, size, pick) => ratio(samples, keyOf('library', size), keyOf('best', size), pick);

/** What a further route costs from one size to another, in milliseconds. */
function growth(samples, app, from, to) {
  const [before, after] = [from, to].map((size) => samples[keyOf(app, size)]);
  return spread(after.map((sample, round) => (synthOf(sample) - synthOf(before[round])) / (to - from)));
}
