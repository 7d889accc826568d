import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import http, { RequestOptions } from 'node:http';
import https from 'node:https';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { routeHash } from '../../handlers/route-hash';
import { buildAssets } from '../../scripts/build-assets.mjs';
import { accessClaims, CLIENT, JwksServer, newKey, POOL, sign } from '../support/tokens';
import { personEvent } from './pre-token-generation/events';

/** Where the bundles stand below node_modules, so that they find the AWS SDK as they do in Lambda. */
const CACHE = join(__dirname, '..', '..', 'node_modules', '.cache');
const run = promisify(execFile);
let folder: string;
const load = <T>(name: string) => createRequire(__filename)(join(folder, name, 'index.js')) as T;
type Handler = { handler: (event: unknown) => Promise<unknown> };

beforeAll(async () => {
  mkdirSync(CACHE, { recursive: true });
  folder = mkdtempSync(join(CACHE, 'assets-'));
  await buildAssets(folder);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

describe('the bundle of the pre token generation hook', () => {
  it('adds the scopes that are earned', async () => {
    vi.stubEnv('POLICIES', JSON.stringify({ 'policy/a': { group: 'editors' }, 'policy/b': { group: 'admins' } }));
    expect(await load<Handler>('pre-token-generation').handler(personEvent())).toMatchObject({
      userName: 'ada',
      response: {
        claimsAndScopeOverrideDetails: {
          accessTokenGeneration: { scopesToAdd: ['policy/a'], scopesToSuppress: ['policy/b'] },
        },
      },
    });
  });

  it('loads the AWS SDK only where it is needed', async () => {
    const code = readFileSync(join(folder, 'pre-token-generation', 'index.js'), 'utf8');
    expect(code).toContain('require("@aws-sdk/client-lambda")');
    expect(code).not.toContain('import("@aws-sdk');
    const file = JSON.stringify(join(folder, 'pre-token-generation', 'index.js'));
    const loaded = "Object.keys(require.cache).some((each) => each.includes('@aws-sdk'))";
    const script = `require(${file}).handler({}).then(() => console.log(${loaded}))`;
    const { stdout } = await run(process.execPath, ['-e', script], { env: { ...process.env, POLICIES: '{}' } });
    expect(stdout).toBe('false\n');
  });
});

describe('the bundle of the authorizer', () => {
  it('has 25 kB at most', () => {
    expect(statSync(join(folder, 'authorizer', 'index.js')).size).toBeLessThanOrEqual(25_000);
  });

  it('names the authors of the code in it', () => {
    expect(readFileSync(join(folder, 'authorizer', 'index.js'), 'utf8')).toContain(
      'Contains aws-jwt-verify, Copyright Amazon.com',
    );
  });

  it('allows and denies by the keys that Cognito publishes at the address of the pool', async () => {
    const [key, foreign] = [newKey('key-1'), newKey('key-1')];
    const server = await new JwksServer().start();
    server.keys.set(POOL, [key]);
    const addresses: unknown[] = [];
    // To Cognito, as far as the bundle can tell.
    const request = vi.spyOn(https, 'request').mockImplementation(((uri: string, ...rest: [RequestOptions]) => {
      addresses.push(uri);
      return http.request(server.at(uri), ...rest);
    }) as typeof https.request);
    vi.stubEnv('POOLS', JSON.stringify([{ userPoolId: POOL, clientIds: [CLIENT], tokenUse: 'access' }]));
    vi.stubEnv('POLICIES', JSON.stringify([{ group: 'admins' }]));
    vi.stubEnv('ROUTES', JSON.stringify({ 0: routeHash('GET /') }));
    const { handler } = load<Handler>('authorizer');
    const ask = (token: string) => handler({ identitySource: [`Bearer ${token}`], routeKey: 'GET /' });
    try {
      expect(await ask(sign(key, accessClaims()))).toMatchObject({ isAuthorized: true, context: { username: 'ada' } });
      expect(await ask(sign(key, accessClaims({ 'cognito:groups': [] })))).toEqual({ isAuthorized: false });
      expect(await ask(sign(foreign, accessClaims()))).toEqual({ isAuthorized: false });
      expect(await ask('garbage')).toEqual({ isAuthorized: false });
    } finally {
      request.mockRestore();
      await server.stop();
    }
    expect(addresses).toEqual([`https://cognito-idp.eu-west-1.amazonaws.com/${POOL}/.well-known/jwks.json`]);
  });
});

it.each(['pre-token-generation', 'authorizer'])(
  'the bundle %s throws at its first use where its environment is malformed',
  async (name) => {
    for (const variable of ['POLICIES', 'POOLS', 'ROUTES']) vi.stubEnv(variable, '');
    const fresh = createRequire(__filename);
    delete fresh.cache[join(folder, name, 'index.js')];
    await expect(async () => load<Handler>(name).handler({})).rejects.toThrow('is malformed');
  },
);

describe('what users import', () => {
  it('can be required and imported', async () => {
    const event = '{ routeKey: "GET /", requestContext: {} }';
    const file = join(folder, 'caller', 'index.js');
    const commonJs = `console.log(require(${JSON.stringify(file)}).callerOf(${event}))`;
    const module = `import { callerOf } from ${JSON.stringify(file)}; console.log(callerOf(${event}))`;
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
