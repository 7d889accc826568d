import type { APIGatewayRequestAuthorizerEventV2 } from 'aws-lambda';
import fc from 'fast-check';
import { generateKeyPairSync, sign as signBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { AuthorizerEvent, newAuthorizer } from '../../../handlers/authorizer/authorize';
import { Pool } from '../../../handlers/authorizer/config';
import { Policy } from '../../../lib/access/policy';
import { routeHash } from '../../../lib/authorizer/resources/route-hash';
import { seed } from '../../support/random';
import {
  accessClaims,
  CLIENT,
  encode,
  idClaims,
  issuerOf,
  Json,
  JwksServer,
  machineClaims,
  newKey,
  POOL,
  sign,
  signWithSecret,
} from '../../support/tokens';

const KEY = newKey('key-1');
const ROTATED = newKey('key-2');
const FOREIGN = newKey('key-1');
const OTHER_POOL = 'eu-west-1_Pool2';
const STRANGE_POOL = 'eu-west-1_Stranger';

const ROUTES: Record<string, Policy> = {
  'GET /posts': { signedIn: true },
  'DELETE /posts': { group: 'admins' },
  'GET /pro': { attribute: 'custom:plan', values: ['pro'] },
  'POST /orders': { client: CLIENT },
  'GET /nobody': { anyOf: [] },
};
const policies = new Map(Object.entries(ROUTES).map(([route, policy]) => [routeHash(route, '0'), policy]));
const access: Pool = { userPoolId: POOL, clientIds: [CLIENT, 'client2'], tokenUse: 'access' };
const id: Pool = { ...access, tokenUse: 'id' };
const other: Pool = { userPoolId: OTHER_POOL, clientIds: ['other-client'], tokenUse: 'access' };

const server = new JwksServer();
const loads: Promise<unknown>[] = [];
const newOne = (...pools: Pool[]) => {
  const { authorize, ready } = newAuthorizer({ pools, policies, salt: '0' }, server.fetcher);
  loads.push(ready);
  return Object.assign(authorize, { ready });
};
const event = (token: unknown, routeKey: unknown = 'GET /posts'): AuthorizerEvent => ({
  identitySource: [`Bearer ${String(token)}`, routeKey],
  routeKey,
});
const isAllowed = async (token: string, route?: string, pools = [access]) =>
  (await newOne(...pools)(event(token, route))).isAuthorized;

const seconds = () => Math.floor(Date.now() / 1000);
const pathOf = (pool: string) => `/${pool}/.well-known/jwks.json`;

beforeAll(() => server.start());
afterAll(() => server.stop());
beforeEach(() => {
  server.answer = undefined;
  server.requests.length = 0;
  server.keys.set(POOL, [KEY]).set(OTHER_POOL, [newKeyOfOther]).set(STRANGE_POOL, [FOREIGN]);
});
// Each one loads keys in the background. Its requests must not reach the server during the next test.
afterEach(() => Promise.all(loads.splice(0)));
afterEach(() => vi.useRealTimers());
const newKeyOfOther = newKey('other-key');

describe('a token that names an API', () => {
  const API = 'https://api.example.com';
  const named = (...resources: string[]) => ({ ...access, resources });

  it.each<[string, Pool, unknown, boolean]>([
    ['none', access, undefined, true],
    ['none, where an API is named', named(API), undefined, true],
    ['an API, where none is named', access, API, false],
    ['the API that is named', named(API), API, true],
    ['one of several', named('https://other.example.com', API), API, true],
    ['another API', named(API), 'https://other.example.com', false],
    ['an API whose URL starts alike', named(API), `${API}/admin`, false],
    ['several, and the API is among them', named(API), ['https://other.example.com', API], true],
    ['several, and the API is not among them', named(API), ['https://other.example.com'], false],
    ['an empty list', named(API), [], false],
    ['an object', named(API), { [API]: true }, false],
    ['its own client, which a hook may add', named(API), CLIENT, true],
    ['another client', access, 'client2', false],
  ])('%s', async (_, pool, aud, expected) => {
    const token = sign(KEY, { ...accessClaims(), ...(aud === undefined ? {} : { aud: aud as Json }) });
    expect(await isAllowed(token, undefined, [pool])).toBe(expected);
  });

  it('is no ID token, which always names its client', async () => {
    expect(await isAllowed(sign(KEY, idClaims()), undefined, [{ ...id, resources: [API] }])).toBe(true);
  });

  it('is for its own pool only', async () => {
    const token = sign(KEY, { ...accessClaims(), aud: API });
    expect(await isAllowed(token, undefined, [access, { ...other, resources: [API] }])).toBe(false);
  });
});

describe('a valid token', () => {
  it('of a person is allowed, and the function learns whose it is', async () => {
    expect(await newOne(access)(event(sign(KEY, accessClaims())))).toEqual({
      isAuthorized: true,
      context: {
        subject: '11111111-2222-4333-8444-555555555555',
        username: 'ada',
        groups: ['admins'],
        scopes: ['aws.cognito.signin.user.admin', 'openid'],
        clientId: CLIENT,
        userPoolId: POOL,
        person: true,
      },
    });
  });

  it.each<[string, Json, string, boolean]>([
    ['access token of an admin', accessClaims(), 'DELETE /posts', true],
    ['access token of another group', accessClaims({ 'cognito:groups': ['Admins'] }), 'DELETE /posts', false],
    ['access token without groups', accessClaims({ 'cognito:groups': undefined }), 'DELETE /posts', false],
    ['access token with a string for groups', accessClaims({ 'cognito:groups': 'admins' }), 'DELETE /posts', false],
    ['access token with an attribute', accessClaims({ 'custom:plan': 'pro' }), 'GET /pro', false],
    ['access token of the client', accessClaims(), 'POST /orders', true],
    ['access token of the second client', accessClaims({ client_id: 'client2' }), 'POST /orders', false],
    ['access token of the second client', accessClaims({ client_id: 'client2' }), 'GET /posts', true],
    ['machine token of the client', machineClaims(), 'POST /orders', true],
    ['machine token', machineClaims(), 'GET /posts', false],
    ['machine token with groups', machineClaims({ 'cognito:groups': ['admins'] }), 'DELETE /posts', false],
    ['machine token with a username', machineClaims({ username: 'ada' }), 'GET /posts', false],
    ['access token', accessClaims(), 'GET /nobody', false],
    ['access token', accessClaims(), 'GET /unknown', false],
    ['access token', accessClaims(), '$default', false],
  ])('%s %# on %s', async (_, claims, route, allowed) => {
    expect(await isAllowed(sign(KEY, claims), route)).toBe(allowed);
  });

  it.each<[Json, string, boolean]>([
    [idClaims(), 'GET /posts', true],
    [idClaims(), 'GET /pro', true],
    [idClaims({ 'custom:plan': 'free' }), 'GET /pro', false],
    [idClaims({ 'custom:plan': undefined }), 'GET /pro', false],
    [idClaims(), 'DELETE /posts', true],
    [idClaims(), 'POST /orders', true],
    [idClaims({ aud: 'client2' }), 'POST /orders', false],
  ])('an ID token, if ID tokens are accepted: %# on %s', async (claims, route, allowed) => {
    expect(await isAllowed(sign(KEY, claims), route, [id])).toBe(allowed);
  });

  it('of each pool is allowed, with a client of that pool', async () => {
    const authorize = newOne(access, other);
    const claims = { iss: issuerOf(OTHER_POOL), client_id: 'other-client' };
    expect((await authorize(event(sign(KEY, accessClaims())))).isAuthorized).toBe(true);
    expect((await authorize(event(sign(newKeyOfOther, accessClaims(claims))))).isAuthorized).toBe(true);
    const swapped = [
      sign(KEY, accessClaims({ client_id: 'other-client' })),
      sign(newKeyOfOther, accessClaims({ ...claims, client_id: CLIENT })),
      sign(KEY, accessClaims(claims)),
      sign(newKeyOfOther, accessClaims(), { kid: KEY.kid }),
    ];
    for (const token of swapped) expect((await authorize(event(token))).isAuthorized).toBe(false);
  });

  it('may have either of the issuers of a pool', async () => {
    const iss = issuerOf(POOL).replace('//', '//issuer-');
    expect(await isAllowed(sign(KEY, accessClaims({ iss })))).toBe(true);
    expect(await isAllowed(sign(FOREIGN, accessClaims({ iss })))).toBe(false);
  });

  it('is accepted without the scheme, as from a query string', async () => {
    const authorize = newOne(access);
    const identitySource = [sign(KEY, accessClaims())];
    expect((await authorize({ identitySource, routeKey: 'GET /posts' })).isAuthorized).toBe(true);
  });
});

describe('an attack is denied:', () => {
  const valid = sign(KEY, accessClaims());
  const [header, payload, signature] = valid.split('.') as [string, string, string];
  const publicPem = KEY.publicKey.export({ type: 'spki', format: 'pem' });
  const publicDer = KEY.publicKey.export({ type: 'spki', format: 'der' });
  const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
  const flip = (text: string, at: number) => `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
  const text = JSON.stringify(accessClaims());

  it.each<[string, string]>([
    ['no token', ''],
    ['garbage', 'garbage'],
    ['three parts of garbage', 'aaaa.bbbb.cccc'],
    ['an oversized token', sign(KEY, accessClaims({ filler: 'x'.repeat(16_384) }))],
    ['two tokens joined by a comma', `${valid},${valid}`],
    ['two headers joined by a comma', `${valid}, Bearer ${valid}`],
    ['expired', sign(KEY, accessClaims({ exp: seconds() - 5 }))],
    ['without expiry', sign(KEY, accessClaims({ exp: undefined }))],
    ['an expiry that is not a number', sign(KEY, accessClaims({ exp: '9999999999' }))],
    ['nbf in the future', sign(KEY, accessClaims({ nbf: seconds() + 60 }))],
    ['an nbf that is not a number', sign(KEY, accessClaims({ nbf: 'now' }))],
    ['header tampered', `${flip(header, 5)}.${payload}.${signature}`],
    ['payload tampered', `${header}.${flip(payload, 20)}.${signature}`],
    ['signature tampered at its start', `${header}.${payload}.${flip(signature, 0)}`],
    ['signature tampered at its end', `${header}.${payload}.${flip(signature, signature.length - 1)}`],
    ['groups raised', `${header}.${encode(accessClaims({ 'cognito:groups': ['root'] }))}.${signature}`],
    ['signature cut short', `${header}.${payload}.${signature.slice(0, 100)}`],
    ['signature missing', `${header}.${payload}.`],
    ['signature of another token', `${header}.${payload}.${sign(KEY, idClaims()).split('.')[2]}`],
    ['alg none', `${encode({ alg: 'none', kid: KEY.kid })}.${payload}.`],
    ['alg none, with the signature', `${encode({ alg: 'none', kid: KEY.kid })}.${payload}.${signature}`],
    ['alg None', `${encode({ alg: 'None', kid: KEY.kid })}.${payload}.${signature}`],
    ['no alg', sign(KEY, accessClaims(), { alg: undefined })],
    ['alg RS512', sign(KEY, accessClaims(), { alg: 'RS512' })],
    ['alg rs256', sign(KEY, accessClaims(), { alg: 'rs256' })],
    ['alg that is not a string', sign(KEY, accessClaims(), { alg: ['RS256'] })],
    ['HS256 by the public key as PEM', signWithSecret(publicPem, accessClaims(), { alg: 'HS256', kid: KEY.kid })],
    ['HS256 by the public key as DER', signWithSecret(publicDer, accessClaims(), { alg: 'HS256', kid: KEY.kid })],
    ['RS256 in the header, but an HMAC', signWithSecret(publicPem, accessClaims(), { alg: 'RS256', kid: KEY.kid })],
    ['a key of the same name, but not of the pool', sign(FOREIGN, accessClaims())],
    ['unknown kid', sign(ROTATED, accessClaims())],
    ['a kid that does not exist, with the key of the pool', sign(KEY, accessClaims(), { kid: 'nobody' })],
    ['no kid', sign(KEY, accessClaims(), { kid: undefined })],
    ['a critical extension', sign(KEY, accessClaims(), { crit: ['b64'], b64: true })],
    ['an empty list of critical extensions', sign(KEY, accessClaims(), { crit: [] })],
    ['empty kid', sign(KEY, accessClaims(), { kid: '' })],
    ['kid that is not a string', sign(KEY, accessClaims(), { kid: { $ne: '' } })],
    ['kid with a path', sign(FOREIGN, accessClaims(), { kid: '../../key-1' })],
    ['its own key in jwk', sign(FOREIGN, accessClaims(), { jwk: FOREIGN.jwk })],
    ['its own key in jwk, without kid', sign(FOREIGN, accessClaims(), { jwk: FOREIGN.jwk, kid: undefined })],
    ['an elliptic key in jwk', sign(FOREIGN, accessClaims(), { jwk: elliptic, alg: 'ES256' })],
    [
      'its own server in jku',
      sign(FOREIGN, accessClaims(), { jku: `${issuerOf(STRANGE_POOL)}/.well-known/jwks.json` }),
    ],
    ['its own server in x5u', sign(FOREIGN, accessClaims(), { x5u: `${issuerOf(STRANGE_POOL)}/cert.pem` })],
    ['its own certificate in x5c', sign(FOREIGN, accessClaims(), { x5c: ['MIIB'] })],
    ['another pool', sign(FOREIGN, accessClaims({ iss: issuerOf(STRANGE_POOL) }))],
    ['another pool, key of the pool', sign(KEY, accessClaims({ iss: issuerOf(STRANGE_POOL) }))],
    [
      'the pool in another region',
      sign(KEY, accessClaims({ iss: issuerOf(POOL).replace('eu-west-1.', 'eu-west-2.') })),
    ],
    ['issuer with a slash', sign(KEY, accessClaims({ iss: `${issuerOf(POOL)}/` }))],
    ['issuer with something before it', sign(KEY, accessClaims({ iss: `https://evil.example/${issuerOf(POOL)}` }))],
    ['no issuer', sign(KEY, accessClaims({ iss: undefined }))],
    ['issuers in a list', sign(KEY, accessClaims({ iss: [issuerOf(POOL)] }))],
    ['another client', sign(KEY, accessClaims({ client_id: 'client3' }))],
    ['no client', sign(KEY, accessClaims({ client_id: undefined }))],
    ['clients in a list', sign(KEY, accessClaims({ client_id: [CLIENT] }))],
    ['client in aud only', sign(KEY, accessClaims({ client_id: undefined, aud: CLIENT }))],
    ['an ID token', sign(KEY, idClaims())],
    ['an ID token with a client_id', sign(KEY, idClaims({ client_id: CLIENT }))],
    ['no token_use', sign(KEY, accessClaims({ token_use: undefined }))],
    ['both in token_use', sign(KEY, accessClaims({ token_use: ['access', 'id'] }))],
    ['no subject', sign(KEY, accessClaims({ sub: undefined }))],
    ['empty subject', sign(KEY, accessClaims({ sub: '' }))],
    [
      'a claim twice, the last one wrong',
      sign(KEY, text.replace(CLIENT, 'client3').replace('{', `{"client_id":"${CLIENT}",`)),
    ],
    ['a claim twice, unsigned', `${header}.${encode(text.replace('{', '{"username":"root",'))}.${signature}`],
    ['claims in __proto__', sign(KEY, `{"__proto__":${text}}`)],
    [
      'username in __proto__',
      sign(KEY, JSON.stringify(accessClaims({ username: undefined })).replace('{', '{"__proto__":{"username":"ada"},')),
    ],
    ['claims in constructor', sign(KEY, `{"constructor":{"prototype":${text}}}`)],
    ['a payload that is a list', sign(KEY, '[]')],
    ['a payload that is null', sign(KEY, 'null')],
    ['a payload that is not JSON', sign(KEY, '{')],
    ['a header that is not JSON', sign(KEY, accessClaims(), '{')],
    ['a header that is null', sign(KEY, accessClaims(), 'null')],
    ['a header in __proto__', sign(KEY, accessClaims(), `{"__proto__":{"alg":"RS256","kid":"key-1"}}`)],
  ])('%s', async (_, token) => {
    expect(await newOne(access)(event(token))).toEqual({ isAuthorized: false });
  });

  it.each([
    ['another scheme', `Basic ${valid}`],
    ['no space after the scheme', `Bearer${valid}`],
    ['two spaces after the scheme', `Bearer  ${valid}`],
    ['a tab after the scheme', `Bearer\t${valid}`],
    ['the scheme twice', `Bearer Bearer ${valid}`],
    ['a scheme alone', 'Bearer '],
    ['nothing', ''],
    ['a space before', ` ${valid}`],
    ['a space after', `${valid} `],
    ['a line feed after', `${valid}\n`],
    ['a comma after', `Bearer ${valid},`],
    ['two tokens', `${valid},${valid}`],
    ['one part too many', `${valid}.${signature}`],
    ['one part too few', `${header}.${payload}`],
    ['no payload', `${header}..${signature}`],
    ['a letter of base64 instead of base64url', `${header}.${payload}.+${signature.slice(1)}`],
  ])('%s', async (_, source) => {
    expect(await newOne(access)({ identitySource: [source], routeKey: 'GET /posts' })).toEqual({ isAuthorized: false });
  });

  it('another algorithm, if the key of the pool does not name its own', async () => {
    server.keys.set(POOL, [{ ...KEY, jwk: { ...KEY.jwk, alg: undefined } }]);
    const input = `${encode({ alg: 'RS512', kid: KEY.kid })}.${payload}`;
    const token = `${input}.${signBytes('RSA-SHA512', Buffer.from(input), KEY.privateKey).toString('base64url')}`;
    expect(await isAllowed(token)).toBe(false);
    expect(await isAllowed(valid)).toBe(true);
  });

  it('an access token, if ID tokens are accepted', async () => {
    expect(await isAllowed(valid, 'GET /posts', [id])).toBe(false);
    expect(await isAllowed(sign(KEY, accessClaims({ aud: CLIENT })), 'GET /posts', [id])).toBe(false);
  });

  it('an ID token of another audience', async () => {
    for (const aud of ['client3', [CLIENT], undefined]) {
      expect(await isAllowed(sign(KEY, idClaims({ aud })), 'GET /posts', [id])).toBe(false);
    }
  });

  it('any token, if there are no clients', async () => {
    expect(await isAllowed(valid, 'GET /posts', [{ ...access, clientIds: [] }])).toBe(false);
  });

  it('a route with the name of something that every object inherits', async () => {
    for (const route of ['__proto__', 'constructor', 'size']) expect(await isAllowed(valid, route)).toBe(false);
  });

  it.each<[string, unknown]>([
    ['no event fields', {}],
    ['null fields', { identitySource: null, routeKey: null }],
    ['routes in a list', { identitySource: [valid], routeKey: ['GET /posts'] }],
    ['a token that is not in a list', { identitySource: valid, routeKey: 'GET /posts' }],
  ])('%s', async (_, hostile) => {
    expect(await newOne(access)(hostile as AuthorizerEvent)).toEqual({ isAuthorized: false });
  });

  it('but the token that they start from is allowed', async () => {
    expect(await isAllowed(valid)).toBe(true);
    expect(await isAllowed(sign(KEY, accessClaims({ nbf: seconds() - 5 })))).toBe(true);
    expect(await isAllowed(sign(KEY, text))).toBe(true);
  });
});

describe('random attacks are denied, and nothing is thrown:', () => {
  const valid = sign(KEY, accessClaims());
  const authorize = () => newOne(access);
  const denied = async (attack: AuthorizerEvent, using = authorize()) => (await using(attack)).isAuthorized === false;

  it('one character changed, added or removed', async () => {
    const using = authorize();
    const character = fc.constantFrom(...'ABab01-_=. ,+/');
    await fc.assert(
      fc.asyncProperty(
        fc.nat(valid.length - 1),
        character,
        fc.constantFrom(0, 1),
        fc.boolean(),
        async (at, one, cut, add) => {
          const token = valid.slice(0, at) + (add ? one : '') + valid.slice(at + cut);
          return token === valid || (await denied(event(token), using));
        },
      ),
      { numRuns: 500, seed },
    );
  });

  it("any claims and any header, signed by a key that is not the pool's", async () => {
    const using = authorize();
    const json = fc.jsonValue({ maxDepth: 2 });
    const names = fc.constantFrom(...Object.keys(accessClaims()), '__proto__', 'aud', 'nbf');
    const headers = fc.dictionary(fc.constantFrom('alg', 'kid', 'jwk', 'jku', 'crit', 'typ', '__proto__'), json);
    await fc.assert(
      fc.asyncProperty(fc.dictionary(names, json), headers, fc.boolean(), async (claims, header, whole) =>
        denied(event(sign(FOREIGN, whole ? accessClaims(claims) : claims, header)), using),
      ),
      { seed },
    );
  });

  it('any string as a token, any value as an event', async () => {
    const using = authorize();
    const part = fc.oneof(
      fc.base64String(),
      fc.string(),
      fc.jsonValue().map((value) => encode(value)),
    );
    const token = fc.oneof(
      fc.string(),
      fc.tuple(part, part, part).map((parts) => parts.join('.')),
    );
    await fc.assert(
      fc.asyncProperty(token, async (text) => denied(event(text), using)),
      { seed },
    );
    await fc.assert(
      fc.asyncProperty(fc.anything(), fc.anything(), async (identitySource, routeKey) =>
        denied({ identitySource, routeKey }, using),
      ),
      { seed },
    );
  });
});

describe('the keys of a pool', () => {
  it('are fetched once, before there is a token, for all tokens', async () => {
    const authorize = newOne(access);
    await authorize.ready;
    expect(server.requests).toEqual([pathOf(POOL)]);
    const tokens = Array.from({ length: 10 }, (_, i) => sign(KEY, accessClaims({ jti: String(i) })));
    const answers = await Promise.all(tokens.map((token) => authorize(event(token))));
    for (const token of tokens) answers.push(await authorize(event(token)));
    expect(answers.map(({ isAuthorized }) => isAuthorized)).toEqual(new Array(20).fill(true));
    expect(server.requests).toHaveLength(1);
  });

  it('are not fetched again for a token that cannot be valid, nor for an unknown route', async () => {
    const authorize = newOne(access);
    await authorize.ready;
    await authorize(event('garbage'));
    await authorize(event(sign(FOREIGN, accessClaims({ iss: issuerOf(STRANGE_POOL) }))));
    await authorize(event(sign(KEY, accessClaims(), { kid: undefined })));
    await authorize(event(sign(KEY, accessClaims()), 'GET /unknown'));
    expect(server.requests).toEqual([pathOf(POOL)]);
  });

  it('are fetched again when the pool has a new one', async () => {
    const authorize = newOne(access);
    expect((await authorize(event(sign(KEY, accessClaims())))).isAuthorized).toBe(true);
    server.keys.set(POOL, [KEY, ROTATED]);
    expect((await authorize(event(sign(ROTATED, accessClaims())))).isAuthorized).toBe(true);
    expect((await authorize(event(sign(KEY, accessClaims())))).isAuthorized).toBe(true);
    expect(server.requests).toHaveLength(2);
  });

  it('are found after a rotation, whatever made-up ones others send', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const authorize = newOne(access);
    const sendMadeUp = async (kid: string) =>
      expect(await authorize(event(sign(FOREIGN, accessClaims(), { kid })))).toEqual({ isAuthorized: false });
    await sendMadeUp('one');
    server.keys.set(POOL, [KEY, ROTATED]);
    vi.setSystemTime(Date.now() + 6_000);
    await sendMadeUp('two');
    vi.setSystemTime(Date.now() + 6_000);
    expect((await authorize(event(sign(ROTATED, accessClaims())))).isAuthorized).toBe(true);
  });

  it('are not fetched again and again for made-up ones', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const authorize = newOne(access);
    await authorize.ready;
    for (const kid of ['one', 'two', 'three', 'one']) {
      const token = sign(FOREIGN, accessClaims(), { kid });
      expect(await authorize(event(token))).toEqual({ isAuthorized: false });
    }
    expect((await authorize(event(sign(KEY, accessClaims())))).isAuthorized).toBe(true);
    expect(server.requests).toHaveLength(2);
  });

  it.each([
    ['the server fails', { status: 503, body: '' }],
    ['the server sends no keys', { status: 200, body: '<html>' }],
    ['the server sends other JSON', { status: 200, body: '{"keys":[{"kid":"key-1"}]}' }],
  ])('cannot be fetched because %s: an error, which API Gateway does not cache', async (_, answer) => {
    server.answer = answer;
    const authorize = newOne(access);
    await authorize.ready;
    await expect(authorize(event(sign(KEY, accessClaims())))).rejects.toThrow();
    server.answer = undefined;
    expect((await authorize(event(sign(KEY, accessClaims())))).isAuthorized).toBe(true);
  });
});

it('a malformed pool is an error', () => {
  expect(() => newOne({ ...access, userPoolId: 'https://evil.example/' })).toThrow('Invalid Cognito User Pool ID');
  expect(() => newOne(access, id)).toThrow('supplied multiple times');
});

it('logs nothing', async () => {
  const methods = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) => vi.spyOn(console, name));
  const authorize = newOne(access);
  await authorize(event(sign(KEY, accessClaims())));
  await authorize(event(sign(FOREIGN, accessClaims())));
  for (const method of methods) {
    expect(method).not.toHaveBeenCalled();
    method.mockRestore();
  }
});

it('accepts the events of @types/aws-lambda', async () => {
  const typed = event(sign(KEY, accessClaims())) as APIGatewayRequestAuthorizerEventV2;
  expect((await newOne(access)(typed)).isAuthorized).toBe(true);
});
