import { CfnParameter, Fn } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { AccessPolicy, CognitoHttpApiAuthorizer, PolicyEnforcement, UserAuthPool, UserPoolHook } from '../../../lib';
import { refusalOf } from '../../support/policies';
import { newFunction, newStack, warningsOf } from '../../support/synth';
import { setUp } from '../support';

describe('a client that a policy names', () => {
  const warningsWith = (enforcement: PolicyEnforcement | undefined, clientOf: (made: Made) => Client) => {
    const made = setUp({ enforcement });
    const accessPolicy = AccessPolicy.anyOf(AccessPolicy.group('a'), AccessPolicy.client(clientOf(made)));
    made.authorizer.addLambdaRoute(made.fn, { httpApi: made.httpApi, path: '/a', accessPolicy });
    return warningsOf(made.stack);
  };
  type Made = ReturnType<typeof setUp>;
  type Client = Parameters<typeof AccessPolicy.client>[0];
  const other = ({ stack }: Made) => new UserAuthPool(stack, 'Other').client;
  const byId = ({ stack }: Made) => cognito.UserPoolClient.fromUserPoolClientId(stack, 'ById', '1abc');

  it.each([
    ['in the token', undefined],
    ['at the request', PolicyEnforcement.atRequest()],
  ])('is one of those whose tokens the authorizer accepts (%s)', (_, enforcement) => {
    const warned = (path: string) => [
      JSON.stringify(
        `The policy of the route ANY /a names the app client ${path}, and the authorizer of the route does not accept its tokens: it is not a client of S/Pool. ` +
          'Use a client of the pool; to accept other pools, use PolicyEnforcement.atRequest() with additionalUserAuthPools. ' +
          '[ack: cdk-user-auth-pool:CognitoHttpApiAuthorizer.clientNotAccepted]',
      ),
    ];
    expect(warningsWith(enforcement, ({ pool }) => pool.client)).toEqual([]);
    expect(warningsWith(enforcement, ({ pool }) => pool.userPool.addClient('L2', { disableOAuth: true }))).toEqual([]);
    expect(warningsWith(enforcement, other)).toEqual(warned('S/Other/Client'));
    expect(warningsWith(enforcement, byId)).toEqual(warned('S/ById'));
  });

  it('is to be among the clients of an imported pool', () => {
    const stack = newStack('S');
    const userAuthPool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', {
      userPoolId: 'eu-west-1_Ab12Cd34E',
      userPoolClientIds: ['1example23456789'],
    });
    const enforcement = PolicyEnforcement.atRequest();
    const authorizer = new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool, enforcement });
    const accessPolicy = AccessPolicy.client(
      cognito.UserPoolClient.fromUserPoolClientId(stack, 'Job', '2machine23456789'),
    );
    const httpApi = new apigwv2.HttpApi(stack, 'Api');
    authorizer.addLambdaRoute(newFunction(stack, 'Function'), { httpApi, path: '/a', accessPolicy });
    expect(warningsOf(stack).join()).toContain(
      'it is not a client of S/Pool. Use a client of the pool, or add its ID to userPoolClientIds of the imported pool; to accept other pools,',
    );
  });

  it('is not judged where only deployment will know which it is', () => {
    expect(
      warningsWith(undefined, ({ stack }) =>
        cognito.UserPoolClient.fromUserPoolClientId(stack, 'Later', Fn.importValue('Client')),
      ),
    ).toEqual([]);
    const { stack, httpApi, fn } = setUp();
    const userAuthPool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Imported', {
      userPoolId: 'eu-west-1_Ab12Cd34E',
      userPoolClientIds: ['1known', new CfnParameter(stack, 'Client').valueAsString],
    });
    const enforcement = PolicyEnforcement.atRequest();
    const accessPolicy = AccessPolicy.client(cognito.UserPoolClient.fromUserPoolClientId(stack, 'ById', '1abc'));
    const authorizer = new CognitoHttpApiAuthorizer(stack, 'A', { userAuthPool, enforcement });
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a', accessPolicy });
    expect(warningsOf(stack).filter((warning) => !warning.includes('guardsNoRoute'))).toEqual([]);
  });

  it('may be one of a further pool', () => {
    const made = setUp();
    const further = new UserAuthPool(made.stack, 'Further');
    const enforcement = PolicyEnforcement.atRequest({ additionalUserAuthPools: [further] });
    new CognitoHttpApiAuthorizer(made.stack, 'Both', { userAuthPool: made.pool, enforcement }).addLambdaRoute(made.fn, {
      httpApi: made.httpApi,
      path: '/a',
      accessPolicy: AccessPolicy.client(further.client),
    });
    expect(warningsOf(made.stack).filter((warning) => !warning.includes('guardsNoRoute'))).toEqual([]);
  });

  it('may be of none of several pools, which are all named', () => {
    const made = setUp();
    const enforcement = PolicyEnforcement.atRequest({
      additionalUserAuthPools: [new UserAuthPool(made.stack, 'Further')],
    });
    new CognitoHttpApiAuthorizer(made.stack, 'Both', { userAuthPool: made.pool, enforcement }).addLambdaRoute(made.fn, {
      httpApi: made.httpApi,
      path: '/a',
      accessPolicy: AccessPolicy.client(other(made)),
    });
    expect(warningsOf(made.stack)).toContainEqual(
      expect.stringContaining(
        'names the app client S/Other/Client, and the authorizer of the route does not accept its tokens: it is not a client of S/Pool, S/Further.',
      ),
    );
  });
});

describe('a scope that a route requires', () => {
  const warningsWith = (scope: string, hook?: UserPoolHook) => {
    const { stack, pool, authorizer, httpApi, fn } = setUp();
    if (hook) pool.addHook(hook, newFunction(stack, 'Hook'));
    pool.addResourceServer('reports', { scopes: [{ scopeName: 'read' }] });
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a', authorizationScopes: [scope] });
    return warningsOf(stack);
  };

  it('is a warning if no resource server of the pool has it', () => {
    expect(warningsWith('reports/raed')).toEqual([
      JSON.stringify(
        'The route ANY /a requires the scope "reports/raed", and no resource server of the pool has it: unless another app creates one, no token has the scope. ' +
          'Add it with pool.addResourceServer(), and use server.scope(). [ack: cdk-user-auth-pool:CognitoHttpApiAuthorizer.unknownScope]',
      ),
    ]);
  });

  it('may be one that a hook adds', () => {
    expect(warningsWith('reports/raed', UserPoolHook.PRE_TOKEN_GENERATION)).toEqual([]);
    expect(warningsWith('reports/raed', UserPoolHook.PRE_SIGN_UP)).toHaveLength(1);
  });

  it.each(['reports/read', 'openid', Fn.importValue('scope')])('may be %s', (scope) => {
    expect(warningsWith(scope)).toEqual([]);
  });
});

describe('the scope of a policy that a route requires', () => {
  const warnedOf = (scopeOf: (made: ReturnType<typeof setUp>) => string) => {
    const made = setUp();
    const authorizationScopes = [scopeOf(made)];
    made.authorizer.addLambdaRoute(made.fn, { httpApi: made.httpApi, path: '/a', authorizationScopes });
    return warningsOf(made.stack).filter((text) => text.includes('CognitoHttpApiAuthorizer'));
  };
  const policy = AccessPolicy.signedIn();
  const otherScope = ({ stack }: ReturnType<typeof setUp>) => new UserAuthPool(stack, 'Other').scopeFor(policy);

  it('is that of a policy of the same pool', () => {
    expect(warnedOf(({ pool }) => pool.scopeFor(policy))).toEqual([]);
  });

  it.each([
    [
      'that has policies',
      (made: ReturnType<typeof setUp>) => (made.pool.scopeFor(AccessPolicy.group('a')), otherScope(made)),
    ],
    ['that has none', otherScope],
  ])('is a warning if it is that of another pool (of a pool %s)', (_, scopeOf) => {
    const [warning, ...more] = warnedOf(scopeOf);
    expect(warning).toContain('The route ANY /a requires the scope');
    expect(warning).toContain('S/Pool has no access policy with that scope, so none of its tokens has the scope.');
    expect(warning).toContain('CognitoHttpApiAuthorizer.unknownPolicyScope');
    expect(more).toEqual([]);
  });

  it('may be one that the hook of a user adds', () => {
    const scopeOf = (made: ReturnType<typeof setUp>) => {
      made.pool.addHook(UserPoolHook.PRE_TOKEN_GENERATION, newFunction(made.stack, 'Hook'));
      return otherScope(made);
    };
    expect(warnedOf(scopeOf)).toEqual([]);
  });
});

it('scopes are no warning on a route that a function guards, where they are an error', () => {
  const { stack, authorizer, httpApi, fn } = setUp({ enforcement: PolicyEnforcement.atRequest() });
  const [route] = authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
  (route!.node.defaultChild as apigwv2.CfnRoute).authorizationScopes = ['https://example.com/a/read', 'reports/raed'];
  expect(refusalOf(stack)).toContain('a list with "https://example.com/a/read", "reports/raed"');
  const { metadata } = httpApi.node.findChild('Resource').node;
  expect(metadata.filter(({ type }) => type === 'aws:cdk:warning')).toEqual([]);
});
