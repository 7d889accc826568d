import { Aspects, Fn, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import {
  CognitoHttpApiAuthorizer,
  CognitoHttpApiAuthorizerProps,
  ResourceIndicator,
  UserAuthClient,
  UserAuthPool,
} from '../../lib';
import { POLICIES, refusalOf } from '../support/policies';
import { messageOf, newApp, newFunction, newStack, only, templateOf, warningsOf } from '../support/synth';
import { AUTHORIZER, INTEGRATION, PERMISSION, ROUTE, setUp } from './support';

const { GET } = apigwv2.HttpMethod;

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
    const { stack, pool, authorizer, httpApi, fn } = setUp();
    const second = new CognitoHttpApiAuthorizer(stack, 'Second', { userAuthPool: pool });
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

describe('imports whose ids only deployment will know', () => {
  const audienceIn = (stack: Stack) =>
    (only(templateOf(stack), AUTHORIZER).properties.JwtConfiguration as { Audience: unknown[] }).Audience;
  const REGIONS = ['eu-west-1', 'us-east-1', 'ap-south-1'];

  it.each<[string, (stack: Stack) => string]>([
    ['an export', () => Fn.importValue('PoolId')],
    ['a lookup', (stack) => ssm.StringParameter.valueFromLookup(stack, 'pool_id')],
  ])('are not taken for one in several stacks: %s', (_, userPoolIdIn) => {
    const app = newApp();
    // More than the authorizers and the audiences that one API may have.
    const stacks = Array.from({ length: 11 }, (__, n) => {
      const env = { account: `${100000000000 + n}`, region: REGIONS[n % 3] };
      const stack = new Stack(app, `Stage${n}`, { env });
      const userAuthPool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', {
        userPoolId: userPoolIdIn(stack),
        userPoolClientIds: ['abc'],
      });
      for (let client = 0; client < 5; client++) new UserAuthClient(stack, `C${client}`, { userPool: userAuthPool });
      const httpApi = apigwv2.HttpApi.fromHttpApiAttributes(stack, 'Api', { httpApiId: Fn.importValue('ApiId') });
      const authorizer = new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool });
      authorizer.addLambdaRoute(newFunction(stack, 'Function'), { httpApi, path: '/a' });
      return stack;
    });
    for (const stack of stacks) {
      expect(stack.dependencies).toEqual([]);
      const audience = audienceIn(stack);
      expect(audience).toHaveLength(6);
      expect(audience.at(-1)).toBe('abc');
    }
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

it('what is not an API is rejected', () => {
  const { authorizer } = setUp();
  expect(messageOf(() => authorizer.authorizerOf('api' as never))).toMatch(
    /^The authorizer has 1 problem:\n {2}1\. httpApi is "api"/,
  );
});

it('a function to which no permission can be added is a warning', () => {
  const stack = newStack('S', { env: { account: '111111111111', region: 'eu-west-1' } });
  const arn = 'arn:aws:lambda:eu-west-1:222222222222:function:f';
  const fn = lambda.Function.fromFunctionAttributes(stack, 'Imported', { functionArn: arn, sameEnvironment: false });
  const { authorizer, httpApi } = setUp({}, {}, stack);
  authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
  expect(warningsOf(stack)).toContainEqual(
    expect.stringContaining('[ack: cdk-user-auth-pool:HttpApi.functionWithoutPermission]'),
  );
});

describe('the name of an authorizer', () => {
  const nameWith = (props: Partial<CognitoHttpApiAuthorizerProps>, scope?: (stack: Stack) => Construct) => {
    const stack = newStack('S');
    const userAuthPool = new UserAuthPool(scope?.(stack) ?? stack, 'Users');
    const { authorizer, httpApi, fn } = setUp({ userAuthPool, ...props }, {}, stack);
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
    return only(templateOf(stack), AUTHORIZER).properties.Name as string;
  };

  it('says where it finds tokens, and for which APIs', () => {
    expect(nameWith({ identitySource: ['$request.querystring.token'] })).toMatch(
      /^S-Users-\w{8}-by-request-querystring-token$/,
    );
    const resources = ['b', 'a'].map((host) => ResourceIndicator.fromUrl(`https://${host}.example.com`));
    expect(nameWith({ resources })).toMatch(/^S-Users-\w{8}-for-https-a-example-com-https-b-example-com-\w{8}$/);
  });

  it('tells APIs apart whose URLs have the same letters', () => {
    const [one, other] = ['https://example.com/a-b', 'https://example.com/a/b'].map((url) =>
      nameWith({ resources: [ResourceIndicator.fromUrl(url)] }),
    );
    expect(one).not.toBe(other);
  });

  it('differs wherever one API is imported', () => {
    const app = newApp();
    const pool = new UserAuthPool(new Stack(app, 'Auth'), 'Pool');
    const stacks = ['Orders', 'Billing'].map((id) => {
      const stack = new Stack(app, id);
      const httpApi = apigwv2.HttpApi.fromHttpApiAttributes(stack, 'Api', { httpApiId: 'abc123' });
      new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool: pool }).addLambdaRoute(
        newFunction(stack, 'F'),
        {
          httpApi,
          path: `/${id}`,
        },
      );
      return stack;
    });
    const names = stacks.map((stack) => only(templateOf(stack), AUTHORIZER).properties.Name as string);
    for (const name of names) expect(name).toMatch(/^Auth-Pool-\w{8}-on-\w{8}$/);
    expect(new Set(names).size).toBe(2);
  });

  it('has 128 characters at most', () => {
    const resources = [ResourceIndicator.fromUrl(`https://example.com/${'x'.repeat(200)}`)];
    const deep = (stack: Stack) => new Construct(new Construct(stack, 'x'.repeat(100)), 'y'.repeat(100));
    for (const name of [nameWith({ resources }), nameWith({}, deep), nameWith({ resources }, deep)]) {
      expect(name.length).toBeLessThanOrEqual(128);
    }
    expect(nameWith({ resources }, deep)).toMatch(/-for-https-example-com-x{37}-\w{8}$/);
  });
});

it('are missed at the API if somebody removes them, with the check that is theirs', () => {
  const { stack, authorizer, httpApi, fn } = setUp();
  authorizer.addLambdaRoute(fn, { httpApi, path: '/a', accessPolicy: POLICIES.group('admins') });
  authorizer.requireOnEveryRoute(httpApi);
  httpApi.node.tryRemoveChild('UserAuth');
  new apigwv2.CfnRoute(stack, 'Open', { apiId: httpApi.apiId, routeKey: 'GET /open' });
  const told = refusalOf(stack);
  expect(told).toMatch(/S\/Api\/UserAuth\/\S+ is removed from the app: /);
  expect(told).toContain('The route "GET /open" (S/Open) is open');
});
