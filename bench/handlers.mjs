/*
 * The functions that the library deploys, beside authorizers that one might write: size, start, first request,
 * verification, evaluation of policies.
 */
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { withTemporaryFolder } from '../scripts/temporary-folder.mjs';
import { measureFirstHookCall } from './handlers/first-hook-call.mjs';
import { measureFirstRequest } from './handlers/first-request.mjs';
import { measurePolicies } from './handlers/policies.mjs';
import { child, ratio, rounds, spread } from './measure.mjs';
import { bundle, library, modules } from './setup.mjs';

const OTHERS = ['bare', 'jsonwebtoken'];
const SOURCES = [
  'lib/access/policy.ts',
  'lib/access/policy-codec.ts',
  'lib/authorizer/resources/route-hash.ts',
  'test/support/tokens.ts',
];
export const TOKENS = 100;
export const WARM_ROUNDS = 40;
const POLICIES = 50;

/** In `node_modules`, where what is not bundled is found. */
export function measureHandlers(counts) {
  return withTemporaryFolder(async (folder) => {
    await bundle(
      folder,
      OTHERS.map((name) => `bench/handlers/${name}.mjs`),
      // As scripts/build-assets.mjs bundles the library's.
      { minify: true },
    );
    await bundle(folder, SOURCES);
    return measure(folder, counts);
  }, modules);
}

async function measure(folder, { starts, processes }) {
  const require = createRequire(import.meta.url);
  const { accessClaims, CLIENT, issuerOf, JwksServer, newKey, POOL, sign } = require(join(folder, 'tokens.cjs'));
  const { encodeRoutes } = require(join(folder, 'route-hash.cjs'));
  const { encodePolicies } = require(join(folder, 'policy-codec.cjs'));
  const bundles = {
    library: join(library, 'assets', 'authorizer', 'index.js'),
    ...Object.fromEntries(OTHERS.map((name) => [name, join(folder, `${name}.cjs`)])),
  };
  const hook = join(library, 'assets', 'pre-token-generation', 'index.js');
  const key = newKey('key-1');
  const tokens = Array.from({ length: TOKENS }, (_, index) => sign(key, accessClaims({ jti: `token-${index}` })));
  const forged = sign(newKey('key-1'), accessClaims());
  const server = await new JwksServer().start();
  const keys = [key, newKey('key-2')];
  server.keys.set(POOL, keys);
  const env = {
    JWKS_ORIGIN: new URL(server.at('https://cognito')).origin,
    USER_POOL_ID: POOL,
    CLIENT_ID: CLIENT,
    POOLS: JSON.stringify([{ userPoolId: POOL, clientIds: [CLIENT], tokenUse: 'access' }]),
    POLICIES: encodePolicies([{ anyOf: [{ group: 'editors' }, { group: 'admins' }] }]),
    ROUTES: encodeRoutes([['GET /']]),
  };
  try {
    const started = await rounds(starts, Object.keys(bundles), (name) =>
      child('handlers/start-child.mjs', [bundles[name], tokens[0]], env),
    );
    const firsts = await measureFirstRequest(starts, {
      bundles: { library: bundles.library, bare: bundles.bare },
      host: new URL(issuerOf(POOL)).host,
      keys: keys.map(({ jwk }) => jwk),
      token: tokens[0],
      env,
      folder,
    });
    const firstHookCall = await measureFirstHookCall(starts, hook);
    const warm = { library: [], bare: [], jsonwebtoken: [] };
    for (let index = 0; index < processes; index++) {
      const args = [JSON.stringify(bundles), JSON.stringify(tokens), forged, WARM_ROUNDS];
      const samples = await child('handlers/warm-child.mjs', args, env);
      for (const name of Object.keys(warm)) warm[name].push(...samples[name]);
    }
    const policy = await child('handlers/policy-child.mjs', [join(folder, 'policy.cjs'), POLICIES, 2000]);
    const policies = await measurePolicies(starts, {
      hook,
      authorizer: bundles.library,
      env,
      codec: { encodePolicies, encodeRoutes },
      tokenOf: (group) => sign(key, accessClaims({ 'cognito:groups': [group] })),
      folder,
    });
    return {
      sizes: {
        ...Object.fromEntries(Object.entries(bundles).map(([name, file]) => [name, statSync(file).size])),
        hook: statSync(hook).size,
      },
      start: compare(started, ({ total }) => total),
      firstRequest: {
        ...compare(firsts, ({ first }) => first),
        loads: compare(firsts, ({ load }) => load).times,
      },
      firstHookCall,
      warm: compare(warm),
      policies,
      policy: { ...spread(policy.samples), first: policy.first, earned: policy.earned },
    };
  } finally {
    await server.stop();
  }
}

/** The times of each contestant, and the library's beside those of the others. */
function compare(samples, pick = (sample) => sample) {
  const others = Object.keys(samples).filter((name) => name !== 'library');
  return {
    times: Object.fromEntries(Object.entries(samples).map(([name, each]) => [name, spread(each.map(pick))])),
    ratios: Object.fromEntries(others.map((name) => [name, ratio(samples, 'library', name, pick)])),
  };
}
