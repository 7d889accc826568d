import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import {
  ABSENT,
  branchesOf,
  entryNamesOf,
  entryOf,
  isSame,
  literal,
  mentions,
  oneOf,
  showValue,
  targetsIn,
  textOf,
  Value,
} from '../../lib/template/value';
import { newStack } from '../support/synth';

const stack = newStack();
const [one, other] = ['One', 'Other'].map((id) => new Construct(stack, id)) as [Construct, Construct];
const reference = (target: Construct, attribute = 'Ref'): Value => ({ kind: 'reference', target, attribute });
const list = (...items: Value[]): Value => ({ kind: 'list', items });
const map = (entries: Record<string, Value>): Value => ({ kind: 'map', entries });
const branches = (...all: Value[]): Value => branchesIf('C', ...all);
const branchesIf = (condition: string, ...all: Value[]): Value => ({
  kind: 'branches',
  branches: all.map((value, place) => ({ when: [place === 0 ? condition : `!${condition}`], value })),
});
const unknown = (name: string, ...operands: Value[]): Value => ({ kind: 'unknown', name, operands });

/** Values of all kinds, no two of which are the same. */
const VALUES: Value[] = [
  ABSENT,
  literal('a'),
  literal('1'),
  literal(1),
  literal(true),
  reference(one),
  reference(one, 'Arn'),
  reference(other),
  list(),
  list(literal('a')),
  list(literal('a'), literal('a')),
  list(reference(one)),
  map({}),
  map({ a: literal('a') }),
  map({ b: literal('a') }),
  map({ a: literal('a'), b: literal('a') }),
  branches(literal('a'), ABSENT),
  branches(ABSENT, literal('a')),
  branchesIf('D', literal('a'), ABSENT),
  list(branches(literal('a'), ABSENT)),
  list(branchesIf('D', literal('a'), ABSENT)),
  unknown('Fn::Sub'),
  unknown('Fn::Sub', reference(one)),
  unknown('Fn::Join', reference(one)),
];

describe('isSame', () => {
  it.each(VALUES.map((value, index) => [index, value] as const))('distinguishes value %i from all others', (index) => {
    const value = VALUES[index]!;
    const copy = { ...value };
    expect(VALUES.map((each) => isSame(copy, each))).toEqual(VALUES.map((_, place) => place === index));
  });

  it('ignores the order of entries', () => {
    const [a, b] = [literal('a'), literal('b')];
    expect(isSame(map({ a, b }), map({ b, a }))).toBe(true);
  });
});

it('branchesOf flattens nested branches, and a single value stands for itself', () => {
  const [a, b, c] = ['a', 'b', 'c'].map(literal) as [Value, Value, Value];
  expect(branchesOf(branches(a, branches(b, c)))).toEqual([a, b, c]);
  expect(branchesOf(a)).toEqual([a]);
});

describe('oneOf', () => {
  const [a, b, c] = ['a', 'b', 'c'].map(literal) as [Value, Value, Value];
  const when = (condition: string, value: Value) => ({ when: [condition], value });

  it('is the value itself where all are the same', () => {
    expect(oneOf([when('C', a), when('!C', literal('a'))])).toEqual(a);
    expect(oneOf([when('C', branches(a, b)), when('!C', branches(a, b))])).toEqual(branches(a, b));
  });

  it('is the alternatives, flattened, each with all its conditions', () => {
    const inner: Value = { kind: 'branches', branches: [when('D', b), when('!D', c)] };
    expect(oneOf([when('C', a), when('!C', inner)])).toEqual({
      kind: 'branches',
      branches: [
        { when: ['C'], value: a },
        { when: ['!C', 'D'], value: b },
        { when: ['!C', '!D'], value: c },
      ],
    });
    expect(oneOf([when('C', a), when('!C', b), when('C', a)])).toMatchObject({ branches: [{}, {}, {}] });
  });

  it('tells branches of one condition from those of another', () => {
    const byAnother: Value = { kind: 'branches', branches: [when('D', a), when('!D', b)] };
    expect(branchesOf(oneOf([when('E', branches(a, b)), when('!E', byAnother)]))).toEqual([a, b, a, b]);
  });
});

describe('entryOf', () => {
  const [a, b] = ['a', 'b'].map(literal) as [Value, Value];

  it('is the entry of a map, or absent', () => {
    expect(entryOf(map({ x: a }), 'x')).toEqual(a);
    expect(entryOf(map({ x: a }), 'y')).toEqual(ABSENT);
    expect(entryOf(ABSENT, 'x')).toEqual(ABSENT);
  });

  it('is what the branches of a condition have', () => {
    const value = branches(map({ x: a, y: a }), branches(map({ x: b, y: a }), ABSENT));
    expect(branchesOf(entryOf(value, 'x'))).toEqual([a, b, ABSENT]);
    expect(entryOf(value, 'z')).toEqual(ABSENT);
    expect(entryOf(branches(map({ x: a }), map({ x: a, y: b })), 'x')).toEqual(a);
  });

  it('is not known where the map is not, or a branch of it', () => {
    const transform = unknown('Fn::Transform');
    expect(entryOf(transform, 'x')).toEqual(transform);
    expect(entryOf(branches(map({}), transform), 'x')).toEqual(branches(ABSENT, transform));
  });
});

it('entryNamesOf has the names of all branches, each once', () => {
  const value = branches(map({ x: literal('a') }), map({ y: ABSENT, x: literal('b') }), unknown('Fn::Transform'));
  expect(entryNamesOf(value)).toEqual(['x', 'y']);
  expect(entryNamesOf(ABSENT)).toEqual([]);
});

it('targetsIn finds the constructs in values of all kinds', () => {
  const value = list(
    map({ a: reference(one) }),
    branches(literal('a'), unknown('Fn::Join', reference(other, 'Arn'))),
    reference(one),
  );
  expect(targetsIn(value)).toEqual([one, other, one]);
  expect(targetsIn(literal('a'))).toEqual([]);
});

it('textOf is defined for literal strings only', () => {
  expect([literal('a'), literal(''), literal(1), reference(one), ABSENT].map(textOf)).toEqual([
    'a',
    '',
    undefined,
    undefined,
    undefined,
  ]);
});

it.each<[Value, string]>([
  [literal('a'), '"a"'],
  [literal(5), '5'],
  [ABSENT, 'not set'],
  [reference(one), 'Stack/One'],
  [reference(one, 'Arn'), 'Arn of Stack/One'],
  [list(literal('a'), reference(one)), '["a", Stack/One]'],
  [map({ a: literal('b'), c: literal('d') }), '{ a: "b", c: "d" }'],
  [branches(literal('a'), ABSENT), '"a" or not set by the condition C'],
  [branches(literal('a'), branchesIf('D', literal('b'), ABSENT)), '"a" or "b" or not set by the conditions C and D'],
  [unknown('Fn::Sub', literal('a'), reference(one)), 'Fn::Sub of "a", Stack/One'],
  [unknown('Fn::Transform'), 'Fn::Transform of nothing'],
])('showValue %#', (value, expected) => {
  expect(showValue(value)).toBe(expected);
});

describe('mentions', () => {
  const wanted = reference(one);
  const within: [string, (part: Value) => Value][] = [
    ['itself', (part) => part],
    ['a list', (part) => list(literal('x'), part)],
    ['a map', (part) => map({ x: literal('x'), y: part })],
    ['branches', (part) => branches(ABSENT, part)],
    ['a function', (part) => unknown('Fn::Join', literal('x'), part)],
    ['a function in a list in a map', (part) => map({ x: list(unknown('Fn::Sub', part)) })],
  ];

  it.each(within)('finds a construct in %s, by any of its attributes', (_, wrap) => {
    expect(mentions(wrap(wanted), wanted)).toBe(true);
    expect(mentions(wrap(reference(one, 'Arn')), wanted)).toBe(true);
    expect(mentions(wrap(reference(other)), wanted)).toBe(false);
  });

  it.each(within)('finds a literal and a function in %s', (_, wrap) => {
    for (const each of [literal('a'), unknown('Fn::ImportValue', literal('a'))]) {
      expect(mentions(wrap(each), each)).toBe(true);
      expect(mentions(wrap(each), wanted)).toBe(false);
      expect(mentions(wrap(wanted), each)).toBe(false);
    }
  });

  it.each(within)('finds a branch of a value in %s', (_, wrap) => {
    const either = branches(wanted, literal('a'));
    expect(mentions(wrap(wanted), either)).toBe(true);
    expect(mentions(wrap(branchesIf('D', literal('a'), ABSENT)), either)).toBe(true);
    expect(mentions(wrap(reference(other)), either)).toBe(false);
  });

  it('does not find a construct in one that has nothing of it', () => {
    for (const value of [ABSENT, list(), map({}), literal(1)]) expect(mentions(value, wanted)).toBe(false);
  });
});
