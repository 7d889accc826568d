import { AspectOptions, Aspects, Aws, CfnCondition, CfnParameter, Fn, Lazy, Stack, Token } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { IConstruct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { AccessPolicy, CognitoHttpApiAuthorizer, CognitoHttpApiAuthorizerProps, PolicyEnforcement } from '../../../lib';
import { checkRequiredScopes } from '../../../lib/authorizer/routes/required-scopes';
import { Problems } from '../../../lib/checks/problems';
import { refusalOf } from '../../support/policies';
import { messageOf, newStack, only, templateOf } from '../../support/synth';
import { ROUTE, routesIn, setUp, setUpPools } from '../support';

const AT_REQUEST = { enforcement: PolicyEnforcement.atRequest() };

describe('scopes of resource servers', () => {
  const make = (props: Partial<CognitoHttpApiAuthorizerProps> = {}) => {
    const made = setUp();
    const server = made.pool.addResourceServer('reports', { scopes: [{ scopeName: 'read' }] });
    const authorizer = new CognitoHttpApiAuthorizer(made.stack, 'Mine', { userAuthPool: made.pool, ...props });
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
      /authorizationScopes of the route "ANY \/a" is a list with "else\/where", where \["policy\/group-a-.*"\] is required: a token with one of them would pass without what is required, because one scope is enough\. Omit them/,
    );
    const scoped = make();
    add(scoped, scoped.authorizer.requireScopes(scoped.server.scope('read')));
    expect(refusalOf(scoped.stack)).toMatch(/is a list with "else\/where", where \["reports\/read"\] is required/);
    const atRequest = make(AT_REQUEST);
    add(atRequest, atRequest.authorizer);
    expect(refusalOf(atRequest.stack)).toMatch(/API Gateway accepts scopes only if it verifies the tokens itself/);
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
      /authorizationScopes of the route "ANY \/a" is empty, where \["policy\/group-a-\w+"\] is required: any token of the pool would pass\./,
    );
  });

  const removeIn = (stack: Stack, options?: AspectOptions) => {
    const visit = (node: IConstruct) => {
      if (apigwv2.CfnRoute.isCfnRoute(node)) node.authorizationScopes = undefined;
    };
    for (const each of [stack, stack.node.root]) Aspects.of(each).add({ visit }, options);
  };
  it.each<[string, (route: apigwv2.CfnRoute, stack: Stack) => void]>([
    ['an override', (route) => route.addPropertyDeletionOverride('AuthorizationScopes')],
    ['an Aspect', (_, stack) => removeIn(stack)],
    ['an Aspect before all others', (_, stack) => removeIn(stack, { priority: 0 })],
  ])('that the route itself or its API names may not be taken away either: by %s', (_, remove) => {
    const ofRoute = make();
    const { authorizer, integration } = ofRoute;
    const authorizationScopes = ['reports/read'];
    const [route] = ofRoute.httpApi.addRoutes({ path: '/a', integration, authorizer, authorizationScopes });
    remove(route!.node.defaultChild as apigwv2.CfnRoute, ofRoute.stack);
    expect(refusalOf(ofRoute.stack)).toMatch(/"ANY \/a" is empty, where \["reports\/read"\] is required: any token/);

    const ofApi = make();
    const scoped = new apigwv2.HttpApi(ofApi.stack, 'Scoped', { defaultAuthorizationScopes: authorizationScopes });
    const [added] = ofApi.authorizer.addLambdaRoute(ofApi.fn, { httpApi: scoped, path: '/a' });
    remove(added!.node.defaultChild as apigwv2.CfnRoute, ofApi.stack);
    expect(refusalOf(ofApi.stack)).toMatch(/"ANY \/a" is empty, where \["reports\/read"\] is required: any token/);
  });

  it.each<[string, (stack: Stack) => string[], RegExp]>([
    [
      'a list',
      (stack) => new CfnParameter(stack, 'P', { type: 'CommaDelimitedList' }).valueAsList,
      /where S\/P is requ/,
    ],
    [
      'one of a list',
      (stack) => ['a/b', new CfnParameter(stack, 'P').valueAsString],
      /where \["a\/b", S\/P\] are requ/,
    ],
    [
      'a list that a condition chooses',
      (stack) => {
        new CfnCondition(stack, 'If', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
        return Token.asList(Fn.conditionIf('If', ['a/b'], ['a/c']));
      },
      /where \["a\/b"\] or \["a\/c"\] by the condition If is requ/,
    ],
  ])('that only the deployment knows, as %s, are required, too', (_, scopesIn, expected) => {
    for (const isLambdaRoute of [true, false]) {
      const withScopes = (changed?: string[]) => {
        const { stack, authorizer, httpApi, fn, integration } = make();
        const options = { path: '/a', authorizationScopes: scopesIn(stack) };
        const [route] = isLambdaRoute
          ? authorizer.addLambdaRoute(fn, { httpApi, ...options })
          : httpApi.addRoutes({ integration, authorizer, ...options });
        const cfnRoute = route!.node.defaultChild as apigwv2.CfnRoute;
        if (changed) cfnRoute.addPropertyOverride('AuthorizationScopes', changed);
        return stack;
      };
      expect(() => templateOf(withScopes())).not.toThrow();
      expect(refusalOf(withScopes([]))).toMatch(/authorizationScopes of the route "ANY \/a" is empty, where/);
      expect(refusalOf(withScopes([]))).toMatch(expected);
      expect(refusalOf(withScopes(['else/where']))).toMatch(/is a list with "else\/where", where/);
    }
  });

  it('that an API requires by default hold for routes to functions, too, unless they name others', () => {
    const { stack, server, authorizer, fn } = make();
    const defaultAuthorizer = authorizer.requireScopes(server.scope('read'));
    const httpApi = new apigwv2.HttpApi(stack, 'Guarded', { defaultAuthorizer });
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
    authorizer.addLambdaRoute(fn, { httpApi, path: '/b', authorizationScopes: [] });
    authorizer.addLambdaRoute(fn, { httpApi, path: '/c', authorizationScopes: ['reports/admin'] });
    const routes = routesIn(stack);
    expect(['/a', '/b', '/c'].map((path) => routes[`ANY ${path}`]!.AuthorizationScopes)).toEqual([
      ['reports/read'],
      ['reports/read'],
      ['reports/admin'],
    ]);
  });

  it('are one at least, and no more than API Gateway takes', () => {
    const { authorizer } = make();
    const scopes = Array.from({ length: 11 }, (_, n) => cognito.OAuthScope.custom(`a/${n}`));
    expect(messageOf(() => authorizer.requireScopes())).toMatch(
      /S\/Mine has 1 problem:\n {2}1\. scopes is empty: the route would require none, and ID tokens would pass too\./,
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
      /scopes is required, with an enforcement at the request: API Gateway checks scopes only if it verifies the tokens itself\./,
    );
  });
});

describe('scopes of a route', () => {
  const scopes = (count: number) => Array.from({ length: count }, (_, n) => `posts/${n}`);

  it('are 10 at most, of 64 characters at most', () => {
    const { stack, authorizer, httpApi, fn } = setUpPools(1);
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a', authorizationScopes: scopes(10) });
    authorizer.addLambdaRoute(fn, { httpApi, path: '/b', authorizationScopes: ['x'.repeat(64)] });
    expect(() => templateOf(stack)).not.toThrow();
    expect(
      messageOf(() => authorizer.addLambdaRoute(fn, { httpApi, path: '/c', authorizationScopes: scopes(11) })),
    ).toMatch(
      /authorizationScopes is a list of 11: API Gateway accepts 10 scopes on a route, a limit that cannot be raised\. A token needs only one of them to pass: require fewer, wider scopes\./,
    );
    expect(messageOf(() => authorizer.addLambdaRoute(fn, { httpApi, path: '/c', authorizationScopes: [''] }))).toMatch(
      /has 1 problem:\n.* authorizationScopes\[0\] is "": the route would require no scope, and every token of the pool would pass\. Give the scope, such as "reports\/read"\.$/,
    );
    const long = { httpApi, path: '/c', authorizationScopes: ['x'.repeat(65)] };
    expect(messageOf(() => authorizer.addLambdaRoute(fn, long))).toMatch(
      /authorizationScopes is "x{65}": API Gateway accepts scopes of 1 to 64 characters on a route\. Shorten the identifier of the resource server or the name of the scope\.$/,
    );
  });

  it('that only the deployment knows are not judged', () => {
    const { authorizer, httpApi, fn } = setUpPools(1);
    const late = Lazy.string({ produce: () => 'x'.repeat(100) });
    const path = `/${'x'.repeat(70)}`;
    const add = (authorizationScopes: string[]) =>
      authorizer.addLambdaRoute(fn, { httpApi, path, authorizationScopes });
    expect(() => add([`${late}/${'x'.repeat(70)}`])).not.toThrow();
    const problems = new Problems(newStack());
    checkRequiredScopes(Lazy.list({ produce: () => [''] }), 'where', problems);
    expect(problems.messages()).toEqual([]);
  });

  it('are counted in other stacks too', () => {
    const { stack, authorizer, httpApi, fn } = setUpPools(1);
    new apigwv2.HttpRoute(new Stack(stack.node.root, 'Other'), 'Route', {
      httpApi,
      routeKey: apigwv2.HttpRouteKey.with('/other', apigwv2.HttpMethod.ANY),
      integration: new HttpLambdaIntegration('I', fn),
      authorizer,
      authorizationScopes: scopes(11),
    });
    expect(refusalOf(stack)).toMatch(/authorizationScopes of the route "ANY \/other" is a list of 11/);
  });

  it('are counted on routes made the way the CDK makes them', () => {
    const { stack, authorizer, httpApi, fn } = setUpPools(1);
    const integration = new HttpLambdaIntegration('I', fn);
    httpApi.addRoutes({ path: '/a', integration, authorizer, authorizationScopes: scopes(11) });
    expect(refusalOf(stack)).toMatch(
      /\[S\/Api\] authorizationScopes of the route "ANY \/a" is a list of 11: API Gateway accepts 10 scopes/,
    );
  });
});
