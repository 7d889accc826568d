import { Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { CognitoHttpApiAuthorizer, PolicyEnforcement, ResourceIndicator, TokenUse, UserAuthPool } from '../../lib';
import { messageOf, newFunction, newStack, only, templateOf } from '../support/synth';
import { AUTHORIZER, INTEGRATION, PERMISSION, ROUTE, setUp } from './support';

const { GET, POST, ANY } = apigwv2.HttpMethod;

describe('a route of the API', () => {
  it('is guarded by API Gateway itself, with the tokens of the pool', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    authorizer.addLambdaRoute(fn, { httpApi, path: '/post/create', methods: [POST] });
    const template = templateOf(stack);
    expect(only(template, AUTHORIZER).properties).toEqual({
      ApiId: { Ref: 'ApiF70053CD' },
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: {
        Audience: [{ Ref: 'PoolClient8A3E5EB7' }],
        Issuer: {
          'Fn::Join': [
            '',
            [
              'https://cognito-idp.',
              { Ref: 'AWS::Region' },
              '.',
              { Ref: 'AWS::URLSuffix' },
              '/',
              { Ref: 'PoolD3F588B8' },
            ],
          ],
        },
      },
      Name: expect.stringMatching(/^S-Pool-\w{8}$/),
    });
    template.hasResourceProperties(ROUTE, {
      RouteKey: 'POST /post/create',
      AuthorizationType: 'JWT',
      AuthorizerId: { Ref: only(template, AUTHORIZER).id },
      // API Gateway keeps scopes that a template no longer names.
      AuthorizationScopes: [],
      Target: { 'Fn::Join': ['', ['integrations/', { Ref: only(template, INTEGRATION).id }]] },
    });
    template.hasResourceProperties(INTEGRATION, {
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: { 'Fn::GetAtt': ['Function76856677', 'Arn'] },
      PayloadFormatVersion: '2.0',
    });
  });

  it('can be made the way the CDK makes routes', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    const integration = new HttpLambdaIntegration('Integration', fn);
    httpApi.addRoutes({ path: '/a', methods: [GET], integration, authorizer, authorizationScopes: ['posts/read'] });
    const template = templateOf(stack);
    template.hasResourceProperties(ROUTE, {
      AuthorizationType: 'JWT',
      AuthorizerId: { Ref: only(template, AUTHORIZER).id },
      AuthorizationScopes: ['posts/read'],
    });
  });

  it('is guarded by default where the authorizer is the default of the API', () => {
    const stack = newStack();
    const userAuthPool = new UserAuthPool(stack, 'Pool');
    const defaultAuthorizer = new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool });
    const httpApi = new apigwv2.HttpApi(stack, 'Api', { defaultAuthorizer });
    httpApi.addRoutes({ path: '/a', integration: new HttpLambdaIntegration('I', newFunction(stack, 'F')) });
    templateOf(stack).hasResourceProperties(ROUTE, { AuthorizationType: 'JWT' });
  });

  it('is made for each method, and for all of them by default', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    const routes = authorizer.addLambdaRoute(fn, { httpApi, path: '/a', methods: [GET, POST] });
    const any = authorizer.addLambdaRoute(fn, { httpApi, path: '/b' });
    expect([...routes, ...any].map((route) => route.path)).toEqual(['/a', '/a', '/b']);
    for (const RouteKey of ['GET /a', 'POST /a', 'ANY /b']) {
      templateOf(stack).hasResourceProperties(ROUTE, { RouteKey, AuthorizationType: 'JWT' });
    }
  });

  it('can ask for scopes', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a', authorizationScopes: ['posts/write', 'posts/admin'] });
    templateOf(stack).hasResourceProperties(ROUTE, { AuthorizationScopes: ['posts/write', 'posts/admin'] });
  });

  it('keeps its logical id when it moves here from addRoutes', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a', methods: [GET] });
    const before = setUp();
    before.httpApi.addRoutes({
      path: '/a',
      methods: [GET],
      integration: new HttpLambdaIntegration('I', before.fn),
      authorizer: before.authorizer,
    });
    expect(only(templateOf(stack), ROUTE).id).toBe(only(templateOf(before.stack), ROUTE).id);
  });
});

describe('functions', () => {
  it('may be aliases and versions', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    const alias = new lambda.Alias(stack, 'Live', { aliasName: 'live', version: fn.currentVersion });
    authorizer.addLambdaRoute(alias, { httpApi, path: '/a' });
    templateOf(stack).hasResourceProperties(PERMISSION, {
      FunctionName: { Ref: stack.resolve(alias.functionArn).Ref },
    });
  });

  it('may be imported', () => {
    const { stack, authorizer, httpApi } = setUp();
    const functionArn = 'arn:aws:lambda:us-east-1:111111111111:function:f';
    const fn = lambda.Function.fromFunctionAttributes(stack, 'Imported', { functionArn, sameEnvironment: true });
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
    templateOf(stack).hasResourceProperties(INTEGRATION, { IntegrationUri: functionArn });
    templateOf(stack).hasResourceProperties(PERMISSION, { FunctionName: functionArn });
  });
});

describe('bad routes', () => {
  const reject = (options: { path: string; methods?: apigwv2.HttpMethod[]; authorizationScopes?: string[] }) => {
    const { authorizer, httpApi, fn } = setUp();
    const message = messageOf(() => authorizer.addLambdaRoute(fn, { httpApi, ...options }));
    expect(httpApi.node.tryFindChild('UserAuth')).toBeUndefined();
    return message;
  };

  it.each(['/', '/a', '/a/{id}', '/{proxy+}'])('accept the path %s', (path) => {
    const { authorizer, httpApi, fn } = setUp();
    expect(() => authorizer.addLambdaRoute(fn, { httpApi, path })).not.toThrow();
  });

  it.each(['', 'a', '/a/', '//'])('reject the path "%s"', (path) => {
    expect(reject({ path })).toBe(
      `S/Authorizer has 1 problem:\n  1. path is "${path}": API Gateway accepts only paths that start with a slash and do not end with one. ` +
        'Write it as, for example, "/posts/{id}", or "/" for the root.',
    );
  });

  it('tell every problem at once', () => {
    const message = reject({ path: 'a', methods: [GET, GET], authorizationScopes: ['x'.repeat(65)] });
    expect(message).toMatch(/^S\/Authorizer has 3 problems:\n/);
    expect(message).toMatch(/1\. path is "a"/);
    expect(message).toMatch(/2\. methods is a list that has GET twice: API Gateway accepts each route once/);
    expect(message).toMatch(/3\. authorizationScopes is "x+": API Gateway accepts scopes of 1 to 64/);
  });

  it('reject an empty list of methods', () => {
    expect(reject({ path: '/a', methods: [] })).toMatch(/methods is empty: no route would be created/);
  });

  it('reject a route that is there already, and name the API', () => {
    const { authorizer, httpApi, fn } = setUp();
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a', methods: [GET] });
    expect(messageOf(() => authorizer.addLambdaRoute(fn, { httpApi, path: '/a', methods: [GET, POST] }))).toBe(
      'S/Authorizer has 1 problem:\n  1. path is "/a" for GET, which is a route of S/Api already: API Gateway accepts each route once. ' +
        'Remove one of the two, or give it another path or method.',
    );
    expect(() => authorizer.addLambdaRoute(fn, { httpApi, path: '/a', methods: [ANY] })).not.toThrow();
  });
});

describe('the identity source', () => {
  const withSource = (identitySource?: string[]) => {
    const stack = newStack('S');
    const userAuthPool = new UserAuthPool(stack, 'Pool');
    return {
      stack,
      authorizer: new CognitoHttpApiAuthorizer(stack, 'A', { userAuthPool, identitySource }),
      userAuthPool,
    };
  };

  it.each(['$request.header.X-Id-Token', '$request.querystring.token'])('may be %s', (source) => {
    const { stack, authorizer } = withSource([source]);
    authorizer.addLambdaRoute(newFunction(stack, 'F'), { httpApi: new apigwv2.HttpApi(stack, 'Api'), path: '/a' });
    expect(only(templateOf(stack), AUTHORIZER).properties.IdentitySource).toEqual([source]);
  });

  it('makes another authorizer, and the one that is the default makes none', () => {
    const { stack, authorizer, userAuthPool } = withSource(['$request.querystring.token']);
    const httpApi = new apigwv2.HttpApi(stack, 'Api');
    const fn = newFunction(stack, 'F');
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
    for (const [id, identitySource] of [
      ['B', undefined],
      ['C', ['$request.header.Authorization']],
    ] as const) {
      const other = new CognitoHttpApiAuthorizer(stack, id, {
        userAuthPool,
        identitySource: identitySource && [...identitySource],
      });
      other.addLambdaRoute(fn, { httpApi, path: `/${id}` });
    }
    const template = templateOf(stack);
    template.resourceCountIs(AUTHORIZER, 2);
    const names = Object.values<any>(template.findResources(AUTHORIZER)).map(({ Properties }) => Properties.Name);
    expect(new Set(names).size).toBe(2);
  });

  it('is one place where API Gateway finds tokens', () => {
    expect(messageOf(() => withSource(['Authorization']))).toMatch(
      /^S\/A has 1 problem:\n {2}1\. identitySource is "Author/,
    );
    expect(messageOf(() => withSource([]))).toMatch(/identitySource is a list of 0/);
  });
});

it.each<[string, (stack: Stack) => unknown]>([
  ['missing', () => undefined],
  ['a construct of the CDK', (stack) => new cognito.UserPool(stack, 'Pool')],
  ['only an ID', () => 'eu-west-1_Ab12Cd34E'],
])('a pool that is %s is rejected', (_, make) => {
  const stack = newStack('S');
  const userAuthPool = make(stack) as UserAuthPool;
  const problem = / is (?:missing|an object of the class UserPool|"eu-west-1_Ab12Cd34E"): .* Give a UserAuthPool; /;
  expect(messageOf(() => new CognitoHttpApiAuthorizer(stack, 'A', { userAuthPool }))).toMatch(problem);
  // An element that is missing is a gap.
  if (!userAuthPool) return;
  expect(messageOf(() => PolicyEnforcement.atRequest({ additionalUserAuthPools: [userAuthPool] }))).toMatch(problem);
});

it('an enforcement that is wrong is rejected, with what else is wrong', () => {
  const stack = newStack('S');
  const enforcement = PolicyEnforcement.atRequest({ tokenUse: 'x' as TokenUse });
  const userAuthPool = new UserAuthPool(stack, 'Pool');
  expect(
    messageOf(() => new CognitoHttpApiAuthorizer(stack, 'A', { userAuthPool, enforcement, identitySource: [] })),
  ).toMatch(/^S\/A has 2 problems:\n {2}1\. enforcement\.tokenUse is "x".*\n {2}2\. identitySource is a list of 0/);
});

it('resources are for access tokens', () => {
  const resources = [ResourceIndicator.fromUrl('https://api.example.com')];
  const withTokens = (tokenUse: TokenUse) => () =>
    setUp({ resources, enforcement: PolicyEnforcement.atRequest({ tokenUse }) });
  expect(withTokens(TokenUse.ACCESS)).not.toThrow();
  expect(messageOf(withTokens(TokenUse.ID))).toContain(
    'resources is set, for ID tokens: an ID token names no API, so they would have no effect. Omit them, or accept access tokens.',
  );
});

it('what is no policy, and what are no scopes, is rejected', () => {
  const { authorizer } = setUp();
  expect(messageOf(() => authorizer.require('admins' as never))).toMatch(
    /^S\/Authorizer has 1 problem:\n {2}1\. policy is "admins"/,
  );
  expect(messageOf(() => authorizer.requireScopes('reports/read' as never))).toMatch(
    /^S\/Authorizer has 1 problem:\n {2}1\. scopes\[0\] is "reports\/read"/,
  );
  expect(messageOf(() => authorizer.requireScopes())).toMatch(
    /1\. scopes is empty: the route would require none, and ID tokens would pass too\. Give at least one, or use require\(AccessPolicy\.signedIn\(\)\)\.$/,
  );
  const atRequest = setUp({ enforcement: PolicyEnforcement.atRequest() }).authorizer;
  expect(messageOf(() => atRequest.requireScopes(cognito.OAuthScope.OPENID))).toMatch(
    /1\. scopes is required, with an enforcement at the request: .* Use require\(\) with a policy, or another CognitoHttpApiAuthorizer with enforcement in the token\.$/,
  );
});
