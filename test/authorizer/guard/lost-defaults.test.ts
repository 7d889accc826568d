import { CfnCondition, CfnOutput, Fn, Lazy, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { OAuthScope } from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { AccessPolicy, AddLambdaRouteOptions, CognitoHttpApiAuthorizer } from '../../../lib';
import { refusalOf } from '../../support/policies';
import { newFunction, templateOf } from '../../support/synth';
import { ROUTE, setUp } from '../support';

const { GET } = apigwv2.HttpMethod;
const admins = AccessPolicy.group('admins');

type IdOf = (api: apigwv2.HttpApi, stack: Stack) => string;
const REFERENCE: IdOf = ({ apiId }) => apiId;
const LAZY: IdOf = (api) => Lazy.string({ produce: () => api.apiId });
const OTHERS: Record<string, IdOf> = {
  'a lazy value': LAZY,
  'Fn::Sub': ({ apiId }) => Fn.sub('${Id}', { Id: apiId }),
  'an export': ({ apiId, stack }) => {
    new CfnOutput(stack, 'Out', { value: apiId, exportName: 'api-id' });
    return Fn.importValue('api-id');
  },
  'a condition': ({ apiId }, stack) => {
    new CfnCondition(stack, 'If', { expression: Fn.conditionEquals('a', 'b') });
    return Fn.conditionIf('If', apiId, 'abcdef1234').toString();
  },
};

/** A stack with a route on an import of an API of another stack, which requires something by default. */
function routeOn(
  idOf: IdOf,
  defaults: (authorizer: CognitoHttpApiAuthorizer) => apigwv2.HttpApiProps,
  options: Partial<AddLambdaRouteOptions> = {},
) {
  const { stack, authorizer } = setUp();
  const api = new apigwv2.HttpApi(stack, 'Closed', defaults(authorizer));
  const routes = new Stack(stack.node.root, 'Routes');
  const httpApi = apigwv2.HttpApi.fromHttpApiAttributes(routes, 'Same', { httpApiId: idOf(api, routes) });
  authorizer.addLambdaRoute(newFunction(routes, 'Fn'), { httpApi, path: '/a', methods: [GET], ...options });
  return routes;
}
const scopesOf = (stack: Stack) =>
  Object.values<any>(templateOf(stack).findResources(ROUTE)).map(({ Properties }) => Properties.AuthorizationScopes);

const POLICY = (authorizer: CognitoHttpApiAuthorizer) => ({ defaultAuthorizer: authorizer.require(admins) });
const SCOPES = (authorizer: CognitoHttpApiAuthorizer) => ({
  defaultAuthorizer: authorizer.requireScopes(OAuthScope.custom('reports/read')),
});
const DEFAULT_SCOPES = (defaultAuthorizer: CognitoHttpApiAuthorizer) => ({
  defaultAuthorizer,
  defaultAuthorizationScopes: ['reports/read'],
});

describe.each([
  ['a policy', POLICY],
  ['scopes', SCOPES],
  ['default scopes', DEFAULT_SCOPES],
])('%s of an API', (_, defaults) => {
  it('are those of a route on a reference to it', () => {
    const [scopes] = scopesOf(routeOn(REFERENCE, defaults));
    expect(scopes).toEqual([expect.stringMatching(/^(policy\/group-admins-\w+|reports\/read)$/)]);
  });

  it.each(Object.entries(OTHERS))('are not silently lost by an import that is %s', (_name, idOf) => {
    expect(refusalOf(routeOn(idOf, defaults))).toMatch(
      /httpApi of the route "GET \/a" \(Routes\/Same\/GET--a\) is an import of S\/Closed by a value that was not known when the route was added: the route would be guarded without what that API requires by default\. Add the route to S\/Closed, or import it with its apiId as httpApiId; or give the route (accessPolicy|authorizationScopes)\./,
    );
  });
});

describe('what the route itself requires', () => {
  it.each<[string, typeof POLICY, Partial<AddLambdaRouteOptions>, boolean]>([
    ['a policy for a policy', POLICY, { accessPolicy: AccessPolicy.signedIn() }, true],
    ['a policy for scopes', SCOPES, { accessPolicy: AccessPolicy.signedIn() }, true],
    ['a policy for default scopes', DEFAULT_SCOPES, { accessPolicy: AccessPolicy.signedIn() }, true],
    ['scopes for scopes', SCOPES, { authorizationScopes: ['a/b'] }, true],
    ['scopes for default scopes', DEFAULT_SCOPES, { authorizationScopes: ['a/b'] }, true],
    ['no scopes for default scopes', DEFAULT_SCOPES, { authorizationScopes: [] }, true],
    ['no scopes for scopes', SCOPES, { authorizationScopes: [] }, false],
    ['scopes for a policy', POLICY, { authorizationScopes: ['a/b'] }, false],
  ])('may take the place of the default: %s (%s)', (_, defaults, options, isAccepted) => {
    const stack = routeOn(LAZY, defaults, options);
    if (isAccepted) expect(() => templateOf(stack)).not.toThrow();
    else expect(refusalOf(stack)).toContain('is an import of S/Closed');
  });
});

it('an API that requires no more than a token loses nothing', () => {
  expect(scopesOf(routeOn(LAZY, (defaultAuthorizer) => ({ defaultAuthorizer })))).toEqual([[]]);
});

it('an import that is known has the default scopes of its API, also beside a policy, which is an error', () => {
  const withPolicy = (options: Partial<AddLambdaRouteOptions>) =>
    routeOn(REFERENCE, DEFAULT_SCOPES, { accessPolicy: admins, ...options });
  expect(refusalOf(withPolicy({}))).toContain(
    'if they are defaults of the API, give the route authorizationScopes: []',
  );
  expect(scopesOf(withPolicy({ authorizationScopes: [] }))).toEqual([[expect.stringContaining('policy/')]]);
});
