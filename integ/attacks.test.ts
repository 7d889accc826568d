/*
 * Attacks on the routes of examples/access-policies, deployed once to a local AWS: each kind of route with each kind of
 * token. None may reach the function behind: its log, where every call of it leaves a line, is looked at before and
 * after.
 *
 * Where MiniStack 1.5.33 is more lenient than AWS, something else has to prove it. FORGED_FINELY is sent to the routes
 * that a function of the library guards.
 *
 * | MiniStack                                                                            | what proves it instead                                            |
 * | ------------------------------------------------------------------------------------ | ----------------------------------------------------------------- |
 * | Its JWT authorizer reads no `alg`: one that the pool's key has signed passes.        | FORGED_FINELY, test/handlers/authorizer/authorize                 |
 * | Its JWT authorizer takes a token without `exp`.                                      | FORGED_FINELY, test/handlers/authorizer/authorize                 |
 * | Its JWT authorizer takes a signature with padding.                                   | FORGED_FINELY, test/handlers/authorizer/token                     |
 * | Its refresh tokens are signed like access tokens, and pass where no scope is needed. | FORGED_FINELY; those of AWS are encrypted                         |
 * | It answers 500 where the header of a token is JSON but no object.                    | nothing, but no function is reached                               |
 * | It has no limit for headers; that of API Gateway is 10 240 bytes.                    | test/handlers/authorizer/token                                    |
 * | It ignores the groups that a hook of version 2 or 3 sets.                            | test/handlers/pre-token-generation/scopes                         |
 * | It enforces neither Lambda permissions nor IAM.                                      | the templates: test/authorizer, test/access                       |
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FORGED, FORGED_FINELY, Material, MISSENT, NO_TOKEN, OWN } from '../test/support/forged-tokens';
import { decode, JwksServer, keyOfPool, sign } from '../test/support/tokens';
import { AttackedApp, Tokens } from './support/attacked-app';

let app: AttackedApp;
let attacker: JwksServer;
/** By user: their tokens. */
const tokens: Record<string, Tokens> = {};

beforeAll(async () => {
  attacker = await new JwksServer().start();
  attacker.keys.set('attacker', [OWN]);
  app = await AttackedApp.start();

  tokens.ana = await app.signUp('ana', { groups: ['admins'], plan: 'pro' });
  tokens.bo = await app.signUp('bo', { groups: ['editors'], plan: 'free' });
  tokens.cy = await app.signUp('cy');
  tokens['the machine'] = { accessToken: await app.machineToken(), idToken: '', refreshToken: '' };
  tokens.elsewhere = await app.signInElsewhere('ana');
  tokens.otherClient = await app.signIn('ana', await app.newClient());
});

afterAll(() => attacker?.stop());

/** Which of a user's tokens a route takes. */
type Use = 'accessToken' | 'idToken';

/**
 * The kinds of routes. Ana may call each, so that nothing but the attack is what is rejected; a token that does not
 * count gives 401 or, from a function, 403.
 */
const ROUTES = {
  'any token': { path: '/jwt', use: 'accessToken', rejection: 401 },
  'a scope': { path: '/scoped', use: 'accessToken', rejection: 401 },
  'a person': { path: '/signed-in', use: 'accessToken', rejection: 401 },
  'a group, in the token': { path: '/admins', use: 'accessToken', rejection: 401 },
  'a group, at the request': { path: '/request/editors', use: 'accessToken', rejection: 403 },
  'an attribute, in the ID token': { path: '/request/id', use: 'idToken', rejection: 403 },
} as const satisfies Record<string, { path: string; use: Use; rejection: number }>;
type Kind = keyof typeof ROUTES;
const KINDS = Object.keys(ROUTES) as Kind[];
const AT_REQUEST = KINDS.filter((kind) => ROUTES[kind].rejection === 403);

/** A token of Ana's, and what can be made of it. */
const materialFor = (kind: Kind): Material => {
  const { use } = ROUTES[kind];
  const [token, other] = [tokens.ana![use], tokens.elsewhere![use]];
  return {
    token,
    claims: decode(token).claims,
    key: keyOfPool(app.aws, token),
    ofOtherPool: { token: other, key: keyOfPool(app.aws, other) },
    ofOtherClient: tokens.otherClient![use],
    refreshToken: tokens.ana!.refreshToken,
    url: attacker.at('https://example.com/attacker/jwks.json'),
  };
};
const rows = (names: object, status: (kind: Kind) => number, kinds = KINDS) =>
  kinds.flatMap((kind) => Object.keys(names).map((name) => [kind, name, status(kind)] as const));
const refusalOf = (kind: Kind) => ROUTES[kind].rejection;

describe('a good token', () => {
  it.each(KINDS)('passes where the route asks for %s', async (kind) => {
    const { token } = materialFor(kind);
    expect(await app.send(ROUTES[kind].path, [`Bearer ${token}`])).toMatchObject({ status: 200, calls: 1 });
  });

  // Or the forged ones could be rejected for how they are made.
  it.each(KINDS)('signed here with the key of the pool passes where the route asks for %s', async (kind) => {
    const { key, claims } = materialFor(kind);
    expect(await app.send(ROUTES[kind].path, [`Bearer ${sign(key, claims)}`])).toMatchObject({ status: 200, calls: 1 });
  });
});

describe('where the route asks for', () => {
  it.each(rows(NO_TOKEN, () => 401))('%s: %s gives %i', async (kind, name, status) => {
    expect(await app.send(ROUTES[kind].path, NO_TOKEN[name])).toMatchObject({ status, calls: 0 });
  });

  it.each(rows(MISSENT, refusalOf))('%s: %s gives %i', async (kind, name, status) => {
    const headers = MISSENT[name]!(materialFor(kind));
    expect(await app.send(ROUTES[kind].path, headers)).toMatchObject({ status, calls: 0 });
  });

  it.each([...rows(FORGED, refusalOf), ...rows(FORGED_FINELY, refusalOf, AT_REQUEST)])(
    '%s: %s gives %i',
    async (kind, name, status) => {
      const forge = FORGED[name] ?? FORGED_FINELY[name]!;
      const token = forge(materialFor(kind));
      expect(await app.send(ROUTES[kind].path, [`Bearer ${token}`])).toMatchObject({ status, calls: 0 });
    },
  );
});

it('nobody asked the attacker for keys', () => {
  expect(attacker.requests).toEqual([]);
});

describe('who may call what', () => {
  it.each([
    ['ana', 'accessToken', '/editors', 200],
    ['ana', 'accessToken', '/request/id', 403],
    // A route without scopes takes ID tokens and machines too.
    ['ana', 'idToken', '/jwt', 200],
    ['ana', 'idToken', '/scoped', 403],
    ['ana', 'idToken', '/signed-in', 403],
    ['ana', 'idToken', '/editors', 403],
    ['ana', 'idToken', '/admins', 403],
    ['ana', 'idToken', '/request/editors', 403],
    ['bo', 'accessToken', '/jwt', 200],
    ['bo', 'accessToken', '/signed-in', 200],
    ['bo', 'accessToken', '/editors', 200],
    ['bo', 'accessToken', '/request/editors', 200],
    ['bo', 'accessToken', '/scoped', 403],
    ['bo', 'accessToken', '/admins', 403],
    ['bo', 'idToken', '/request/id', 403],
    ['cy', 'accessToken', '/jwt', 200],
    ['cy', 'accessToken', '/signed-in', 200],
    ['cy', 'accessToken', '/scoped', 403],
    ['cy', 'accessToken', '/editors', 403],
    ['cy', 'accessToken', '/admins', 403],
    ['cy', 'accessToken', '/request/editors', 403],
    ['cy', 'idToken', '/request/id', 403],
    ['the machine', 'accessToken', '/jwt', 200],
    ['the machine', 'accessToken', '/scoped', 200],
    ['the machine', 'accessToken', '/signed-in', 403],
    ['the machine', 'accessToken', '/editors', 403],
    ['the machine', 'accessToken', '/admins', 403],
    ['the machine', 'accessToken', '/request/editors', 403],
    ['the machine', 'accessToken', '/request/id', 403],
  ] as const)('%s with the %s at %s: %i', async (who, use, path, status) => {
    const token = tokens[who]![use];
    const answer = await app.send(path, [`Bearer ${token}`]);
    expect(answer).toMatchObject({ status, calls: status === 200 ? 1 : 0 });
    if (status === 200) expect(answer.body).toMatchObject({ caller: decode(token).claims.sub });
  });

  it('anybody at /health', async () => {
    expect(await app.send('/health')).toMatchObject({ status: 200, calls: 1, body: { caller: 'anybody' } });
  });
});

describe('round the header', () => {
  it.each(KINDS.flatMap((kind) => ['access_token', 'Authorization', 'token'].map((name) => [kind, name] as const)))(
    '%s: the token in the query string as %s',
    async (kind, name) => {
      const { path } = ROUTES[kind];
      expect(await app.send(`${path}?${name}=${materialFor(kind).token}`)).toMatchObject({ status: 401, calls: 0 });
    },
  );

  it.each(
    KINDS.flatMap((kind) => ['Cookie', 'X-Authorization', 'Proxy-Authorization'].map((name) => [kind, name] as const)),
  )('%s: the token in the header %s', async (kind, name) => {
    const headers = [
      name,
      name === 'Cookie' ? `Authorization=${materialFor(kind).token}` : `Bearer ${materialFor(kind).token}`,
    ];
    expect(await app.send(ROUTES[kind].path, [], { headers })).toMatchObject({ status: 401, calls: 0 });
  });

  it.each([
    '/admins/',
    '//admins',
    '/ADMINS',
    '/admins%2f',
    '/%61dmins',
    '/admins;/health',
    '/admins#/health',
    '/health/../admins',
    '/health%2f..%2fadmins',
    '/./admins',
    '/request//editors',
    '/request/editors/',
    '/request%2feditors',
    '/jwt',
    '/$default',
  ])('%s, with no token', async (path) => {
    const { status, calls } = await app.send(path);
    expect([401, 404]).toContain(status);
    expect(calls).toBe(0);
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE'])('%s, with no token', async (method) => {
    const headers = ['X-HTTP-Method-Override', 'GET'];
    for (const kind of KINDS) expect((await app.send(ROUTES[kind].path, [], { method, headers })).calls).toBe(0);
  });
});

describe('the scope of a policy', () => {
  const policyScopes = () => scopesOf(tokens.ana!.accessToken).filter((scope) => scope.startsWith('policy/'));
  const rejectedAsCy = async (token: string) => {
    expect(scopesOf(token).filter((scope) => scope.startsWith('policy/'))).toEqual([
      expect.stringMatching('signed-in'),
    ]);
    for (const path of ['/editors', '/admins']) {
      expect(await app.send(path, [`Bearer ${token}`])).toMatchObject({ status: 403, calls: 0 });
    }
  };

  it('is in the tokens of those who satisfy it', () => {
    expect(policyScopes()).toHaveLength(3);
    expect(scopesOf(tokens['the machine']!.accessToken)).toEqual(['reports/read']);
  });

  it('is not given to who asks for it by signing in with the SDK', async () => {
    const scope = policyScopes().join(' ');
    await rejectedAsCy(await app.nextToken(tokens.cy!, { SCOPE: scope, scope }));
  });

  it('is not given to who refreshes with it', async () => {
    await rejectedAsCy(await app.refresh(tokens.cy!, policyScopes().join(' ')));
  });

  it('is given neither to a machine', async () => {
    for (const scope of policyScopes()) expect(await app.machineToken(scope)).toBe('undefined');
  });

  it('is taken away again where somebody has allowed it to the client behind the back of the library', async () => {
    await app.allowScopes(policyScopes());
    const token = await app.signInOnPage('cy', ['openid', ...policyScopes()]);
    expect(scopesOf(token)).toContain('openid');
    await rejectedAsCy(token);
  });
});

describe('a group by another name', () => {
  it.each([
    [
      'the scope of the policy',
      () => scopesOf(tokens.ana!.accessToken).find((scope) => scope.includes('group-admins-'))!,
    ],
    ['its prefix', () => 'policy/'],
    ['capitals', () => 'ADMINS'],
    ['a letter of another alphabet', () => '\u0430dmins'],
    ['a wide letter', () => '\uFF41dmins'],
    ['an accent', () => 'admins\u0301'],
    ['128 characters', () => 'admins'.padEnd(128, 's')],
    ['a list', () => 'admins,editors'],
    ['brackets, as API Gateway writes lists', () => '[admins]'],
    ['quotes', () => '"admins"'],
    ['a star', () => '*'],
  ])('%s', async (_, nameOf) => {
    const groupName = nameOf();
    await app.enter('cy', groupName);
    try {
      const accessToken = await app.nextToken(tokens.cy!);
      expect(decode(accessToken).claims['cognito:groups']).toEqual([groupName]);
      for (const path of ['/editors', '/admins', '/request/editors']) {
        expect(await app.send(path, [`Bearer ${accessToken}`])).toMatchObject({ status: 403, calls: 0 });
      }
    } finally {
      await app.leave('cy', groupName);
    }
  });

  it('does no harm beside the right one', async () => {
    const others = ['r\u00e9daction', '\u7f16\u8f91', '\u{1F511}', 'x'.repeat(128), '[admins]'];
    for (const name of others) await app.enter('ana', name);
    const accessToken = await app.nextToken(tokens.ana!);
    for (const path of ['/admins', '/request/editors']) {
      const { status, body } = await app.send(path, [`Bearer ${accessToken}`]);
      expect(status).toBe(200);
      expect(body.groups.sort()).toEqual(['admins', ...others].sort());
    }
  });
});

describe('who has left a group', () => {
  const PATHS = ['/admins', '/request/editors'];
  const statusesOf = (token: string) =>
    Promise.all(PATHS.map(async (path) => (await app.send(path, [`Bearer ${token}`])).status));

  it('is rejected from the next token on, in the token and at the request alike', async () => {
    const before = await app.signUp('di', { groups: ['admins'] });
    expect(await statusesOf(before.accessToken)).toEqual([200, 200]);
    await app.leave('di', 'admins');
    expect(await statusesOf(before.accessToken)).toEqual([200, 200]);

    expect(await statusesOf((await app.signIn('di')).accessToken)).toEqual([403, 403]);
    expect(await statusesOf(await app.nextToken(before))).toEqual([403, 403]);
  });
});

describe('no token is minted', () => {
  it('where the hook of the app throws', async () => {
    await expect(app.signUp('ed', { groups: ['admins'], plan: 'closed' })).rejects.toThrow('This account is closed.');
  });

  it('where the hook of the app is gone', async () => {
    await app.removeHook();
    await expect(app.signIn('ana')).rejects.toThrow('the hook could not be called');
  });
});

const scopesOf = (token: string) => String(decode(token).claims.scope).split(' ');
