import { Aspects, Aws, CfnCondition, CfnParameter, Fn, Lazy, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { AccessPolicy, LambdaHttpApiAuthorizer, PolicyEnforcement } from '../../../lib';
import { refusalOf } from '../../support/policies';
import { newFunction, templateOf } from '../../support/synth';
import { routesIn, setUp } from '../support';

/** A route for each kind of authorizer, and one more authorizer that none of them has been given. */
const KINDS = ['bare', 'policy', 'at the request', "the user's own"] as const;

function guardedBy(kind: (typeof KINDS)[number]) {
  const enforcement = kind === 'at the request' ? PolicyEnforcement.atRequest() : undefined;
  const { stack, authorizer, httpApi, fn } = setUp({ enforcement });
  const own = new LambdaHttpApiAuthorizer(stack, 'Own', { handler: newFunction(stack, 'Judge') });
  const other = new apigwv2.CfnAuthorizer(stack, 'Other', {
    apiId: httpApi.apiId,
    authorizerType: 'REQUEST',
    name: 'other',
  });
  const accessPolicy = kind === 'policy' ? AccessPolicy.group('a') : undefined;
  const [route] = (kind === "the user's own" ? own : authorizer).addLambdaRoute(fn, {
    httpApi,
    path: '/a',
    accessPolicy,
  });
  return { stack, other, route: route!.node.defaultChild as apigwv2.CfnRoute };
}

describe.each(KINDS)('a route that has been given an authorizer (%s)', (kind) => {
  const type = kind === 'bare' || kind === 'policy' ? 'JWT' : 'CUSTOM';

  it('keeps it', () => {
    const { stack } = guardedBy(kind);
    expect(routesIn(stack)['ANY /a']).toMatchObject({ AuthorizationType: type });
  });

  it.each<[string, string, (made: ReturnType<typeof guardedBy>) => void]>([
    [
      'authorizationType',
      '"NONE"',
      ({ route }) => {
        route.addPropertyOverride('AuthorizationType', 'NONE');
      },
    ],
    [
      'authorizationType',
      '"NONE"',
      ({ stack }) => {
        Aspects.of(stack).add({
          visit: (node) => {
            if (node instanceof apigwv2.CfnRoute) node.authorizationType = 'NONE';
          },
        });
      },
    ],
    [
      'authorizationType',
      'not set',
      ({ route }) => {
        route.authorizationType = undefined;
      },
    ],
    [
      'authorizerId',
      'S/Other',
      ({ route, other }) => {
        route.authorizerId = other.ref;
      },
    ],
    [
      'authorizerId',
      'S/Other',
      ({ route, other }) => {
        route.addPropertyOverride('AuthorizerId', other.ref);
      },
    ],
    [
      'authorizerId',
      'S/Other',
      ({ route }) => {
        route.addPropertyOverride('AuthorizerId', { Ref: 'Other' });
      },
    ],
    [
      'authorizerId',
      'AuthorizerId of S/Other',
      ({ route, other }) => {
        route.addPropertyOverride('AuthorizerId', other.attrAuthorizerId);
      },
    ],
    [
      'authorizerId',
      'S/Other',
      ({ route }) => {
        route.addPropertyOverride('AuthorizerId', { 'Fn::Sub': '${Other}' });
      },
    ],
    [
      'authorizerId',
      '"abc"',
      ({ route }) => {
        route.addPropertyOverride('AuthorizerId', 'abc');
      },
    ],
  ])('does not lose its %s to %s: %#', (property, given, change) => {
    const made = guardedBy(kind);
    change(made);
    const rejection = refusalOf(made.stack);
    expect(rejection).toContain(`[S/Api] ${property} of the route "ANY /a" is ${given}, not that of S/Api/UserAuth/`);
    expect(rejection).toContain(
      ': the authorizer given to the route would not guard it. Remove the override or Aspect that changes it.',
    );
  });

  it('keeps it where it is written over with the same', () => {
    const { stack, route } = guardedBy(kind);
    route.addPropertyOverride('AuthorizerId', route.authorizerId);
    expect(routesIn(stack)['ANY /a']).toMatchObject({ AuthorizationType: type });
  });

  it('keeps it where a function written over it names the same', () => {
    const { stack, route } = guardedBy(kind);
    const { Ref: id } = stack.resolve(route.authorizerId) as { Ref: string };
    route.addPropertyOverride('AuthorizerId', { 'Fn::Sub': `\${${id}}` });
    expect(routesIn(stack)['ANY /a']).toMatchObject({ AuthorizationType: type });
  });
  it('keeps it where both branches of a condition name the same', () => {
    const { stack, route } = guardedBy(kind);
    const value = stack.resolve(route.authorizerId) as { Ref: string };
    route.addPropertyOverride('AuthorizerId', { 'Fn::If': ['If', value, { 'Fn::Sub': `\${${value.Ref}}` }] });
    route.addPropertyOverride('AuthorizationType', { 'Fn::If': ['If', type, { 'Fn::Sub': type }] });
    new CfnCondition(stack, 'If', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
    expect(routesIn(stack)['ANY /a']).toHaveProperty('AuthorizationType.Fn::If');
  });

  it.each<[string, unknown, string]>([
    ['AuthorizationType', { Ref: 'Parameter' }, 'S/Parameter'],
    ['AuthorizationType', { Ref: 'AWS::NoValue' }, 'not set'],
    ['AuthorizationType', { 'Fn::Join': ['', ['NO', 'NE']] }, '"NONE"'],
    ['AuthorizationType', { 'Fn::Sub': 'NONE' }, '"NONE"'],
    ['AuthorizationType', { 'Fn::If': ['If', type, 'NONE'] }, `"${type}" or "NONE"`],
    ['AuthorizationType', { 'Fn::If': ['If', type, { Ref: 'AWS::NoValue' }] }, `"${type}" or not set`],
    ['AuthorizerId', { Ref: 'Parameter' }, 'S/Parameter'],
    ['AuthorizerId', { 'Fn::ImportValue': 'Nothing' }, 'Fn::ImportValue of "Nothing"'],
    ['AuthorizerId', { 'Fn::If': ['If', { Ref: 'Other' }, { Ref: 'Other' }] }, 'S/Other, not that of'],
  ])('does not lose its %s to a function that may be something else: %j', (property, value, given) => {
    const { stack, route } = guardedBy(kind);
    new CfnParameter(stack, 'Parameter');
    new CfnCondition(stack, 'If', { expression: Fn.conditionEquals(1, 1) });
    route.addPropertyOverride(property, value);
    const where = `${property.charAt(0).toLowerCase()}${property.slice(1)} of the route "ANY /a"`;
    expect(refusalOf(stack)).toContain(`${where} is ${given}`);
  });
});

describe('scopes that a route requires', () => {
  const scope = new cognito.ResourceServerScope({ scopeName: 'read', scopeDescription: 'Read' });

  it.each<[string, (made: ReturnType<typeof setUp>) => cognito.OAuthScope, unknown]>([
    [
      "of the CDK's own resource server",
      ({ pool }) =>
        cognito.OAuthScope.resourceServer(
          pool.userPool.addResourceServer('Reports', { identifier: 'reports', scopes: [scope] }),
          scope,
        ),
      { 'Fn::Join': ['', [{ Ref: expect.stringMatching(/^PoolReports/) }, '/read']] },
    ],
    [
      'of a parameter',
      ({ stack }) => cognito.OAuthScope.custom(new CfnParameter(stack, 'Scope').valueAsString),
      { Ref: 'Scope' },
    ],
    ['known late', () => cognito.OAuthScope.custom(Lazy.string({ produce: () => 'reports/read' })), 'reports/read'],
    [
      'of an identifier that only deployment will know',
      ({ stack, pool }) => {
        const identifier = new CfnParameter(stack, 'Identifier').valueAsString;
        return pool.addResourceServer('Reports', { identifier, scopes: [{ scopeName: 'read' }] }).scope('read');
      },
      { 'Fn::Join': ['', [{ Ref: 'Identifier' }, '/read']] },
    ],
  ])('may be %s', (_, scopeIn, expected) => {
    const made = setUp();
    const integration = new HttpLambdaIntegration('I', made.fn);
    made.httpApi.addRoutes({ path: '/a', integration, authorizer: made.authorizer.requireScopes(scopeIn(made)) });
    expect(routesIn(made.stack)['ANY /a']).toMatchObject({ AuthorizationScopes: [expected] });
  });

  it('may stand in another stack than the pool', () => {
    const made = setUp();
    const server = made.pool.userPool.addResourceServer('Reports', { identifier: 'reports', scopes: [scope] });
    const stack = new Stack(made.stack.node.root, 'Apis');
    new apigwv2.HttpApi(stack, 'Api').addRoutes({
      path: '/a',
      integration: new HttpLambdaIntegration('I', newFunction(stack, 'Fn')),
      authorizer: made.authorizer.requireScopes(cognito.OAuthScope.resourceServer(server, scope)),
    });
    expect(routesIn(stack)['ANY /a']!.AuthorizationScopes).toHaveLength(1);
  });

  it('are all that it has: default scopes of the API can be missing', () => {
    const made = setUp({}, { defaultAuthorizationScopes: ['else/where'] });
    const accessPolicy = AccessPolicy.group('a');
    made.authorizer.addLambdaRoute(made.fn, { httpApi: made.httpApi, path: '/a', accessPolicy });
    expect(refusalOf(made.stack)).toMatch(
      /a list with "else\/where", where .* if they are defaults of the API, give the route authorizationScopes: \[\]\./,
    );
    const mended = setUp({}, { defaultAuthorizationScopes: ['else/where'] });
    mended.authorizer.addLambdaRoute(mended.fn, {
      httpApi: mended.httpApi,
      path: '/a',
      accessPolicy,
      authorizationScopes: [],
    });
    expect(routesIn(mended.stack)['ANY /a']!.AuthorizationScopes).toEqual([expect.stringMatching(/^policy\/group-a-/)]);
    templateOf(mended.stack);
  });
});

it.each([
  ['C', false],
  ['D', true],
])('scopes that the condition C chooses may not be chosen by another: by %s', (condition, isError) => {
  const { stack, httpApi, fn, authorizer } = setUp();
  for (const id of new Set(['C', condition])) {
    new CfnCondition(stack, id, { expression: Fn.conditionEquals(Aws.REGION, id) });
  }
  const either = (by: string) => Fn.conditionIf(by, 'admin', 'user');
  const integration = new HttpLambdaIntegration('I', fn);
  const scope = cognito.OAuthScope.custom(either('C').toString());
  const [route] = httpApi.addRoutes({ path: '/a', integration, authorizer: authorizer.requireScopes(scope) });
  (route!.node.defaultChild as apigwv2.CfnRoute).addPropertyOverride('AuthorizationScopes', [either(condition)]);
  if (isError) expect(refusalOf(stack)).toContain('a list with "admin" or "user" by the condition D');
  else expect(() => templateOf(stack)).not.toThrow();
});

describe('scopes that stand for a policy', () => {
  const withScopes = (change: (scopes: unknown) => unknown) => {
    const { stack, authorizer, httpApi, fn } = setUp();
    new CfnCondition(stack, 'If', { expression: Fn.conditionEquals(1, 1) });
    const accessPolicy = AccessPolicy.group('a');
    const [route] = authorizer.addLambdaRoute(fn, { httpApi, path: '/a', accessPolicy });
    const resource = route!.node.defaultChild as apigwv2.CfnRoute;
    resource.addPropertyOverride('AuthorizationScopes', change(resource.authorizationScopes));
    return refusalOf(stack);
  };
  const EMPTY =
    /authorizationScopes of the route "ANY \/a" is empty, where \["policy\/group-a-.*"\] is required: any token of the pool would pass\. Remove the override or Aspect that removes them\./;

  it.each<[string, (scopes: unknown) => unknown]>([
    ['an empty list', () => []],
    ['nothing', () => ({ Ref: 'AWS::NoValue' })],
    ['nothing, in one branch of a condition', (scopes) => ({ 'Fn::If': ['If', scopes, { Ref: 'AWS::NoValue' }] })],
  ])('are not replaced by %s', (_, change) => {
    expect(withScopes(change)).toMatch(EMPTY);
  });

  it('are not added to', () => {
    expect(withScopes((scopes) => [...(scopes as string[]), 'one', 'other'])).toContain(
      'is a list with "one", "other", where ["policy/group-a-',
    );
  });
});
