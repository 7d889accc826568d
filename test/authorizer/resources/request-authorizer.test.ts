import { App, Duration, Lazy, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  AccessPolicy,
  AtRequestOptions,
  CognitoHttpApiAuthorizer,
  PolicyEnforcement,
  TokenUse,
  UserAuthPool,
} from '../../../lib';
import { AUTHORIZER as FUNCTION, deployed, environmentOf, refusalOf, POLICIES } from '../../support/policies';
import { newApp, newFunction, newStack, only, templateOf, warningsOf } from '../../support/synth';
import { AUTHORIZER, routesIn, setUp as setUpRoutes } from '../support';

const { group, anyGroup, attribute, client, anyOf } = POLICIES;
const PERMISSION = 'AWS::Lambda::Permission';

const setUp = (options?: AtRequestOptions) => setUpRoutes({ enforcement: PolicyEnforcement.atRequest(options) });

const PARTNER = 'eu-west-1_Partner';

it('the function has as long as API Gateway waits, 10 seconds', () => {
  const { stack, authorizer, httpApi, fn } = setUp();
  authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
  templateOf(stack).hasResourceProperties('AWS::Lambda::Function', { Timeout: 10 });
});

describe('the authorizer', () => {
  it('is one function and one authorizer for all routes of an API, asked by that authorizer alone', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    for (const name of ['a', 'b', 'c']) {
      authorizer.addLambdaRoute(fn, { httpApi, path: `/${name}`, accessPolicy: group(name) });
    }
    const template = templateOf(stack);
    template.resourceCountIs('AWS::Lambda::Function', 2);
    const { id, properties } = only(template, AUTHORIZER);
    expect(properties).toMatchObject({
      ApiId: { Ref: 'ApiF70053CD' },
      AuthorizerType: 'REQUEST',
      AuthorizerPayloadFormatVersion: '2.0',
      EnableSimpleResponses: true,
      IdentitySource: ['$request.header.Authorization', '$context.routeKey'],
      AuthorizerResultTtlInSeconds: 0,
    });
    for (const route of Object.values(routesIn(stack))) {
      expect(route).toMatchObject({ AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: id } });
      expect(route.AuthorizationScopes).toBeUndefined();
    }
    const sources = Object.values<any>(template.findResources(PERMISSION)).map(
      ({ Properties }) => Properties.SourceArn,
    );
    expect(sources.map((source) => deployed(source)).sort()).toEqual([
      'arn:AWS::Partition:execute-api:AWS::Region:AWS::AccountId:ApiF70053CD/*/*',
      `arn:AWS::Partition:execute-api:AWS::Region:AWS::AccountId:ApiF70053CD/authorizers/${id}`,
    ]);
    expect(authorizer.authorizerOf(httpApi)).toBe(authorizer.authorizerOf(httpApi));
  });

  it('refuses routes that have only its ID, because the function knows no policy for them', () => {
    const { stack, httpApi, fn, authorizer } = setUp();
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
    const { authorizerId } = authorizer.authorizerOf(httpApi);
    const props = { apiId: httpApi.apiId, routeKey: 'GET /l1', authorizationType: 'CUSTOM', authorizerId };
    new apigwv2.CfnRoute(stack, 'Mine', props);
    expect(refusalOf(stack)).toContain(
      '[S/Api] authorizerId of the route "GET /l1" (S/Mine) is S/Api/UserAuth/Authorizer/Authorizer/Resource, which has no policy for the route: its function finds the policy of a route by its path, and would reject everyone. ' +
        'Add the route with addLambdaRoute(), addRoutes() of the API or HttpRoute, and give it the CognitoHttpApiAuthorizer, or what its require() returns, as authorizer.',
    );
  });

  it('can be had, to watch it', () => {
    const { authorizer, httpApi } = setUp();
    const handler = authorizer.handlerOf(httpApi);
    expect(handler).toBe(authorizer.authorizerOf(httpApi).node.scope?.node.findChild('Handler'));
    expect(setUpRoutes().authorizer.handlerOf(httpApi)).toBeUndefined();
  });

  it('has no permissions but to write its log', () => {
    const { stack, authorizer, httpApi, fn } = setUp();
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
    templateOf(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });

  it('is another on another API, and of another construct', () => {
    const { stack, pool, authorizer, httpApi, fn } = setUp();
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
    authorizer.addLambdaRoute(fn, { httpApi: new apigwv2.HttpApi(stack, 'Second'), path: '/a' });
    new CognitoHttpApiAuthorizer(stack, 'Other', {
      userAuthPool: pool,
      enforcement: PolicyEnforcement.atRequest({ tokenUse: TokenUse.ID }),
    }).addLambdaRoute(fn, { httpApi, path: '/b' });
    templateOf(stack).resourceCountIs(AUTHORIZER, 3);
    templateOf(stack).resourceCountIs('AWS::Lambda::Function', 4);
  });

  it('stands with the API, in whatever stack the pool is', () => {
    const app = newApp();
    const users = new Stack(app, 'Users');
    const apis = new Stack(app, 'Apis');
    const userAuthPool = new UserAuthPool(users, 'Pool');
    const authorizer = new CognitoHttpApiAuthorizer(users, 'Authorizer', {
      userAuthPool,
      enforcement: PolicyEnforcement.atRequest(),
    });
    const httpApi = new apigwv2.HttpApi(apis, 'Api');
    authorizer.addLambdaRoute(newFunction(apis, 'Fn'), {
      httpApi,
      path: '/a',
      accessPolicy: client(userAuthPool.client),
    });
    templateOf(apis).resourceCountIs(AUTHORIZER, 1);
    expect(users.dependencies).toEqual([]);
    expect(templateOf(users).findResources('AWS::Lambda::Function')).toEqual({});
  });
});

describe('the cache key of an answer', () => {
  const sourcesWith = (resultsCacheTtl?: Duration) => {
    const { stack, authorizer, httpApi, fn } = setUp({ resultsCacheTtl });
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
    const { IdentitySource, AuthorizerResultTtlInSeconds } = only(templateOf(stack), AUTHORIZER).properties;
    return [AuthorizerResultTtlInSeconds, IdentitySource];
  };
  const sources = ['$request.header.Authorization', '$context.routeKey'];

  it('has the route, for however long the answer is cached', () => {
    expect(sourcesWith()).toEqual([0, sources]);
    expect(sourcesWith(Duration.seconds(0))).toEqual([0, sources]);
    expect(sourcesWith(Duration.seconds(1))).toEqual([1, sources]);
    expect(sourcesWith(Duration.hours(1))).toEqual([3600, sources]);
    expect(sourcesWith(Duration.seconds(Lazy.number({ produce: () => 300 })))).toEqual([300, sources]);
  });
});

describe('what decides may not change', () => {
  const withChange = (change: (handler: lambda.CfnFunction, authorizer: apigwv2.CfnAuthorizer) => void) => {
    const { stack, authorizer, httpApi, fn } = setUp();
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a', accessPolicy: group('a') });
    const resource = authorizer.authorizerOf(httpApi).node.defaultChild as apigwv2.CfnAuthorizer;
    change(authorizer.handlerOf(httpApi)!.node.defaultChild as lambda.CfnFunction, resource);
    return stack;
  };
  const FUNCTION_PATH = 'S\\/Api\\/UserAuth\\/.*\\/Handler\\/Resource';

  it.each<[string, Parameters<typeof withChange>[0], string]>([
    ['code', (handler) => handler.addPropertyOverride('Code', { ZipFile: 'x' }), `Code of ${FUNCTION_PATH} is `],
    ['entry', (handler) => handler.addPropertyOverride('Handler', 'x.y'), `Handler of ${FUNCTION_PATH} is "x.y"`],
    [
      'policies',
      (handler) => handler.addPropertyOverride('Environment.Variables.POLICIES', 'x'),
      `Environment of ${FUNCTION_PATH} is changed, in the variable POLICIES`,
    ],
    [
      'cache key',
      (_, authorizer) => authorizer.addPropertyOverride('IdentitySource', ['$request.header.Authorization']),
      'IdentitySource of .* is \\["\\$request\\.header\\.Authorization"\\]: it was ',
    ],
  ])('its %s', (_, change, refused) => {
    expect(refusalOf(withChange(change))).toMatch(new RegExp(refused));
  });

  it('but settings that it does not decide by may', () => {
    const stack = withChange((handler) => {
      handler.memorySize = 512;
      handler.addPropertyOverride('Environment.Variables.LOG_LEVEL', 'debug');
    });
    expect(environmentOf(stack, FUNCTION).LOG_LEVEL).toBe('debug');
  });
});

it('the function is the bundled one, described by the path of its API, however long that is', () => {
  const stack = newStack('S');
  const deep = ['x', 'y'].reduce<Construct>((scope, letter) => new Construct(scope, letter.repeat(150)), stack);
  const userAuthPool = new UserAuthPool(stack, 'Pool');
  const authorizer = new CognitoHttpApiAuthorizer(stack, 'A', {
    userAuthPool,
    enforcement: PolicyEnforcement.atRequest(),
  });
  const httpApi = new apigwv2.HttpApi(deep, 'Api');
  authorizer.addLambdaRoute(newFunction(stack, 'Fn'), { httpApi, path: '/a' });
  const { Description, Handler, Code } = Object.values<any>(templateOf(stack).findResources('AWS::Lambda::Function'))
    .map(({ Properties }) => Properties)
    .find(({ Description: description }) => FUNCTION.test(description));
  expect(Description).toHaveLength(256);
  expect(Handler).toBe('index.handler');
  const asset = join(App.of(stack)!.synth().directory, `asset.${Code.S3Key.replace('.zip', '')}`);
  expect(readFileSync(join(asset, 'index.js'), 'utf8')).toContain('isAuthorized');
});

describe('warnings', () => {
  const warningsWith = (options: AtRequestOptions, policyOf: (pool: UserAuthPool) => AccessPolicy) => {
    const { stack, pool, authorizer, httpApi, fn } = setUp(options);
    pool.addGroup('Admins');
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a', accessPolicy: policyOf(pool) });
    return warningsOf(stack);
  };
  const byIdToken = { tokenUse: TokenUse.ID };

  it('name groups that the pool does not have', () => {
    expect(warningsWith({}, () => anyGroup('admins', 'Admins', 'cooks'))).toEqual([
      expect.stringContaining('An access policy requires the group \\"admins\\",'),
      expect.stringContaining('An access policy requires the group \\"cooks\\",'),
    ]);
  });

  it('are in the order of names, whatever the order of routes', () => {
    const { stack, pool, authorizer, httpApi, fn } = setUp();
    pool.addGroup('admins');
    for (const name of ['z', 'b']) {
      authorizer.addLambdaRoute(fn, { httpApi, path: `/${name}`, accessPolicy: group(name) });
    }
    const groups = warningsOf(stack).map((text) => /requires the group \\"(\w+)/.exec(text)?.[1]);
    expect(groups).toEqual(['b', 'z']);
  });

  it('name attributes that users can write, and no claim that an ID token may have', () => {
    expect(warningsWith(byIdToken, () => anyOf(attribute('locale', 'de'), attribute('acr', '1')))).toEqual([
      expect.stringContaining('policyOnWritableAttribute'),
    ]);
  });

  it('tell to check the clients of an imported pool by hand', () => {
    const imported = (...attributes: string[]) => {
      const stack = newStack('S');
      const userAuthPool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Imported', {
        userPoolId: PARTNER,
        userPoolClientIds: ['partner'],
      });
      const enforcement = PolicyEnforcement.atRequest(byIdToken);
      const { authorizer, httpApi, fn } = setUpRoutes({ userAuthPool, enforcement }, {}, stack);
      const policies = [group('a'), ...attributes.map((name) => attribute(name, '1'))];
      authorizer.addLambdaRoute(fn, { httpApi, path: '/a', accessPolicy: anyOf(...policies) });
      return warningsOf(stack);
    };
    expect(imported()).toEqual([]);
    expect(imported('custom:plan', 'custom:level')).toEqual([
      JSON.stringify(
        'Access policies require the attributes custom:level, custom:plan of users of the imported pool S/Imported. If one of its clients can write them, users can give themselves any value. ' +
          'Make sure that no client that users sign in or sign up through has them in its WriteAttributes. [ack: cdk-user-auth-pool:CognitoHttpApiAuthorizer.writableAttributesUnknown]',
      ),
    ]);
  });
});
