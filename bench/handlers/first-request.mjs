/*
 * The first request of a new instance of an authorizer, with the keys of the pool over TLS.
 */
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { selfSigned } from '../../scripts/certificate.mjs';
import { listen } from '../../scripts/listen.mjs';
import { child, rounds } from '../measure.mjs';

/**
 * Starts each authorizer in processes of its own, as Lambda does.
 *
 * @param keys the keys of the pool, as it publishes them
 * @returns the samples of each: milliseconds to load it, and for its first request after that
 */
export async function measureFirstRequest(count, { bundles, host, keys, token, env, folder }) {
  const { key, cert } = selfSigned(host);
  const authority = join(folder, 'authority.pem');
  writeFileSync(authority, cert);
  const server = createServer({ key, cert }, (_, response) => response.end(JSON.stringify({ keys })));
  const { port, stop } = await listen(server);
  const tls = { ...env, JWKS_ORIGIN: `https://127.0.0.1:${port}`, NODE_EXTRA_CA_CERTS: authority };
  try {
    return await rounds(count, Object.keys(bundles), (name) =>
      child('handlers/start-child.mjs', [bundles[name], token], tls),
    );
  } finally {
    await stop();
  }
}
