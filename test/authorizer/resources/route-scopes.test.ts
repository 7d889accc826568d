import { expect, it } from 'vitest';
import { AccessPolicy, CognitoHttpApiAuthorizerProps, PolicyEnforcement } from '../../../lib';
import { AddLambdaRouteOptions } from '../../../lib/authorizer/routes/lambda-route';
import { routesIn, setUp } from '../support';

it.each<[string, CognitoHttpApiAuthorizerProps['enforcement'], Partial<AddLambdaRouteOptions>, unknown]>([
  ['without scopes has an empty list', undefined, {}, []],
  ['with scopes has them', undefined, { authorizationScopes: ['a/read'] }, ['a/read']],
  [
    'with a policy has its scope',
    undefined,
    { accessPolicy: AccessPolicy.group('a') },
    [expect.stringMatching(/^policy\/group-a-/)],
  ],
  ['that a function guards says nothing of scopes', PolicyEnforcement.atRequest(), {}, undefined],
])('a route %s', (_, enforcement, options, expected) => {
  const { stack, authorizer, httpApi, fn } = setUp({ enforcement });
  authorizer.addLambdaRoute(fn, { httpApi, path: '/a', ...options });
  expect(routesIn(stack)['ANY /a']!.AuthorizationScopes).toEqual(expected);
});
