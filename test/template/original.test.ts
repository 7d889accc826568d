import { Aspects, CfnCondition, CfnParameter, CfnResource, Fn, Lazy, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { describe, expect, it } from 'vitest';
import { Problems } from '../../lib/checks/problems';
import { Original } from '../../lib/template/original';
import { stageOf, TemplateIndex } from '../../lib/template/template-index';
import { newStack } from '../support/synth';

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

function problemsOf(stack: Stack, original: Original): string[] {
  const problems = new Problems(stack);
  original.check(new TemplateIndex(stageOf(stack)), problems, 'this would be bad');
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

  it('is changed by the same branches of another condition', () => {
    const { stack, authorizer } = make();
    const either = (condition: string) => Fn.conditionIf(condition, 'a', 'b');
    authorizer.name = either('C').toString();
    const original = new Original(authorizer);
    authorizer.addPropertyOverride('Name', either('C'));
    expect(problemsOf(stack, original)).toEqual([]);
    authorizer.addPropertyOverride('Name', either('D'));
    expect(problemsOf(stack, original)).toEqual([
      expect.stringContaining(
        '"a" or "b" by the condition D: it was "a" or "b" by the condition C, and this would be bad',
      ),
    ]);
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
    const free = new Original(authorizer, { mayChange: (name) => name === property });
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
        'Remove the override, Aspect, property injector or assignment that changes it.',
    ]);
  });

  it('is compared with what it was given, which a property injector may have changed', () => {
    const { stack, authorizer } = make();
    expect(problemsOf(stack, new Original(authorizer, { given: { authorizerType: 'JWT' } }))).toEqual([]);
    expect(problemsOf(stack, new Original(authorizer, { given: { authorizerType: 'REQUEST' } }))).toEqual([
      expect.stringContaining('AuthorizerType of S/Authorizer is "JWT": it was "REQUEST"'),
    ]);
  });
});

describe('a resource that another needs without a reference', () => {
  const setUp = () => {
    const stack = newStack('S');
    const [needed, neededBy] = ['Needed', 'NeededBy'].map((id) => new CfnResource(stack, id, { type: 'X::Y::Z' }));
    const condition = new CfnCondition(stack, 'Cond', { expression: Fn.conditionEquals('a', 'b') });
    const original = new Original(needed!, { neededBy });
    return { stack, needed: needed!, neededBy: neededBy!, condition, original };
  };

  it('may not be removed', () => {
    const { stack, original } = setUp();
    stack.node.tryRemoveChild('Needed');
    expect(problemsOf(stack, original)).toEqual(['S/Needed is removed from the app: this would be bad. Keep it.']);
  });

  it('may not be missing where the other one exists', () => {
    const { stack, needed, condition, original } = setUp();
    needed.cfnOptions.condition = condition;
    expect(problemsOf(stack, original)).toEqual([
      'condition of S/Needed is "Cond", which S/NeededBy does not have: where the condition does not hold, this would be bad. Remove the condition, or give both the same.',
    ]);
  });

  it('may be missing with the other one', () => {
    const { stack, needed, neededBy, condition, original } = setUp();
    for (const each of [needed, neededBy]) each.cfnOptions.condition = condition;
    expect(problemsOf(stack, original)).toEqual([]);
  });
});
