/*
 * examples/hosted-sign-in on a local AWS. Its page runs in a browser as it is, with the addresses that it has on AWS
 * and with what the pool exports: people sign up, in and out on the hosted page. A machine signs in with its secret.
 */
import { RevokeTokenCommand } from '@aws-sdk/client-cognito-identity-provider';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Browser, Page, Request } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { serveAwsHosts } from '../scripts/aws-hosts.mjs';
import { openBrowser } from '../scripts/browser.mjs';
import { deploy, urlOf } from '../scripts/local-aws.mjs';
import { root } from '../scripts/setup.mjs';
import { cognitoClient, signUp } from '../scripts/users.mjs';
import { decode, keyOfPool, sign } from '../test/support/tokens';
import { secretValue, signInMachine, tokenEndpoint } from './support/token-endpoint';

const app = join(root, 'examples', 'hosted-sign-in');
const web = join(app, 'web');
const user = { email: 'ana@example.com', password: 'Correct-horse-7' };
const newcomer = { ...user, email: 'bo@example.com' };
/** API Gateway rejects without CORS headers, so the page learns no more than that. */
const REFUSED = 'No answer that this page may read';

const aws = inject('aws');
let awsHosts: Awaited<ReturnType<typeof serveAwsHosts>>;
let server: Server;
let browser: Browser;
let cognito: ReturnType<typeof cognitoClient>;
let outputs: Record<string, string>;
let config: any;
let origin: string;
let page: Page;

beforeAll(async () => {
  server = await servePage();
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const env = { ...aws.env, PAGE_ORIGIN: origin };
  ({ HostedSignIn: outputs } = await deploy(app, env));
  await respellCors();
  config = await exportedConfig();
  cognito = cognitoClient(aws);
  await signUp(cognito, { ...pool(), ...user });
  awsHosts = await serveAwsHosts(aws, {
    '/signup': signUpPage,
    '/oauth2/token': issuance,
    '/oauth2/revoke': revocation,
  });
  browser = await openBrowser(awsHosts.hosts);
});

afterAll(async () => {
  await browser?.close();
  await awsHosts?.stop();
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

beforeEach(async () => {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 800, height: 500 } });
  page = await context.newPage();
  await page.goto(origin);
});

afterEach(() => page.context().close());

const pool = () => ({ userPoolId: config.userPoolId, clientId: config.userPoolClientId });

describe('a person', () => {
  it('signs up on the hosted page, and is signed in', async () => {
    const asked = page.waitForRequest((request) => pathOf(request) === '/signup');
    await click('Sign up');
    const { host, searchParams } = new URL((await asked).url());
    expect(host).toBe(config.domain);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      client_id: config.userPoolClientId,
      redirect_uri: `${origin}/`,
      response_type: 'code',
      code_challenge_method: 'S256',
    });
    await fillIn(newcomer);
    await page.getByText(`Signed in as ${newcomer.email}`).waitFor();
  });

  it('signs in with code and PKCE', async () => {
    const codeRequest = page.waitForRequest((request) => pathOf(request) === '/oauth2/authorize');
    const tokenRequest = page.waitForRequest((request) => pathOf(request) === '/oauth2/token');
    await signIn();

    const asked = Object.fromEntries(new URL((await codeRequest).url()).searchParams);
    const { code_verifier: verifier = '', ...redeemed } = Object.fromEntries(
      new URLSearchParams((await tokenRequest).postData() ?? ''),
    );
    expect(asked).toMatchObject({
      response_type: 'code',
      scope: config.scopes.join(' '),
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    expect(redeemed).toEqual({
      grant_type: 'authorization_code',
      client_id: config.userPoolClientId,
      code: expect.any(String),
      redirect_uri: `${origin}/`,
    });
    // The code is not left in the address, and no token is shown.
    expect(page.url()).toBe(`${origin}/`);
    expect(await page.content()).not.toContain('eyJ');
  });

  it('gets no tokens for a code with the verifier of another', async () => {
    await page.route(
      (url) => url.pathname === '/oauth2/token',
      (route) => {
        const form = new URLSearchParams(route.request().postData() ?? '');
        form.set('code_verifier', 'x'.repeat(96));
        return route.continue({ postData: form.toString() });
      },
      { times: 1 },
    );
    const answered = page.waitForResponse((response) => pathOf(response.request()) === '/oauth2/token');
    await click('Sign in');
    await fillIn(user);
    expect((await answered).status()).toBe(400);
    expect(await (await answered).json()).toMatchObject({ error: 'invalid_grant' });
    await page.getByRole('alert').getByText('PKCE').waitFor();
    await page.getByText('You are signed out').waitFor();
  });

  it('is rejected by the API signed out, and known to it signed in', async () => {
    await picture('signed-out');
    expect(await callApi()).toBe(REFUSED);
    expect((await get('/me')).status).toBe(401);
    await signIn();
    const { sub } = payloadOf((await tokens()).access_token);
    expect(await callApi()).toBe(`200 {"user":"${sub}"}`);
    await picture('signed-in');
  });

  it('has another access token after a refresh, which the API accepts as well', async () => {
    await signIn();
    const before = await tokens();
    const answered = page.waitForResponse((response) => pathOf(response.request()) === '/oauth2/token');
    await click('Refresh');
    expect((await answered).status()).toBe(200);
    const jti = page.locator('dt:text-is("jti") + dd');
    await expect.poll(() => jti.textContent(), { timeout: 15_000 }).not.toBe(payloadOf(before.access_token).jti);
    const after = await tokens();
    expect(after.access_token).not.toBe(before.access_token);
    expect(await jti.textContent()).toBe(payloadOf(after.access_token).jti);
    expect(await callApi()).toMatch(/^200 /);
  });

  it('is signed out for good: the session is gone, and its refresh token is rejected', async () => {
    await signIn();
    const { refresh_token } = await tokens();
    expect((await refresh(refresh_token)).status).toBe(200);

    const asked = page.waitForRequest((request) => pathOf(request) === '/logout');
    await click('Sign out');
    expect(Object.fromEntries(new URL((await asked).url()).searchParams)).toEqual({
      client_id: config.userPoolClientId,
      logout_uri: `${origin}/`,
    });
    await page.getByText('You are signed out').waitFor();
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
    expect(await callApi()).toBe(REFUSED);

    const rejected = await refresh(refresh_token);
    expect(rejected.status).toBe(400);
    expect(await rejected.json()).toMatchObject({ error: 'invalid_grant' });
  });

  it('may not call the route of the machine, nor any with an ID token', async () => {
    await signIn();
    const { access_token, id_token } = await tokens();
    expect((await get('/report', access_token)).status).toBe(403);
    expect((await get('/me', id_token)).status).toBe(403);
  });
});

describe('a machine', () => {
  it('signs in with its secret, and calls its route but no other', async () => {
    const answer = await signInMachine(aws, await machine(), 'reports/read');
    expect(answer.status).toBe(200);
    const { access_token } = (await answer.json()) as Record<string, string>;
    expect(payloadOf(access_token!)).toMatchObject({ client_id: outputs.MachineClientId, scope: 'reports/read' });

    const report = await get('/report', access_token);
    expect(report.status).toBe(200);
    expect(await report.json()).toEqual({ client: outputs.MachineClientId });
    expect((await get('/me', access_token)).status).toBe(403);
    expect((await get('/report')).status).toBe(401);
  });

  it('gets no token with a wrong secret', async () => {
    const { clientId, clientSecret } = await machine();
    const answer = await signInMachine(aws, { clientId, clientSecret: `${clientSecret}x` }, 'reports/read');
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: 'invalid_client' });
  });
});

it('the API lets no other page read its answers', async () => {
  const preflight = (from: string) =>
    fetch(urlOf(aws, outputs.ApiUrl!, '/me'), {
      method: 'OPTIONS',
      headers: {
        origin: from,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'authorization',
      },
    });
  const allowed = await preflight(origin);
  expect(allowed.headers.get('access-control-allow-origin')).toBe(origin);
  expect(allowed.headers.get('access-control-allow-headers')).toBe('authorization');
  expect((await preflight('https://elsewhere.example.com')).headers.get('access-control-allow-origin')).toBeNull();
});

// On the page

const click = (button: string) => page.getByRole('button', { name: button }).click();
const pathOf = (request: Request) => new URL(request.url()).pathname;

/** The form of the hosted page. */
async function fillIn({ email, password }: typeof user) {
  await page.getByLabel('Username').fill(email);
  await page.getByLabel('Password').fill(password);
  await click('Sign in');
}

async function signIn() {
  await click('Sign in');
  await fillIn(user);
  await page.getByText(`Signed in as ${user.email}`).waitFor();
}

/** What the page shows of the answer. */
async function callApi() {
  await click('Call the API');
  const answer = page.getByRole('status');
  await expect.poll(() => answer.textContent(), { timeout: 15_000 }).not.toBe('…');
  return answer.textContent();
}

/** What the page keeps of its session. */
async function tokens(): Promise<Record<'access_token' | 'id_token' | 'refresh_token', string>> {
  const stored = await page.evaluate(() => Object.entries(sessionStorage));
  return JSON.parse(stored.find(([key]) => key.startsWith('oidc.user:'))![1] as string);
}

/** For the docs. */
async function picture(name: string) {
  if (process.env.SCREENSHOTS) await page.screenshot({ path: join(root, 'docs', `hosted-sign-in-${name}.png`) });
}

// Beside the page

const payloadOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());

const get = (path: string, token?: string) =>
  fetch(urlOf(aws, outputs.ApiUrl!, path), { headers: { ...(token && { authorization: `Bearer ${token}` }) } });

const refresh = (refreshToken: string) => {
  const form = { grant_type: 'refresh_token', client_id: config.userPoolClientId, refresh_token: refreshToken };
  return tokenEndpoint(aws, form);
};

const machine = async () => ({
  clientId: outputs.MachineClientId,
  clientSecret: await secretValue(aws, outputs.MachineSecretArn!),
});

// What the page and the local AWS need

async function exportedConfig() {
  const ssm = new SSMClient(aws.clientConfig);
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: outputs.ConfigParameter }));
  return JSON.parse(Parameter!.Value!);
}

async function servePage() {
  const options = { bundle: true, format: 'esm', write: false } as const;
  const { outputFiles } = await build({ entryPoints: [join(web, 'main.ts')], ...options });
  const files: Record<string, [type: string, content: () => string]> = {
    '/': ['text/html', () => readFileSync(join(web, 'index.html'), 'utf8')],
    '/style.css': ['text/css', () => readFileSync(join(web, 'style.css'), 'utf8')],
    '/main.js': ['text/javascript', () => outputFiles[0]!.text],
    '/config.json': ['application/json', () => JSON.stringify({ ...config, apiUrl: outputs.ApiUrl })],
  };
  const pageServer = createServer((request, response) => {
    const [type, content] = files[new URL(request.url!, 'http://localhost').pathname] ?? [];
    if (type && content) response.writeHead(200, { 'content-type': type }).end(content());
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => pageServer.listen(0, '127.0.0.1', resolve));
  return pageServer;
}

/**
 * The local AWS has no sign-up page: the account is made here, and the newcomer sent on to the sign-in page, as Cognito
 * does.
 */
async function signUpPage({ search }: { search: string }) {
  await signUp(cognito, { ...pool(), ...newcomer });
  return { status: 302, headers: { location: `/oauth2/authorize${search}` } };
}

/**
 * The local AWS makes a refresh a new authentication. Cognito keeps the time of the sign-in in the ID token, and a page
 * rejects another one.
 */
async function issuance({ body }: { body: string }) {
  const form = Object.fromEntries(new URLSearchParams(body));
  const answer = await tokenEndpoint(aws, form);
  const issued = await answer.json();
  const { refresh_token: refreshToken = form.refresh_token, id_token: token } = issued;
  if (token) {
    const { claims } = decode(token);
    if (!signedInAt.has(refreshToken)) signedInAt.set(refreshToken, claims.auth_time);
    issued.id_token = sign(keyOfPool(aws, token), { ...claims, auth_time: signedInAt.get(refreshToken) });
  }
  const headers = { 'access-control-allow-origin': origin, 'content-type': 'application/json' };
  return { status: answer.status, headers, body: JSON.stringify(issued) };
}
/** By refresh token. */
const signedInAt = new Map<string, unknown>();

/** Nor has it a revocation endpoint, but the operation that it stands for. */
async function revocation({ body }: { body: string }) {
  const form = new URLSearchParams(body);
  await cognito.send(new RevokeTokenCommand({ ClientId: form.get('client_id')!, Token: form.get('token')! }));
  return { status: 200, headers: { 'access-control-allow-origin': origin } };
}

/** The local AWS keeps a CORS configuration in the letters of the template, and looks it up in those of UpdateApi. */
async function respellCors() {
  const [apiId] = new URL(outputs.ApiUrl!).host.split('.');
  const url = `${aws.endpoint}/v2/apis/${apiId}`;
  const { corsConfiguration } = await (await fetch(url)).json();
  const respelled = Object.entries(corsConfiguration).map(([name, value]) => [
    name[0]!.toLowerCase() + name.slice(1),
    value,
  ]);
  await fetch(url, { method: 'PATCH', body: JSON.stringify({ corsConfiguration: Object.fromEntries(respelled) }) });
}
