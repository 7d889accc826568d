import {
  Aspects,
  Aws,
  CfnCondition,
  CfnOutput,
  CfnParameter,
  CfnResource,
  CfnStack,
  Fn,
  NestedStack,
  Stack,
} from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, HttpJwtAuthorizer, HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import {
  HttpLambdaIntegration,
  HttpSqsIntegration,
  HttpStepFunctionsIntegration,
  HttpUrlIntegration,
} from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { DefinitionBody, Pass, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  ApiCaller,
  CognitoHttpApiAuthorizer,
  HttpApiAccess,
  LambdaHttpApiAuthorizer,
  PolicyEnforcement,
  TokenUse,
  UserAuthPool,
} from '../../lib';
import { setUp } from '../authorizer/support';
import { Included } from '../support/included';
import { POLICIES, refusalOf } from '../support/policies';
import { messageOf, newFunction, newStack } from '../support/synth';

const { group, anyOf, allOf, attribute, client, signedIn } = POLICIES;

/** An API with a route of each kind. */
function everyKind() {
  const made = setUp();
  const { stack, pool, authorizer, httpApi, fn } = made;
  const atRequest = new CognitoHttpApiAuthorizer(stack, 'AtRequest', {
    userAuthPool: pool,
    enforcement: PolicyEnforcement.atRequest(),
  });
  const own = new LambdaHttpApiAuthorizer(stack, 'Own', { handler: newFunction(stack, 'Decide') });
  const integration = new HttpLambdaIntegration('Other', fn);
  const add = (path: string, options: object) =>
    authorizer.addLambdaRoute(fn, { httpApi, path, methods: [apigwv2.HttpMethod.GET], ...options });
  add('/editors', { accessPolicy: anyOf(group('editors'), group('admins')) });
  add('/plan', { accessPolicy: allOf(group('a'), anyOf(attribute('custom:plan', 'pro', 'team'), group('b'))) });
  add('/people', { accessPolicy: signedIn() });
  add('/any', {});
  add('/scope', { authorizationScopes: ['reports/read', 'reports/write'] });
  atRequest.addLambdaRoute(fn, { httpApi, path: '/at-request', accessPolicy: group('editors') });
  atRequest.addLambdaRoute(fn, { httpApi, path: '/at-request/any' });
  own.addLambdaRoute(fn, { httpApi, path: '/own' });
  httpApi.addRoutes({ path: '/iam', integration, authorizer: new HttpIamAuthorizer() });
  httpApi.addRoutes({ path: '/open', integration });
  httpApi.addRoutes({ path: '/proxy', integration: new HttpUrlIntegration('Url', 'https://example.com/') });
  httpApi.addRoutes({
    path: '/foreign',
    integration,
    authorizer: new HttpJwtAuthorizer('Jwt', 'https://issuer.example.com', { jwtAudience: ['a'] }),
  });
  return made;
}

it('is a row for each route, by path and method', () => {
  const { httpApi } = everyKind();
  const rows = HttpApiAccess.of(httpApi).rows.map(({ route, who, enforcement, target, isPublic }) => [
    route,
    who,
    enforcement,
    target,
    ...(isPublic ? ['public'] : []),
  ]);
  expect(rows).toEqual([
    ['GET /any', 'any token of S/Pool, machines included', 'by API Gateway', 'S/Function'],
    ['ANY /at-request', 'group editors', 'at the request', 'S/Function'],
    ['ANY /at-request/any', 'any signed-in person', 'at the request', 'S/Function'],
    ['GET /editors', 'group admins or group editors', 'in the token', 'S/Function'],
    ['ANY /foreign', 'any token of https://issuer.example.com, machines included', 'by API Gateway', 'S/Function'],
    ['ANY /iam', 'IAM', 'by IAM', 'S/Function'],
    ['ANY /open', 'anyone', 'nowhere', 'S/Function', 'public'],
    ['ANY /own', 'a function decides: S/Decide', 'by a function', 'S/Function'],
    ['GET /people', 'any signed-in person', 'in the token', 'S/Function'],
    ['GET /plan', '(custom:plan pro or team or group b) and group a', 'in the token', 'S/Function'],
    ['ANY /proxy', 'anyone', 'nowhere', 'https://example.com/', 'public'],
    ['GET /scope', 'scope reports/read or scope reports/write', 'by API Gateway', 'S/Function'],
  ]);
});

it.each<[string, (stack: Stack) => apigwv2.HttpRouteIntegration]>([
  ['SQS-SendMessage', (stack) => new HttpSqsIntegration('I', { queue: new Queue(stack, 'Queue') })],
  [
    'StepFunctions-StartExecution',
    (stack) =>
      new HttpStepFunctionsIntegration('I', {
        stateMachine: new StateMachine(stack, 'Machine', {
          definitionBody: DefinitionBody.fromChainable(new Pass(stack, 'Pass')),
        }),
      }),
  ],
])('names what a service does behind a route: %s', (action, integrationIn) => {
  const { stack, httpApi } = setUp();
  httpApi.addRoutes({ path: '/events', integration: integrationIn(stack) });
  expect(HttpApiAccess.of(httpApi).rows.map(({ target }) => target)).toEqual([action]);
});

describe('routes that others make', () => {
  const route = (httpApi: apigwv2.IHttpApi, scope: Stack, props: object) =>
    new apigwv2.CfnRoute(scope, 'L1', { apiId: httpApi.apiId, routeKey: 'GET /l1', ...props });
  const who = (httpApi: apigwv2.IHttpApi) =>
    HttpApiAccess.of(httpApi).rows.map((row) => [row.route, row.who, row.isPublic]);

  it('count in every stack, nested ones too', () => {
    const { stack, httpApi } = setUp();
    route(httpApi, new NestedStack(stack, 'Nested'), {});
    new apigwv2.CfnRoute(new Stack(stack.node.root, 'Other'), 'L1', {
      apiId: httpApi.apiId,
      routeKey: 'GET /other',
      authorizationType: 'AWS_IAM',
    });
    expect(who(httpApi)).toEqual([
      ['GET /l1', 'anyone', true],
      ['GET /other', 'IAM', false],
    ]);
  });

  it('count on an imported API', () => {
    const stack = newStack('S');
    const httpApi = apigwv2.HttpApi.fromHttpApiAttributes(stack, 'Api', { httpApiId: 'abc' });
    route(httpApi, stack, { authorizationType: 'JWT', authorizerId: 'xyz', authorizationScopes: ['a/b'] });
    expect(who(httpApi)).toEqual([['GET /l1', 'scope a/b of "xyz"', false]]);
  });

  it('count where a template is included', () => {
    const { stack, httpApi } = setUp();
    const folder = mkdtempSync(join(tmpdir(), 'included-'));
    const templateFile = join(folder, 'template.json');
    const Properties = { ApiId: { Ref: 'ApiId' }, RouteKey: 'GET /included', AuthorizationType: 'AWS_IAM' };
    const Resources = { Route: { Type: 'AWS::ApiGatewayV2::Route', Properties } };
    writeFileSync(templateFile, JSON.stringify({ Parameters: { ApiId: { Type: 'String' } }, Resources }));
    new CfnInclude(stack, 'Included', { templateFile, parameters: { ApiId: httpApi.apiId } });
    expect(who(httpApi)).toEqual([['GET /included', 'IAM', false]]);
    rmSync(folder, { recursive: true });
  });

  it('have the authorizer of the CDK', () => {
    const { pool, httpApi, fn } = setUp();
    const authorizer = new HttpUserPoolAuthorizer('Cdk', pool.userPool, {
      userPoolClients: [pool.client.userPoolClient],
    });
    httpApi.addRoutes({ path: '/cdk', integration: new HttpLambdaIntegration('I', fn), authorizer });
    expect(who(httpApi)).toEqual([['ANY /cdk', 'any token of S/Pool, machines included', false]]);
  });

  it('are judged by every branch of a condition', () => {
    const { stack, httpApi } = setUp();
    new CfnCondition(stack, 'C', { expression: Fn.conditionEquals('a', 'b') });
    route(httpApi, stack, { authorizationType: Fn.conditionIf('C', 'AWS_IAM', 'NONE').toString() });
    expect(who(httpApi)).toEqual([['GET /l1', 'IAM; or, by a condition, anyone', true]]);
  });

  const jwtAuthorizer = (stack: Stack, { apiId }: apigwv2.IHttpApi, issuer: string) =>
    new apigwv2.CfnAuthorizer(stack, 'ByJwt', {
      apiId,
      authorizerType: 'JWT',
      name: 'jwt',
      jwtConfiguration: { issuer, audience: ['a'] },
    }).ref;
  const assertDenies = (httpApi: apigwv2.IHttpApi, caller = ApiCaller.anonymous(), key = 'GET /l1') =>
    messageOf(() => HttpApiAccess.of(httpApi).assertDenies(key, caller));

  it('answer nothing that holds in one branch of a condition only', () => {
    const { stack, httpApi } = setUp();
    new CfnCondition(stack, 'C', { expression: Fn.conditionEquals('a', 'b') });
    route(httpApi, stack, { authorizationType: Fn.conditionIf('C', 'NONE', 'AWS_IAM').toString() });
    expect(assertDenies(httpApi)).toBe(
      'Whether GET /l1 lets in a caller without a token is not known at synthesis: anyone; or, by a condition, IAM.',
    );
  });

  it('answer for all routes with one key, of which conditions choose one', () => {
    const { stack, httpApi } = setUp();
    for (const [id, authorizationType] of [
      ['Guarded', 'AWS_IAM'],
      ['Open', 'NONE'],
    ] as const) {
      const props = { apiId: httpApi.apiId, routeKey: 'GET /l1', authorizationType };
      const { cfnOptions } = new apigwv2.CfnRoute(stack, id, props);
      cfnOptions.condition = new CfnCondition(stack, `Is${id}`, { expression: Fn.conditionEquals(id, 'b') });
    }
    expect(assertDenies(httpApi)).toContain(': IAM; or, by a condition, anyone.');
  });

  it.each<[string, (stack: Stack) => string[]]>([
    ['one or none', () => [Fn.conditionIf('C', 'a/read', Aws.NO_VALUE).toString()]],
    ['one or another', () => [Fn.conditionIf('C', 'a/read', 'b/read').toString()]],
    ['one with a parameter', (stack) => [`https://${new CfnParameter(stack, 'P').valueAsString}/read`]],
    ['a list', () => Fn.split(',', Fn.importValue('scopes'))],
  ])('do not answer for scopes that only the deployment knows: %s', (_, scopesOf) => {
    const { stack, pool, httpApi } = setUp();
    new CfnCondition(stack, 'C', { expression: Fn.conditionEquals('a', 'b') });
    const authorizer = new apigwv2.CfnAuthorizer(stack, 'Jwt', {
      apiId: httpApi.apiId,
      authorizerType: 'JWT',
      name: 'jwt',
      jwtConfiguration: { issuer: pool.issuer, audience: [pool.userPoolClientId] },
    });
    const authorizationScopes = scopesOf(stack);
    route(httpApi, stack, { authorizationType: 'JWT', authorizerId: authorizer.ref, authorizationScopes });
    for (const scopes of [[], ['a/read'], ['https://x/read']]) {
      expect(assertDenies(httpApi, ApiCaller.person({ scopes }))).toContain('is not known at synthesis');
    }
    expect(() => HttpApiAccess.of(httpApi).assertDenies('GET /l1', ApiCaller.anonymous())).not.toThrow();
  });

  it.each([
    [['$request.header.Authorization'], false],
    [['$request.header.authorization', '$request.querystring.a'], false],
    [['$request.header.X-Signature'], undefined],
    [[], undefined],
  ])('answer for a caller without a token where a function is asked by %j: %s', (identitySource, expected) => {
    const { stack, httpApi, fn } = setUp();
    const own = new LambdaHttpApiAuthorizer(stack, 'Own', { handler: newFunction(stack, 'Decide'), identitySource });
    own.addLambdaRoute(fn, { httpApi, path: '/own' });
    const ask = () => HttpApiAccess.of(httpApi).allows('ANY /own', ApiCaller.anonymous());
    if (expected === undefined)
      expect(ask).toThrow('Whether ANY /own lets in a caller without a token is not known at synthesis');
    else expect(ask()).toBe(expected);
  });

  it('do not answer for people of another issuer', () => {
    const { httpApi } = everyKind();
    expect(assertDenies(httpApi, ApiCaller.person(), 'ANY /foreign')).toContain('is not known at synthesis');
    expect(() => HttpApiAccess.of(httpApi).assertDenies('ANY /foreign', ApiCaller.anonymous())).not.toThrow();
  });

  it.each<[string, (stack: Stack, httpApi: apigwv2.IHttpApi) => string]>([
    [
      'an unknown issuer',
      (stack, httpApi) => jwtAuthorizer(stack, httpApi, new CfnParameter(stack, 'P').valueAsString),
    ],
    ['an authorizer of another app', () => 'abcdef'],
  ])('do not answer for people by %s', (_, idOf) => {
    const { stack, httpApi } = setUp();
    route(httpApi, stack, { authorizationType: 'JWT', authorizerId: idOf(stack, httpApi) });
    expect(assertDenies(httpApi, ApiCaller.person())).toContain('is not known at synthesis');
  });

  it('answer for people of a pool that is known by its issuer only', () => {
    const { stack, httpApi } = setUp();
    const issuer = `https://cognito-idp.${Aws.REGION}.amazonaws.com/eu-west-1_Ab12Cd34E`;
    route(httpApi, stack, { authorizationType: 'JWT', authorizerId: jwtAuthorizer(stack, httpApi, issuer) });
    expect(HttpApiAccess.of(httpApi).allows('GET /l1', ApiCaller.person())).toBe(true);
  });

  it('are those that an API makes of its own, too', () => {
    const { httpApi } = setUp();
    const api = httpApi.node.defaultChild as apigwv2.CfnApi;
    api.target = 'arn:aws:lambda:eu-west-1:111111111111:function:f';
    expect(HttpApiAccess.of(httpApi).rows).toEqual([
      expect.objectContaining({
        route: '$default',
        who: 'anyone',
        isPublic: true,
        target: expect.stringContaining(':f'),
      }),
    ]);
    expect(HttpApiAccess.of(httpApi).allows('$default', ApiCaller.anonymous())).toBe(true);
    api.routeKey = 'GET /x';
    expect(who(httpApi)).toEqual([['GET /x', 'anyone', true]]);
    api.routeKey = undefined;
    api.target = undefined;
    api.body = { openapi: '3.0.1' };
    expect(who(httpApi)).toEqual([['(OpenAPI document)', 'unknown: routes of an OpenAPI document', false]]);
  });

  it('are those that SAM, nested stacks from files and included templates may add, too', () => {
    const { stack, httpApi } = setUp();
    const properties = { Events: { E: { Type: 'HttpApi', Properties: { ApiId: httpApi.apiId } } } };
    new CfnResource(stack, 'Sam', { type: 'AWS::Serverless::Function', properties });
    new CfnStack(stack, 'File', { templateUrl: 'https://example.com/a.json', parameters: { Api: httpApi.apiId } });
    const Open = { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: stack.resolve(httpApi.apiId) as unknown } };
    new Included(stack, 'Included', { Resources: { Open } });
    expect(HttpApiAccess.of(httpApi).rows.map(({ route, who, constructPath }) => [route, who, constructPath])).toEqual([
      ['(SAM event)', 'unknown: routes of a SAM event', 'S/Sam'],
      ['(another template)', 'unknown: routes of another template', 'S/File'],
      ['(included template)', 'unknown: routes of an included template', 'S/Included/Open'],
    ]);
  });

  it.each<[string, (api: apigwv2.HttpApi, stack: Stack) => string]>([
    ['a parameter of Systems Manager', (_, stack) => StringParameter.valueForStringParameter(stack, '/api')],
    ['the import of an export', () => Fn.importValue('api')],
    [
      'an export of stacks in a region each',
      ({ apiId }, stack) => {
        for (const id of ['Eu', 'Us']) {
          const value = id === 'Eu' ? apiId : 'other';
          new CfnOutput(new Stack(stack.node.root, id), 'Out', { value, exportName: 'api-id' });
        }
        return Fn.importValue('api-id');
      },
    ],
  ])('count if only the deployment knows the API: %s', (_, idOf) => {
    const { stack, httpApi, fn, authorizer } = setUp();
    const options = { httpApi, methods: [apigwv2.HttpMethod.GET], accessPolicy: group('a') };
    authorizer.addLambdaRoute(fn, { ...options, path: '/own' });
    authorizer.requireOnEveryRoute(httpApi);
    const apiId = idOf(httpApi, stack);
    for (const routeKey of ['GET /open', 'GET /own']) new apigwv2.CfnRoute(stack, routeKey, { apiId, routeKey });
    expect(who(httpApi)).toEqual([
      ['GET /open', 'anyone, if its ApiId is that of this API', true],
      // API Gateway rejects a second route of the same key.
      ['GET /own', 'group a', false],
    ]);
    const access = HttpApiAccess.of(httpApi);
    const ask = () => access.assertDenies('GET /open', ApiCaller.anonymous());
    expect(ask).toThrow(
      'Whether GET /open lets in a caller without a token is not known at synthesis: anyone, if its ApiId is',
    );
    access.assertDenies('GET /own', ApiCaller.anonymous());
    const other = apigwv2.HttpApi.fromHttpApiAttributes(stack, 'Other', { httpApiId: apiId });
    expect(who(other).map(([key, text]) => [key, text])).toEqual([
      ['GET /open', 'anyone'],
      ['GET /own', 'anyone'],
    ]);
    expect(refusalOf(stack)).toContain('the route is open, and may belong to this API');
  });

  it('are unknown if only the deployment knows', () => {
    const { stack, httpApi } = setUp();
    route(httpApi, stack, { authorizationType: Fn.importValue('type') });
    expect(who(httpApi)[0]![1]).toMatch(/^unknown: .*ImportValue/);
  });
});

it('says what the template says, not what was asked for', () => {
  const { authorizer, httpApi, fn } = setUp();
  const [route] = authorizer.addLambdaRoute(fn, { httpApi, path: '/a', accessPolicy: group('admins') });
  const access = HttpApiAccess.of(httpApi);
  expect(access.rows[0]!.who).toBe('group admins');
  (route!.node.defaultChild as CfnResource).addPropertyOverride('AuthorizationType', 'NONE');
  expect(access.rows[0]).toMatchObject({ who: 'anyone', isPublic: true });
});

it.each(['in the token', 'at the request'])(
  'does not answer by a policy if its authorizer was changed: %s',
  (where) => {
    const atRequest = { enforcement: PolicyEnforcement.atRequest() };
    const { authorizer, httpApi, fn } = setUp(where === 'at the request' ? atRequest : {});
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a', accessPolicy: group('admins') });
    const resource = authorizer.authorizerOf(httpApi).node.defaultChild as CfnResource;
    resource.addPropertyOverride('IdentitySource', ['$request.querystring.t']);
    const access = HttpApiAccess.of(httpApi);
    expect(access.rows[0]!.who).toBe('unknown: its authorizer, or a function or permission that it needs, was changed');
    expect(() => access.allows('ANY /a', ApiCaller.person())).toThrow('is not known at synthesis');
  },
);

it('does not answer by a policy in the token if the hook that adds its scope was changed', () => {
  const { authorizer, httpApi, fn, pool } = setUp();
  authorizer.addLambdaRoute(fn, { httpApi, path: '/a', accessPolicy: group('admins') });
  authorizer.addLambdaRoute(fn, { httpApi, path: '/b' });
  const access = HttpApiAccess.of(httpApi);
  expect(access.rows[0]!.who).toBe('group admins');
  pool.policyHook!.addEnvironment('POLICIES', 'mine');
  expect(access.rows[0]!.who).toBe('unknown: its authorizer, or a function or permission that it needs, was changed');
  // No policy, no hook.
  expect(access.rows[1]!.who).toBe('any token of S/Pool, machines included');
});

it('reads policies that mean the same alike', () => {
  const [one, other] = [anyOf(group('a'), group('b')), anyOf(group('b'), anyOf(group('a'), group('b')))].map(
    (accessPolicy) => {
      const { authorizer, httpApi, fn } = setUp();
      authorizer.addLambdaRoute(fn, { httpApi, path: '/a', accessPolicy });
      return HttpApiAccess.of(httpApi).rows;
    },
  );
  expect(one).toEqual(other);
});

describe('a question', () => {
  const { httpApi, pool } = everyKind();
  const access = HttpApiAccess.of(httpApi);
  const person = (options = {}) => ApiCaller.person(options);

  it.each<[string, ApiCaller, boolean]>([
    ['GET /editors', person(), false],
    ['GET /editors', person({ groups: ['editors'] }), true],
    ['GET /editors', person({ groups: ['admins', 'x'] }), true],
    ['GET /editors', ApiCaller.anonymous(), false],
    ['GET /editors', ApiCaller.machine(pool.client), false],
    ['GET /plan', person({ groups: ['a'], attributes: { 'custom:plan': 'team' } }), true],
    ['GET /plan', person({ groups: ['a'], attributes: { 'custom:plan': 'free' } }), false],
    ['GET /people', person(), true],
    ['GET /people', ApiCaller.machine(pool.client), false],
    ['GET /any', ApiCaller.machine(pool.client), true],
    ['GET /any', ApiCaller.anonymous(), false],
    ['GET /scope', person(), false],
    ['GET /scope', person({ scopes: ['reports/write'] }), true],
    ['GET /scope', ApiCaller.machine(pool.client, { scopes: ['reports/read'] }), true],
    ['GET /scope', ApiCaller.machine(pool.client), false],
    ['ANY /at-request', person({ groups: ['editors'] }), true],
    ['ANY /at-request', person({ groups: ['others'] }), false],
    ['ANY /at-request/any', ApiCaller.machine(pool.client), false],
    ['ANY /open', ApiCaller.anonymous(), true],
    ['ANY /own', ApiCaller.anonymous(), false],
    ['ANY /iam', ApiCaller.anonymous(), false],
  ])('%s by %s: %s', (route, caller, expected) => {
    expect(access.allows(route, caller)).toBe(expected);
    const [holds, fails] = [() => access.assertAllows(route, caller), () => access.assertDenies(route, caller)];
    expect(expected ? holds : fails).not.toThrow();
    expect(expected ? fails : holds).toThrow(
      `${route} ${expected ? 'lets in' : 'does not let in'} ${caller.toString()}.`,
    );
  });

  it.each(['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'])(
    'is not known for a person where a scope of Cognito itself decides, which every sign-in may give: %s',
    (scope) => {
      const { authorizer, httpApi, fn } = setUp();
      authorizer.addLambdaRoute(fn, { httpApi, path: '/x', authorizationScopes: ['a/b', scope] });
      const asked = HttpApiAccess.of(httpApi);
      for (const ask of ['allows', 'assertAllows', 'assertDenies'] as const) {
        expect(messageOf(() => asked[ask]('ANY /x', person({ groups: ['interns'] })))).toBe(
          `Whether ANY /x lets in a person in the group interns is not known at synthesis: scope a/b or scope ${scope}. ` +
            'It depends on the scopes of the token. Give them: ApiCaller.person({ scopes }).',
        );
      }
      expect(asked.allows('ANY /x', person({ scopes: [] }))).toBe(false);
      expect(asked.allows('ANY /x', person({ scopes: [scope] }))).toBe(true);
      expect(asked.allows('ANY /x', ApiCaller.anonymous())).toBe(false);
    },
  );

  it('has a message that says why', () => {
    expect(messageOf(() => access.assertAllows('GET /editors', person({ groups: ['interns'] })))).toBe(
      'GET /editors does not let in a person in the group interns. It lets in: group admins or group editors.',
    );
  });

  it('names the routes that there are', () => {
    expect(messageOf(() => access.allows('POST /editors', person()))).toMatch(
      /^S\/Api has no route "POST \/editors"\. It has "GET \/any", "ANY \/at-request",/,
    );
  });

  it.each<[string, string[]]>([
    ['none', []],
    ['"ANY /a", "ANY /b"', ['/a', '/b']],
  ])('names no routes that only stand for unknown ones, and says that there may be some: %s', (known, paths) => {
    const { stack, authorizer, httpApi: api, fn } = setUp();
    for (const path of paths) authorizer.addLambdaRoute(fn, { httpApi: api, path });
    const Open = { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: stack.resolve(api.apiId) as unknown } };
    new Included(stack, 'Included', { Resources: { Open, Other: Open } });
    new CfnStack(stack, 'File', { templateUrl: 'https://example.com/a.json', parameters: { Api: api.apiId } });
    for (const route of ['GET /x', '(included template)']) {
      expect(messageOf(() => HttpApiAccess.of(api).allows(route, person()))).toBe(
        `S/Api has no route "${route}". It has ${known}. ` +
          'Routes of another template and of an included template are not known at synthesis.',
      );
    }
  });

  it.each(['ANY /own', 'ANY /iam'])('is not answered where it is decided elsewhere: %s', (route) => {
    expect(messageOf(() => access.allows(route, person()))).toContain('is not known at synthesis');
  });

  it('counts the client', () => {
    const other = new UserAuthPool(Stack.of(pool), 'Other').client;
    expect(access.allows('GET /any', person({ client: other }))).toBe(false);
    expect(access.allows('GET /any', person({ client: pool.client }))).toBe(true);
    expect(access.allows('ANY /at-request/any', person({ client: other }))).toBe(false);
  });

  it('counts a client, whichever construct names it', () => {
    const { stack, authorizer, pool: users, httpApi: api, fn } = setUp();
    const elsewhere = new UserAuthPool(new Stack(stack.node.root, 'Other'), 'Pool', { defaultClient: false });
    const app = elsewhere.addClient('App');
    const other = new CognitoHttpApiAuthorizer(stack, 'Other', { userAuthPool: elsewhere });
    authorizer.addLambdaRoute(fn, { httpApi: api, path: '/near', accessPolicy: client(users.client) });
    const enforcement = PolicyEnforcement.atRequest({ additionalUserAuthPools: [elsewhere] });
    const both = new CognitoHttpApiAuthorizer(stack, 'Both', { userAuthPool: users, enforcement });
    both.addLambdaRoute(fn, { httpApi: api, path: '/far', accessPolicy: client(app) });
    other.addLambdaRoute(fn, { httpApi: api, path: '/any' });
    const asked = HttpApiAccess.of(api);
    expect(asked.rows.map(({ who }) => who)).toEqual([
      'any token of Other/Pool, machines included',
      'client Other/Pool/App of Other/Pool or S/Pool',
      'client S/Pool/Client of S/Pool',
    ]);
    for (const each of [app, app.userPoolClient, app.userPoolClient.node.defaultChild as cognito.CfnUserPoolClient]) {
      expect(asked.allows('ANY /far', person({ client: each }))).toBe(true);
      expect(asked.allows('ANY /near', person({ client: each }))).toBe(false);
    }
    expect(asked.allows('ANY /near', person({ client: users.client.userPoolClient }))).toBe(true);
  });

  it('counts machine clients by name, and not where ID tokens are asked for', () => {
    const { authorizer, httpApi: api, pool: users, stack, fn } = setUp();
    const scope = users
      .addResourceServer('api', { scopes: [{ scopeName: 'read', scopeDescription: 'x' }] })
      .scope('read');
    const job = users.addMachineClient('Job', { scopes: [scope] });
    authorizer.addLambdaRoute(fn, {
      httpApi: api,
      path: '/job',
      accessPolicy: client(job),
    });
    authorizer.addLambdaRoute(fn, { httpApi: api, path: '/scope', authorizationScopes: ['api/read'] });
    const enforcement = PolicyEnforcement.atRequest({ tokenUse: TokenUse.ID });
    const byId = new CognitoHttpApiAuthorizer(stack, 'ById', { userAuthPool: users, enforcement });
    byId.addLambdaRoute(fn, {
      httpApi: api,
      path: '/id',
      accessPolicy: client(job),
    });
    const asked = HttpApiAccess.of(api);
    const machine = ApiCaller.machine(job);
    expect(['/job', '/scope', '/id'].map((path) => asked.allows(`ANY ${path}`, machine))).toEqual([true, true, false]);
    expect(asked.allows('ANY /job', person())).toBe(false);
    expect(asked.rows[1]!.who).toBe('client S/Pool/Job');
  });
});

describe('the scope of a policy on a route of the CDK', () => {
  const setUpWith = (scopesOf: (pool: UserAuthPool) => string[]) => {
    const { pool, httpApi, fn } = setUp();
    const authorizer = new HttpUserPoolAuthorizer('Cdk', pool.userPool, {
      userPoolClients: [pool.client.userPoolClient],
    });
    const integration = new HttpLambdaIntegration('I', fn);
    httpApi.addRoutes({ path: '/x', integration, authorizer, authorizationScopes: scopesOf(pool) });
    return HttpApiAccess.of(httpApi);
  };
  const admin = ApiCaller.person({ groups: ['admins'] });

  it('stands for the policy', () => {
    const access = setUpWith((pool) => [
      'a/b',
      pool.scopeFor(allOf(group('admins'), signedIn())),
      pool.scopeFor(group('editors')),
    ]);
    expect(access.rows[0]).toMatchObject({
      who: 'scope a/b or (group admins and any signed-in person) or group editors',
      enforcement: 'by API Gateway',
    });
    expect(access.allows('ANY /x', admin)).toBe(true);
    expect(access.allows('ANY /x', ApiCaller.person())).toBe(false);
    expect(access.allows('ANY /x', ApiCaller.person({ scopes: ['a/b'] }))).toBe(true);
    expect(access.toHtml()).toContain('>editors<');
  });

  it('is unknown where the app does not know the policy', () => {
    const access = setUpWith(() => ['policy/group-admins-0123456789']);
    expect(messageOf(() => access.assertDenies('ANY /x', admin))).toContain('is not known at synthesis');
    expect(access.allows('ANY /x', ApiCaller.anonymous())).toBe(false);
  });
});

it('is read within a synthesis as well, by an Aspect for example', () => {
  const { stack, authorizer, httpApi, fn } = setUp();
  authorizer.addLambdaRoute(fn, { httpApi, path: '/a', accessPolicy: group('admins') });
  const seen: string[] = [];
  Aspects.of(stack).add({
    visit: (node) => {
      if (node === httpApi) seen.push(...HttpApiAccess.of(httpApi).rows.map(({ who }) => who));
    },
  });
  expect(messageOf(() => HttpApiAccess.of(undefined as unknown as apigwv2.HttpApi))).toContain('HttpApiAccess.of()');
  void stack.node.root;
  (stack.node.root as unknown as { synth(): void }).synth();
  expect(seen).toEqual(['group admins']);
});
