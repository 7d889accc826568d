/*
 * What it costs to build and synthesize apps that grow, in a process of its own, side by side with plain L2 in its best
 * style.
 */
import { GROWING } from './apps/growing.mjs';
import { child, ratio, rounds, spread } from './measure.mjs';

const PAIR = ['library', 'best'];

export async function measureGrowing({ growing }) {
  const cases = Object.entries(GROWING).flatMap(([what, { sizes }]) => sizes.map((size) => [what, size]));
  const [withPolicies, withoutPolicies] = ['library', 'without'].map((who) => keyOf('policies', who, 300));
  const contestants = [...cases.flatMap(([what, size]) => PAIR.map((who) => keyOf(what, who, size))), withoutPolicies];
  const samples = await rounds(
    growing,
    contestants,
    async (key) => (await child('growing-child.mjs', key.split(' '))).ms,
  );
  return {
    ratios: (what, size) => ratio(samples, keyOf(what, 'library', size), keyOf(what, 'best', size)),
    withoutPolicies: ratio(samples, withPolicies, withoutPolicies),
    times: (what, who, size) => spread(samples[keyOf(what, who, size)]),
    /** How the time grows with the size: 1 is linear, 2 is quadratic. */
    exponent: (what, who) => {
      const { sizes } = GROWING[what];
      const [small, large] = [sizes.at(-2), sizes.at(-1)];
      return spread(
        samples[keyOf(what, who, large)].map(
          (ms, round) => Math.log(ms / samples[keyOf(what, who, small)][round]) / Math.log(large / small),
        ),
      );
    },
  };
}

const keyOf = (what, who, size) => `${what} ${who} ${size}`;
