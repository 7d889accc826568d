import { Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { describe, expect, it } from 'vitest';
import {
  AccessPolicy,
  CognitoHttpApiAuthorizer,
  CognitoHttpApiAuthorizerProps,
  PolicyEnforcement,
  TokenUse,
  UserAuthPool,
} from '../../lib';
import { configOf, policyAt } from '../support/policies';
import { messageOf, newApp, newFunction, newStack, only, templateOf } from '../support/synth';
import { AUTHORIZER, ROUTE, routesIn, setUp } from './support';

const AT_REQUEST = { enforcement: PolicyEnforcement.atRequest() };

describe('a policy', () => {
  it('is a scope of the route, by whatever way the route is made', () => {
    const { stack, pool, authorizer, fn } = setUp();
    const policy = AccessPolicy.group('editors');
    const httpApi = new apigwv2.HttpApi(stack, 'Guarded', { defaultAuthorizer: authorizer.require(policy) });
    httpApi.addRoutes({ path: '/a', integration: new HttpLambdaIntegration('I', fn) });
    authorizer.addLambdaRoute(fn, { httpApi, path: '/b', accessPolicy: policy });
    const routes = Object.values<any>(templateOf(stack).findResources(ROUTE));
    expect(routes).toHaveLength(2);
    for (const { Properties } of routes) {
      expect(Properties.AuthorizationType).toBe('JWT');
      expect(Properties.AuthorizationScopes).toEqual([expect.stringMatching(/^policy\/group-editors-\w{10}$/)]);
    }
    templateOf(stack).resourceCountIs(AUTHORIZER, 1);
    expect(pool.policyHook).toBeDefined();
  });

  it.each<[string, CognitoHttpApiAuthorizerProps['enforcement']]>([
    ['in the token', undefined],
    ['at the request', PolicyEnforcement.atRequest()],
  ])(
    'that an API requires by default holds for routes to functions, too, unless they name something else: %s',
    (_, enforcement) => {
      const { stack, pool, fn } = setUp();
      const authorizer = new CognitoHttpApiAuthorizer(stack, 'Mine', { userAuthPool: pool, enforcement });
      const another = new CognitoHttpApiAuthorizer(stack, 'Another', { userAuthPool: pool });
      const policy = AccessPolicy.group('editors');
      const httpApi = new apigwv2.HttpApi(stack, 'Guarded', { defaultAuthorizer: authorizer.require(policy) });
      authorizer.addLambdaRoute(fn, { httpApi, path: '/default' });
      authorizer.addLambdaRoute(fn, { httpApi, path: '/other', accessPolicy: AccessPolicy.group('admins') });
      expect(messageOf(() => another.addLambdaRoute(fn, { httpApi, path: '/another' }))).toMatch(
        /1\. accessPolicy is missing, and the default authorizer of S\/Guarded, which belongs to S\/Mine, has a policy or scopes: /,
      );
      // The remedies of that message.
      const anyUser = AccessPolicy.signedIn();
      another.addLambdaRoute(fn, { httpApi, path: '/signed-in', accessPolicy: anyUser });
      const integration = new HttpLambdaIntegration('Other', fn);
      httpApi.addRoutes({ path: '/another', integration, authorizer: another });
      const routes = routesIn(stack);
      expect(routes['ANY /another']).toMatchObject({ AuthorizationType: 'JWT' });
      expect(routes['ANY /another']!.AuthorizationScopes).toEqual([]);
      const policies = ['/default', '/other'].map((path) =>
        enforcement ? policyAt(configOf(stack), `ANY ${path}`) : routes[`ANY ${path}`]!.AuthorizationScopes,
      );
      expect(policies).toEqual(
        enforcement
          ? [{ group: 'editors' }, { group: 'admins' }]
          : [[expect.stringMatching(/^policy\/group-editors-/)], [expect.stringMatching(/^policy\/group-admins-/)]],
      );
    },
  );

  it('that an API requires by default is kept by an empty list of scopes, and is not opened by others', () => {
    const { stack, authorizer, fn } = setUp();
    const httpApi = new apigwv2.HttpApi(stack, 'Guarded', {
      defaultAuthorizer: authorizer.require(AccessPolicy.group('editors')),
      defaultAuthorizationScopes: ['else/where'],
    });
    expect(
      messageOf(() => authorizer.addLambdaRoute(fn, { httpApi, path: '/a', authorizationScopes: ['api/read'] })),
    ).toBe(
      'S/Authorizer has 1 problem:\n  1. authorizationScopes is set, while the default authorizer of S/Guarded requires a policy: ' +
        'one scope is enough for API Gateway, so a token that does not satisfy the policy could pass. ' +
        'Omit the scopes; or add the route with addRoutes and requireScopes(), which take the place of the policy.',
    );
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a', authorizationScopes: [] });
    expect(routesIn(stack)['ANY /a']!.AuthorizationScopes).toEqual([
      expect.stringMatching(/^policy\/group-editors-\w{10}$/),
    ]);
  });

  it('that is wrong is rejected before a route is made, and named', () => {
    const { authorizer, pool } = setUp();
    expect(messageOf(() => authorizer.require(AccessPolicy.anyGroup()))).toMatch(
      /^S\/Authorizer has 1 problem:\n {2}1\. the policy is AccessPolicy\.anyGroup\(\) or anyOf\(\) with an empty list/,
    );
    expect(pool.policyHook).toBeUndefined();
  });

  it('of an imported pool can be enforced at the request only', () => {
    const stack = newStack('S');
    const userAuthPool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', {
      userPoolId: 'eu-west-1_Ab12Cd34E',
      userPoolClientIds: ['abc'],
    });
    const inToken = new CognitoHttpApiAuthorizer(stack, 'A', { userAuthPool });
    expect(messageOf(() => inToken.require(AccessPolicy.group('a')))).toBe(
      'S/A has 1 problem:\n  1. enforcement is in the token, for the imported pool S/Pool: its tokens have no scope for the policy, because this app does not add its hook, so nobody could call the route. ' +
        'Set enforcement to PolicyEnforcement.atRequest().',
    );
    const atRequest = new CognitoHttpApiAuthorizer(stack, 'B', { userAuthPool, ...AT_REQUEST });
    expect(() => atRequest.require(AccessPolicy.group('a'))).not.toThrow();
  });

  it('on attributes needs tokens that have them', () => {
    const { stack, pool, authorizer } = setUp();
    const policy = AccessPolicy.attribute('email', 'x');
    expect(() => authorizer.require(policy)).not.toThrow();
    const atRequest = (tokenUse?: TokenUse) =>
      new CognitoHttpApiAuthorizer(stack, `By${tokenUse}`, {
        userAuthPool: pool,
        enforcement: PolicyEnforcement.atRequest({ tokenUse }),
      }).require(policy);
    expect(() => atRequest(TokenUse.ID)).not.toThrow();
    for (const tokenUse of [undefined, TokenUse.ACCESS]) {
      expect(messageOf(() => atRequest(tokenUse))).toMatch(
        /The attribute of the policy is "email": access tokens have no/,
      );
    }
  });

  it('of a pool in another stack is a scope in the stack of the API', () => {
    const app = newApp();
    const users = new Stack(app, 'Users');
    const apis = new Stack(app, 'Apis');
    const userAuthPool = new UserAuthPool(users, 'Pool');
    const authorizer = new CognitoHttpApiAuthorizer(apis, 'Authorizer', { userAuthPool });
    authorizer.addLambdaRoute(newFunction(apis, 'F'), {
      httpApi: new apigwv2.HttpApi(apis, 'Api'),
      path: '/a',
      accessPolicy: AccessPolicy.client(userAuthPool.client),
    });
    expect(only(templateOf(apis), ROUTE).properties.AuthorizationScopes).toEqual([
      expect.stringMatching(/^policy\/client-pool-client-\w{10}$/),
    ]);
    expect(users.dependencies).toEqual([]);
  });
});
