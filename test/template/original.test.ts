import { Aspects, CfnCondition, CfnParameter, CfnResource, Fn, Lazy, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { Problems } from '../../lib/checks/problems';
import { Original, OriginalFunction } from '../../lib/template/original';
import { placeOf, TemplateIndex } from '../../lib/template/template-index';
import { newFunction, newStack } from '../support/synth';

function make() {
  const stack = newStack('S');
  const audience = ['a'];
  const authorizer = new apigwv2.CfnAuthorizer(stack, 'Authorizer', {
    apiId: new apigwv2.CfnApi(stack, 'Api').ref,
    authorizerType: 'JWT',
    name: 'authorizer',
    identitySource: ['$request.header.Authorization'],
    jwtConfiguration: { issuer: 'https://example.com', audience: Lazy.uncachedList({ produce: () => audience }) },
  });
  return { stack, authorizer, audience, original: new Original(authorizer) };
}

function problemsOf(stack: Stack, original: Original | OriginalFunction): string[] {
  const problems = new Problems(stack);
  original.check(new TemplateIndex(placeOf(stack)), problems, 'this would be bad');
  return problems.messages();
}

describe('a resource', () => {
  it('is unchanged, although a value that is known only at synthesis came later', () => {
    const { stack, original, audience } = make();
    audience.push('b');
    expect(problemsOf(stack, original)).toEqual([]);
  });

  it('is unchanged by an override that says the same, also in each branch of a condition', () => {
    const { stack, authorizer, original } = make();
    authorizer.addPropertyOverride('AuthorizerType', 'JWT');
    expect(problemsOf(stack, original)).toEqual([]);
    new CfnCondition(stack, 'C', { expression: Fn.conditionEquals('a', 'b') });
    authorizer.addPropertyOverride('AuthorizerType', Fn.conditionIf('C', 'JWT', 'JWT'));
    expect(problemsOf(stack, original)).toEqual([]);
  });

  it.each<[string, string, (authorizer: apigwv2.CfnAuthorizer) => void]>([
    ['AuthorizerType', '"REQUEST"', (it) => it.addPropertyOverride('AuthorizerType', 'REQUEST')],
    ['IdentitySource', 'not set', (it) => it.addPropertyDeletionOverride('IdentitySource')],
    ['AuthorizerResultTtlInSeconds', '300', (it) => it.addPropertyOverride('AuthorizerResultTtlInSeconds', 300)],
    ['IdentitySource', '["$request.querystring.t"]', (it) => (it.identitySource = ['$request.querystring.t'])],
    ['ApiId', '"abc"', (it) => (it.apiId = 'abc')],
    ['JwtConfiguration', '{ ', (it) => it.addPropertyOverride('JwtConfiguration.Audience', ['a', 'z'])],
    [
      'JwtConfiguration',
      '{ ',
      (it) => ((it.jwtConfiguration as { issuer: string }).issuer = 'https://attacker.example.com'),
    ],
    [
      'AuthorizerType',
      '"JWT" or "REQUEST"',
      (it) => it.addPropertyOverride('AuthorizerType', Fn.conditionIf('C', 'JWT', 'REQUEST')),
    ],
    [
      'ApiId',
      'Ref of "P"',
      (it) => it.addPropertyOverride('ApiId', new CfnParameter(it.stack, 'P', { default: 'x' }).valueAsString),
    ],
    [
      'Name',
      '"renamed"',
      (it) =>
        Aspects.of(it.stack).add({
          visit: (node) => {
            if (node === it) it.name = 'renamed';
          },
        }),
    ],
  ])('that is changed in %s, to %s, is reported', (property, given, change) => {
    const { stack, authorizer, original } = make();
    change(authorizer);
    for (const aspect of Aspects.of(stack).all) stack.node.findAll().forEach((node) => aspect.visit(node));
    expect(problemsOf(stack, original)).toEqual([
      expect.stringContaining(`${property} of S/Authorizer is ${given === 'Ref of "P"' ? '' : given}`),
    ]);
    const free = new Original(authorizer, (name) => name === property);
    expect(problemsOf(stack, free).filter((each) => each.includes(`${property} of`))).toEqual([]);
  });

  it('may have properties that are null', () => {
    const stack = newStack('S');
    const resource = new CfnResource(stack, 'R', { type: 'AWS::SNS::Topic', properties: { A: null, B: { C: null } } });
    expect(problemsOf(stack, new Original(resource))).toEqual([]);
  });

  it('is reported with what it was, and what that means', () => {
    const { stack, authorizer, original } = make();
    authorizer.addPropertyOverride('AuthorizerType', 'REQUEST');
    expect(problemsOf(stack, original)).toEqual([
      'AuthorizerType of S/Authorizer is "REQUEST": it was "JWT", and this would be bad. ' +
        'Remove the override, Aspect or assignment that changes it.',
    ]);
  });
});

describe('a function', () => {
  const makeFunction = () => {
    const stack = newStack('S');
    const environment = { A: '1', B: Lazy.uncachedString({ produce: () => '2' }) };
    const fn = new lambda.Function(stack, 'Fn', {
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = () => {}'),
      environment,
    });
    const resource = fn.node.defaultChild as lambda.CfnFunction;
    return { stack, fn, resource, original: new OriginalFunction(resource, environment) };
  };

  it('may get another runtime, more memory and more variables', () => {
    const { stack, fn, resource, original } = makeFunction();
    resource.addPropertyOverride('MemorySize', 1024);
    resource.addPropertyOverride('Runtime', 'nodejs24.x');
    fn.addEnvironment('C', '3');
    expect(problemsOf(stack, original)).toEqual([]);
  });

  it.each<[string, (fn: lambda.Function, resource: CfnResource) => void]>([
    ['Handler', (_, resource) => resource.addPropertyOverride('Handler', 'other.handler')],
    ['Code', (_, resource) => resource.addPropertyOverride('Code', { ZipFile: 'x' })],
    ['Environment', (fn) => fn.addEnvironment('A', 'x')],
    ['Environment', (_, resource) => resource.addPropertyOverride('Environment.Variables.B', 'x')],
    ['Environment', (_, resource) => resource.addPropertyDeletionOverride('Environment.Variables.A')],
    ['Environment', (_, resource) => resource.addPropertyOverride('Environment', { Ref: 'AWS::NoValue' })],
  ])('keeps its %s', (property, change) => {
    const { stack, fn, resource, original } = makeFunction();
    change(fn, resource);
    expect(problemsOf(stack, original)[0]).toContain(`${property} of S/Fn/Resource is `);
  });

  it('is not shown its variables: they may be secret', () => {
    const { stack, fn, original } = makeFunction();
    fn.addEnvironment('A', 'secret');
    expect(problemsOf(stack, original)).toEqual([expect.not.stringContaining('secret')]);
    expect(problemsOf(stack, original)).toEqual([expect.stringContaining('changed, in the variable A')]);
  });
});

it('a function of another construct is compared with what it was, too', () => {
  const stack = newStack('S');
  const fn = newFunction(stack, 'Fn').node.defaultChild as lambda.CfnFunction;
  expect(problemsOf(stack, new OriginalFunction(fn, {}))).toEqual([]);
});
