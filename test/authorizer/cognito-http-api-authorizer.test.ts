import { Aspects, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import {
  AccessPolicy,
  CognitoHttpApiAuthorizer,
  CognitoHttpApiAuthorizerProps,
  PolicyEnforcement,
  TokenUse,
  UserAuthClient,
  UserAuthPool,
} from '../../lib';
import { routeHash } from '../../handlers/route-hash';
import { configOf, refusalOf } from '../support/policies';
import { messageOf, newApp, newFunction, newStack, only, templateOf } from '../support/synth';
import { routesIn } from './support';

const AUTHORIZER = 'AWS::ApiGatewayV2::Authorizer';
const ROUTE = 'AWS::ApiGatewayV2::Route';
const INTEGRATION = 'AWS::ApiGatewayV2::Integration';
const PERMISSION = 'AWS::Lambda::Permission';
const { GET, POST, ANY } = apigwv2.HttpMethod;

function setUp(stack = newStack()) {
  const userAuthPool = new UserAuthPool(stack, 'Pool');
  const authorizer = new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool });
  const httpApi = new apigwv2.HttpApi(stack, 'Api');
  return { stack, userAuthPool, authorizer, httpApi, fn: newFunction(stack, 'Function') };
}

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
        Audience: [{ Ref: 'PoolClientB8194A40' }],
        Issuer: {
          'Fn::Join': [
            '',
            [
              'https://cognito-idp.',
              { Ref: 'AWS::Region' },
              '.',
              { Ref: 'AWS::URLSuffix' },
              '/',
              { Ref: 'Pool9439FBB3' },
            ],
          ],
        },
      },
      Name: expect.stringMatching(/^Stack-Pool-\w{8}$/),
    });
    template.hasResourceProperties(ROUTE, {
      RouteKey: 'POST /post/create',
      AuthorizationType: 'JWT',
      AuthorizerId: { Ref: only(template, AUTHORIZER).id },
      AuthorizationScopes: Match.absent(),
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

describe('what the routes of an API share', () => {
  it('is one authorizer, and one integration and one permission for each function', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    for (let n = 0; n < 100; n++) authorizer.addLambdaRoute(fn, { httpApi, path: `/${n}`, methods: [GET] });
    authorizer.addLambdaRoute(newFunction(stack, 'Other'), { httpApi, path: '/other' });
    const template = templateOf(stack);
    template.resourceCountIs(ROUTE, 101);
    template.resourceCountIs(AUTHORIZER, 1);
    template.resourceCountIs(INTEGRATION, 2);
    template.resourceCountIs(PERMISSION, 2);
  });

  it('fits a whole quota of 300 routes into one stack', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    for (let n = 0; n < 300; n++) authorizer.addLambdaRoute(fn, { httpApi, path: `/${n}`, methods: [GET] });
    expect(Object.keys(templateOf(stack).toJSON().Resources).length).toBeLessThan(500);
  });

  it('lets only this API call the function', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
    expect(only(templateOf(stack), PERMISSION).properties).toEqual({
      Action: 'lambda:InvokeFunction',
      FunctionName: { 'Fn::GetAtt': ['Function76856677', 'Arn'] },
      Principal: 'apigateway.amazonaws.com',
      SourceArn: {
        'Fn::Join': [
          '',
          [
            'arn:',
            { Ref: 'AWS::Partition' },
            ':execute-api:',
            { Ref: 'AWS::Region' },
            ':',
            { Ref: 'AWS::AccountId' },
            ':',
            { Ref: 'ApiF70053CD' },
            '/*/*',
          ],
        ],
      },
    });
  });

  it('is shared by two authorizers of one pool', () => {
    const { stack, userAuthPool, authorizer, httpApi, fn } = setUp();
    const second = new CognitoHttpApiAuthorizer(stack, 'Second', { userAuthPool });
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
    second.addLambdaRoute(fn, { httpApi, path: '/b' });
    const template = templateOf(stack);
    template.resourceCountIs(AUTHORIZER, 1);
    template.resourceCountIs(INTEGRATION, 1);
    template.resourceCountIs(PERMISSION, 1);
    expect(authorizer.authorizerOf(httpApi)).toBe(second.authorizerOf(httpApi));
  });

  it('has logical ids that do not depend on the order of the calls', () => {
    const ids = (paths: string[]) => {
      const { stack, authorizer, httpApi, fn } = setUp();
      for (const path of paths) authorizer.addLambdaRoute(fn, { httpApi, path, methods: [GET] });
      return Object.keys(templateOf(stack).toJSON().Resources).sort();
    };
    expect(ids(['/a', '/b', '/c'])).toEqual(ids(['/c', '/b', '/a']));
  });

  it('has logical ids that are pinned', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a', methods: [GET] });
    const template = templateOf(stack);
    expect([AUTHORIZER, INTEGRATION, PERMISSION, ROUTE].map((type) => only(template, type).id)).toEqual([
      'ApiUserAuthPool2B070DDC',
      'ApiFunction1980353C',
      'ApiUserAuthFunction051E49FE',
      'ApiGETa4DEAAA46',
    ]);
  });
});

describe('several APIs', () => {
  it('have an authorizer, an integration and a permission each, and none of them leaks', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    const second = new apigwv2.HttpApi(stack, 'Second');
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a', methods: [GET] });
    authorizer.addLambdaRoute(fn, { httpApi: second, path: '/a', methods: [GET] });
    const resources = templateOf(stack).toJSON().Resources;
    const routes = Object.values<any>(resources).filter(({ Type }) => Type === ROUTE);
    expect(routes).toHaveLength(2);
    for (const { Properties } of routes) {
      const target = Properties.Target['Fn::Join'][1][1].Ref;
      expect(resources[Properties.AuthorizerId.Ref].Properties.ApiId).toEqual(Properties.ApiId);
      expect(resources[target].Properties.ApiId).toEqual(Properties.ApiId);
    }
    templateOf(stack).resourceCountIs(PERMISSION, 2);
  });

  it('may stand in stacks of their own, wherever the pool, the authorizer and the function stand', () => {
    const app = newApp();
    const users = new Stack(app, 'Users');
    const apis = new Stack(app, 'Apis');
    const functions = new Stack(app, 'Functions');
    const userAuthPool = new UserAuthPool(users, 'Pool');
    const authorizer = new CognitoHttpApiAuthorizer(users, 'Authorizer', { userAuthPool });
    const httpApi = new apigwv2.HttpApi(apis, 'Api');
    authorizer.addLambdaRoute(newFunction(functions, 'Function'), { httpApi, path: '/a' });
    const template = templateOf(apis);
    for (const type of [AUTHORIZER, ROUTE, INTEGRATION, PERMISSION]) template.resourceCountIs(type, 1);
    expect(apis.dependencies).toEqual(expect.arrayContaining([users, functions]));
    expect(users.dependencies).toEqual([]);
  });

  it('may be imported', () => {
    const { stack, authorizer, fn } = setUp();
    const httpApi = apigwv2.HttpApi.fromHttpApiAttributes(stack, 'Imported', { httpApiId: 'abcdef' });
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
    templateOf(stack).hasResourceProperties(AUTHORIZER, { ApiId: 'abcdef' });
    templateOf(stack).hasResourceProperties(ROUTE, { ApiId: 'abcdef', AuthorizationType: 'JWT' });
  });
});

it('tells apart functions and pools that have one path in two stacks', () => {
  const app = newApp();
  const apis = new Stack(app, 'Apis');
  const httpApi = new apigwv2.HttpApi(apis, 'Api');
  const places = [new Construct(apis, 'Users'), new Stack(app, 'Users')];
  places.forEach((place, index) => {
    const userAuthPool = new UserAuthPool(place, 'Pool');
    const authorizer = new CognitoHttpApiAuthorizer(place, 'Authorizer', { userAuthPool });
    authorizer.addLambdaRoute(newFunction(place, 'Get'), { httpApi, path: `/${index}` });
  });
  for (const type of [AUTHORIZER, INTEGRATION, PERMISSION]) templateOf(apis).resourceCountIs(type, 2);
});

describe('several pools on one API', () => {
  it('have an authorizer each', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    const staff = new CognitoHttpApiAuthorizer(stack, 'StaffAuthorizer', {
      userAuthPool: new UserAuthPool(stack, 'Staff'),
    });
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
    staff.addLambdaRoute(fn, { httpApi, path: '/b' });
    const template = templateOf(stack);
    template.resourceCountIs(AUTHORIZER, 2);
    template.resourceCountIs(PERMISSION, 1);
    const issuers = Object.values<any>(template.findResources(AUTHORIZER)).map(
      ({ Properties }) => Properties.JwtConfiguration.Issuer['Fn::Join'][1].at(-1).Ref,
    );
    expect(new Set(issuers).size).toBe(2);
  });
});

describe('the audience', () => {
  it('is every client of the pool, those added after the routes too', () => {
    const { stack, userAuthPool, authorizer, httpApi, fn } = setUp();
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
    const mobile = userAuthPool.addClient('Mobile');
    templateOf(stack).hasResourceProperties(AUTHORIZER, {
      JwtConfiguration: { Audience: [{ Ref: 'PoolClientB8194A40' }, stack.resolve(mobile.userPoolClientId)] },
    });
  });

  it('is every client, by whatever way it was made, in an order that no order of calls changes', () => {
    const audience = (...ways: number[]) => {
      const { stack, userAuthPool, authorizer, httpApi, fn } = setUp();
      authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
      const makers = [
        () => userAuthPool.addClient('One'),
        () => userAuthPool.userPool.addClient('Two', { disableOAuth: true }),
        () => new UserAuthClient(stack, 'Three', { userPool: userAuthPool }),
      ];
      for (const way of ways) makers[way]!();
      new UserAuthPool(stack, 'Other').addClient('None');
      return (only(templateOf(stack), AUTHORIZER).properties.JwtConfiguration as { Audience: unknown[] }).Audience;
    };
    expect(audience(0, 1, 2)).toHaveLength(4);
    expect(audience(2, 1, 0)).toEqual(audience(0, 1, 2));
  });

  it('never makes a client', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
    templateOf(stack).resourceCountIs('AWS::Cognito::UserPoolClient', 1);
  });
});

describe('a pool of another region', () => {
  it('keeps its own region in the issuer', () => {
    const stack = newStack('Stack', { env: { region: 'us-east-1', account: '111111111111' } });
    const userAuthPool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', {
      userPoolId: 'eu-west-1_Ab12Cd34E',
      userPoolClientIds: ['abc'],
    });
    const authorizer = new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool });
    const httpApi = new apigwv2.HttpApi(stack, 'Api');
    authorizer.addLambdaRoute(newFunction(stack, 'Function'), { httpApi, path: '/a' });
    templateOf(stack).hasResourceProperties(AUTHORIZER, {
      JwtConfiguration: {
        Audience: ['abc'],
        Issuer: {
          'Fn::Join': ['', ['https://cognito-idp.eu-west-1.', { Ref: 'AWS::URLSuffix' }, '/eu-west-1_Ab12Cd34E']],
        },
      },
    });
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
  const refuse = (options: { path: string; methods?: apigwv2.HttpMethod[]; authorizationScopes?: string[] }) => {
    const { authorizer, httpApi, fn } = setUp();
    const message = messageOf(() => authorizer.addLambdaRoute(fn, { httpApi, ...options }));
    expect(httpApi.node.tryFindChild('UserAuth')).toBeUndefined();
    return message;
  };

  it.each(['/', '/a', '/a/{id}', '/{proxy+}'])('accept the path %s', (path) => {
    const { authorizer, httpApi, fn } = setUp();
    expect(() => authorizer.addLambdaRoute(fn, { httpApi, path })).not.toThrow();
  });

  it.each(['', 'a', '/a/', '//'])('refuse the path "%s"', (path) => {
    expect(refuse({ path })).toBe(
      `Stack/Authorizer has 1 problem:\n  1. path is "${path}": API Gateway accepts paths that start with a slash and do not end with one. ` +
        'Write it like "/posts/{id}", or "/" for the root.',
    );
  });

  it('tell every problem at once', () => {
    const message = refuse({ path: 'a', methods: [GET, GET], authorizationScopes: ['x'.repeat(65)] });
    expect(message).toMatch(/^Stack\/Authorizer has 3 problems:\n/);
    expect(message).toMatch(/1\. path is "a"/);
    expect(message).toMatch(/2\. methods is a list that has GET twice: API Gateway accepts each route once/);
    expect(message).toMatch(/3\. authorizationScopes is "x+": API Gateway accepts scopes of 1 to 64/);
  });

  it('refuse an empty list of methods', () => {
    expect(refuse({ path: '/a', methods: [] })).toMatch(/methods is empty: no route would be made/);
  });

  it('refuse a route that is there already, and name the API', () => {
    const { authorizer, httpApi, fn } = setUp();
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a', methods: [GET] });
    expect(messageOf(() => authorizer.addLambdaRoute(fn, { httpApi, path: '/a', methods: [GET, POST] }))).toBe(
      'Stack/Authorizer has 1 problem:\n  1. path is "/a" for GET, which is a route of Stack/Api already: API Gateway accepts each route once. ' +
        'Remove one of the two, or give it another path or method.',
    );
    expect(() => authorizer.addLambdaRoute(fn, { httpApi, path: '/a', methods: [ANY] })).not.toThrow();
  });
});

it('does its work before Aspects run, so that they reach all of it', () => {
  const { stack, authorizer, httpApi, fn } = setUp();
  authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
  Aspects.of(stack).add({
    visit: (node) => {
      if (node instanceof apigwv2.CfnAuthorizer) node.name = 'renamed';
    },
  });
  templateOf(stack).hasResourceProperties(AUTHORIZER, { Name: 'renamed' });
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

const AT_REQUEST = { enforcement: PolicyEnforcement.atRequest() };

describe('scopes of resource servers', () => {
  const make = (props: Partial<CognitoHttpApiAuthorizerProps> = {}) => {
    const made = setUp(newStack('S'));
    const server = made.userAuthPool.addResourceServer('reports', { scopes: [{ scopeName: 'read' }] });
    const authorizer = new CognitoHttpApiAuthorizer(made.stack, 'Mine', { userAuthPool: made.userAuthPool, ...props });
    const integration = new HttpLambdaIntegration('I', made.fn);
    return { ...made, server, authorizer, integration };
  };

  it('can be required, by the server or by name', () => {
    const { stack, server, authorizer, httpApi, integration } = make();
    const required = authorizer.requireScopes(server.scope('read'), cognito.OAuthScope.custom('reports/admin'));
    httpApi.addRoutes({ path: '/a', integration, authorizer: required });
    expect(only(templateOf(stack), ROUTE).properties).toMatchObject({
      AuthorizationType: 'JWT',
      AuthorizationScopes: ['reports/read', 'reports/admin'],
    });
  });

  it.each<[string, (made: ReturnType<typeof make>, authorizer: apigwv2.IHttpRouteAuthorizer) => void]>([
    [
      'of the route',
      ({ httpApi, integration }, authorizer) =>
        httpApi.addRoutes({ path: '/a', integration, authorizer, authorizationScopes: ['else/where'] }),
    ],
    [
      'of the API',
      ({ stack, integration }, authorizer) =>
        new apigwv2.HttpApi(stack, 'Scoped', { defaultAuthorizationScopes: ['else/where'] }).addRoutes({
          path: '/a',
          integration,
          authorizer,
        }),
    ],
    [
      'of an override',
      ({ httpApi, integration }, authorizer) => {
        const [route] = httpApi.addRoutes({ path: '/a', integration, authorizer });
        (route!.node.defaultChild as apigwv2.CfnRoute).addPropertyOverride('AuthorizationScopes.5', 'else/where');
      },
    ],
  ])('%s that no authorizer required would open the route', (_, add) => {
    const made = make();
    add(made, made.authorizer.require(AccessPolicy.group('a')));
    expect(refusalOf(made.stack)).toMatch(
      /authorizationScopes of the route "ANY \/a" is \[.*"else\/where".*\], beside what its authorizer requires: a token with one of them would pass without satisfying that, for one scope is enough\. Leave the scopes out/,
    );
    const scoped = make();
    add(scoped, scoped.authorizer.requireScopes(scoped.server.scope('read')));
    expect(refusalOf(scoped.stack)).toMatch(/"else\/where".*\], beside what its authorizer requires/);
    const atRequest = make(AT_REQUEST);
    add(atRequest, atRequest.authorizer);
    expect(refusalOf(atRequest.stack)).toMatch(/API Gateway looks at scopes only where it checks tokens itself/);
  });

  it('that are taken away would open the route', () => {
    const { stack, authorizer, httpApi, integration } = make();
    const [route] = httpApi.addRoutes({
      path: '/a',
      integration,
      authorizer: authorizer.require(AccessPolicy.group('a')),
    });
    (route!.node.defaultChild as apigwv2.CfnRoute).addPropertyDeletionOverride('AuthorizationScopes');
    expect(refusalOf(stack)).toMatch(
      /authorizationScopes of the route "ANY \/a" is empty, where its authorizer requires \["policy\/group-a-\w+"\]: any token of the pool would pass\./,
    );
  });

  it('are one at least, and no more than API Gateway takes', () => {
    const { authorizer } = make();
    const scopes = Array.from({ length: 11 }, (_, n) => cognito.OAuthScope.custom(`a/${n}`));
    expect(messageOf(() => authorizer.requireScopes())).toMatch(
      /S\/Mine has 1 problem:\n {2}1\. scopes is empty: the route would ask for none, and ID tokens would pass too\./,
    );
    expect(() => authorizer.requireScopes(...scopes.slice(1))).not.toThrow();
    expect(messageOf(() => authorizer.requireScopes(...scopes))).toMatch(
      /scopes is a list of 11: API Gateway accepts 10/,
    );
    const name = (length: number) => cognito.OAuthScope.custom('x'.repeat(length));
    expect(() => authorizer.requireScopes(name(64))).not.toThrow();
    expect(messageOf(() => authorizer.requireScopes(name(65)))).toMatch(/accepts scopes of 1 to 64 characters/);
  });

  it('are no matter at the request', () => {
    const { authorizer, server } = make(AT_REQUEST);
    expect(messageOf(() => authorizer.requireScopes(server.scope('read')))).toMatch(
      /scopes is required, with an enforcement at the request: API Gateway looks at scopes only where it checks tokens itself\./,
    );
  });
});

describe('a policy', () => {
  it('is a scope of the route, by whatever way the route is made', () => {
    const { stack, userAuthPool, authorizer, fn } = setUp();
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
    expect(userAuthPool.policyHook).toBeDefined();
  });

  it.each<[string, CognitoHttpApiAuthorizerProps['enforcement']]>([
    ['in the token', undefined],
    ['at the request', PolicyEnforcement.atRequest()],
  ])(
    'that an API requires by default holds for routes to functions, too, unless they name something else: %s',
    (_, enforcement) => {
      const { stack, userAuthPool, fn } = setUp(newStack('S'));
      const authorizer = new CognitoHttpApiAuthorizer(stack, 'Mine', { userAuthPool, enforcement });
      const another = new CognitoHttpApiAuthorizer(stack, 'Another', { userAuthPool });
      const policy = AccessPolicy.group('editors');
      const httpApi = new apigwv2.HttpApi(stack, 'Guarded', { defaultAuthorizer: authorizer.require(policy) });
      authorizer.addLambdaRoute(fn, { httpApi, path: '/default' });
      authorizer.addLambdaRoute(fn, { httpApi, path: '/other', accessPolicy: AccessPolicy.group('admins') });
      another.addLambdaRoute(fn, { httpApi, path: '/another' });
      const routes = routesIn(stack);
      expect(routes['ANY /another']).toMatchObject({ AuthorizationType: 'JWT' });
      expect(routes['ANY /another']).not.toHaveProperty('AuthorizationScopes');
      const policies = ['/default', '/other'].map((path) =>
        enforcement
          ? configOf(stack).policies.get(routeHash(`ANY ${path}`))
          : routes[`ANY ${path}`]!.AuthorizationScopes,
      );
      expect(policies).toEqual(
        enforcement
          ? [{ group: 'editors' }, { group: 'admins' }]
          : [[expect.stringMatching(/^policy\/group-editors-/)], [expect.stringMatching(/^policy\/group-admins-/)]],
      );
    },
  );

  it('that is wrong is refused before a route is made, and named', () => {
    const { authorizer, userAuthPool } = setUp();
    expect(messageOf(() => authorizer.require(AccessPolicy.anyGroup()))).toMatch(
      /^Stack\/Authorizer has 1 problem:\n {2}1\. the policy is AccessPolicy\.anyOf\(\) of nothing/,
    );
    expect(userAuthPool.policyHook).toBeUndefined();
  });

  it('of an imported pool can be enforced at the request only', () => {
    const stack = newStack('S');
    const userAuthPool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', {
      userPoolId: 'eu-west-1_Ab12Cd34E',
      userPoolClientIds: ['abc'],
    });
    const inToken = new CognitoHttpApiAuthorizer(stack, 'A', { userAuthPool });
    expect(messageOf(() => inToken.require(AccessPolicy.group('a')))).toBe(
      'S/A has 1 problem:\n  1. enforcement is in the token, for the imported pool S/Pool: its tokens are made elsewhere and have no scope for the policy, so nobody could call the route. ' +
        'Set enforcement to PolicyEnforcement.atRequest().',
    );
    const atRequest = new CognitoHttpApiAuthorizer(stack, 'B', { userAuthPool, ...AT_REQUEST });
    expect(() => atRequest.require(AccessPolicy.group('a'))).not.toThrow();
  });

  it('on attributes needs tokens that have them', () => {
    const { stack, userAuthPool, authorizer } = setUp(newStack('S'));
    const policy = AccessPolicy.attribute('email', 'x');
    expect(() => authorizer.require(policy)).not.toThrow();
    const atRequest = (tokenUse?: TokenUse) =>
      new CognitoHttpApiAuthorizer(stack, `By${tokenUse}`, {
        userAuthPool,
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

it.each<[string, (stack: Stack) => unknown]>([
  ['left out', () => undefined],
  ['no UserAuthPool', (stack) => new cognito.UserPool(stack, 'Pool')],
])('a pool that is %s is refused', (given, make) => {
  const stack = newStack('S');
  const userAuthPool = make(stack) as UserAuthPool;
  const problem = `userAuthPool is ${given}: the authorizer would not know whose tokens to accept. Give a UserAuthPool; for a pool made otherwise, one of UserAuthPool.fromUserAuthPoolAttributes().`;
  expect(messageOf(() => new CognitoHttpApiAuthorizer(stack, 'A', { userAuthPool }))).toBe(
    `S/A has 1 problem:\n  1. ${problem}`,
  );
  const enforcement = PolicyEnforcement.atRequest({ furtherUserAuthPools: [userAuthPool] });
  const good = new UserAuthPool(stack, 'Good');
  expect(messageOf(() => new CognitoHttpApiAuthorizer(stack, 'B', { userAuthPool: good, enforcement }))).toContain(
    problem,
  );
});

it('an enforcement that is wrong is refused, with what else is wrong', () => {
  const stack = newStack('S');
  const enforcement = PolicyEnforcement.atRequest({ tokenUse: 'x' as TokenUse });
  const userAuthPool = new UserAuthPool(stack, 'Pool');
  expect(
    messageOf(() => new CognitoHttpApiAuthorizer(stack, 'A', { userAuthPool, enforcement, identitySource: [] })),
  ).toMatch(/^S\/A has 2 problems:\n {2}1\. enforcement\.tokenUse is "x".*\n {2}2\. identitySource is a list of 0/);
});
