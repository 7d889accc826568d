import { Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { OAuthScope } from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { AccessPolicy, AddLambdaRouteOptions, CognitoHttpApiAuthorizer, UserAuthPool } from '../../../lib';
import { RequiringAuthorizer } from '../../../lib/authorizer/routes/requiring-authorizer';
import { messageOf, newFunction, newStack, only, templateOf } from '../../support/synth';

/** An API whose default authorizer requires a policy, and another authorizer. */
function setUp(require = (authorizer: CognitoHttpApiAuthorizer) => authorizer.require(AccessPolicy.group('admins'))) {
  const stack = newStack('S');
  const userAuthPool = new UserAuthPool(stack, 'Pool');
  const owner = new CognitoHttpApiAuthorizer(stack, 'Owner', { userAuthPool });
  const other = new CognitoHttpApiAuthorizer(stack, 'Other', { userAuthPool });
  const httpApi = new apigwv2.HttpApi(stack, 'Api', { defaultAuthorizer: require(owner) });
  const fn = newFunction(stack, 'Fn');
  const add = (authorizer: CognitoHttpApiAuthorizer, options: Partial<AddLambdaRouteOptions> = {}) =>
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a', ...options });
  return { stack, owner, other, httpApi, add };
}
const scopesOf = (stack: Stack) => only(templateOf(stack), 'AWS::ApiGatewayV2::Route').properties.AuthorizationScopes;

it('is the default of an API, or not', () => {
  const { httpApi, owner, stack } = setUp();
  expect(RequiringAuthorizer.defaultOf(httpApi)).toMatchObject({ owner, policy: AccessPolicy.group('admins') });
  for (const defaultAuthorizer of [undefined, owner]) {
    const id = `Api${defaultAuthorizer ? 'With' : 'Without'}`;
    expect(RequiringAuthorizer.defaultOf(new apigwv2.HttpApi(stack, id, { defaultAuthorizer }))).toBeUndefined();
  }
});

describe('as the default authorizer of an API', () => {
  it('guards the routes that its own construct adds', () => {
    const { stack, owner, add } = setUp();
    add(owner);
    expect(scopesOf(stack)).toEqual([expect.stringMatching(/^policy\/group-admins-/)]);
  });

  it('does not guard those of its own construct that have scopes in its place', () => {
    const { stack, owner, add } = setUp((authorizer) => authorizer.requireScopes(OAuthScope.custom('b/c')));
    add(owner, { authorizationScopes: ['a/b'] });
    expect(scopesOf(stack)).toEqual(['a/b']);
  });

  it('is not silently lost on routes that another construct adds', () => {
    const { other, add } = setUp();
    const message = messageOf(() => add(other));
    expect(message).toBe(
      'S/Other has 1 problem:\n  1. accessPolicy is missing, and the default authorizer of S/Api, which belongs to S/Owner, has a policy or scopes: the routes would be guarded without what it requires. ' +
        'Add the routes with that construct; or give accessPolicy, for example AccessPolicy.signedIn(); or use addRoutes of S/Api, whose option authorizer replaces the default.',
    );
    expect(messageOf(() => add(other, { authorizationScopes: [] }))).toBe(message);
    expect(() => add(other, { accessPolicy: AccessPolicy.signedIn() })).not.toThrow();
  });

  it('may be replaced by scopes on such routes, if scopes are what it requires', () => {
    const { stack, other, add } = setUp((authorizer) => authorizer.requireScopes(OAuthScope.custom('b/c')));
    add(other, { authorizationScopes: ['a/b'] });
    expect(scopesOf(stack)).toEqual(['a/b']);
  });

  it('is that of an import of the API, too', () => {
    const { stack, owner, other, httpApi, add } = setUp();
    const { httpApiId } = httpApi;
    const routes = new Stack(stack.node.root, 'Routes');
    const again = apigwv2.HttpApi.fromHttpApiAttributes(routes, 'Api', { httpApiId });
    expect(messageOf(() => add(other, { httpApi: again }))).toContain('the default authorizer of S/Api, which');
    add(owner, { httpApi: again });
    expect(scopesOf(routes)).toEqual([expect.stringMatching(/^policy\/group-admins-/)]);
  });

  it('does not go with scopes on a route, whatever construct adds it', () => {
    const { owner, other, add } = setUp();
    for (const each of [owner, other]) {
      expect(messageOf(() => add(each, { authorizationScopes: ['a/b'] }))).toContain(
        'authorizationScopes is set, while the default authorizer of S/Api requires a policy',
      );
    }
  });
});
