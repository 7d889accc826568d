import type {
  APIGatewayProxyEvent,
  APIGatewayProxyEventV2,
  APIGatewayProxyEventV2WithJWTAuthorizer,
  APIGatewayProxyEventV2WithLambdaAuthorizer,
} from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contextOf } from '../../handlers/authorizer/caller';
import { callerOf, HttpApiEvent } from '../../handlers/caller';
import { seed } from '../support/random';
import { accessClaims, CLIENT, idClaims, issuerOf, machineClaims, POOL } from '../support/tokens';

const SUBJECT = '11111111-2222-4333-8444-555555555555';
const eventWith = (authorizer?: unknown): HttpApiEvent => ({ routeKey: 'GET /', requestContext: { authorizer } });
const behindJwt = (claims: unknown, scopes: unknown = null) => callerOf(eventWith({ jwt: { claims, scopes } }));

/** Claims as API Gateway writes them. */
const ACCESS = {
  auth_time: '1763800000',
  client_id: CLIENT,
  'cognito:groups': '[admins users]',
  exp: '1763803600',
  iss: issuerOf(POOL),
  scope: 'openid policy/admins',
  sub: SUBJECT,
  token_use: 'access',
  username: 'ada',
  version: '2',
};
const ID = {
  aud: CLIENT,
  'cognito:groups': '[admins users]',
  'cognito:username': 'ada',
  email: 'ada@example.com',
  email_verified: 'true',
  iss: issuerOf(POOL),
  sub: SUBJECT,
  token_use: 'id',
};
const MACHINE = {
  client_id: CLIENT,
  iss: issuerOf(POOL),
  scope: 'orders/read',
  sub: CLIENT,
  token_use: 'access',
  version: '2',
};

describe('behind a JWT authorizer', () => {
  it('a person, by an access token', () => {
    expect(behindJwt(ACCESS, ['policy/admins'])).toEqual({
      subject: SUBJECT,
      username: 'ada',
      groups: ['admins', 'users'],
      scopes: ['openid', 'policy/admins'],
      clientId: CLIENT,
      userPoolId: POOL,
      person: true,
      claims: ACCESS,
    });
  });

  it('a person, by an ID token', () => {
    expect(behindJwt(ID)).toEqual({
      subject: SUBJECT,
      username: 'ada',
      groups: ['admins', 'users'],
      scopes: [],
      clientId: CLIENT,
      userPoolId: POOL,
      person: true,
      claims: ID,
    });
  });

  it('a machine', () => {
    expect(behindJwt(MACHINE)).toEqual({
      subject: CLIENT,
      groups: [],
      scopes: ['orders/read'],
      clientId: CLIENT,
      userPoolId: POOL,
      person: false,
      claims: MACHINE,
    });
    expect(behindJwt({ ...MACHINE, username: 'ada' })?.person).toBe(false);
    expect(behindJwt({ ...ACCESS, username: undefined })?.person).toBe(false);
  });

  it.each<[unknown, string[]]>([
    [undefined, []],
    ['[]', []],
    ['[admins]', ['admins']],
    ['[a,b c]', ['a,b', 'c']],
    ['[[a] b]]', ['[a]', 'b]']],
    ['["admins","users"]', ['"admins","users"']],
    ['[équipe 管理者]', ['équipe', '管理者']],
    ['admins', ['admins']],
    ['[admins', ['[admins']],
    [
      ['admins', 'a b'],
      ['admins', 'a b'],
    ],
    [['admins', 1, null], ['admins']],
    [{ 0: 'admins' }, []],
    [null, []],
  ])('groups of %j are %j', (groups, expected) => {
    expect(behindJwt({ ...ACCESS, 'cognito:groups': groups })?.groups).toEqual(expected);
  });

  it('finds every group name that Cognito allows', () => {
    // Group names consist of letters, marks, symbols, numbers and punctuation.
    const unit = fc.oneof(
      fc.constantFrom(...'[],"ä-管'),
      fc
        .string({ minLength: 1, maxLength: 1, unit: 'grapheme' })
        .filter((one) => /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u.test(one)),
    );
    fc.assert(
      fc.property(fc.array(fc.string({ unit, minLength: 1, maxLength: 5 }), { maxLength: 4 }), (groups) => {
        expect(behindJwt({ ...ACCESS, 'cognito:groups': `[${groups.join(' ')}]` })?.groups).toEqual(groups);
      }),
      { seed },
    );
  });

  it.each<[unknown, unknown, string[]]>([
    ['a  b', null, ['a', 'b']],
    ['', ['x'], []],
    [undefined, ['x', 'y'], ['x', 'y']],
    [undefined, null, []],
    [undefined, undefined, []],
  ])('scopes of the claim %j and the list %j are %j', (scope, scopes, expected) => {
    expect(behindJwt({ ...ACCESS, scope }, scopes)?.scopes).toEqual(expected);
  });

  it.each([accessClaims(), idClaims(), machineClaims()])('native JSON, as a local AWS sends it: %#', (claims) => {
    const { groups, ...expected } = contextOf(claims);
    expect(behindJwt(claims)).toMatchObject({ ...expected, groups });
  });

  it('returns all claims as API Gateway writes them', () => {
    const claims = { ...ACCESS, exp: 5, email_verified: true, 'cognito:groups': ['a', 'b'], o: { a: [1] }, n: null };
    expect(behindJwt(claims)?.claims).toEqual({
      ...ACCESS,
      exp: '5',
      email_verified: 'true',
      'cognito:groups': '[a b]',
      o: '{"a":[1]}',
    });
  });

  it.each([
    [{ ...ACCESS, sub: undefined }],
    [{ ...ACCESS, sub: '' }],
    [{ ...ACCESS, client_id: undefined }],
    [{ ...ACCESS, client_id: undefined, aud: CLIENT }],
    [{ ...ID, aud: undefined, client_id: CLIENT }],
    [{}],
    [null],
    ['claims'],
  ])('nobody, if the claims are not from Cognito: %j', (claims) => {
    expect(behindJwt(claims)).toBeUndefined();
  });
});

describe("behind the library's Lambda authorizer", () => {
  it.each([
    ['a person', accessClaims(), { person: true, username: 'ada', groups: ['admins'], subject: SUBJECT }],
    ['a person by an ID token', idClaims(), { person: true, username: 'ada', groups: ['admins'], subject: SUBJECT }],
    ['a machine', machineClaims(), { person: false, username: undefined, groups: [], subject: CLIENT }],
  ])('%s', (_, claims, expected) => {
    const lambda: unknown = JSON.parse(JSON.stringify(contextOf(claims)));
    expect(callerOf(eventWith({ lambda }))).toEqual({
      ...expected,
      clientId: CLIENT,
      userPoolId: POOL,
      scopes: contextOf(claims).scopes,
      claims: {},
    });
  });

  it.each([
    [{ userId: 'ada' }],
    [{ subject: 'ada', clientId: CLIENT, userPoolId: POOL }],
    [{ subject: 'ada', clientId: CLIENT, person: true }],
    [{ subject: 'ada', clientId: CLIENT, userPoolId: POOL, person: 'true' }],
    [{ subject: 1, clientId: CLIENT, userPoolId: POOL, person: true }],
    [null],
    ['ada'],
  ])('nobody, if the authorizer is a different one: %j', (lambda) => {
    expect(callerOf(eventWith({ lambda }))).toBeUndefined();
  });
});

it.each([
  eventWith(),
  eventWith(null),
  eventWith({ iam: { userId: 'AIDA' } }),
  eventWith({ jwt: null }),
  {},
  { requestContext: null },
  null,
  undefined,
])('nobody, without an authorizer: %j', (event) => {
  expect(callerOf(event as HttpApiEvent)).toBeUndefined();
});

it('never throws', () => {
  const names = fc.constantFrom(...Object.keys({ ...ACCESS, ...ID }), '__proto__');
  const few = fc.dictionary(names, fc.jsonValue());
  fc.assert(
    fc.property(fc.anything(), fc.jsonValue(), fc.jsonValue(), few, (authorizer, claims, scopes, changed) => {
      callerOf(eventWith(authorizer));
      behindJwt(claims, scopes);
      behindJwt({ ...ACCESS, ...changed });
    }),
    { seed },
  );
});

it('accepts the events of @types/aws-lambda, and makes users check for undefined', () => {
  const jwt = eventWith({ jwt: { claims: ACCESS, scopes: null } }) as APIGatewayProxyEventV2WithJWTAuthorizer;
  const lambda = eventWith({ lambda: {} }) as APIGatewayProxyEventV2WithLambdaAuthorizer<Record<string, string>>;
  const open = eventWith() as APIGatewayProxyEventV2;
  expect([callerOf(jwt)?.username, callerOf(lambda), callerOf(open)]).toEqual(['ada', undefined, undefined]);
  // @ts-expect-error it may be undefined
  expect(callerOf(jwt).subject).toBe(SUBJECT);
  // @ts-expect-error an event of a REST API is not accepted
  expect(callerOf({ requestContext: {} } as APIGatewayProxyEvent)).toBeUndefined();
});

describe('the issuer of a token', () => {
  it.each([
    'https://login.example.com/tenant',
    'https://login.example.com/eu-west-1_Pool1',
    'https://cognito-idp.eu-west-1.amazonaws.com/other',
    'http://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Pool1',
    'https://cognito-idp-eu-west-1.example.com/eu-west-1_Pool1',
    'https://example.com/cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Pool1',
    '',
  ])('is no user pool, so the token has no caller: %j', (iss) => {
    expect(behindJwt({ ...ACCESS, iss })).toBeUndefined();
  });

  it.each([
    'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Pool1',
    'https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Pool1',
    'https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_Pool1',
    'https://cognito-idp.us-gov-west-1.amazonaws.com/us-gov-west-1_Pool1',
  ])('is a user pool: %s', (iss) => {
    expect(behindJwt({ ...ACCESS, iss })?.userPoolId).toBe(iss.split('/').pop());
  });
});
