import { Aws, Duration, Lazy, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newAuthorizer } from '../../handlers/authorizer/authorize';
import { decodePolicies } from '../../lib/access/policy-codec';
import { encodeRoutes } from '../../lib/authorizer/route-hash';
import {
  AccessPolicy,
  AtRequestOptions,
  CognitoHttpApiAuthorizer,
  PolicyEnforcement,
  TokenUse,
  UserAuthPool,
} from '../../lib';
import {
  AUTHORIZER as FUNCTION,
  configOf,
  policyAt,
  deployed,
  environmentOf,
  refusalOf,
  POLICIES,
} from '../support/policies';
import { newApp, newFunction, newStack, only, templateOf } from '../support/synth';
import {
  accessClaims,
  CLIENT,
  idClaims,
  issuerOf,
  JwksServer,
  machineClaims,
  newKey,
  POOL,
  sign,
} from '../support/tokens';
import { AUTHORIZER, routesIn, setUp as setUpRoutes } from './support';

const { GET, POST } = apigwv2.HttpMethod;
const { signedIn, group, anyGroup, attribute, client, anyOf } = POLICIES;
const PERMISSION = 'AWS::Lambda::Permission';

const setUp = (options?: AtRequestOptions) => setUpRoutes({ enforcement: PolicyEnforcement.atRequest(options) });
/** What the pool and its client are called at deployment. */
const IDS = { PoolD3F588B8: POOL, PoolClient8A3E5EB7: CLIENT };

const KEY = newKey('key-1');
const PARTNER = 'eu-west-1_Partner';
const PARTNER_KEY = newKey('key-2');
const server = new JwksServer();
beforeAll(() => {
  server.keys.set(POOL, [KEY]).set(PARTNER, [PARTNER_KEY]);
  return server.start();
});
afterAll(() => server.stop());

const person = (groups: string[], claims = {}) => sign(KEY, accessClaims({ 'cognito:groups': groups, ...claims }));
const partner = (groups: string[]) =>
  sign(PARTNER_KEY, accessClaims({ iss: issuerOf(PARTNER), client_id: 'partner', 'cognito:groups': groups }));

/** What the function in the template answers. */
function askOf(stack: Stack) {
  const authorize = newAuthorizer(configOf(stack, IDS), { fetcher: server.fetcher });
  return async (routeKey: string, token: string) =>
    (await authorize({ identitySource: [`Bearer ${token}`], routeKey })).isAuthorized;
}

it('the function has as long as API Gateway waits, 10 seconds', () => {
  const { stack, authorizer, httpApi, fn } = setUp();
  authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
  templateOf(stack).hasResourceProperties('AWS::Lambda::Function', { Timeout: 10 });
});

describe('who may call which route', () => {
  it('as the template and the function have it', async () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    const add = (path: string, accessPolicy?: AccessPolicy) =>
      authorizer.addLambdaRoute(fn, { httpApi, path, methods: [GET, POST], accessPolicy });
    add('/plain');
    add('/admins', group('admins'));
    add('/writers/{id}', anyGroup('editors', 'admins'));
    add('/people', signedIn());
    const ask = askOf(stack);
    expect(await ask('GET /plain', person([]))).toBe(true);
    expect(await ask('POST /people', person([]))).toBe(true);
    expect(await ask('GET /admins', person(['admins']))).toBe(true);
    expect(await ask('POST /admins', person(['editors']))).toBe(false);
    expect(await ask('GET /writers/{id}', person(['editors']))).toBe(true);
    expect(await ask('GET /writers/{id}', person([]))).toBe(false);
    expect(await ask('GET /other', person(['admins']))).toBe(false);
    expect(await ask('ANY /admins', person(['admins']))).toBe(false);
    for (const token of [
      sign(KEY, machineClaims()),
      sign(KEY, idClaims()),
      sign(newKey('key-1'), accessClaims()),
      person(['admins'], { client_id: 'stranger' }),
      partner(['admins']),
    ]) {
      for (const route of ['GET /plain', 'GET /admins', 'GET /people']) expect(await ask(route, token)).toBe(false);
    }
  });

  it('by a client, by a machine of its own', async () => {
    const { stack, pool, authorizer, httpApi, fn } = setUp();
    authorizer.addLambdaRoute(fn, { httpApi, path: '/jobs', methods: [GET], accessPolicy: client(pool.client) });
    const second = pool.addClient('Second');
    authorizer.addLambdaRoute(fn, {
      httpApi,
      path: '/b',
      methods: [GET],
      accessPolicy: anyOf(client(second), group('b')),
    });
    const ask = askOf(stack);
    expect(await ask('GET /jobs', sign(KEY, machineClaims()))).toBe(true);
    expect(await ask('GET /jobs', person([]))).toBe(true);
    expect(await ask('GET /b', sign(KEY, machineClaims()))).toBe(false);
    const ofSecond = deployed(stack.resolve(second.userPoolClientId));
    expect(await ask('GET /b', person([], { client_id: ofSecond }))).toBe(true);
    expect(await ask('GET /jobs', person([], { client_id: ofSecond }))).toBe(false);
  });

  it('by ID tokens, which have attributes, and not by access tokens then', async () => {
    const { stack, authorizer, httpApi, fn } = setUp({ tokenUse: TokenUse.ID });
    authorizer.addLambdaRoute(fn, {
      httpApi,
      path: '/pro',
      methods: [GET],
      accessPolicy: attribute('custom:plan', 'pro'),
    });
    const ask = askOf(stack);
    expect(await ask('GET /pro', sign(KEY, idClaims()))).toBe(true);
    expect(await ask('GET /pro', sign(KEY, idClaims({ 'custom:plan': 'free' })))).toBe(false);
    expect(await ask('GET /pro', sign(KEY, accessClaims({ 'custom:plan': 'pro' })))).toBe(false);
  });

  it('of several pools, one of them imported', async () => {
    const stack = newStack('S');
    const imported = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Partner', {
      userPoolId: PARTNER,
      userPoolClientIds: ['partner'],
    });
    const { authorizer, httpApi, fn, pool } = setUpRoutes(
      { enforcement: PolicyEnforcement.atRequest({ furtherUserAuthPools: [imported, imported] }) },
      {},
      stack,
    );
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a', methods: [GET], accessPolicy: group('a') });
    const ask = askOf(stack);
    expect(await ask('GET /a', person(['a']))).toBe(true);
    expect(await ask('GET /a', partner(['a']))).toBe(true);
    expect(await ask('GET /a', partner(['b']))).toBe(false);
    expect(JSON.parse(environmentOf(stack, FUNCTION).POOLS!)).toEqual([
      { userPoolId: deployed(stack.resolve(pool.userPoolId)), clientIds: ['PoolClient8A3E5EB7'], tokenUse: 'access' },
      { userPoolId: PARTNER, clientIds: ['partner'], tokenUse: 'access' },
    ]);
  });

  it('of an imported pool alone', async () => {
    const stack = newStack('S');
    const userAuthPool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Imported', {
      userPoolId: PARTNER,
      userPoolClientIds: ['partner'],
    });
    const enforcement = PolicyEnforcement.atRequest();
    const { authorizer, httpApi, fn } = setUpRoutes({ userAuthPool, enforcement }, {}, stack);
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a', methods: [GET], accessPolicy: group('a') });
    expect(await askOf(stack)('GET /a', partner(['a']))).toBe(true);
    expect(await askOf(stack)('GET /a', person(['a']))).toBe(false);
  });

  it('of a pool that was imported twice, with clients of its own each time', async () => {
    const stack = newStack('S');
    const importAs = (id: string, clientId: string) =>
      UserAuthPool.fromUserAuthPoolAttributes(stack, id, { userPoolId: POOL, userPoolClientIds: [CLIENT, clientId] });
    const { authorizer, httpApi, fn } = {
      authorizer: new CognitoHttpApiAuthorizer(stack, 'Authorizer', {
        userAuthPool: importAs('One', 'client2'),
        enforcement: PolicyEnforcement.atRequest({ furtherUserAuthPools: [importAs('Other', 'client3')] }),
      }),
      httpApi: new apigwv2.HttpApi(stack, 'Api'),
      fn: newFunction(stack, 'Fn'),
    };
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a', methods: [GET], accessPolicy: signedIn() });
    expect(configOf(stack).pools).toEqual([
      { userPoolId: POOL, clientIds: [CLIENT, 'client2', 'client3'], tokenUse: 'access' },
    ]);
    const ask = askOf(stack);
    for (const [client_id, allowed] of [
      ['client2', true],
      ['client3', true],
      ['client4', false],
    ] as const) {
      expect(await ask('GET /a', sign(KEY, accessClaims({ client_id })))).toBe(allowed);
    }
  });

  it('by a path that only deployment will know, which is rejected', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    new apigwv2.HttpRoute(stack, 'Route', {
      httpApi,
      routeKey: apigwv2.HttpRouteKey.with(`/${Aws.STACK_NAME}`, GET),
      integration: new HttpLambdaIntegration('I', fn),
      authorizer: authorizer.require(group('a')),
    });
    expect(refusalOf(stack)).toContain(
      'The path of S/Route is known only at deployment: the authorizer finds the policy of a route by its path, and would reject everyone. Give a literal string, or enforce the policy in the token.',
    );
  });

  it('of a pool without clients nobody, which is rejected', () => {
    const stack = newStack('S');
    const userAuthPool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Imported', { userPoolId: PARTNER });
    const enforcement = PolicyEnforcement.atRequest();
    const { authorizer, httpApi, fn } = setUpRoutes({ userAuthPool, enforcement }, {}, stack);
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
    expect(refusalOf(stack)).toMatch(
      /userPoolClients of S\/Imported is empty: an authorizer without an audience accepts/,
    );
  });
});

describe('the authorizer', () => {
  it('is one function and one authorizer for all routes of an API, asked by that authorizer alone', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    for (const name of ['a', 'b', 'c']) {
      authorizer.addLambdaRoute(fn, { httpApi, path: `/${name}`, accessPolicy: group(name) });
    }
    const template = templateOf(stack);
    template.resourceCountIs('AWS::Lambda::Function', 2);
    const { id, properties } = only(template, AUTHORIZER);
    expect(properties).toMatchObject({
      ApiId: { Ref: 'ApiF70053CD' },
      AuthorizerType: 'REQUEST',
      AuthorizerPayloadFormatVersion: '2.0',
      EnableSimpleResponses: true,
      IdentitySource: ['$request.header.Authorization', '$context.routeKey'],
      AuthorizerResultTtlInSeconds: 0,
    });
    for (const route of Object.values(routesIn(stack))) {
      expect(route).toMatchObject({ AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: id } });
      expect(route.AuthorizationScopes).toBeUndefined();
    }
    const sources = Object.values<any>(template.findResources(PERMISSION)).map(
      ({ Properties }) => Properties.SourceArn,
    );
    expect(sources.map((source) => deployed(source)).sort()).toEqual([
      'arn:AWS::Partition:execute-api:AWS::Region:AWS::AccountId:ApiF70053CD/*/*',
      `arn:AWS::Partition:execute-api:AWS::Region:AWS::AccountId:ApiF70053CD/authorizers/${id}`,
    ]);
    expect(authorizer.authorizerOf(httpApi)).toBe(authorizer.authorizerOf(httpApi));
  });

  it('can be had, to watch it', () => {
    const { authorizer, httpApi } = setUp();
    const handler = authorizer.handlerOf(httpApi);
    expect(handler).toBe(authorizer.authorizerOf(httpApi).node.scope?.node.findChild('Handler'));
    expect(setUpRoutes().authorizer.handlerOf(httpApi)).toBeUndefined();
  });

  it('has no rights but to write its log', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
    templateOf(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });

  it('is another on another API, and of another construct', () => {
    const { stack, pool, authorizer, httpApi, fn } = setUp();
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
    authorizer.addLambdaRoute(fn, { httpApi: new apigwv2.HttpApi(stack, 'Second'), path: '/a' });
    new CognitoHttpApiAuthorizer(stack, 'Other', {
      userAuthPool: pool,
      enforcement: PolicyEnforcement.atRequest({ tokenUse: TokenUse.ID }),
    }).addLambdaRoute(fn, { httpApi, path: '/b' });
    templateOf(stack).resourceCountIs(AUTHORIZER, 3);
    templateOf(stack).resourceCountIs('AWS::Lambda::Function', 4);
  });

  it('stands with the API, in whatever stack the pool is', () => {
    const app = newApp();
    const users = new Stack(app, 'Users');
    const apis = new Stack(app, 'Apis');
    const userAuthPool = new UserAuthPool(users, 'Pool');
    const authorizer = new CognitoHttpApiAuthorizer(users, 'Authorizer', {
      userAuthPool,
      enforcement: PolicyEnforcement.atRequest(),
    });
    const httpApi = new apigwv2.HttpApi(apis, 'Api');
    authorizer.addLambdaRoute(newFunction(apis, 'Fn'), {
      httpApi,
      path: '/a',
      accessPolicy: client(userAuthPool.client),
    });
    templateOf(apis).resourceCountIs(AUTHORIZER, 1);
    expect(users.dependencies).toEqual([]);
    expect(templateOf(users).findResources('AWS::Lambda::Function')).toEqual({});
  });
});

describe('the cache key of an answer', () => {
  const sourcesWith = (resultsCacheTtl?: Duration) => {
    const { stack, authorizer, httpApi, fn } = setUp({ resultsCacheTtl });
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
    const { IdentitySource, AuthorizerResultTtlInSeconds } = only(templateOf(stack), AUTHORIZER).properties;
    return [AuthorizerResultTtlInSeconds, IdentitySource];
  };
  const sources = ['$request.header.Authorization', '$context.routeKey'];

  it('has the route, for however long the answer is cached', () => {
    expect(sourcesWith()).toEqual([0, sources]);
    expect(sourcesWith(Duration.seconds(0))).toEqual([0, sources]);
    expect(sourcesWith(Duration.seconds(1))).toEqual([1, sources]);
    expect(sourcesWith(Duration.hours(1))).toEqual([3600, sources]);
    expect(sourcesWith(Duration.seconds(Lazy.number({ produce: () => 300 })))).toEqual([300, sources]);
  });
});

describe('the environment of the function', () => {
  it('has a policy once, however many routes have it, and in no order of calls', () => {
    const environment = (order: number[]) => {
      const { stack, pool, authorizer, httpApi, fn } = setUp();
      const clients = ['A', 'B', 'C'].map((id) => pool.addClient(id));
      const policies = [
        anyGroup('b', 'a'),
        anyGroup('a', 'b'),
        anyOf(...[...order].filter((n) => n < 3).map((n) => client(clients[n]!))),
        group('z'),
      ];
      for (const n of order)
        authorizer.addLambdaRoute(fn, { httpApi, path: `/${n}`, methods: [GET], accessPolicy: policies[n] });
      return environmentOf(stack, FUNCTION);
    };
    const one = environment([0, 1, 2, 3]);
    expect(environment([3, 2, 1, 0])).toEqual(one);
    expect(decodePolicies(one.POLICIES!)).toHaveLength(3);
    expect(one.ROUTES).toBe(encodeRoutes([['GET /3'], ['GET /2'], ['GET /0', 'GET /1']]));
  });

  it('has room for a whole quota of 300 routes, and the function knows each', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    for (let n = 0; n < 300; n++) {
      authorizer.addLambdaRoute(fn, { httpApi, path: `/${n}`, methods: [GET], accessPolicy: group(`group-${n % 10}`) });
    }
    const config = configOf(stack, IDS);
    expect(config.policies.size).toBe(300);
    for (let n = 0; n < 300; n++) expect(policyAt(config, `GET /${n}`)).toEqual({ group: `group-${n % 10}` });
  });

  it('has room for 300 routes with a policy each', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    const policies = Array.from({ length: 300 }, (_, n) => group(`team-${n}-editors`));
    policies.forEach((accessPolicy, n) =>
      authorizer.addLambdaRoute(fn, { httpApi, path: `/${n}`, methods: [GET], accessPolicy }),
    );
    const config = configOf(stack, IDS);
    for (let n = 0; n < 300; n++) expect(policyAt(config, `GET /${n}`)).toEqual({ group: `team-${n}-editors` });
  });

  it('is as large as Lambda takes, and no larger', () => {
    // No two names have a start or an end in common.
    const distinct = (n: number, length: number) => n.toString(36).padEnd(length - 1, 'x') + n.toString(36);
    const withNames = (lengths: number[]) => {
      const { stack, authorizer, httpApi, fn } = setUp();
      lengths.forEach((length, n) =>
        authorizer.addLambdaRoute(fn, {
          httpApi,
          path: `/${n}`,
          accessPolicy: group(distinct(n, length)),
        }),
      );
      return stack;
    };
    // As Lambda measures: in JSON, in which quotes count twice; ids that are not known yet are taken for 32 characters.
    const sizeOf = (stack: Stack) => {
      const unknown = '-'.repeat(32);
      const ids = { PoolD3F588B8: unknown, PoolClient8A3E5EB7: unknown };
      return Buffer.byteLength(JSON.stringify(environmentOf(stack, FUNCTION, ids)));
    };
    const lengths = Array.from({ length: 30 }, () => 118);
    let rest = 4096 - sizeOf(withNames(lengths));
    expect(rest).toBeGreaterThan(0);
    expect(rest).toBeLessThan(30 * 10);
    for (let n = 0; rest > 0; n++) {
      const more = Math.min(9, rest);
      lengths[n]! += more;
      rest -= more;
    }
    expect(sizeOf(withNames(lengths))).toBe(4096);
    lengths[29]! += 1;
    expect(refusalOf(withNames(lengths))).toMatch(
      /\[S\/Api\/UserAuth\] The number of policies enforced at the request is 30 on 30 routes, which take about 4097 bytes: Lambda takes an environment of 4096 bytes and rejects the function of the authorizer\. Enforce some in the token/,
    );
  });

  it('counts names in other alphabets by their bytes', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    for (let n = 0; n < 24; n++) {
      authorizer.addLambdaRoute(fn, { httpApi, path: `/${n}`, accessPolicy: group(`${n}${'管'.repeat(120)}`) });
    }
    expect(refusalOf(stack)).toMatch(/which take about \d+ bytes/);
  });
});
