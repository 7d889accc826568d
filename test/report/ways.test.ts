import { CfnCondition, CfnResource, Fn, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { describe, expect, it } from 'vitest';
import { LambdaHttpApiAuthorizer, TokenUse } from '../../lib';
import { IndexedApi } from '../../lib/authorizer/routes/indexed-api';
import { recordRequirement, Requirement } from '../../lib/authorizer/routes/requirement';
import { inWords, policiesOfWay, scopesOfWay, Way, waysOf, whereEnforced } from '../../lib/report/ways';
import { TemplateIndex } from '../../lib/template/template-index';
import { setUp } from '../authorizer/support';
import { POLICIES } from '../support/policies';
import { newFunction } from '../support/synth';

const { group, anyGroup, allOf, signedIn } = POLICIES;

/** The ways into the only route of an API. */
function waysInto(httpApi: apigwv2.HttpApi, requirement?: Requirement, isIntact = true): readonly Way[] {
  const { index, routes } = new IndexedApi(new TemplateIndex(httpApi.node.root), httpApi);
  const [route] = routes;
  if (requirement) recordRequirement(route!.cfnRoute.node.scope as apigwv2.HttpRoute, requirement);
  return waysOf(index, route!, () => isIntact);
}

/** An API with a route as a template says it. */
function routeWith(propsOf: (stack: Stack, httpApi: apigwv2.HttpApi) => Partial<apigwv2.CfnRouteProps>) {
  const { stack, httpApi } = setUp();
  new CfnCondition(stack, 'C', { expression: Fn.conditionEquals('a', 'b') });
  new apigwv2.CfnRoute(stack, 'L1', { apiId: httpApi.apiId, routeKey: 'GET /l1', ...propsOf(stack, httpApi) });
  return httpApi;
}
const oneOf = (...both: [string, string]) => Fn.conditionIf('C', ...both).toString();

it.each<[string, Partial<apigwv2.CfnRouteProps>, Way[]]>([
  ['no type', {}, [{ kind: 'anyone' }]],
  ['NONE', { authorizationType: 'NONE' }, [{ kind: 'anyone' }]],
  ['IAM', { authorizationType: 'AWS_IAM' }, [{ kind: 'iam' }]],
  ['another type', { authorizationType: 'NEW' }, [{ kind: 'unknown', what: '"NEW"' }]],
  [
    'a JWT authorizer elsewhere',
    { authorizationType: 'JWT', authorizerId: 'abc', authorizationScopes: ['a/b'] },
    [{ kind: 'token', scopes: ['a/b'], hasUnknownScope: false, issuer: '"abc"', isOfPool: false }],
  ],
  [
    'a function elsewhere',
    { authorizationType: 'CUSTOM', authorizerId: 'abc' },
    [{ kind: 'function', path: '"abc"', needsToken: false }],
  ],
])('a template says who gets in: %s', (_, props, expected) => {
  expect(waysInto(routeWith(() => props))).toEqual(expected);
});

it('there is a way for each branch of a condition', () => {
  const ways = waysInto(routeWith(() => ({ authorizationType: oneOf('NONE', 'AWS_IAM') })));
  expect(ways.map(({ kind }) => kind)).toEqual(['anyone', 'iam']);
  const authorizers = waysInto(routeWith(() => ({ authorizationType: 'JWT', authorizerId: oneOf('a', 'b') })));
  expect(authorizers.map((way) => way.kind === 'token' && way.issuer)).toEqual(['"a"', '"b"']);
});

it.each<[string, (one: string, other: string) => unknown]>([
  ['its issuer', (Issuer, other) => ({ Issuer: Fn.conditionIf('C', Issuer, other), Audience: ['x'] })],
  [
    'its configuration',
    (Issuer, other) => Fn.conditionIf('C', { Issuer, Audience: ['x'] }, { Issuer: other, Audience: ['x'] }),
  ],
])('there is a way for each issuer of an authorizer of which a condition chooses %s', (_, configurationOf) => {
  const ways = waysInto(
    routeWith((stack, httpApi) => {
      const authorizer = new apigwv2.CfnAuthorizer(stack, 'Jwt', {
        apiId: httpApi.apiId,
        authorizerType: 'JWT',
        name: 'jwt',
      });
      authorizer.addPropertyOverride(
        'JwtConfiguration',
        configurationOf('https://a.example.com', 'https://b.example.com'),
      );
      return { authorizationType: 'JWT', authorizerId: authorizer.ref };
    }),
  );
  expect(ways).toMatchObject(
    ['https://a.example.com', 'https://b.example.com'].map((issuer) => ({ issuer, clients: [{ value: 'x' }] })),
  );
});

describe('an authorizer of the CDK', () => {
  const { pool, httpApi, fn } = setUp();
  const userPoolClients = [pool.client.userPoolClient];
  httpApi.addRoutes({
    path: '/cdk',
    integration: new HttpLambdaIntegration('I', fn),
    authorizer: new HttpUserPoolAuthorizer('Cdk', pool.userPool, { userPoolClients }),
    authorizationScopes: ['a/b', pool.scopeFor(allOf(group('admins'), signedIn()))],
  });
  const [way] = waysInto(httpApi);

  it('is read with its pool, its clients and the policies for which scopes stand', () => {
    expect(way).toMatchObject({ kind: 'token', isOfPool: true, issuer: 'S/Pool', hasUnknownScope: false });
    const { pool: found, clients } = way as Way & { kind: 'token' };
    expect(found).toBe(pool.userPool.node.defaultChild);
    expect(clients).toEqual([
      { kind: 'reference', target: pool.client.userPoolClient.node.defaultChild, attribute: 'Ref' },
    ]);
    expect(policiesOfWay(way!).map(String)).toEqual(['group admins and any signed-in person']);
    expect(scopesOfWay(way!)).toEqual(['a/b']);
  });

  it('is told in words', () => {
    expect(inWords(way!)).toBe('scope a/b or (group admins and any signed-in person)');
    expect(whereEnforced(way!)).toBe('by API Gateway');
  });
});

describe('an authorizer of the library', () => {
  const make = () => {
    const { authorizer, httpApi, fn } = setUp();
    const [route] = authorizer.addLambdaRoute(fn, { httpApi, path: '/a', accessPolicy: anyGroup('b', 'a') });
    const policy = anyGroup('a', 'b');
    const requirement: Requirement = {
      authorizationType: 'JWT',
      authorizer: authorizer.authorizerOf(httpApi),
      policy,
    };
    return { httpApi, requirement, policy, cfnRoute: route!.node.defaultChild as CfnResource };
  };

  it('lets in by the policy that it was given', () => {
    const { httpApi, requirement, policy } = make();
    expect(waysInto(httpApi, requirement)).toEqual([{ kind: 'policy', policy, requirement }]);
  });

  it('is unknown if it was changed', () => {
    const { httpApi, requirement } = make();
    expect(waysInto(httpApi, requirement, false)).toEqual([
      { kind: 'unknown', what: 'its authorizer, or a function or permission that it needs, was changed' },
    ]);
  });

  it('does not count where the template says something else', () => {
    const { httpApi, requirement, cfnRoute } = make();
    cfnRoute.addPropertyOverride('AuthorizationType', 'NONE');
    expect(waysInto(httpApi, requirement, false)).toEqual([{ kind: 'anyone' }]);
  });

  it('has no policy where it requires none', () => {
    const { httpApi, requirement } = make();
    expect(waysInto(httpApi, { ...requirement, policy: undefined })).toMatchObject([{ kind: 'token' }]);
  });
});

it.each([
  [['$request.header.Authorization'], true],
  [['$request.header.X-Signature'], false],
])('a function is asked only about requests with a token, or about others too: %j', (identitySource, needsToken) => {
  const { stack, httpApi, fn } = setUp();
  const own = new LambdaHttpApiAuthorizer(stack, 'Own', { handler: newFunction(stack, 'Decide'), identitySource });
  own.addLambdaRoute(fn, { httpApi, path: '/own' });
  expect(waysInto(httpApi)).toEqual([{ kind: 'function', path: 'S/Decide', needsToken }]);
});

const requirement = { authorizationType: 'JWT' } as Requirement;
const token = { kind: 'token', hasUnknownScope: false, issuer: 'S/Pool', isOfPool: true } as const;
it.each<[Way, string, string]>([
  [{ kind: 'anyone' }, 'anyone', 'nowhere'],
  [{ kind: 'policy', policy: anyGroup('b', 'a'), requirement }, 'group a or group b', 'in the token'],
  [
    { kind: 'policy', policy: signedIn(), requirement: { ...requirement, authorizationType: 'CUSTOM' } },
    'any signed-in person',
    'at the request',
  ],
  [{ ...token, scopes: [] }, 'any token of S/Pool, machines included', 'by API Gateway'],
  [{ ...token, scopes: ['a/b'] }, 'scope a/b', 'by API Gateway'],
  [{ ...token, scopes: [anyGroup('a', 'b')] }, 'group a or group b', 'by API Gateway'],
  [{ kind: 'iam' }, 'IAM', 'by IAM'],
  [{ kind: 'function', path: 'S/Decide', needsToken: true }, 'a function decides: S/Decide', 'by a function'],
  [{ kind: 'unknown', what: 'x' }, 'unknown: x', 'unknown'],
])('%j has words', (way, who, where) => {
  expect(inWords(way)).toBe(who);
  expect(whereEnforced(way)).toBe(where);
});

const foreign = { ...token, issuer: 'https://example.com', isOfPool: false } as const;
const ofId = { ...requirement, tokenUse: TokenUse.ID };
it.each<[Way, string[], string]>([
  [{ kind: 'policy', policy: group('a'), requirement }, ['S/Staff'], 'group a of S/Staff'],
  [{ kind: 'policy', policy: anyGroup('a', 'b'), requirement }, ['S/Staff'], '(group a or group b) of S/Staff'],
  [{ kind: 'policy', policy: signedIn(), requirement }, ['S/A', 'S/B'], 'any signed-in person of S/A or S/B'],
  [{ kind: 'policy', policy: group('a'), requirement }, ['S/My Staff'], 'group a of "S/My Staff"'],
  [{ kind: 'policy', policy: group('a'), requirement: ofId }, ['S/Staff'], 'group a of S/Staff, with an ID token'],
  [{ kind: 'policy', policy: group('a'), requirement: ofId }, [], 'group a'],
  [{ ...token, scopes: [] }, ['S/Pool'], 'any token of S/Pool, machines included'],
  [{ ...token, scopes: ['a/b'] }, ['S/Pool'], 'scope a/b of S/Pool'],
  [{ ...token, scopes: ['a/b', group('a')] }, ['S/Pool'], '(scope a/b or group a) of S/Pool'],
  [{ ...token, scopes: [anyGroup('a', 'b')] }, ['S/Pool'], '(group a or group b) of S/Pool'],
  [{ ...foreign, scopes: ['a/b'] }, [], 'scope a/b of https://example.com'],
  [{ ...foreign, scopes: [] }, [], 'any token of https://example.com, machines included'],
  [{ kind: 'iam' }, ['S/Pool'], 'IAM'],
])('%j has words with the pools %j', (way, pools, expected) => {
  expect(inWords(way, pools)).toBe(expected);
});

it.each<[Way, string[], string[]]>([
  [{ kind: 'policy', policy: group('a'), requirement }, ['group a'], []],
  [{ ...token, scopes: ['a/b', group('b')] }, ['group b'], ['a/b']],
  [{ kind: 'iam' }, [], []],
])('%j depends on policies and scopes', (way, policies, scopes) => {
  expect(policiesOfWay(way).map(String)).toEqual(policies);
  expect(scopesOfWay(way)).toEqual(scopes);
});
