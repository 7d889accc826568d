import { Annotations } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { describe, expect, it } from 'vitest';
import { CognitoHttpApiAuthorizer, UserAuthPool } from '../../../lib';
import { newFunction, newStack, templateOf, warningsOf } from '../../support/synth';
import { routesIn } from '../support';

const { GET, ANY, OPTIONS } = apigwv2.HttpMethod;
const corsPreflight = { allowOrigins: ['https://app.example.com'], allowHeaders: ['Authorization'] };

/** An API with a default authorizer, and a way to add routes to it: guarded by default, or open. */
function setUp(props: apigwv2.HttpApiProps = { corsPreflight }) {
  const stack = newStack('S');
  const userAuthPool = new UserAuthPool(stack, 'Pool');
  const defaultAuthorizer = new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool });
  const httpApi = new apigwv2.HttpApi(stack, 'Api', { defaultAuthorizer, ...props });
  const integration = new HttpLambdaIntegration('I', newFunction(stack, 'Fn'));
  const route = (method: apigwv2.HttpMethod, path: string, open = false) =>
    httpApi.addRoutes({
      path,
      methods: [method],
      integration,
      authorizer: open ? new apigwv2.HttpNoneAuthorizer() : undefined,
    });
  const byDefault = () =>
    new apigwv2.HttpRoute(stack, 'Default', {
      httpApi,
      integration,
      routeKey: apigwv2.HttpRouteKey.DEFAULT,
      authorizer: defaultAuthorizer,
    });
  return { stack, httpApi, route, byDefault };
}

const rejected = (names: string) =>
  expect.stringContaining(`These routes accept OPTIONS as well, and require a token: ${names}. A preflight request`);

it('a preflight stays open under a default authorizer, which guards no more than the routes', () => {
  const { stack, route } = setUp();
  route(GET, '/a');
  templateOf(stack).hasResourceProperties('AWS::ApiGatewayV2::Api', {
    CorsConfiguration: { AllowOrigins: ['https://app.example.com'], AllowHeaders: ['Authorization'] },
  });
  expect(Object.keys(routesIn(stack))).toEqual(['GET /a']);
  expect(warningsOf(stack)).toEqual([]);
});

describe('a route that takes OPTIONS before API Gateway answers', () => {
  it.each([
    [ANY, '/a', 'OPTIONS /a'],
    [ANY, '/{proxy+}', 'OPTIONS /{proxy+}'],
    [OPTIONS, '/a', 'OPTIONS /a'],
  ] as const)('is warned of: %s %s', (method, path, relief) => {
    const { stack, route } = setUp();
    route(method, path);
    expect(warningsOf(stack)).toEqual([rejected(`${method} ${path}`)]);
    expect(warningsOf(stack)[0]).toContain(`or add an open route ${relief}.`);
  });

  it('is warned of where it is $default', () => {
    const { stack, byDefault } = setUp();
    byDefault();
    expect(warningsOf(stack)).toEqual([rejected('$default')]);
    expect(warningsOf(stack)[0]).toContain('or add an open route OPTIONS /{proxy+}.');
  });

  it('is fine on an API that nobody means to be called from pages of another origin', () => {
    const { stack, route, byDefault } = setUp({});
    route(ANY, '/a');
    byDefault();
    expect(warningsOf(stack)).toEqual([]);
  });

  it('is warned of with the others, five of them by name', () => {
    const { stack, route } = setUp();
    for (let n = 0; n < 7; n++) route(ANY, `/${n}`);
    expect(warningsOf(stack)).toEqual([rejected('ANY /0, ANY /1, ANY /2, ANY /3, ANY /4 and 2 more')]);

    const five = setUp();
    for (let n = 0; n < 5; n++) five.route(ANY, `/${n}`);
    expect(warningsOf(five.stack)).toEqual([rejected('ANY /0, ANY /1, ANY /2, ANY /3, ANY /4')]);
  });

  it('is fine where an open route takes the OPTIONS of its path', () => {
    const { stack, route, byDefault } = setUp();
    byDefault();
    route(ANY, '/{proxy+}');
    route(ANY, '/posts/{id}');
    route(OPTIONS, '/{all+}', true);
    route(OPTIONS, '/posts/{post}', true);
    expect(warningsOf(stack)).toEqual([]);
  });

  it('is fine where it is $default and an open route catches all paths', () => {
    const { stack, route, byDefault } = setUp();
    byDefault();
    route(ANY, '/{proxy+}', true);
    expect(warningsOf(stack)).toEqual([]);
  });

  it('is not where that route is of another path, catches too little or asks for a token too', () => {
    const { stack, route, byDefault } = setUp();
    route(ANY, '/a');
    route(OPTIONS, '/{proxy+}', true);
    expect(warningsOf(stack)).toEqual([rejected('ANY /a')]);
    byDefault();
    expect(warningsOf(stack)).toContainEqual(rejected('ANY /a'));

    const guarded = setUp();
    guarded.byDefault();
    guarded.route(OPTIONS, '/{proxy+}');
    expect(warningsOf(guarded.stack)).toEqual([rejected('$default, OPTIONS /{proxy+}')]);

    const broad = setUp();
    broad.route(ANY, '/a');
    broad.route(ANY, '/{proxy+}', true);
    expect(warningsOf(broad.stack)).toContainEqual(rejected('ANY /a'));

    const narrow = setUp();
    narrow.byDefault();
    narrow.route(OPTIONS, '/{id}', true);
    expect(warningsOf(narrow.stack)).toEqual([rejected('$default')]);
  });

  it('is fine where it is open', () => {
    const { stack, route } = setUp();
    route(GET, '/guarded');
    route(ANY, '/a', true);
    expect(warningsOf(stack)).toEqual([]);
  });
});

it('of an API that is imported nothing is known', () => {
  const stack = newStack('S');
  const userAuthPool = new UserAuthPool(stack, 'Pool');
  const httpApi = apigwv2.HttpApi.fromHttpApiAttributes(stack, 'Api', { httpApiId: 'abc' });
  const authorizer = new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool });
  authorizer.addLambdaRoute(newFunction(stack, 'Fn'), { httpApi, path: '/a' });
  expect(warningsOf(stack)).toEqual([]);
});

it('the warning can be acknowledged', () => {
  const { stack, httpApi, route } = setUp();
  route(ANY, '/a');
  Annotations.of(httpApi).acknowledgeWarning('cdk-user-auth-pool:HttpApi.preflightRejected', 'no browsers');
  expect(warningsOf(stack)).toEqual([]);
});
