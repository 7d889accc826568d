/*
 * What policies cost the functions that enforce them: a call of the token hook, and the start of an instance.
 */
import { child, rounds, spread } from '../measure.mjs';

export const COUNTS = [1, 50, 300];
const CALLS = 400;

/** As many policies, with names of ordinary length. */
export const policiesOf = (number) =>
  Array.from({ length: number }, (_, index) => ({ group: `orders-${index}-editors` }));

/**
 * Measures the token hook with 1, 50 and 300 policies in turns, and the start of the authorizer with 1 and 300.
 *
 * @param env the environment of the authorizer, but for policies and routes
 * @param codec the functions that write those
 */
export async function measurePolicies(count, { hook, authorizer, env, codec: { encodePolicies, encodeRoutes } }) {
  const hooks = await rounds(count, COUNTS, (number) =>
    child('handlers/policies-child.mjs', [hook, CALLS], { POLICIES: encodePolicies(policiesOf(number)) }),
  );
  const [fewest, , most] = COUNTS;
  const authorizers = await rounds(count, [fewest, most], (number) =>
    child('handlers/load-child.mjs', [authorizer], {
      ...env,
      POLICIES: encodePolicies(policiesOf(number)),
      ROUTES: encodeRoutes(policiesOf(number).map((_, index) => [`GET /orders/${index}`])),
    }),
  );
  const more = (samples) => spread(samples[most].map(({ load }, round) => load - samples[fewest][round].load));
  return {
    calls: Object.fromEntries(
      COUNTS.map((number) => [number, spread(hooks[number].flatMap(({ samples }) => samples))]),
    ),
    hookStart: more(hooks),
    authorizerStart: more(authorizers),
  };
}
