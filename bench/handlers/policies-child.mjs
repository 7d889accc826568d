/*
 * Loads the token hook and calls it over and over: node policies-child.mjs <bundle> <calls>
 */
import { load } from './load.mjs';

const [file, calls] = process.argv.slice(2);
const event = {
  triggerSource: 'TokenGeneration_HostedAuth',
  callerContext: { clientId: 'web' },
  request: { userAttributes: {}, groupConfiguration: { groupsToOverride: ['orders-0-editors'] }, scopes: ['openid'] },
};

const started = performance.now();
const handler = await load(file);
const loaded = performance.now() - started;
const samples = [];
for (let index = 0; index < Number(calls); index++) {
  const before = performance.now();
  const { response } = await handler(event);
  if (index >= Number(calls) / 2) samples.push(performance.now() - before);
  const { length } = response.claimsAndScopeOverrideDetails.accessTokenGeneration.scopesToAdd;
  if (length !== 1) throw new Error(`the hook added ${length} scopes`);
}
console.log(JSON.stringify({ load: loaded, samples }));
