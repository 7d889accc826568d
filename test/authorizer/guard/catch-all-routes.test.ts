import { Aws, CfnCondition, CfnResource, Fn, Token } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration, HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { OAuthScope } from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import {
  AccessPolicy,
  CognitoHttpApiAuthorizer,
  CognitoHttpApiAuthorizerProps,
  LambdaHttpApiAuthorizer,
  PolicyEnforcement,
  UserAuthPool,
} from '../../../lib';
import { POLICIES } from '../../support/policies';
import { newFunction, newStack, warningsOf } from '../../support/synth';
import { setUp as setUpRoutes } from '../support';

const { ANY, GET, POST, OPTIONS } = apigwv2.HttpMethod;

/** An API with guarded routes `ANY /admin/users` and `GET /api/{id}`, and an open one. */
function warningsWith(path: string, method = ANY, { isShared = true, isGuarded = false } = {}): string[] {
  const { stack, authorizer, httpApi, fn } = setUpRoutes();
  authorizer.addLambdaRoute(fn, { httpApi, path: '/admin/users' });
  authorizer.addLambdaRoute(fn, { httpApi, path: '/api/{id}', methods: [GET] });
  new apigwv2.HttpRoute(stack, 'Open', {
    httpApi,
    integration: new HttpLambdaIntegration('I', isShared ? fn : newFunction(stack, 'Other')),
    routeKey: path === '$default' ? apigwv2.HttpRouteKey.DEFAULT : apigwv2.HttpRouteKey.with(path, method),
    authorizer: isGuarded ? authorizer : undefined,
  });
  return warningsOf(stack).filter((warning) => warning.includes('openCatchAllRoute'));
}

it.each<[string, apigwv2.HttpMethod, string]>([
  ['$default', ANY, 'ANY /admin/users, GET /api/{id}'],
  ['/{proxy+}', ANY, 'ANY /admin/users, GET /api/{id}'],
  ['/{proxy+}', GET, 'ANY /admin/users, GET /api/{id}'],
  ['/{proxy+}', POST, 'ANY /admin/users'],
  ['/admin/{proxy+}', ANY, 'ANY /admin/users'],
  ['/{rest-path+}', POST, 'ANY /admin/users'],
  // It takes /Admin/users, which the guarded route does not.
  ['/Admin/{proxy+}', ANY, 'ANY /admin/users'],
  ['/admin/{page}', GET, 'ANY /admin/users'],
  ['/{area}/users', GET, 'ANY /admin/users, GET /api/{id}'],
  ['/{area}/{page}', GET, 'ANY /admin/users, GET /api/{id}'],
  ['/{area}/{rest+}', GET, 'ANY /admin/users, GET /api/{id}'],
  // It takes /admin/users/, which the guarded route does not.
  ['/admin/users/{proxy+}', GET, 'ANY /admin/users'],
])('an open route %s (%s) to the function of guarded routes is a warning that names them', (path, method, names) => {
  expect(warningsWith(path, method)).toEqual([
    expect.stringMatching(
      new RegExp(
        `^"The route .* is open and goes to the same function as the guarded routes ${names.replace(/[{}]/g, '.')}: `,
      ),
    ),
  ]);
});

it.each([
  ['/{t}/users/{id}', true],
  ['/{t}/{id}', true],
  ['/{t}/{rest+}', true],
  ['/{t}', false],
  ['/admin/{t}/{id}', false],
  ['/other/{t}/{id}', false],
])('an open route %s beside a guarded one for all paths below /admin: there is a warning (%s)', (path, expected) => {
  const { stack, authorizer, httpApi, fn } = setUpRoutes();
  authorizer.addLambdaRoute(fn, { httpApi, path: '/admin/{proxy+}' });
  httpApi.addRoutes({ path, integration: new HttpLambdaIntegration('I', fn) });
  expect(warningsOf(stack).some((each) => each.includes('openCatchAllRoute'))).toBe(expected);
});

it('the warning says what to do', () => {
  expect(JSON.parse(warningsWith('$default')[0]!)).toContain(
    'such as "/admin/" or "/ADMIN" for "/admin", reaches the function without a token. ' +
      'Give the open route a function of its own; or have the function decide by the routeKey of its event, never by the path. ' +
      '[ack: cdk-user-auth-pool:HttpApi.openCatchAllRoute]',
  );
});

describe('what is behind routes is compared', () => {
  const warnings = (open: apigwv2.HttpRouteIntegration | undefined, guarded: apigwv2.HttpRouteIntegration) => {
    const { stack, authorizer, httpApi, fn } = setUpRoutes();
    httpApi.addRoutes({ path: '/{proxy+}', integration: open ?? new HttpLambdaIntegration('I', fn) });
    httpApi.addRoutes({ path: '/admin', integration: guarded, authorizer });
    return warningsOf(stack);
  };

  it('where a function has only an ARN', () => {
    const stack = newStack('Other');
    const integrationOf = (name: string) => {
      const arn = `arn:aws:lambda:eu-west-1:111111111111:function:${name}`;
      return new HttpLambdaIntegration(name, lambda.Function.fromFunctionArn(stack, name + Math.random(), arn), {
        scopePermissionToRoute: false,
      });
    };
    expect(warnings(integrationOf('posts'), integrationOf('posts'))).toContainEqual(
      expect.stringContaining('openCatchAllRoute'),
    );
    expect(warnings(integrationOf('posts'), integrationOf('users'))).not.toContainEqual(
      expect.stringContaining('openCatchAllRoute'),
    );
  });

  it('where a route goes to an alias of the function', () => {
    const { stack, authorizer, httpApi, fn } = setUpRoutes();
    const toAlias = new HttpLambdaIntegration(
      'Alias',
      new lambda.Alias(stack, 'Live', { aliasName: 'live', version: fn.currentVersion }),
    );
    httpApi.addRoutes({ path: '/{proxy+}', integration: toAlias });
    authorizer.addLambdaRoute(fn, { httpApi, path: '/admin' });
    expect(warningsOf(stack)).toContainEqual(expect.stringContaining('openCatchAllRoute'));
  });

  it('where a function is imported by its name', () => {
    const stack = newStack('Other');
    const integrationOf = (name: string) =>
      new HttpLambdaIntegration(name, lambda.Function.fromFunctionName(stack, name + Math.random(), name));
    expect(warnings(integrationOf('posts'), integrationOf('posts')).join()).toContain('openCatchAllRoute');
    expect(warnings(integrationOf('posts'), integrationOf('users')).join()).not.toContain('openCatchAllRoute');
  });

  it('where a condition chooses the integration', () => {
    const { stack, authorizer, httpApi, fn } = setUpRoutes();
    new CfnCondition(stack, 'If', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
    authorizer.addLambdaRoute(fn, { httpApi, path: '/admin' });
    const [one, other] = [newFunction(stack, 'Site'), fn].map(
      ({ functionArn }, n) =>
        new apigwv2.CfnIntegration(stack, `I${n}`, {
          apiId: httpApi.apiId,
          integrationType: 'AWS_PROXY',
          integrationUri: functionArn,
          payloadFormatVersion: '2.0',
        }).ref,
    );
    const target = `integrations/${Token.asString(Fn.conditionIf('If', one, other))}`;
    new apigwv2.CfnRoute(stack, 'Open', { apiId: httpApi.apiId, routeKey: '$default', target });
    expect(warningsOf(stack).join()).toContain('openCatchAllRoute');
  });

  it('where both go to a server', () => {
    const toUrl = (path: string) => new HttpUrlIntegration('Url', `https://backend.example.com${path}`);
    expect(warnings(toUrl('/{proxy}'), toUrl('/admin')).join()).toContain('openCatchAllRoute');
    expect(warnings(toUrl('/site/{proxy}'), toUrl('/admin'))).toEqual([]);
  });

  it('where there is no function', () => {
    const toUrl = new HttpUrlIntegration('Url', 'https://example.com');
    expect(warnings(undefined, toUrl)).toEqual([]);
  });

  it('where a target is not an integration', () => {
    const { stack, authorizer, httpApi, fn } = setUpRoutes();
    const properties = { ServiceToken: fn.functionArn, IntegrationUri: fn.functionArn };
    const target = `integrations/${new CfnResource(stack, 'Own', { type: 'Custom::Integration', properties }).ref}`;
    authorizer.requireOnEveryRoute(httpApi, { publicRoutes: ['$default'] });
    new apigwv2.CfnRoute(stack, 'Open', { apiId: httpApi.apiId, routeKey: '$default', target });
    new apigwv2.CfnRoute(stack, 'Guarded', {
      apiId: httpApi.apiId,
      routeKey: 'GET /a',
      target,
      authorizationType: 'AWS_IAM',
    });
    expect(warningsOf(stack)).toEqual([]);
  });
});

it.each<[string, () => string[]]>([
  ['goes to a function of its own', () => warningsWith('$default', ANY, { isShared: false })],
  ['is guarded', () => warningsWith('$default', ANY, { isGuarded: true })],
  ['is for one path', () => warningsWith('/health')],
  ['is for other paths', () => warningsWith('/public/{proxy+}')],
  ['is for other paths of that length', () => warningsWith('/public/{page}')],
  ['is for shorter paths', () => warningsWith('/{page}')],
  ['is for longer paths', () => warningsWith('/admin/users/{id}')],
  ['is for longer paths of any length', () => warningsWith('/admin/users/{id}/{proxy+}')],
  ['varies only where the guarded one does', () => warningsWith('/api/{name}', POST)],
  ['is for one of the paths that the guarded one takes', () => warningsWith('/api/me', GET)],
  ['is for preflight requests', () => warningsWith('/{proxy+}', OPTIONS)],
])('an open route is fine if it %s', (_, warnings) => {
  expect(warnings()).toEqual([]);
});

it('an open route is fine if only $default is guarded, for which it was made', () => {
  const { stack, authorizer, httpApi, fn } = setUpRoutes();
  const integration = new HttpLambdaIntegration('I', fn);
  const routeKey = apigwv2.HttpRouteKey.DEFAULT;
  new apigwv2.HttpRoute(stack, 'Default', { httpApi, integration, routeKey, authorizer });
  httpApi.addRoutes({ path: '/{proxy+}', integration });
  expect(warningsOf(stack)).toEqual([]);
});

describe('a guarded route that takes what resembles requests for another one', () => {
  const { group, signedIn, anyGroup, allGroups, client } = POLICIES;
  type World = ReturnType<typeof setUpRoutes>;
  type Guard = (world: World) => apigwv2.IHttpRouteAuthorizer;
  const policy =
    (of: (world: World) => AccessPolicy): Guard =>
    (world) =>
      world.authorizer.require(of(world));
  const scopes =
    (...names: string[]): Guard =>
    ({ authorizer }) =>
      authorizer.requireScopes(...names.map((name) => OAuthScope.custom(name)));
  const token: Guard = ({ authorizer }) => authorizer;
  const another =
    (props: Partial<CognitoHttpApiAuthorizerProps>, accessPolicy?: AccessPolicy): Guard =>
    ({ stack, pool }) => {
      const id = `Another${stack.node.children.length}`;
      const authorizer = new CognitoHttpApiAuthorizer(stack, id, { userAuthPool: pool, ...props });
      return accessPolicy ? authorizer.require(accessPolicy) : authorizer;
    };
  const own: Guard = ({ stack }) => {
    const found = stack.node.tryFindChild('Own') as LambdaHttpApiAuthorizer | undefined;
    return found ?? new LambdaHttpApiAuthorizer(stack, 'Own', { handler: newFunction(stack, 'Judge') });
  };
  const otherPool: Guard = ({ stack }) =>
    new CognitoHttpApiAuthorizer(stack, 'Partner', { userAuthPool: new UserAuthPool(stack, 'Partners') });
  const byQuery = { identitySource: ['$request.querystring.token'] };
  const atRequest = { enforcement: PolicyEnforcement.atRequest() };
  const admins = policy(() => group('admins'));

  const warningsOfBoth = (catchAll: Guard, guarded: Guard, isShared = true) => {
    const world = setUpRoutes();
    const { stack, httpApi, fn } = world;
    const integration = new HttpLambdaIntegration('I', fn);
    const other = isShared ? integration : new HttpLambdaIntegration('O', newFunction(stack, 'Other'));
    httpApi.addRoutes({ path: '/admin', integration: other, authorizer: guarded(world), methods: [GET] });
    httpApi.addRoutes({ path: '/users', integration: other, authorizer: guarded(world) });
    httpApi.addRoutes({ path: '/{proxy+}', integration, authorizer: catchAll(world) });
    return warningsOf(stack).filter((each) => each.includes('CatchAllRoute'));
  };

  it.each<[string, Guard, Guard]>([
    ['any person, for a group', policy(signedIn), admins],
    ['any token, for a group', token, admins],
    ['any token, for any person', token, policy(signedIn)],
    ['another group', policy(() => group('interns')), admins],
    ['one of several groups', policy(() => anyGroup('admins', 'interns')), admins],
    ['one group, for several', admins, policy(() => allGroups('admins', 'owners'))],
    ['a client, for any person', policy(({ pool }) => client(pool.client)), policy(signedIn)],
    ['any token, for a scope', token, scopes('reports/read')],
    ['another scope', scopes('reports/read', 'reports/write'), scopes('reports/write')],
    ['a scope, for a group', scopes('reports/read'), admins],
    ['another pool', otherPool, token],
    ['a function of its own, for a group', own, admins],
    ['a group, for a function of its own', admins, own],
    ['any person at the request, for a group in the token', another(atRequest), admins],
  ])('is a warning if it requires less: %s', (_, catchAll, guarded) => {
    expect(warningsOfBoth(catchAll, guarded)).toEqual([
      JSON.stringify(
        'The route ANY /{proxy+} may let in callers whom the routes ANY /users, GET /admin reject, and goes to the same function: a request for a path that only resembles one of theirs, such as "/admin/" or "/ADMIN" for "/admin", or with a method that they do not take, reaches the function without what they require. ' +
          'Require the same of the route ANY /{proxy+}; give it a function of its own; or have the function decide by the routeKey of its event, never by the path. ' +
          '[ack: cdk-user-auth-pool:HttpApi.weakerCatchAllRoute]',
      ),
    ]);
    expect(warningsOfBoth(catchAll, guarded, false)).toEqual([]);
  });

  it.each<[string, Guard, Guard]>([
    ['the same group', admins, admins],
    ['a group, for any person', admins, policy(signedIn)],
    ['a group, for any token', admins, token],
    ['a group, for one of several', admins, policy(() => anyGroup('admins', 'interns'))],
    ['several groups, for one', policy(() => allGroups('admins', 'owners')), admins],
    ['any token', token, token],
    ['any token from elsewhere in the request', another(byQuery), token],
    ['a scope, for one of several', scopes('reports/read'), scopes('reports/read', 'reports/write')],
    ['a group at the request, for one in the token', another(atRequest, group('admins')), admins],
    ['a group in the token, for one at the request', admins, another(atRequest, group('admins'))],
    ['any person at the request, for any token', another(atRequest), token],
    ['the same function', own, own],
  ])('is fine if it requires as much: %s', (_, catchAll, guarded) => {
    expect(warningsOfBoth(catchAll, guarded)).toEqual([]);
  });

  it('is compared by the scope that stands for a policy, too', () => {
    const warningsFor = (accessPolicy: AccessPolicy) => {
      const { stack, pool, authorizer, httpApi, fn } = setUpRoutes();
      authorizer.addLambdaRoute(fn, { httpApi, path: '/admin', accessPolicy: group('admins') });
      const [route] = authorizer.addLambdaRoute(fn, { httpApi, path: '/other' });
      new apigwv2.CfnRoute(stack, 'CatchAll', {
        apiId: httpApi.apiId,
        routeKey: 'ANY /{proxy+}',
        target: (route!.node.defaultChild as apigwv2.CfnRoute).target,
        authorizationType: 'JWT',
        authorizerId: authorizer.authorizerOf(httpApi).authorizerId,
        authorizationScopes: [pool.scopeFor(accessPolicy)],
      });
      return warningsOf(stack).join();
    };
    expect(warningsFor(signedIn())).toContain('callers whom the routes ANY /admin reject');
    expect(warningsFor(allGroups('admins', 'owners'))).toBe('');
  });
});
