/*
 * The most access policies that fit a pool in the token, and the most routes with one each at the request.
 */
import { child } from './measure.mjs';

/** By where they are enforced: how many policies synthesize where one more does not. */
export async function measurePoliciesThatFit() {
  return { token: await mostThatFit('token'), request: await mostThatFit('request') };
}

async function mostThatFit(where) {
  let [most, tooMany] = [0, 900];
  while (tooMany - most > 1) {
    const count = Math.floor((most + tooMany) / 2);
    const { fits } = await child('policies-fit-child.mjs', [where, count]);
    if (fits) most = count;
    else tooMany = count;
  }
  return most;
}
