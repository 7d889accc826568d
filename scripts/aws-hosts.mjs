/*
 * AWS's own host names on this machine, over TLS. A browser that looks them up here runs a page with the very addresses
 * that it has on AWS.
 */
import { request } from 'node:http';
import { createServer } from 'node:https';
import { selfSigned } from './certificate.mjs';
import { listen } from './listen.mjs';
import { urlOf } from './local-aws.mjs';

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
  // Nobody trusts the certificate: the browser is told not to mind.
  const server = createServer(selfSigned('localhost'), (asked, answer) => {
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
  const { port, stop } = await listen(server);
  const address = `127.0.0.1:${port}`;
  return {
    /** For `openBrowser`. */
    hosts: {
      [`*.auth.${aws.region}.amazoncognito.com`]: address,
      [`*.execute-api.${aws.region}.amazonaws.com`]: address,
    },
    stop,
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
