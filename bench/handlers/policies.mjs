/*
 * What policies cost the functions that enforce them: a call of the token hook, an answer of the authorizer, and the
 * start of an instance.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { child, rounds, spread } from '../measure.mjs';

export const COUNTS = [1, 50, 300];
const CALLS = 400;

/** As many policies, with names of ordinary length. */
export const policiesOf = (number) =>
  Array.from({ length: number }, (_, index) => ({ group: `orders-${index}-editors` }));

/**
 * Measures the token hook and the authorizer with 1, 50 and 300 policies in turns.
 *
 * @param env the environment of the authorizer, but for policies and routes
 * @param codec the functions that write those
 * @param tokenOf returns the token of a user in a group
 * @param folder where the requests may be written to
 */
export async function measurePolicies(count, { hook, authorizer, env, codec, tokenOf, folder }) {
  const { encodePolicies, encodeRoutes } = codec;
  const hooks = await rounds(count, COUNTS, (number) =>
    child('handlers/policies-child.mjs', [hook, CALLS], { POLICIES: encodePolicies(policiesOf(number)) }),
  );
  const [fewest, , most] = COUNTS;
  const requests = policiesOf(most).map(({ group }, index) => ({
    token: tokenOf(group),
    routeKey: `GET /orders/${index}`,
  }));
  const file = join(folder, 'requests.json');
  writeFileSync(file, JSON.stringify(requests));
  const authorizers = await rounds(count, COUNTS, (number) =>
    child('handlers/requests-child.mjs', [authorizer, file, number, 2 * most], {
      ...env,
      POLICIES: encodePolicies(policiesOf(number)),
      ROUTES: encodeRoutes(requests.slice(0, number).map(({ routeKey }) => [routeKey])),
    }),
  );
  const more = (samples) => spread(samples[most].map(({ load }, round) => load - samples[fewest][round].load));
  const warm = (samples) =>
    Object.fromEntries(COUNTS.map((number) => [number, spread(samples[number].flatMap((each) => each.samples))]));
  return {
    hookCalls: warm(hooks),
    authorizerAnswers: warm(authorizers),
    hookStart: more(hooks),
    authorizerStart: more(authorizers),
  };
}
