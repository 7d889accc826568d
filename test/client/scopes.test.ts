import { CfnParameter, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { HostedUi, UserAuthPool } from '../../lib';
import { newStack, warningsOf } from '../support/synth';

const { OPENID, EMAIL, PHONE, PROFILE, COGNITO_ADMIN } = cognito.OAuthScope;
const custom = (name: string) => cognito.OAuthScope.custom(name);
const callbackUrls = ['https://example.com'];

function warningsWith(make: (pool: UserAuthPool, stack: Stack) => void): string[] {
  const stack = newStack();
  make(new UserAuthPool(stack, 'Pool', { hostedUi: HostedUi.cognitoDomain() }), stack);
  return warningsOf(stack);
}

describe('a scope that no resource server of the pool has', () => {
  const warned = [
    expect.stringMatching(
      /^"The client has the scope \\"reports\/read\\", and no resource server of the pool has it: unless another app creates one, Cognito rejects the client\. /,
    ),
  ];

  it.each<[string, (pool: UserAuthPool) => unknown]>([
    ['people', (pool) => pool.addClient('C', { callbackUrls, allowedOAuthScopes: [OPENID, custom('reports/read')] })],
    ['machines', (pool) => pool.addMachineClient('C', { scopes: [custom('reports/read')] })],
  ])('is a warning of a client for %s', (_, make) => {
    expect(warningsWith(make)).toEqual(warned);
    expect(
      warningsWith((pool) => {
        pool.addResourceServer('reports', { scopes: [{ scopeName: 'write' }] });
        make(pool);
      }),
    ).toEqual(warned);
    expect(
      warningsWith((pool) => {
        make(pool);
        pool.addResourceServer('reports', { scopes: [{ scopeName: 'read' }] });
      }),
    ).toEqual([]);
  });

  it('is none where the server was made by the CDK, or in another stack', () => {
    const scopes = [custom('reports/read')];
    const scope = new cognito.ResourceServerScope({ scopeName: 'read', scopeDescription: 'Read' });
    const ofTheCdk = warningsWith((pool) => {
      pool.userPool.addResourceServer('R', { identifier: 'reports', scopes: [scope] });
      pool.addMachineClient('C', { scopes });
    });
    expect(ofTheCdk).toEqual([]);
    const elsewhere = warningsWith((userPool, stack) => {
      const other = new Stack(stack.node.root, 'Other');
      new cognito.UserPoolResourceServer(other, 'R', { userPool, identifier: 'reports', scopes: [scope] });
      userPool.addMachineClient('C', { scopes });
    });
    expect(elsewhere).toEqual([]);
  });

  it('is not one of the scopes that Cognito knows by itself', () => {
    const allowedOAuthScopes = [OPENID, EMAIL, PHONE, PROFILE, COGNITO_ADMIN];
    expect(warningsWith((pool) => pool.addClient('C', { callbackUrls, allowedOAuthScopes }))).toEqual([]);
  });

  it('is none that only deployment will know, or of a server of which it will', () => {
    const ofParameter = warningsWith((pool, stack) => {
      pool.addMachineClient('C', { scopes: [custom(new CfnParameter(stack, 'Scope').valueAsString)] });
    });
    expect(ofParameter).toEqual([]);
    const ofServer = warningsWith((pool, stack) => {
      const identifier = new CfnParameter(stack, 'Identifier').valueAsString;
      pool.addResourceServer('R', { identifier, scopes: [{ scopeName: 'read' }] });
      pool.addMachineClient('C', { scopes: [custom('reports/read')] });
    });
    expect(ofServer).toEqual([]);
  });
});
