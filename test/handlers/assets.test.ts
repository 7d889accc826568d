import { execFile } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import http, { RequestOptions } from 'node:http';
import https from 'node:https';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Policy, policyScope } from '../../lib/access/policy';
import { encodePolicies } from '../../lib/access/policy-codec';
import { encodeRoutes } from '../../lib/authorizer/resources/route-hash';
import { buildAssets } from '../../scripts/build-assets.mjs';
import { accessClaims, CLIENT, JwksServer, newKey, POOL, sign } from '../support/tokens';
import { personEvent } from './pre-token-generation/events';

/** The bundles are below node_modules so that they find the AWS SDK, as they do in Lambda. */
const CACHE = join(__dirname, '..', '..', 'node_modules', '.cache');
const run = promisify(execFile);
let folder: string;
const fileOf = (name: string) => join(folder, name, 'index.js');
type Handler = { handler: (event: unknown) => Promise<unknown> };

/** Loads a bundle anew as Lambda's runtime does, which awaits the module. */
async function start(name: string): Promise<Handler> {
  const require = createRequire(__filename);
  delete require.cache[fileOf(name)];
  return require(fileOf(name)) as Handler;
}

/** Runs a script in a Node.js process of its own, which an unhandled rejection would end. */
async function runScript(script: string, environment: Record<string, string> = {}) {
  const { stdout } = await run(process.execPath, ['-e', script], { env: { ...process.env, ...environment } });
  return stdout;
}

beforeAll(async () => {
  mkdirSync(CACHE, { recursive: true });
  folder = realpathSync(mkdtempSync(join(CACHE, 'assets-')));
  await buildAssets(folder);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

describe('the bundle of the pre token generation hook', () => {
  it('adds the scopes that are earned', async () => {
    const [editors, admins]: Policy[] = [{ group: 'editors' }, { group: 'admins' }];
    vi.stubEnv('POLICIES', encodePolicies([editors!, admins!]));
    const { handler } = await start('pre-token-generation');
    expect(await handler(personEvent())).toMatchObject({
      userName: 'ada',
      response: {
        claimsAndScopeOverrideDetails: {
          accessTokenGeneration: { scopesToAdd: [policyScope(editors!)], scopesToSuppress: [policyScope(admins!)] },
        },
      },
    });
  });

  const USER_HOOK = JSON.stringify({ functionArn: 'arn', version: 'V1_0' });

  it.each([
    [{}, []],
    [{ USER_HOOK }, ['client-lambda']],
    [{ CLIENTS_PARAMETER: '/ids' }, ['client-ssm']],
    [{ USER_HOOK, CLIENTS_PARAMETER: '/ids' }, ['client-lambda', 'client-ssm']],
  ])('loads, before it is called, what the environment %j needs of the AWS SDK', async (environment, clients) => {
    const script = `
      (async () => require(${JSON.stringify(fileOf('pre-token-generation'))}))().then(() => {
        const loaded = Object.keys(require.cache).map((file) => /@aws-sdk.(client-[a-z]+)/.exec(file)?.[1]);
        console.log(JSON.stringify([...new Set(loaded)].filter(Boolean).sort()));
      });`;
    expect(JSON.parse(await runScript(script, { POLICIES: '', ...environment }))).toEqual(clients);
  });

  it('requires the AWS SDK, because import() would not look for it in NODE_PATH', () => {
    const code = readFileSync(fileOf('pre-token-generation'), 'utf8');
    expect(code).toContain('require("@aws-sdk/client-lambda")');
    expect(code).not.toContain('import("@aws-sdk');
  });

  it('starts without the AWS SDK, and fails at the call that needs it', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'assets-'));
    try {
      copyFileSync(fileOf('pre-token-generation'), join(elsewhere, 'index.js'));
      const script = `
        const { handler } = require(${JSON.stringify(join(elsewhere, 'index.js'))});
        setImmediate(() => handler(${JSON.stringify(personEvent())}).catch(({ message }) => console.log(message)));`;
      const environment = { POLICIES: '', USER_HOOK, NODE_PATH: '' };
      expect(await runScript(script, environment)).toContain("Cannot find module '@aws-sdk/client-lambda'");
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });
});

describe('the bundle of the authorizer', () => {
  const CONFIG = {
    POOLS: JSON.stringify([{ userPoolId: POOL, clientIds: [CLIENT], tokenUse: 'access' }]),
    POLICIES: encodePolicies([{ group: 'admins' }]),
    ROUTES: encodeRoutes([['GET /']]),
  };
  const key = newKey('key-1');
  const eventOf = (token: string) => ({ identitySource: [`Bearer ${token}`], routeKey: 'GET /' });

  it('has at most 25 kB', () => {
    expect(statSync(fileOf('authorizer')).size).toBeLessThanOrEqual(25_000);
  });

  it('names the authors of the code in it', () => {
    expect(readFileSync(fileOf('authorizer'), 'utf8')).toContain('Contains aws-jwt-verify, Copyright Amazon.com');
  });

  it('decides by the keys that Cognito publishes for the pool, loaded while it starts', async () => {
    const foreign = newKey('key-1');
    const server = await new JwksServer().start();
    server.keys.set(POOL, [key]);
    const addresses: unknown[] = [];
    // As far as the bundle can tell, this goes to Cognito.
    const request = vi.spyOn(https, 'request').mockImplementation(((uri: string, ...rest: [RequestOptions]) => {
      addresses.push(uri);
      return http.request(server.at(uri), ...rest);
    }) as typeof https.request);
    for (const [name, value] of Object.entries(CONFIG)) vi.stubEnv(name, value);
    try {
      const { handler } = await start('authorizer');
      expect(addresses).toEqual([`https://cognito-idp.eu-west-1.amazonaws.com/${POOL}/.well-known/jwks.json`]);
      // The requests need it no more.
      await server.stop();
      const ask = (token: string) => handler(eventOf(token));
      expect(await ask(sign(key, accessClaims()))).toMatchObject({ isAuthorized: true, context: { username: 'ada' } });
      expect(await ask(sign(key, accessClaims({ 'cognito:groups': [] })))).toEqual({ isAuthorized: false });
      expect(await ask(sign(foreign, accessClaims()))).toEqual({ isAuthorized: false });
      expect(await ask('garbage')).toEqual({ isAuthorized: false });
      expect(addresses).toHaveLength(1);
    } finally {
      request.mockRestore();
      await server.stop();
    }
  });

  it("starts even if it can't load keys, and throws at the request", async () => {
    const script = `
      const https = require('node:https');
      const { request } = https;
      https.request = (uri, ...rest) => request('https://127.0.0.1:1/', ...rest);
      (async () => require(${JSON.stringify(fileOf('authorizer'))}))()
        .then(({ handler }) => handler(${JSON.stringify(eventOf(sign(key, accessClaims())))}))
        .catch(({ message }) => console.log(message));`;
    expect(await runScript(script, CONFIG)).toContain(
      `Failed to fetch https://cognito-idp.eu-west-1.amazonaws.com/${POOL}/.well-known/jwks.json`,
    );
  });
});

describe('with a malformed environment', () => {
  it.each(['pre-token-generation', 'authorizer'])('%s starts, and fails at each invocation', async (name) => {
    for (const variable of ['POLICIES', 'POOLS', 'ROUTES']) vi.stubEnv(variable, '{');
    const { handler } = await start(name);
    for (let i = 0; i < 2; i++) {
      await expect(async () => handler({})).rejects.toThrow(
        /^The (environment variable \w+ is|policies are) malformed\.$/,
      );
    }
  });

  it('the authorizer starts without an unhandled rejection', async () => {
    const script = `require(${JSON.stringify(fileOf('authorizer'))}); setImmediate(() => console.log('started'))`;
    expect(await runScript(script, { POOLS: '' })).toBe('started\n');
  });
});

describe('what users import', () => {
  it('can be required and imported', async () => {
    const event = '{ routeKey: "GET /", requestContext: {} }';
    const file = JSON.stringify(fileOf('caller'));
    const commonJs = `console.log(require(${file}).callerOf(${event}))`;
    const module = `import { callerOf } from ${file}; console.log(callerOf(${event}))`;
    const answers = await Promise.all([
      run(process.execPath, ['-e', commonJs]),
      run(process.execPath, ['--input-type=module', '-e', module]),
    ]);
    for (const { stdout } of answers) expect(stdout).toBe('undefined\n');
  });

  it('has types that need no other package', async () => {
    const types = readFileSync(join(folder, 'caller', 'index.d.ts'), 'utf8');
    expect(types).not.toMatch(/import|reference/);
    expect(types).toContain('export declare function callerOf(event: HttpApiEvent): Caller | undefined;');
    writeFileSync(
      join(folder, 'user.ts'),
      "import { callerOf } from './caller/index.js';\nexport const name: string = callerOf({ routeKey: '', requestContext: {} })?.username ?? '';\n",
    );
    const tsc = createRequire(__filename).resolve('typescript/bin/tsc');
    const options = [
      '--ignoreConfig',
      '--noEmit',
      '--strict',
      '--lib',
      'es2022',
      '--module',
      'node20',
      join(folder, 'user.ts'),
    ];
    await run(process.execPath, [tsc, ...options]);
  });
});
