import {
  Aws,
  CfnCondition,
  CfnParameter,
  CfnResource,
  CfnStack,
  Fn,
  NestedStack,
  Stack,
  Stage,
  Token,
} from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { HttpApiAccess } from '../../../lib';
import { routesThatMayBelong } from '../../../lib/authorizer/guard/unseen-routes';
import { IndexedApi } from '../../../lib/authorizer/routes/indexed-api';
import { TemplateIndex } from '../../../lib/template/template-index';
import { Included } from '../../support/included';
import { refusalOf } from '../../support/policies';
import { templateOf } from '../../support/synth';
import { setUp as setUpRoutes } from '../support';

const folder = mkdtempSync(join(tmpdir(), 'unseen-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function setUp(publicRoutes?: string[]) {
  const made = setUpRoutes();
  made.authorizer.requireOnEveryRoute(made.httpApi, { publicRoutes });
  const api = made.httpApi.node.defaultChild as apigwv2.CfnApi;
  const id = made.stack.resolve(api.ref).Ref as string;
  return { ...made, api, id };
}
type World = ReturnType<typeof setUp>;

/** Adds an open route whose ApiId is a function. */
const addRoute = ({ stack }: World, apiId: unknown, id = 'Mine') =>
  new CfnResource(stack, id, {
    type: 'AWS::ApiGatewayV2::Route',
    properties: { ApiId: apiId, RouteKey: 'GET /a' },
  });
const template = (name: string, content: object) => {
  const templateFile = join(folder, `${name}.json`);
  writeFileSync(templateFile, JSON.stringify(content));
  return templateFile;
};
const ROUTE = { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'TheApi' }, RouteKey: 'GET /a' } };
const OPEN = /The route "GET \/a" \(.*\) is open/;
const MAYBE = /ApiId of the route ".*" \(S\/Mine\) is .*: the route is open, and may belong to this API/;

describe('an open route belongs to the API whose ID its ApiId mentions', () => {
  it.each<[string, (world: World) => unknown]>([
    ['Ref', (world) => addRoute(world, { Ref: world.id })],
    ['GetAtt', (world) => addRoute(world, { 'Fn::GetAtt': [world.id, 'ApiId'] })],
    [
      'If',
      (world) => {
        new CfnCondition(world.stack, 'C', { expression: Fn.conditionEquals('a', 'b') });
        return addRoute(world, { 'Fn::If': ['C', { Ref: world.id }, 'abc'] });
      },
    ],
    ['Select', (world) => addRoute(world, { 'Fn::Select': [0, [{ Ref: world.id }, 'abc']] })],
    ['Sub', (world) => addRoute(world, { 'Fn::Sub': '${' + world.id + '}' })],
    ['Sub with variables', (world) => addRoute(world, { 'Fn::Sub': ['${X}', { X: { Ref: world.id } }] })],
    ['Join', (world) => addRoute(world, { 'Fn::Join': ['', [{ Ref: world.id }, '']] })],
    [
      'the endpoint, split',
      (world) => addRoute(world, Fn.select(0, Fn.split('.', Fn.select(2, Fn.split('/', world.httpApi.apiEndpoint))))),
    ],
    [
      'an included template with a parameter for the API',
      ({ stack, httpApi }) =>
        new CfnInclude(stack, 'Included', {
          templateFile: template('parameter', {
            Parameters: { TheApi: { Type: 'String' } },
            Resources: { Route: ROUTE },
          }),
          parameters: { TheApi: httpApi.apiId },
        }),
    ],
    [
      'a parameter of a nested stack',
      ({ stack, httpApi }) => {
        const nested = new NestedStack(stack, 'Nested', { parameters: { TheApi: httpApi.apiId } });
        const { valueAsString: apiId } = new CfnParameter(nested, 'TheApi');
        return new apigwv2.CfnRoute(nested, 'Route', { apiId, routeKey: 'GET /a' });
      },
    ],
    [
      'an export of another stack',
      ({ stack, httpApi }) => {
        const other = new Stack(stack.node.root, 'Other');
        return new apigwv2.CfnRoute(other, 'Route', {
          apiId: Token.asString(stack.exportValue(httpApi.apiId, { name: 'the-api' })),
          routeKey: 'GET /a',
        });
      },
    ],
  ])('%s', (_, add) => {
    const world = setUp();
    add(world);
    expect(refusalOf(world.stack)).toMatch(OPEN);
  });
});

describe('an open route may belong to the API if its ApiId does not say to which one', () => {
  it.each<[string, (world: World) => unknown]>([
    ['a parameter', (world) => addRoute(world, new CfnParameter(world.stack, 'P').valueAsString)],
    ['an import', (world) => addRoute(world, { 'Fn::ImportValue': 'elsewhere' })],
    ['a mapping', (world) => addRoute(world, { 'Fn::FindInMap': ['M', { Ref: 'AWS::Region' }, 'Api'] })],
    ['an SSM parameter', (world) => addRoute(world, '{{resolve:ssm:/my/api}}')],
    ['a transform', (world) => addRoute(world, { 'Fn::Transform': { Name: 'Macro', Parameters: {} } })],
    [
      'the result of a custom resource',
      (world) => addRoute(world, new CfnResource(world.stack, 'R', { type: 'Custom::X' }).getAtt('ApiId')),
    ],
    [
      'a branch of a condition',
      (world) => {
        new CfnCondition(world.stack, 'C', { expression: Fn.conditionEquals('a', 'b') });
        return addRoute(world, { 'Fn::If': ['C', 'abc', { 'Fn::ImportValue': 'elsewhere' }] });
      },
    ],
    [
      'a parameter beside no API',
      (world) => {
        new CfnCondition(world.stack, 'C', { expression: Fn.conditionEquals('a', 'b') });
        const { logicalId } = new CfnParameter(world.stack, 'P');
        return addRoute(world, { 'Fn::If': ['C', { Ref: 'AWS::NoValue' }, { Ref: logicalId }] });
      },
    ],
    [
      'a transform of the whole route',
      (world) => addRoute(world, 'abc').addPropertyOverride('Fn::Transform', { Name: 'AWS::Include', Parameters: {} }),
    ],
  ])('%s', (_, add) => {
    const world = setUp();
    add(world);
    expect(refusalOf(world.stack)).toMatch(MAYBE);
  });

  it('unless it is listed, guarded, or of another API', () => {
    const world = setUp(['GET /a']);
    const other = new apigwv2.CfnApi(world.stack, 'Other', { name: 'other', protocolType: 'HTTP' });
    addRoute(world, { 'Fn::ImportValue': 'elsewhere' });
    addRoute(world, other.ref, 'OfOther').addPropertyOverride('RouteKey', 'GET /b');
    addRoute(world, 'abcdef1234', 'OfLiteral').addPropertyOverride('RouteKey', 'GET /c');
    const guarded = addRoute(world, { 'Fn::ImportValue': 'elsewhere' }, 'Guarded');
    guarded.addPropertyOverride('RouteKey', 'GET /d');
    guarded.addPropertyOverride('AuthorizationType', 'AWS_IAM');
    expect(() => templateOf(world.stack, { keep: false })).not.toThrow();
  });
});

it('a route that no HTTP API can have belongs to a WebSocket API', () => {
  const world = setUp();
  const ofParameter = (routeKey: unknown, id: string) =>
    addRoute(world, { 'Fn::ImportValue': 'elsewhere' }, id).addPropertyOverride('RouteKey', routeKey);
  for (const key of ['$connect', '$disconnect', 'sendMessage', 'get /a']) ofParameter(key, key);
  expect(() => templateOf(world.stack, { keep: false })).not.toThrow();
  for (const [id, key] of Object.entries({ A: '$default', B: 'ANY /a', C: { Ref: 'AWS::Region' } }))
    ofParameter(key, id);
  const unreadable = routesThatMayBelong(new IndexedApi(new TemplateIndex(world.stack.node.root), world.httpApi));
  expect(unreadable.map(({ constructPath }) => constructPath)).toEqual(['S/A', 'S/B', 'S/C']);
});

it('what is in a stage of the app is synthesized apart', () => {
  const world = setUp();
  const inStage = new Stack(new Stage(world.stack.node.root, 'Prod'), 'T');
  addRoute({ ...world, stack: inStage }, { 'Fn::ImportValue': 'elsewhere' });
  expect(() => templateOf(world.stack, { keep: false })).not.toThrow();
});

it('a route of no API belongs to none', () => {
  const world = setUp();
  addRoute(world, { Ref: 'AWS::NoValue' });
  addRoute(world, { 'Fn::ImportValue': 'elsewhere' }, 'Unknown');
  const unreadable = routesThatMayBelong(new IndexedApi(new TemplateIndex(world.stack.node.root), world.httpApi));
  expect(unreadable.map(({ constructPath }) => constructPath)).toEqual(['S/Unknown']);
});

describe('an event of a function in a SAM template', () => {
  const addFunction = ({ stack }: World, events: unknown) => {
    stack.addTransform('AWS::Serverless-2016-10-31');
    new CfnResource(stack, 'Sam', {
      type: 'AWS::Serverless::Function',
      properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', InlineCode: 'x', Events: events },
    });
  };
  const eventOf = (apiId: unknown, type = 'HttpApi') => ({
    Hello: { Type: type, Properties: { ApiId: apiId, Path: '/a', Method: 'get' } },
  });

  it.each<[string, (world: World) => unknown]>([
    ['of the API', ({ id }) => eventOf({ Ref: id })],
    ['of an API that only the deployment knows', () => eventOf({ 'Fn::ImportValue': 'elsewhere' })],
    ['with unknown properties', () => ({ Hello: { Type: 'HttpApi', Properties: { 'Fn::Transform': {} } } })],
    ['that is not known', () => ({ Hello: { 'Fn::Transform': {} } })],
    ['among those that are not known', () => ({ 'Fn::Transform': {} })],
    ['in one branch of a condition', ({ id }) => ({ 'Fn::If': ['C', {}, eventOf({ Ref: id })] })],
    ['that is not known in one branch', () => ({ 'Fn::If': ['C', {}, { 'Fn::Transform': {} }] })],
    ['whose API is one of two', ({ id }) => eventOf({ 'Fn::If': ['C', { Ref: 'AWS::NoValue' }, { Ref: id }] })],
  ])('may be an open route: %s', (_, eventsOf) => {
    const world = setUp();
    addFunction(world, eventsOf(world));
    expect(refusalOf(world.stack)).toMatch(/The event "(Hello|Events)" of S\/Sam is .*: SAM creates a route for it/);
  });

  it('is not a route of the API if it is of another one, or of another kind', () => {
    const world = setUp();
    const other = new CfnResource(world.stack, 'Other', { type: 'AWS::Serverless::HttpApi' });
    new CfnCondition(world.stack, 'C', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
    addFunction(world, {
      ...eventOf(other.ref),
      Either: { 'Fn::If': ['C', eventOf(other.ref).Hello, { Type: 'SQS', Properties: {} }] },
      Rest: { Type: 'Api', Properties: { ApiId: { Ref: world.id }, Path: '/a', Method: 'get' } },
      Queue: { Type: 'SQS', Properties: { 'Fn::Transform': { Name: 'Macro', Parameters: {} } } },
    });
    expect(() => templateOf(world.stack, { keep: false })).not.toThrow();
  });
});

describe("an event of SAM's implicit API, which has no ApiId", () => {
  const properties = (event: object) => ({
    Events: { Hello: { Type: 'HttpApi', Properties: { Path: '/a', Method: 'get', ...event } } },
  });
  const type = 'AWS::Serverless::Function';
  const noValue = { ApiId: { 'Fn::If': ['C', { Ref: 'AWS::NoValue' }, 'a1b2c3'] } };

  it.each<[string, string | undefined, (stack: Stack, other: Stack) => unknown]>([
    ['of a resource', 'S/Sam', (stack) => new CfnResource(stack, 'Sam', { type, properties: properties({}) })],
    ['in a branch', 'S/Sam', (stack) => new CfnResource(stack, 'Sam', { type, properties: properties(noValue) })],
    [
      'in an included template',
      'S/In/Fn',
      (stack) => new Included(stack, 'In', { Resources: { Fn: { Type: type, Properties: properties({}) } } }),
    ],
    [
      'in another stack, which has an implicit API of its own',
      undefined,
      (_, other) => new CfnResource(other, 'Sam', { type, properties: properties({}) }),
    ],
    [
      'of another API',
      undefined,
      (stack) => new CfnResource(stack, 'Sam', { type, properties: properties({ ApiId: 'a1b2c3' }) }),
    ],
    ['of a function without events', undefined, (stack) => new CfnResource(stack, 'Sam', { type })],
  ])('may be an open route: %s', (_, path, add) => {
    const { stack, authorizer, fn } = setUpRoutes();
    const other = new Stack(stack.node.root, 'Other');
    stack.addTransform('AWS::Serverless-2016-10-31');
    const httpApiId = Token.asString({ Ref: 'ServerlessHttpApi' });
    const httpApi = apigwv2.HttpApi.fromHttpApiAttributes(stack, 'Implicit', { httpApiId });
    authorizer.requireOnEveryRoute(httpApi);
    authorizer.addLambdaRoute(fn, { httpApi, path: '/b' });
    add(stack, other);
    const rows = HttpApiAccess.of(httpApi).rows.map(({ constructPath }) => constructPath);
    expect(rows.filter((each) => each !== 'S/Implicit/ANY--b')).toEqual(path === undefined ? [] : [path]);
    if (path === undefined) expect(() => templateOf(stack, { keep: false })).not.toThrow('SAM creates a route');
    else expect(refusalOf(stack)).toContain(`The event "Hello" of ${path} is `);
  });
});

describe('what is made from another template', () => {
  it.each([
    ['AWS::CloudFormation::Stack', { TemplateURL: 'https://example.com/a.json', Parameters: 'ID' }],
    ['AWS::CloudFormation::StackSet', { StackSetName: 'a', Parameters: [{ ParameterValue: 'ID' }] }],
    ['AWS::Serverless::Application', { Location: 'a.yaml', Parameters: 'ID' }],
    ['AWS::ServiceCatalog::CloudFormationProvisionedProduct', { ProvisioningParameters: [{ Value: 'ID' }] }],
    ['Acme::Api::Routes::MODULE', { TheApi: 'ID' }],
  ])('may add open routes to an API whose ID it gets: %s', (type, properties) => {
    const world = setUp();
    const given = JSON.stringify(properties).replace('ID', `api/${world.httpApi.apiId}`);
    new CfnResource(world.stack, 'Made', { type, properties: JSON.parse(given) as object });
    expect(refusalOf(world.stack)).toContain('S/Made is made from another template: its template, which this library');
  });

  it('may be in the app, or not get the ID', () => {
    const world = setUp();
    new CfnStack(world.stack, 'File', { templateUrl: 'https://example.com/a.json', parameters: { Api: 'abcdef1234' } });
    const nested = new NestedStack(world.stack, 'Nested', { parameters: { TheApi: world.httpApi.apiId } });
    new CfnParameter(nested, 'TheApi');
    new CfnResource(nested, 'R', { type: 'AWS::CloudFormation::WaitConditionHandle' });
    expect(() => templateOf(world.stack, { keep: false })).not.toThrow();
  });

  it.each(['AWS::ApiGatewayV2::Route', 'AWS::CloudFormation::Stack', 'A::B::C::MODULE', undefined])(
    'may be included without constructs, and get the ID: %s',
    (Type) => {
      const world = setUp();
      const Properties = { ApiId: { Ref: world.id }, RouteKey: 'GET /a' };
      new Included(world.stack, 'I', { Resources: { Mine: { Type, Properties } } });
      expect(refusalOf(world.stack)).toContain(
        `S/I/Mine is ${Type ? `of the type "${Type}"` : 'a transform'}, in a template that was included without constructs`,
      );
    },
  );

  it('may be included without constructs, for an API that a condition chooses', () => {
    const { stack, authorizer, fn, id } = setUp();
    const other = new apigwv2.HttpApi(stack, 'Other');
    new CfnCondition(stack, 'C', { expression: Fn.conditionEquals('a', 'b') });
    const httpApiId = Fn.conditionIf('C', { Ref: id }, other.apiId).toString();
    const httpApi = apigwv2.HttpApi.fromHttpApiAttributes(stack, 'Either', { httpApiId });
    authorizer.addLambdaRoute(fn, { httpApi, path: '/' });
    authorizer.requireOnEveryRoute(httpApi);
    const Properties = { ApiId: stack.resolve(other.apiId) as object, RouteKey: 'GET /a' };
    new Included(stack, 'I', { Resources: { Mine: { Type: 'AWS::ApiGatewayV2::Route', Properties } } });
    expect(refusalOf(stack)).toContain('S/I/Mine is of the type "AWS::ApiGatewayV2::Route"');
  });

  it('may be included without constructs, as routes in a loop', () => {
    const world = setUp();
    const Route = { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: world.id }, RouteKey: 'GET /${P}' } };
    new Included(world.stack, 'I', { Resources: { 'Fn::ForEach::Routes': ['P', ['a'], { 'Route${P}': Route }] } });
    expect(refusalOf(world.stack)).toContain('S/I/Route${P} is of the type "AWS::ApiGatewayV2::Route"');
  });

  it('may be included without constructs, as a transform of which nothing is known', () => {
    const world = setUp();
    const transform = { Name: 'AWS::Include', Parameters: { Location: 's3://bucket/key' } };
    new Included(world.stack, 'I', { Resources: { 'Fn::Transform': transform } });
    expect(refusalOf(world.stack)).toContain('S/I/Fn::Transform is a transform, in a template that was included');
  });

  it('may be included in a stack without a part of the API, as a transform that does not mention it', () => {
    const world = setUp();
    const other = new Stack(world.stack.node.root, 'Other');
    const include = (id: string, parameters: object) =>
      new Included(other, id, { Resources: { 'Fn::Transform': { Name: 'AWS::Include', Parameters: parameters } } });
    include('Foreign', { Location: 's3://bucket/key' });
    world.stack.exportValue(world.httpApi.apiId, { name: 'the-api' });
    include('Own', { Location: 's3://bucket/key', Api: { 'Fn::ImportValue': 'the-api' } });
    expect(refusalOf(world.stack).match(/Other\/\w+/g)).toEqual(['Other/Own']);
  });

  it('may be included without constructs, as a function of SAM with a route of an API that nothing names', () => {
    const functionWith = (apiId: unknown) => ({
      Type: 'AWS::Serverless::Function',
      Properties: { Events: { Hello: { Type: 'HttpApi', Properties: { ApiId: apiId, Path: '/a', Method: 'get' } } } },
    });
    const world = setUp();
    const Theirs = { Type: 'AWS::Serverless::HttpApi' };
    new Included(world.stack, 'Own', { Resources: { Fn: functionWith({ Ref: 'Theirs' }), Theirs } });
    new Included(world.stack, 'Implicit', { Resources: { Fn: functionWith(undefined) } });
    new Included(world.stack, 'I', { Resources: { Fn: functionWith({ Ref: 'Parameter' }) } });
    expect(refusalOf(world.stack).match(/The event "Hello" of \S+/g)).toEqual(['The event "Hello" of S/I/Fn']);
  });

  it('may be included without constructs, with a route of an API that nothing names', () => {
    const world = setUp();
    const Properties = { ApiId: { 'Fn::ImportValue': 'api' }, RouteKey: 'GET /a' };
    new Included(world.stack, 'I', { Resources: { Mine: { Type: 'AWS::ApiGatewayV2::Route', Properties } } });
    expect(refusalOf(world.stack)).toContain('S/I/Mine is of the type "AWS::ApiGatewayV2::Route"');
  });

  it('is none of our business if it has an API of its own, or a stack without the ID', () => {
    const world = setUp();
    const Route = { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Theirs' }, RouteKey: 'GET /a' } };
    const Theirs = { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'a', ProtocolType: 'WEBSOCKET' } };
    const Nested = { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://example.com/a.json' } };
    new Included(world.stack, 'I', { Resources: { Route, Theirs, Nested } });
    expect(() => templateOf(world.stack, { keep: false })).not.toThrow(/without constructs/);
  });

  it('is not looked at if it has no routes', () => {
    const world = setUp();
    const Mine = { Type: 'AWS::SNS::Topic' };
    new Included(world.stack, 'I', { Resources: { Mine } });
    expect(() => templateOf(world.stack, { keep: false })).not.toThrow();
  });
});

it.each(['DefinitionBody', 'DefinitionUri'])('an API of SAM may have routes of its own: %s', (property) => {
  const { stack, authorizer } = setUpRoutes();
  const sam = new CfnResource(stack, 'Sam', { type: 'AWS::Serverless::HttpApi', properties: { [property]: 'x' } });
  authorizer.requireOnEveryRoute(apigwv2.HttpApi.fromHttpApiAttributes(stack, 'W', { httpApiId: sam.ref }));
  expect(refusalOf(stack)).toContain('body of S/Sam is set');
});

describe('the API itself', () => {
  const WAYS: [string, (stack: Stack, api: apigwv2.CfnApi) => apigwv2.IHttpApi][] = [
    ['as it was made', (_, api) => api.node.scope as apigwv2.HttpApi],
    ['referred to', (stack, { ref: httpApiId }) => apigwv2.HttpApi.fromHttpApiAttributes(stack, 'W', { httpApiId })],
  ];
  it.each(
    WAYS.flatMap(([way, apiOf]) =>
      [
        ['Target', 'arn:aws:lambda:eu-west-1:111111111111:function:f', /target of S\/Api\/Resource is set/] as const,
        ['Body', { openapi: '3.0.1', paths: {} }, /body of S\/Api\/Resource is set/] as const,
        ['BodyS3Location', { Bucket: 'bucket', Key: 'api.json' }, /body of S\/Api\/Resource is set/] as const,
        [
          'Fn::Transform',
          { Name: 'AWS::Include', Parameters: { Location: 's3://b/k' } },
          /body of S\/Api\/Resource is set/,
        ] as const,
      ].map((each) => [way, ...each, apiOf] as const),
    ),
  )('may make routes of its own: %s, %s', (_way, property, value, expected, apiOf) => {
    const { stack, httpApi, authorizer } = setUpRoutes();
    const api = httpApi.node.defaultChild as apigwv2.CfnApi;
    authorizer.requireOnEveryRoute(apiOf(stack, api));
    api.addPropertyOverride(property, value);
    expect(refusalOf(stack)).toMatch(expected);
  });
});
