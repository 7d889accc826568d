/*
 * Loads the token hook and calls it twice: node hook-child.mjs <bundle>
 */
import { createRequire } from 'node:module';
import { load } from './load.mjs';

const [file] = process.argv.slice(2);
const { cache } = createRequire(import.meta.url);
const countSdkFiles = () => Object.keys(cache).filter((each) => each.includes('@aws-sdk')).length;
const event = {
  triggerSource: 'TokenGeneration_HostedAuth',
  callerContext: { clientId: 'web' },
  request: { userAttributes: {}, groupConfiguration: { groupsToOverride: ['editors'] }, scopes: ['openid'] },
};

/** Milliseconds for a call that adds the scope. */
async function call(handler) {
  const started = performance.now();
  const { response } = await handler(event);
  const ms = performance.now() - started;
  const added = String(response.claimsAndScopeOverrideDetails.accessTokenGeneration.scopesToAdd);
  if (!added.startsWith('policy/group-editors-')) throw new Error(`the hook added ${added}`);
  return ms;
}

const started = performance.now();
const handler = await load(file);
const loaded = performance.now();
const atStart = countSdkFiles();
const first = await call(handler);
const sdkFiles = { atStart, inCall: countSdkFiles() - atStart };
console.log(JSON.stringify({ load: loaded - started, first, second: await call(handler), sdkFiles }));
