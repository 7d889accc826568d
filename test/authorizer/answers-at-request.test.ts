import { Aws, CfnCondition, CfnParameter, CfnResource, Fn, Lazy, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newAuthorizer } from '../../handlers/authorizer/authorize';
import {
  AccessPolicy,
  AtRequestOptions,
  CognitoHttpApiAuthorizer,
  PolicyEnforcement,
  TokenUse,
  UserAuthPool,
} from '../../lib';
import { AUTHORIZER as FUNCTION, configOf, deployed, environmentOf, refusalOf, POLICIES } from '../support/policies';
import { newFunction, newStack } from '../support/synth';
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
import { setUp as setUpRoutes } from './support';

const { GET, POST } = apigwv2.HttpMethod;
const { signedIn, group, anyGroup, attribute, client, anyOf } = POLICIES;

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
  const { authorize } = newAuthorizer(configOf(stack, IDS), server.fetcher);
  return async (routeKey: string, token: string) =>
    (await authorize({ identitySource: [`Bearer ${token}`], routeKey })).isAuthorized;
}

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
      { enforcement: PolicyEnforcement.atRequest({ additionalUserAuthPools: [imported, imported] }) },
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
        enforcement: PolicyEnforcement.atRequest({ additionalUserAuthPools: [importAs('Other', 'client3')] }),
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

  it.each<[string, (id: string) => string]>([
    ['the same token', (id) => id],
    ['a lazy value', (id) => Lazy.string({ produce: () => id })],
    ['Fn::Sub', (id) => Fn.sub('${Id}', { Id: id })],
  ])('of a pool of this app that was imported, too, by %s', async (_, idOf) => {
    const stack = newStack('S');
    const userAuthPool = new UserAuthPool(stack, 'Pool');
    const userPoolId = idOf(userAuthPool.userPoolId);
    const imported = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Same', { userPoolId, userPoolClientIds: ['c2'] });
    const enforcement = PolicyEnforcement.atRequest({ additionalUserAuthPools: [imported] });
    const authorizer = new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool, enforcement });
    const httpApi = new apigwv2.HttpApi(stack, 'Api');
    authorizer.addLambdaRoute(newFunction(stack, 'Fn'), { httpApi, path: '/a', methods: [GET] });
    expect(configOf(stack, IDS).pools).toEqual([{ userPoolId: POOL, clientIds: [CLIENT, 'c2'], tokenUse: 'access' }]);
    expect(await askOf(stack)('GET /a', sign(KEY, accessClaims({ client_id: 'c2' })))).toBe(true);
  });

  it('by a path that only deployment will know, which is rejected', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    new apigwv2.HttpRoute(stack, 'Route', {
      httpApi,
      routeKey: apigwv2.HttpRouteKey.with(`/${new CfnParameter(stack, 'Path').valueAsString}`, GET),
      integration: new HttpLambdaIntegration('I', fn),
      authorizer: authorizer.require(group('a')),
    });
    expect(refusalOf(stack)).toContain(
      'The path of S/Route is known only at deployment: the authorizer finds the policy of a route by its path, and would reject everyone. Give a literal string, or enforce the policy in the token.',
    );
  });

  it('by one of several routes with the same key, of which conditions choose', async () => {
    const withPolicies = (policies: AccessPolicy[]) => {
      const { stack, authorizer, httpApi, fn } = setUp();
      const isHere = new CfnCondition(stack, 'Here', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
      const conditions = [isHere, new CfnCondition(stack, 'Elsewhere', { expression: Fn.conditionNot(isHere) })];
      policies.forEach((policy, n) => {
        const route = new apigwv2.HttpRoute(stack, `Route${n}`, {
          httpApi,
          routeKey: apigwv2.HttpRouteKey.with('/a', GET),
          integration: new HttpLambdaIntegration(`I${n}`, fn),
          authorizer: authorizer.require(policy),
        });
        (route.node.defaultChild as CfnResource).cfnOptions.condition = conditions[n];
      });
      return stack;
    };
    const ask = askOf(withPolicies([group('a'), group('a')]));
    expect(await ask('GET /a', person(['a']))).toBe(true);
    expect(await ask('GET /a', person(['b']))).toBe(false);
    expect(refusalOf(withPolicies([group('a'), group('b')]))).toContain(
      'The route "GET /a" is created more than once, under conditions, with different policies at the request: ' +
        'the authorizer finds the policy of a route by its path, and would reject everyone on every route. Give the routes the same policy, or enforce them in the token.',
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
