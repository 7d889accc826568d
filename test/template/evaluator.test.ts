import { Aws, CfnCondition, CfnOutput, CfnParameter, Fn, Lazy, NestedStack, Stack, Token } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TemplateIndex } from '../../lib/template/template-index';
import { ABSENT, branchesOf, isSame, literal, showValue, targetsIn, Value } from '../../lib/template/value';
import { seed } from '../support/random';
import { newApp, newStack } from '../support/synth';

const evaluate = (rendered: unknown, stack = newStack()) =>
  new TemplateIndex(stack.node.root).evaluate(rendered, stack);

const REGION = { Ref: 'AWS::Region' };

describe('constants', () => {
  it.each<[string, unknown, string]>([
    ['Join', { 'Fn::Join': ['-', ['a', 'b', 'c']] }, 'a-b-c'],
    ['a Join of nothing', { 'Fn::Join': ['-', []] }, ''],
    ['a Join of a number', { 'Fn::Join': ['-', [5]] }, '5'],
    ['a Join of a Join', { 'Fn::Join': ['', ['a', { 'Fn::Join': ['', ['b', 'c']] }]] }, 'abc'],
    ['a Join without what is absent', { 'Fn::Join': ['-', ['a', { Ref: 'AWS::NoValue' }, 'c']] }, 'a-c'],
    ['Select', { 'Fn::Select': [1, ['a', 'b']] }, 'b'],
    ['a Select by a string', { 'Fn::Select': ['0', ['a', 'b']] }, 'a'],
    ['Split', { 'Fn::Select': [2, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'c'],
    ['Sub', { 'Fn::Sub': 'abc' }, 'abc'],
    ['a Sub with variables', { 'Fn::Sub': ['a${B}${ C }', { B: 'b', C: { 'Fn::Join': ['', ['c', 'd']] } }] }, 'abcd'],
    ['a Sub with a dollar sign', { 'Fn::Sub': '${!A} $5' }, '${A} $5'],
  ])('are folded: %s', (_, rendered, expected) => {
    expect(evaluate(rendered)).toEqual(literal(expected));
  });

  it.each<[unknown, Value]>([
    ['a', literal('a')],
    [5, literal(5)],
    [true, literal(true)],
    [undefined, { kind: 'absent' }],
    [null, { kind: 'absent' }],
    [{ Ref: 'AWS::NoValue' }, { kind: 'absent' }],
    [['a', { Ref: 'AWS::NoValue' }], { kind: 'list', items: [literal('a')] }],
    [{ a: 'b' }, { kind: 'map', entries: { a: literal('b') } }],
    [{}, { kind: 'map', entries: {} }],
    [
      { Ref: 'a', b: 'c' },
      { kind: 'map', entries: { Ref: literal('a'), b: literal('c') } },
    ],
  ])('stand for themselves: %j', (rendered, expected) => {
    expect(evaluate(rendered)).toEqual(expected);
  });
});

it.each([
  [{ 'Fn::If': 'C' }, 'Fn::If'],
  [{ 'Fn::If': ['C'] }, 'Fn::If'],
  [{ 'Fn::If': ['C', 'a'] }, 'Fn::If'],
  [{ 'Fn::If': ['C', 'a', 'b', 'c'] }, 'Fn::If'],
  [{ 'Fn::Join': 'a' }, 'Fn::Join'],
  [{ 'Fn::Join': ['-'] }, 'Fn::Join'],
  [{ 'Fn::Select': [0] }, 'Fn::Select'],
  [{ 'Fn::Split': ['/'] }, 'Fn::Split'],
  [{ 'Fn::Sub': [] }, 'Fn::Sub'],
  [{ 'Fn::Sub': {} }, 'Fn::Sub'],
])('a function without what it needs is unknown: %j', (rendered, name) => {
  expect(evaluate(rendered)).toMatchObject({ kind: 'unknown', name });
});

it('a Join keeps the functions in it', () => {
  const value = evaluate({ 'Fn::Join': ['', ['a', { 'Fn::ImportValue': 'x' }]] }) as { operands?: Value[] };
  expect(value.operands).toMatchObject([literal('a'), { kind: 'unknown', name: 'Fn::ImportValue' }]);
});

describe('Fn::If', () => {
  const ifThen = (one: unknown, other: unknown) => ({ 'Fn::If': ['C', one, other] });

  it.each<[string, unknown, string[]]>([
    ['has two branches', ifThen('a', 'b'), ['a', 'b']],
    ['is flattened', ifThen('a', ifThen('b', 'c')), ['a', 'b', 'c']],
    ['is in each part of a Join', { 'Fn::Join': ['', [ifThen('a', 'b'), ifThen('c', 'd')]] }, ['ac', 'ad', 'bc', 'bd']],
    ['is in a Sub', { 'Fn::Sub': ['x${A}', { A: ifThen('a', 'b') }] }, ['xa', 'xb']],
    ['selects', { 'Fn::Select': [ifThen(0, 1), ['a', 'b']] }, ['a', 'b']],
  ])('%s', (_, rendered, expected) => {
    expect(branchesOf(evaluate(rendered))).toEqual(expected.map(literal));
  });

  it('may be absent in a branch', () => {
    expect(branchesOf(evaluate(ifThen('a', { Ref: 'AWS::NoValue' })))).toEqual([literal('a'), ABSENT]);
  });

  it('is that of another condition, wherever it is', () => {
    const byD = { 'Fn::If': ['D', 'a', 'b'] };
    for (const within of [
      (value: unknown) => value,
      (value: unknown) => [value],
      (value: unknown) => ifThen('c', value),
      (value: unknown) => ({ 'Fn::Join': ['-', ['x', value]] }),
      (value: unknown) => ({ 'Fn::Sub': ['x${A}', { A: value }] }),
    ]) {
      const [one, same, other] = [ifThen('a', 'b'), ifThen('a', 'b'), byD].map((each) => evaluate(within(each)));
      expect([isSame(one!, same!), isSame(one!, other!)]).toEqual([true, false]);
    }
  });

  it('counts as unknown where there are too many combinations', () => {
    const seven = Array.from({ length: 7 }, () => ifThen('a', 'b'));
    expect(evaluate({ 'Fn::Join': ['', seven.slice(0, 6)] })).toMatchObject({ kind: 'branches' });
    expect(evaluate({ 'Fn::Join': ['', seven] })).toMatchObject({ kind: 'unknown', name: 'Fn::Join' });
    expect(evaluate({ 'Fn::Sub': ['${A}'.repeat(7), { A: ifThen('a', 'b') }] })).toMatchObject({
      kind: 'unknown',
      name: 'Fn::Sub',
    });
  });
});

describe('a reference', () => {
  const setUp = () => {
    const stack = newStack();
    const pool = new cognito.CfnUserPool(stack, 'Pool');
    return { stack, pool, valueOf: (value: unknown) => new TemplateIndex(stack.node.root).valueOf(stack, value) };
  };
  const ref = (pool: cognito.CfnUserPool, attribute = 'Ref') => ({ kind: 'reference', target: pool, attribute });

  it.each<[string, unknown, string]>([
    ['Ref', { Ref: 'Pool' }, 'Ref'],
    ['GetAtt', { 'Fn::GetAtt': ['Pool', 'Arn'] }, 'Arn'],
    ['GetAtt with a dot', { 'Fn::GetAtt': 'Pool.Arn' }, 'Arn'],
    ['GetAtt with dots', { 'Fn::GetAtt': ['Pool', 'A.B'] }, 'A.B'],
    ['GetAtt with only dots', { 'Fn::GetAtt': 'Pool.A.B' }, 'A.B'],
    ['Sub of an attribute with a dot', { 'Fn::Sub': '${Pool.A.B}' }, 'A.B'],
    ['Sub', { 'Fn::Sub': '${Pool}' }, 'Ref'],
    ['Sub of an attribute', { 'Fn::Sub': '${Pool.Arn}' }, 'Arn'],
    ['Sub of a variable', { 'Fn::Sub': ['${A}', { A: { Ref: 'Pool' } }] }, 'Ref'],
    ['Join', { 'Fn::Join': ['', ['', { Ref: 'Pool' }]] }, 'Ref'],
    ['Select', { 'Fn::Select': [0, [{ Ref: 'Pool' }]] }, 'Ref'],
  ])('is found in %s, written by hand', (_, rendered, attribute) => {
    const { pool, valueOf } = setUp();
    expect(valueOf(rendered)).toEqual(ref(pool, attribute));
  });

  it('is found in the tokens of the CDK', () => {
    const { pool, valueOf } = setUp();
    expect(valueOf(pool.attrArn)).toEqual(ref(pool, 'Arn'));
    expect(valueOf(Lazy.string({ produce: () => pool.ref }))).toEqual(ref(pool));
    expect(valueOf([pool.ref])).toEqual({ kind: 'list', items: [ref(pool)] });
  });

  it('is part of what a function depends on', () => {
    const { pool, valueOf } = setUp();
    const rendered = { 'Fn::Base64': { 'Fn::Join': ['/', ['a', { Ref: 'Pool' }, REGION]] } };
    expect(targetsIn(valueOf(rendered))).toEqual([pool, pool.stack]);
  });

  it('to nothing that the stack has is unknown', () => {
    const { valueOf } = setUp();
    expect(valueOf({ Ref: 'Nobody' })).toMatchObject({ kind: 'unknown' });
    expect(valueOf({ 'Fn::GetAtt': ['Nobody', 'Arn'] })).toMatchObject({ kind: 'unknown' });
  });

  it('to a parameter is a reference', () => {
    const { stack, valueOf } = setUp();
    const parameter = new CfnParameter(stack, 'Parameter');
    expect(valueOf(parameter.valueAsString)).toMatchObject({ kind: 'reference', target: parameter });
  });
});

describe('the environment', () => {
  it('is known for a stack that has one', () => {
    const stack = newStack('Stack', { env: { account: '111111111111', region: 'eu-west-1' } });
    expect(evaluate({ 'Fn::Sub': '${AWS::Region}/${AWS::AccountId}' }, stack)).toEqual(
      literal('eu-west-1/111111111111'),
    );
  });

  it('has the name of a stack, unless it is nested', () => {
    const stack = newStack('Stack', { stackName: 'mine' });
    expect(evaluate({ Ref: 'AWS::StackName' }, stack)).toEqual(literal('mine'));
    const nested = new NestedStack(stack, 'Nested');
    expect(evaluate({ Ref: 'AWS::StackName' }, nested)).toMatchObject({ kind: 'reference', target: nested });
  });

  it('is the same in the words of the stack itself and in those of its template', () => {
    const app = newApp();
    const [one, other] = ['One', 'Other'].map((id) => new Stack(app, id)) as [Stack, Stack];
    const index = new TemplateIndex(app);
    const [own, read, theirs] = [
      index.valueOf(one, Aws.STACK_ID),
      index.valueOf(other, one.stackId),
      index.valueOf(other, Aws.STACK_ID),
    ];
    expect(isSame(own, read)).toBe(true);
    expect(isSame(own, theirs)).toBe(false);
  });

  it('is an attribute of any other stack', () => {
    const app = newApp();
    const [one, other] = ['One', 'Other'].map((id) => new Stack(app, id)) as [Stack, Stack];
    const index = new TemplateIndex(app);
    const regions = [one, one, other].map((stack) => index.valueOf(stack, Aws.REGION));
    expect(isSame(regions[0]!, regions[1]!)).toBe(true);
    expect(isSame(regions[0]!, regions[2]!)).toBe(false);
  });

  it('decides what a lookup and an import are', () => {
    const app = newApp();
    const values = (value: (stack: Stack) => unknown) => {
      const stacks = ['111111111111', '222222222222'].map(
        (account) => new Stack(app, `S${app.node.children.length}`, { env: { account, region: 'eu-west-1' } }),
      );
      const index = new TemplateIndex(app);
      return [...stacks, stacks[0]!].map((stack) => index.valueOf(stack, value(stack))) as [Value, Value, Value];
    };
    const kinds: ((stack: Stack) => unknown)[] = [
      (stack) => ssm.StringParameter.valueFromLookup(stack, 'name'),
      () => Fn.importValue('Name'),
    ];
    for (const [one, other, again] of kinds.map(values)) {
      expect(one.kind).toBe('unknown');
      expect(isSame(one, again)).toBe(true);
      expect(isSame(one, other)).toBe(false);
    }
  });
});

describe('what is behind a value of another stack', () => {
  it('is found through an export', () => {
    const app = newApp();
    const [one, other] = ['One', 'Other'].map((id) => new Stack(app, id)) as [Stack, Stack];
    const pool = new cognito.CfnUserPool(one, 'Pool');
    const output = new CfnOutput(one, 'Output', { value: pool.ref, exportName: 'Pool' });
    const index = new TemplateIndex(app);
    const expected = { kind: 'reference', target: pool, attribute: 'Ref' };
    expect(index.valueOf(other, output.importValue)).toEqual(expected);
    expect(index.valueOf(other, { 'Fn::ImportValue': { 'Fn::Sub': '${A}ool' } })).toMatchObject({ kind: 'unknown' });
    expect(index.valueOf(other, { 'Fn::ImportValue': { 'Fn::Join': ['', ['P', 'ool']] } })).toEqual(expected);
  });

  it('is found through a parameter or an output of a nested stack', () => {
    const stack = newStack();
    const pool = new cognito.CfnUserPool(stack, 'Pool');
    const nested = new NestedStack(stack, 'Nested', { parameters: { PoolId: pool.ref } });
    const parameter = new CfnParameter(nested, 'PoolId');
    const missing = new CfnParameter(nested, 'Missing');
    const inner = new cognito.CfnUserPool(nested, 'Inner');
    new CfnOutput(nested, 'Output', { value: inner.attrArn });
    const index = new TemplateIndex(stack.node.root);
    expect(index.valueOf(nested, parameter.valueAsString)).toEqual({
      kind: 'reference',
      target: pool,
      attribute: 'Ref',
    });
    expect(index.valueOf(nested, missing.valueAsString)).toMatchObject({ kind: 'reference', target: missing });
    const id = stack.getLogicalId(nested.nestedStackResource as never);
    expect(index.evaluate({ 'Fn::GetAtt': [id, 'Outputs.Output'] }, stack)).toEqual({
      kind: 'reference',
      target: inner,
      attribute: 'Arn',
    });
    expect(index.evaluate({ 'Fn::GetAtt': [id, 'Outputs.Nothing'] }, stack)).toMatchObject({
      target: nested.nestedStackResource,
    });
  });

  it('is unknown where values refer to each other in a cycle', () => {
    const app = newApp();
    const stack = new Stack(app, 'Stack');
    new CfnOutput(stack, 'A', { value: Fn.importValue('B'), exportName: 'A' });
    new CfnOutput(stack, 'B', { value: Fn.importValue('A'), exportName: 'B' });
    expect(new TemplateIndex(app).valueOf(stack, Fn.importValue('A'))).toMatchObject({ kind: 'unknown' });
  });
});

it('a Fn::If of the CDK has the branches of the template', () => {
  const stack = newStack();
  const condition = new CfnCondition(stack, 'If');
  const value = Token.asString(Fn.conditionIf(condition.logicalId, 'a', Aws.NO_VALUE));
  expect(new TemplateIndex(stack.node.root).valueOf(stack, value)).toMatchObject({ kind: 'branches' });
});

/** Functions of constants, as CloudFormation documents them, written independently of the evaluator. */
const expression = fc.letrec<{ any: { rendered: unknown; text: string } }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.string({ maxLength: 4 }).map((text) => ({ rendered: text, text })),
    fc.tuple(fc.constantFrom('', '-', '/'), fc.array(tie('any'), { maxLength: 3 })).map(([delimiter, parts]) => ({
      rendered: { 'Fn::Join': [delimiter, parts.map(({ rendered }) => rendered)] },
      text: parts.map(({ text }) => text).join(delimiter),
    })),
    fc.tuple(fc.array(tie('any'), { minLength: 1, maxLength: 3 }), fc.nat()).map(([items, place]) => ({
      rendered: { 'Fn::Select': [String(place % items.length), items.map(({ rendered }) => rendered)] },
      text: items[place % items.length]!.text,
    })),
    fc.tuple(tie('any'), tie('any')).map(([one, other]) => ({
      rendered: { 'Fn::Sub': ['${One}-${Other}', { One: one.rendered, Other: other.rendered }] },
      text: `${one.text}-${other.text}`,
    })),
  ),
}));

it('functions of constants are folded to what CloudFormation makes of them', () => {
  fc.assert(
    fc.property(expression.any, ({ rendered, text }) => {
      expect(evaluate(rendered)).toEqual(literal(text));
    }),
    { numRuns: 200, seed },
  );
});

describe('what only the deployment knows', () => {
  const unknown = (name: string, ...operands: Value[]): Value => ({ kind: 'unknown', name, operands });
  const imported = { 'Fn::ImportValue': 'There' };
  const stack = newStack();
  const [region, there] = [REGION, imported].map((each) => evaluate(each, stack)) as [Value, Value];

  it.each<[string, unknown, Value]>([
    ['a parameter of the Systems Manager', '{{resolve:ssm:/a}}', unknown('resolve', literal('{{resolve:ssm:/a}}'))],
    [
      'a join with it',
      { 'Fn::Join': ['', ['a', REGION, 'b']] },
      unknown('Fn::Join', literal('a'), region, literal('b')),
    ],
    [
      'a join of joins, which is one',
      { 'Fn::Join': ['', [{ 'Fn::Join': ['-', ['a', REGION]] }, 'b']] },
      unknown('Fn::Join', literal('a-'), region, literal('b')),
    ],
    ['a join of nothing else', { 'Fn::Join': ['', [REGION, '']] }, region],
    ['a join with an unknown delimiter', { 'Fn::Join': [REGION, ['a']] }, unknown('Fn::Join', region, evaluate(['a']))],
    ['a join of an unknown list', { 'Fn::Join': ['', imported] }, unknown('Fn::Join', literal(''), there)],
    [
      'a selection by an unknown place',
      { 'Fn::Select': [REGION, ['a']] },
      unknown('Fn::Select', region, evaluate(['a'])),
    ],
    ['a selection of an unknown list', { 'Fn::Select': [0, imported] }, unknown('Fn::Select', literal(0), there)],
    ['a selection of nothing', { 'Fn::Select': [] }, unknown('Fn::Select')],
    ['a selection beyond the list', { 'Fn::Select': [1, ['a']] }, unknown('Fn::Select', literal(1), evaluate(['a']))],
    ['a split of it', { 'Fn::Split': ['/', REGION] }, unknown('Fn::Split', literal('/'), region)],
    ['a text that is none', { 'Fn::Sub': [REGION, {}] }, unknown('Fn::Sub', region)],
    ['a text with it', { 'Fn::Sub': 'a ${AWS::Region}' }, unknown('Fn::Join', literal('a '), region)],
    ['a transform', { 'Fn::Transform': { Name: 'X' } }, unknown('Fn::Transform', evaluate({ Name: 'X' }))],
    [
      'what is beside a transform',
      { a: 'b', 'Fn::Transform': 'X' },
      unknown('Fn::Transform', literal('b'), literal('X')),
    ],
  ])('stays what it is: %s', (_, rendered, expected) => {
    const value = evaluate(rendered, stack);
    expect(isSame(value, expected), showValue(value)).toBe(true);
  });

  it('does not make a map with one entry a function', () => {
    expect(evaluate({ Reference: 'a' })).toEqual({ kind: 'map', entries: { Reference: literal('a') } });
    expect(evaluate({ a: 'b', Ref: 'c' }).kind).toBe('map');
  });

  it('may be absent in a branch of a list', () => {
    const items = ['a', { 'Fn::If': ['C', 'b', { Ref: 'AWS::NoValue' }] }];
    expect(branchesOf(evaluate({ 'Fn::Join': ['-', items] }))).toEqual([literal('a-b'), literal('a')]);
  });

  it('counts as unknown in a list with too many combinations', () => {
    const items = Array.from({ length: 7 }, (_, place) => ({ 'Fn::If': ['C', `a${place}`, `b${place}`] }));
    expect(evaluate({ 'Fn::Join': ['', items] })).toMatchObject({ kind: 'unknown', name: 'Fn::Join' });
    expect(evaluate({ 'Fn::Join': ['', items.slice(1)] }).kind).toBe('branches');
  });
});
