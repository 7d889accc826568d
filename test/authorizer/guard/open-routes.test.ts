import { App, Aspects, CfnCondition, CfnParameter, CfnResource, Fn, Lazy, NestedStack, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, HttpJwtAuthorizer, HttpLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { describe, expect, it } from 'vitest';
import { AccessPolicy, LambdaHttpApiAuthorizer, PolicyEnforcement } from '../../../lib';
import { refusalOf } from '../../support/policies';
import { newApp, newFunction, newStack, templateOf, warningsOf } from '../../support/synth';
import { setUp as setUpRoutes } from '../support';

const { GET } = apigwv2.HttpMethod;
type Made = ReturnType<typeof setUpRoutes>;

function setUp(publicRoutes?: string[]) {
  const made = setUpRoutes();
  made.authorizer.requireOnEveryRoute(made.httpApi, { publicRoutes });
  const integration = new HttpLambdaIntegration('I', made.fn);
  const add = (path: string, authorizer?: apigwv2.IHttpRouteAuthorizer) =>
    made.httpApi.addRoutes({ path, methods: [GET], integration, authorizer });
  return { ...made, integration, add };
}
const open = (key: string, path: string) =>
  `[S/Api] The route "${key}" (${path}) is open: anyone could call what is behind it. Give it an authorizer, or list it in publicRoutes.`;

type World = ReturnType<typeof setUp>;

/** What has an authorizer has no type that goes with it. */
const untyped = (type: string, path = 'S/Api/GET--a/Resource') =>
  open('GET /a', path).replace(
    'Give it an authorizer',
    () => `Set its authorizationType, which is ${type}, to that of its authorizer, "JWT" or "CUSTOM"`,
  );

it.each([
  [undefined, 'not set'],
  ['NONE', '"NONE"'],
  ['jwt', '"jwt"'],
])('an open route that has an authorizer lacks its type: %s', (authorizationType, shown) => {
  const { stack, httpApi, authorizer } = setUp();
  const { authorizerId } = authorizer.authorizerOf(httpApi);
  new apigwv2.CfnRoute(stack, 'Mine', { apiId: httpApi.apiId, routeKey: 'GET /a', authorizerId, authorizationType });
  expect(refusalOf(stack)).toContain(untyped(shown, 'S/Mine'));
});

class OpenRoute extends apigwv2.CfnRoute {
  protected override renderProperties(props: Record<string, unknown>) {
    return { ...super.renderProperties(props), AuthorizationType: 'NONE' };
  }
}

describe('an open route is named, by whatever way it was made', () => {
  it.each<[string, string, (world: World) => unknown]>([
    ['addRoutes', open('GET /a', 'S/Api/GET--a/Resource'), ({ add }) => add('/a')],
    [
      'no authorizer',
      open('GET /a', 'S/Api/GET--a/Resource'),
      ({ add }) => add('/a', new apigwv2.HttpNoneAuthorizer()),
    ],
    [
      'an L1',
      open('GET /a', 'S/Mine'),
      ({ stack, httpApi }) => new apigwv2.CfnRoute(stack, 'Mine', { apiId: httpApi.apiId, routeKey: 'GET /a' }),
    ],
    [
      'an L1 that names the API by its attribute',
      open('GET /a', 'S/Mine'),
      ({ stack, httpApi }) =>
        new apigwv2.CfnRoute(stack, 'Mine', {
          apiId: (httpApi.node.defaultChild as apigwv2.CfnApi).attrApiId,
          routeKey: 'GET /a',
        }),
    ],
    [
      'an L1 that names the API late',
      open('GET /a', 'S/Mine'),
      ({ stack, httpApi }) =>
        new apigwv2.CfnRoute(stack, 'Mine', {
          apiId: Lazy.string({ produce: () => httpApi.apiId }),
          routeKey: 'GET /a',
        }),
    ],
    [
      'a class that renders something else than was set',
      open('GET /a', 'S/Mine'),
      ({ stack, httpApi }) =>
        new OpenRoute(stack, 'Mine', { apiId: httpApi.apiId, routeKey: 'GET /a', authorizationType: 'JWT' }),
    ],
    [
      'a resource of no class',
      open('$default', 'S/Mine'),
      ({ stack, httpApi }) =>
        new CfnResource(stack, 'Mine', {
          type: 'AWS::ApiGatewayV2::Route',
          properties: { ApiId: httpApi.apiId, RouteKey: '$default' },
        }),
    ],
    [
      'an L1 in another stack',
      open('GET /a', 'Other/Mine'),
      ({ stack, httpApi }) =>
        new apigwv2.CfnRoute(new Stack(stack.node.root, 'Other'), 'Mine', { apiId: httpApi.apiId, routeKey: 'GET /a' }),
    ],
    [
      'an import of the API in another stack',
      open('GET /a', 'Other/Imported--Route/Resource'.replace('Imported--Route', 'Imported/GET--a')),
      ({ stack, httpApi, fn }) => {
        const other = new Stack(stack.node.root, 'Other');
        const imported = apigwv2.HttpApi.fromHttpApiAttributes(other, 'Imported', { httpApiId: httpApi.apiId });
        return new apigwv2.HttpRoute(imported, 'GET--a', {
          httpApi: imported,
          routeKey: apigwv2.HttpRouteKey.with('/a', GET),
          integration: new HttpLambdaIntegration('J', fn),
        });
      },
    ],
    [
      'an override that takes the authorizer away',
      untyped('"NONE"'),
      ({ authorizer, add }) => {
        const [route] = add('/a', authorizer);
        (route!.node.defaultChild as CfnResource).addPropertyOverride('AuthorizationType', 'NONE');
      },
    ],
    [
      'an override that deletes the type',
      untyped('not set'),
      ({ authorizer, add }) => {
        const [route] = add('/a', authorizer);
        (route!.node.defaultChild as CfnResource).addPropertyDeletionOverride('AuthorizationType');
      },
    ],
    [
      'an Aspect',
      untyped('"NONE"'),
      ({ stack, authorizer, add }) => {
        add('/a', authorizer);
        Aspects.of(stack).add({
          visit: (node) => {
            if (node instanceof apigwv2.CfnRoute) node.authorizationType = 'NONE';
          },
        });
      },
    ],
    [
      'a type that only deployment will know',
      untyped('S/Type'),
      ({ stack, authorizer, add }) => {
        const [route] = add('/a', authorizer);
        const { valueAsString } = new CfnParameter(stack, 'Type');
        (route!.node.defaultChild as apigwv2.CfnRoute).authorizationType = valueAsString;
      },
    ],
  ])('%s', (_, expected, make) => {
    const world = setUp();
    make(world);
    expect(refusalOf(world.stack)).toContain(expected);
    const problems = refusalOf(world.stack).split('\n');
    expect(problems.filter((problem) => problem.includes('is open'))).toHaveLength(1);
  });

  it('a default integration', () => {
    const made = setUpRoutes({}, { defaultIntegration: undefined });
    const httpApi = new apigwv2.HttpApi(made.stack, 'Second', {
      defaultIntegration: new HttpLambdaIntegration('D', made.fn),
    });
    made.authorizer.requireOnEveryRoute(httpApi);
    expect(refusalOf(made.stack)).toContain('The route "$default" (S/Second/DefaultRoute/Resource) is open');
  });

  it('all of them at once', () => {
    const { stack, add } = setUp(['GET /c']);
    for (const path of ['/a', '/b', '/c']) add(path);
    const rejection = refusalOf(stack);
    expect(rejection).toContain(open('GET /a', 'S/Api/GET--a/Resource'));
    expect(rejection).toContain(open('GET /b', 'S/Api/GET--b/Resource'));
    expect(rejection).not.toContain('"GET /c"');
  });
});

describe('routes of which there is no resource', () => {
  it('the one that API Gateway makes for a target', () => {
    const { stack, httpApi, fn } = setUp();
    (httpApi.node.defaultChild as apigwv2.CfnApi).target = fn.functionArn;
    expect(refusalOf(stack)).toContain(
      'target of S/Api/Resource is set: API Gateway then makes an open route of its own, and anyone could call what is behind it. Add routes instead.',
    );
  });

  it.each<[string, object]>([
    ['Body', { openapi: '3.0.1', paths: {} }],
    ['BodyS3Location', { Bucket: 'bucket', Key: 'api.json' }],
  ])('those of an OpenAPI document: %s', (property, value) => {
    const { stack, httpApi } = setUp();
    (httpApi.node.defaultChild as apigwv2.CfnApi).addPropertyOverride(property, value);
    expect(refusalOf(stack)).toContain('body of S/Api/Resource is set: its routes are in an OpenAPI document');
  });
});

describe('all is well', () => {
  it('where every route is guarded, by whatever kind of authorizer', () => {
    const { stack, authorizer, httpApi, fn, add } = setUp();
    add('/jwt', new HttpJwtAuthorizer('Jwt', 'https://issuer.example.com', { jwtAudience: ['a'] }));
    add('/lambda', new HttpLambdaAuthorizer('Lambda', fn));
    add('/iam', new HttpIamAuthorizer());
    add('/own', new LambdaHttpApiAuthorizer(stack, 'Own', { handler: newFunction(stack, 'Judge') }));
    add('/plain', authorizer);
    add('/policy', authorizer.require(AccessPolicy.signedIn()));
    authorizer.addLambdaRoute(fn, { httpApi, path: '/added' });
    expect(() => templateOf(stack)).not.toThrow();
  });

  it('where it is enforced at the request', () => {
    const { stack, authorizer, httpApi, fn } = setUpRoutes({ enforcement: PolicyEnforcement.atRequest() });
    authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
    authorizer.requireOnEveryRoute(httpApi);
    expect(() => templateOf(stack)).not.toThrow();
  });

  it('where the open ones are listed, in several calls, or listed and guarded', () => {
    const { stack, authorizer, httpApi, integration, add } = setUp(['GET /a']);
    authorizer.requireOnEveryRoute(httpApi);
    authorizer.requireOnEveryRoute(httpApi, { publicRoutes: ['$default', 'GET /guarded'] });
    add('/a');
    add('/guarded', authorizer);
    new apigwv2.HttpRoute(stack, 'Default', { httpApi, integration, routeKey: apigwv2.HttpRouteKey.DEFAULT });
    expect(() => templateOf(stack)).not.toThrow();
  });

  it('where nothing is required: of another API, or of this one without the call', () => {
    const { stack, integration } = setUp();
    new apigwv2.HttpApi(stack, 'Second').addRoutes({ path: '/a', integration });
    expect(() => templateOf(stack)).not.toThrow();
    const other = setUpRoutes();
    other.httpApi.addRoutes({ path: '/a', integration: new HttpLambdaIntegration('I', other.fn) });
    other.authorizer.authorizerOf(other.httpApi);
    expect(() => templateOf(other.stack)).not.toThrow();
  });
});

describe('an API of the same ids in another stack', () => {
  it.each<[string, (app: App) => [Stack, Stack]]>([
    ['stacks', (app) => [new Stack(app, 'Dev'), new Stack(app, 'Prod')]],
    [
      'nested stacks',
      (app) => {
        const above = new Stack(app, 'Above');
        return [new NestedStack(above, 'Dev'), new NestedStack(above, 'Prod')];
      },
    ],
  ])('is another API: two %s of one class', (_, stacksIn) => {
    const app = newApp();
    const [dev, prod] = stacksIn(app).map((stack) => setUpRoutes({}, {}, stack)) as [Made, Made];
    const addHealth = ({ httpApi, fn }: Made) =>
      httpApi.addRoutes({ path: '/health', methods: [GET], integration: new HttpLambdaIntegration('I', fn) });
    prod.authorizer.requireOnEveryRoute(prod.httpApi);
    addHealth(dev);
    expect(() => app.synth()).not.toThrow();
    prod.authorizer.requireOnEveryRoute(prod.httpApi, { publicRoutes: ['GET /health'] });
    expect(() => app.synth({ force: true })).toThrow(/the API has no such route/);
    addHealth(prod);
    expect(() => app.synth({ force: true })).not.toThrow();
  });
});

it('a listed route that does not exist is named', () => {
  const { stack, authorizer, add } = setUp(['GET /health', 'get /a']);
  add('/a', authorizer);
  const missing = (key: string) =>
    `publicRoutes is a list that has "${key}": the API has no such route: the route that should be open may be closed, or have another name. ` +
    'Write it as API Gateway does, such as "GET /health"; the API has "GET /a".';
  expect(refusalOf(stack)).toContain(missing('GET /health'));
  expect(refusalOf(stack)).toContain(missing('get /a'));
});

it('the routes of the API are listed where one does not exist', () => {
  const withRoutes = (...paths: string[]) => {
    const { stack, authorizer, add } = setUp(['GET /health']);
    for (const path of paths) add(path, authorizer);
    return refusalOf(stack);
  };
  expect(withRoutes('/a', '/b')).toContain('such as "GET /health"; the API has "GET /a", "GET /b".');
  expect(withRoutes()).toContain('such as "GET /health"; the API has no routes.');
});

describe('an open route that may be of another API', () => {
  const withApiId = (apiIdOf: (world: World, elsewhere: string) => string) => {
    const world = setUp();
    world.add('/own', world.authorizer);
    const apiId = apiIdOf(world, new CfnParameter(world.stack, 'Elsewhere').valueAsString);
    new apigwv2.CfnRoute(world.stack, 'Mine', { apiId, routeKey: 'GET /a' });
    return refusalOf(world.stack);
  };

  it('is told with what to write', () => {
    expect(withApiId((_, elsewhere) => elsewhere)).toContain(
      '[S/Api] ApiId of the route "GET /a" (S/Mine) is S/Elsewhere: the route is open, and may belong to this API. ' +
        'Refer to the API by its construct; or give the route an authorizer, or list it in publicRoutes.',
    );
  });

  it('is told once if it may be of this one, too', () => {
    const refusal = withApiId(({ stack, httpApi }, elsewhere) => {
      new CfnCondition(stack, 'If', { expression: Fn.conditionEquals(elsewhere, 'x') });
      return Fn.conditionIf('If', httpApi.apiId, elsewhere).toString();
    });
    expect(refusal).toContain(open('GET /a', 'S/Mine'));
    expect(refusal).not.toContain('may belong to this API');
  });
});

it('a listed route that the CDK has yet to look up is not judged', () => {
  const stack = newStack('S', { env: { account: '111111111111', region: 'eu-west-1' } });
  const { authorizer, httpApi, fn } = setUpRoutes({}, {}, stack);
  authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
  authorizer.requireOnEveryRoute(httpApi, { publicRoutes: [StringParameter.valueFromLookup(stack, '/public/route')] });
  expect(() => templateOf(stack)).not.toThrow();
});

it('an imported API is a warning: it may have other routes', () => {
  const stack = newStack('S');
  const { authorizer } = setUpRoutes({}, {}, stack);
  const imported = apigwv2.HttpApi.fromHttpApiAttributes(stack, 'Imported', { httpApiId: 'abc' });
  authorizer.requireOnEveryRoute(imported);
  expect(warningsOf(stack)).toEqual([
    JSON.stringify(
      'requireOnEveryRoute looks at the routes that this app adds to the imported API, and not at those that the API has already. Call it in the app that creates the API, too; then acknowledge this warning. ' +
        '[ack: cdk-user-auth-pool:HttpApi.importedApi]',
    ),
  ]);
});

it('an API of the app is no such warning', () => {
  expect(warningsOf(setUp().stack)).toEqual([]);
  const stack = newStack('S');
  const { authorizer } = setUpRoutes({}, {}, stack);
  const { ref: httpApiId } = new apigwv2.CfnApi(stack, 'L1', { name: 'x', protocolType: 'HTTP' });
  authorizer.requireOnEveryRoute(apigwv2.HttpApi.fromHttpApiAttributes(stack, 'Imported', { httpApiId }));
  expect(warningsOf(stack)).toEqual([]);
});
