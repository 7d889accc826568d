import { CfnResource, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { checkCycles, Cycles } from '../../lib/template/cycles';
import { stageOf, TemplateIndex } from '../../lib/template/template-index';
import { refusalOf } from '../support/policies';
import { newApp, newStack, templateOf } from '../support/synth';

const newResource = (scope: Construct, id: string, of?: CfnResource) =>
  new CfnResource(scope, id, { type: 'AWS::SNS::Topic', properties: { TopicName: of?.ref } });
const refer = (one: CfnResource, other: CfnResource) => one.addPropertyOverride('TopicName', other.ref);

const newStacks = (scope: Construct = newApp()): [Stack, Stack] => [new Stack(scope, 'S'), new Stack(scope, 'T')];
const within = (make: (stack: Stack) => [Construct, Construct]) => make(newStack('S'));
const [WITHIN, BETWEEN] = [false, true];

/** Where two resources may be. */
const PLACES: [string, boolean, () => [Construct, Construct]][] = [
  ['one stack', WITHIN, () => within((stack) => [stack, stack])],
  ['a stack and one nested in it', WITHIN, () => within((stack) => [stack, new NestedStack(stack, 'N')])],
  ['two nested stacks', WITHIN, () => within((stack) => [new NestedStack(stack, 'M'), new NestedStack(stack, 'N')])],
  ['two stacks', BETWEEN, () => newStacks()],
  ['two stacks of a stage', BETWEEN, () => newStacks(new Stage(newApp(), 'Stage'))],
];

describe.each(PLACES)('in %s, a cycle', (_, areBetweenStacks, make) => {
  const cyclesThrough = (element: CfnResource, between = areBetweenStacks) =>
    new Cycles(new TemplateIndex(stageOf(element)), between).through(element);

  it('is found where two resources refer to each other', () => {
    const [here, there] = make();
    const [one, other] = [newResource(here, 'A'), newResource(there, 'B')];
    refer(one, other);
    expect(cyclesThrough(one)).toEqual([]);
    refer(other, one);
    expect(cyclesThrough(one)).toEqual([other]);
    expect(cyclesThrough(one, !areBetweenStacks)).toEqual([]);
  });

  it('is found on a detour', () => {
    const [here, there] = make();
    const [one, other] = [newResource(here, 'A'), newResource(there, 'B')];
    refer(one, other);
    refer(other, newResource(there, 'C', one));
    expect(cyclesThrough(one)).toEqual([other]);
  });

  it('is closed by a resource beside that nothing waits for, if stacks wait as a whole', () => {
    const [here, there] = make();
    const [one, other] = [newResource(here, 'A'), newResource(there, 'B')];
    refer(one, other);
    newResource(there, 'Beside', one);
    expect(cyclesThrough(one)).toEqual(here === there ? [] : [other]);
  });
});

it.each([
  ['Z', 'A'],
  ['A', 'Z'],
])('through lists all that wait, by path: %s and %s', (...ids) => {
  const stack = newStack('S');
  const one = newResource(stack, 'One');
  const others = ids.map((id) => newResource(stack, id, one));
  one.addPropertyOverride(
    'Tags',
    others.map(({ ref }) => ({ Value: ref })),
  );
  const cycles = new Cycles(new TemplateIndex(stageOf(one)), WITHIN);
  expect(cycles.through(one).map(({ node }) => node.id)).toEqual(['A', 'Z']);
});

describe('the text about a cycle', () => {
  const stacks = 'x refers to it as well, and stacks that wait for each other cannot be deployed';
  const template = 'x refers to it as well, and CloudFormation rejects a template with a circular dependency';
  const EXPECTED: [string, string][] = [
    ['Y, which refers to x or to something that waits for it', template],
    ['Y, whose stack, S/N, refers to x or to something that waits for it', template],
    ['Y, whose stack, S/N, refers to x or to something that waits for it', template],
    ['Y, whose stack, T, waits for that of x, S, because T/B refers to S/A', stacks],
    ['Y, whose stack, Stage/T, waits for that of x, Stage/S, because Stage/T/B refers to Stage/S/A', stacks],
  ];

  it.each(PLACES.map((place, index) => [...place, EXPECTED[index]!] as const))(
    'in %s says what waits for what, and what happens',
    (_, areBetweenStacks, make, [given, outcome]) => {
      const [here, there] = make();
      const awaited = newResource(here, 'A');
      const waiting = newResource(there, 'B', awaited);
      refer(awaited, waiting);
      const cycles = new Cycles(new TemplateIndex(stageOf(awaited)), areBetweenStacks);
      expect(cycles.describe({ waiting, given: 'Y', awaited, name: 'x' })).toEqual({ given, outcome });
    },
  );

  it('names the first element that refers to the other stack, and none if there is none', () => {
    const [one, other] = newStacks();
    const target = newResource(one, 'A');
    const reasonFor = () => new Cycles(new TemplateIndex(stageOf(one)), BETWEEN).reasonBetween(other, one);
    new Construct(other, 'NoElement').node.addDependency(newResource(other, 'B'));
    expect(reasonFor()).toBe('');
    newResource(other, 'C', target);
    expect(reasonFor()).toBe(', because T/C refers to S/A');
  });

  it('blames what waits, not its stack, where that is around the stack of the other one', () => {
    const [stack, nested] = within((outer) => [outer, new NestedStack(outer, 'N')]);
    const awaited = newResource(nested, 'A');
    const cycles = new Cycles(new TemplateIndex(stageOf(awaited)), WITHIN);
    const { given } = cycles.describe({ waiting: newResource(stack, 'B', awaited), given: 'Y', awaited, name: 'x' });
    expect(given).toBe('Y, which refers to x or to something that waits for it');
  });
});

describe('of two checks, of which one is about what a pool refers to,', () => {
  type Tie = (pool: CfnResource, hook: CfnResource, user: CfnResource) => unknown;
  /** A pool that refers to a hook, and a user that refers to the pool: what is said of them. */
  const problemsOf = (poolFirst: boolean, [here, there]: [Construct, Construct], tie: Tie = () => undefined) => {
    const [pool, hook, user] = [newResource(here, 'Pool'), newResource(there, 'Hook'), newResource(there, 'User')];
    refer(pool, hook);
    refer(user, pool);
    tie(pool, hook, user);
    const check = (waiting: CfnResource, { stack, node }: CfnResource, isOfPool: boolean) =>
      checkCycles(
        new Construct(stack, `Check${node.id}`),
        (cycles, problems) => {
          if (!cycles.closedBy(waiting, stack.node.findChild(node.id))) return;
          problems.add({ where: node.id, given: waiting.node.id, outcome: 'it goes round', remedy: 'Open it' });
        },
        isOfPool,
      );
    const checks = [() => check(hook, pool, true), () => check(pool, user, false)];
    for (const make of poolFirst ? checks : checks.reverse()) make();
    const text = refusalOf(Stack.of(here));
    return ['Pool is Hook', 'User is Pool'].filter((each) => text.includes(each));
  };
  const ORDERS = [['first'], ['last']];

  it.each(ORDERS)('between stacks only that one is heard, added %s', (order) => {
    for (const [place, , make] of PLACES.slice(2)) {
      expect(problemsOf(order === 'first', make()), place).toEqual(['Pool is Hook']);
    }
  });

  it.each(ORDERS)('both are heard if another reference closes the other cycle, added %s', (order) => {
    const tie: Tie = (pool, _, user) => {
      const detour = newResource(new Stack(user.node.root, 'Z'), 'Detour', user);
      newResource(pool.stack, 'Second', detour);
    };
    expect(problemsOf(order === 'first', newStacks(), tie)).toEqual(['Pool is Hook', 'User is Pool']);
  });

  it.each(ORDERS)('both are heard within a stack, where each has a remedy of its own, added %s', (order) => {
    const stack = newStack('S');
    const tie: Tie = (_, hook, user) => refer(hook, user);
    expect(problemsOf(order === 'first', [stack, stack], tie)).toEqual(['Pool is Hook', 'User is Pool']);
  });
});

describe('a check', () => {
  const newCycle = (scope: Construct, id: string, [here, there]: [Construct, Construct]) => {
    const construct = new Construct(scope, id);
    const [one, other] = [newResource(here, `${id}One`), newResource(there, `${id}Other`)];
    refer(one, other);
    refer(other, one);
    checkCycles(construct, (cycles, problems) => {
      for (const { node } of cycles.through(one)) {
        problems.add({ where: 'x', given: node.path, outcome: 'it goes round', remedy: 'Open it' });
      }
    });
  };

  it('comes before the CDK finds that stacks wait for each other, and has all problems', () => {
    const [stack, other] = newStacks();
    newCycle(stack, 'P', [stack, other]);
    newCycle(stack, 'Q', [stack, other]);
    const remedy = (id: string) => `S/${id} has 1 problem:\n  1. x is T/${id}Other: it goes round. Open it.`;
    expect(() => templateOf(stack)).toThrow(new Error([remedy('P'), remedy('Q')].join('\n')));
  });

  it('is one of the validations where they are in one stack', () => {
    const stack = newStack('S');
    newCycle(stack, 'P', [stack, stack]);
    expect(() => templateOf(stack)).toThrow('[S/P] x is S/POther: it goes round. Open it.');
  });

  it('is none of the questions that an incomplete app is asked', () => {
    const [stack, other] = newStacks();
    newCycle(stack, 'P', [stack, other]);
    const index = new TemplateIndex(stageOf(stack));
    expect(() => index.dependenciesOf(newResource(stack.node.findChild('P') as Construct, 'Below'))).not.toThrow();
  });

  it('finds what is added after a synthesis', () => {
    const [stack, other] = newStacks();
    const [one, two] = [newResource(stack, 'A'), newResource(other, 'B')];
    checkCycles(stack, (cycles, problems) => {
      if (cycles.closedBy(two, one)) problems.add({ where: 'x', given: 'y', outcome: 'z', remedy: 'w' });
    });
    refer(one, two);
    (stack.node.root as any).synth();
    refer(two, one);
    expect(() => (stack.node.root as any).synth({ force: true })).toThrow('S has 1 problem');
  });
});
