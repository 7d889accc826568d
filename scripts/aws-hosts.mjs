/*
 * AWS's own host names on this machine, over TLS. A browser that looks them up here runs a page with the very addresses
 * that it has on AWS.
 */
import { request } from 'node:http';
import { createServer } from 'node:https';
import { run } from './console.mjs';
import { urlOf } from './local-aws.mjs';
import { python } from './setup.mjs';

/**
 * Passes what is asked of https://PREFIX.auth.REGION.amazoncognito.com and https://API.execute-api.REGION.amazonaws.com
 * on to a local AWS.
 *
 * @param {{ endpoint: string, region: string }} aws a local AWS
 * @param {Record<string, (asked: { search: string, body: string }) => Promise<StandIn>>} standIns answers for the paths
 * of a user pool domain that the local AWS does not know
 *
 * @typedef {{ status: number, headers?: Record<string, string>, body?: string }} StandIn
 */
export async function serveAwsHosts(aws, standIns = {}) {
  const server = createServer(await certificate(), (asked, answer) => {
    const { hostname, pathname, search, href } = new URL(asked.url ?? '/', `https://${asked.headers.host}`);
    const standIn = hostname.includes('.auth.') && asked.method !== 'OPTIONS' ? standIns[pathname] : undefined;
    if (standIn) {
      read(asked)
        .then((body) => standIn({ search, body }))
        .then(
          ({ status, headers, body }) => answer.writeHead(status, headers).end(body),
          (error) => answer.writeHead(500).end(String(error)),
        );
    } else if (hostname.includes('.execute-api.')) {
      pass(asked, answer, urlOf(aws, href, pathname + search));
    } else {
      pass(asked, answer, aws.endpoint + pathname + search);
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const address = `127.0.0.1:${port}`;
  return {
    /** For `openBrowser`. */
    hosts: {
      [`*.auth.${aws.region}.amazoncognito.com`]: address,
      [`*.execute-api.${aws.region}.amazonaws.com`]: address,
    },
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

function pass(asked, answer, url) {
  const headers = { ...asked.headers, host: new URL(url).host };
  const onward = request(url, { method: asked.method, headers }, (response) => {
    answer.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(answer);
  });
  onward.on('error', () => answer.destroy());
  asked.pipe(onward);
}

async function read(stream) {
  let text = '';
  for await (const chunk of stream) text += chunk;
  return text;
}

const CERTIFICATE = `
import datetime
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

key = ec.generate_private_key(ec.SECP256R1())
name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "local AWS")])
now = datetime.datetime.now(datetime.timezone.utc)
day = datetime.timedelta(days=1)
builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - day, now + day)
print(builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode())
print(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode())
`;

/** A certificate that nobody trusts and that is never written to disk: the browser is told not to mind. */
async function certificate() {
  const pem = await run(await python('python'), ['-c', CERTIFICATE]);
  const [cert, key] = pem.split(/(?=-----BEGIN PRIVATE KEY)/);
  return { cert, key };
}
