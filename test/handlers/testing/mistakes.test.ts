import { expect, it } from 'vitest';
import {
  BODY,
  Kind,
  Mistakes,
  NAME,
  NAMES,
  OPTIONS,
  show,
  TEXT,
  TEXTS,
  VALUES,
  YES_OR_NO,
} from '../../../handlers/testing/mistakes';

/** What is wrong, as a list without its numbers. */
function mistakesIn(action: (mistakes: Mistakes) => void): string[] {
  const mistakes = new Mistakes('f()');
  action(mistakes);
  try {
    mistakes.throwIfAny();
  } catch (error) {
    return (error as Error).message.split(/\n {2}\d+\. /);
  }
  return [];
}

it('are told all at once', () => {
  expect(mistakesIn(() => undefined)).toEqual([]);
  expect(mistakesIn((mistakes) => mistakes.add('a', '1', 'it is odd', 'Write 2'))).toEqual([
    'f() has 1 problem:',
    'a is 1: it is odd. Write 2.',
  ]);
  const both = mistakesIn((mistakes) => ['a', 'b'].forEach((each) => mistakes.add(each, '1', 'it is odd', 'Write 2')));
  expect(both[0]).toBe('f() has 2 problems:');
  expect(both).toHaveLength(3);
});

const KINDS = { groups: NAMES, person: YES_OR_NO, query: TEXTS, pathParameters: TEXTS };

it.each<[object, string]>([
  [{ group: ['a'] }, 'group is not a known option: it would have no effect. Write groups.'],
  [{ GROUPS: ['a'] }, 'GROUPS is not a known option: it would have no effect. Write groups.'],
  [{ queryStringParameters: {} }, 'queryStringParameters is not a known option: it would have no effect. Write query.'],
  [
    { color: 1 },
    'color is not a known option: it would have no effect. Remove it. ' +
      'The options are groups, person, query, pathParameters.',
  ],
  [
    { '': 1 },
    ' is not a known option: it would have no effect. Remove it. The options are groups, person, query, pathParameters.',
  ],
  [
    { toString: 1 },
    'toString is not a known option: it would have no effect. Remove it. The options are groups, person, query, pathParameters.',
  ],
  [{ person: 'yes' }, 'person is "yes": it is not a boolean. Write, for example, true, or omit it.'],
  [{ groups: 'a' }, 'groups is "a": it is not a list of names. Write, for example, ["editors"], or omit it.'],
  [{ groups: ['a', 5] }, 'groups[1] is 5: it is not a name without spaces. Write, for example, "editors", or omit it.'],
  [{ query: { page: 2 } }, 'query[page] is 2: it is not a string. Write, for example, "text", or omit it.'],
  [{ query: ['a'] }, 'query is a list: it is not an object. Write, for example, { name: "text" }, or omit it.'],
])('are options that nothing would come of: %j', (options, expected) => {
  expect(mistakesIn((mistakes) => mistakes.checkOptions({ ...options }, KINDS))).toEqual([
    'f() has 1 problem:',
    expected,
  ]);
});

it('are not options that are omitted or right', () => {
  const options = { groups: ['a', 'b'], person: undefined, query: { page: '2' }, pathParameters: {} };
  expect(mistakesIn((mistakes) => mistakes.checkOptions(options, KINDS))).toEqual([]);
});

it('have their place, and where options belong', () => {
  const elsewhere = (name: string) => (name === 'color' ? 'style: { color: ... }' : undefined);
  expect(mistakesIn((mistakes) => mistakes.checkOptions({ color: 1 }, KINDS, 'of.', elsewhere))[1]).toBe(
    'of.color is not a known option: it would have no effect. Write style: { color: ... }.',
  );
});

it.each<[Kind, unknown[], unknown[]]>([
  [TEXT, ['', 'a b'], [5, null, ['a']]],
  [NAME, ['a', 'a/b'], ['', 'a b', ' a', 'a\n', 5, null, ['a']]],
  [NAMES, [[], ['a']], ['a', { 0: 'a' }, null]],
  [TEXTS, [{}, { a: 'b' }], ['a', ['a'], null]],
  [VALUES, [{}, { a: 5, b: ['c'] }], ['a', ['a'], null]],
  [YES_OR_NO, [true, false], ['true', 1, null]],
  [OPTIONS, [{}], [[], 'a', null]],
  [BODY, ['', 'a', 5, null, {}, []], [() => 1, Symbol('a'), 1n]],
])('%#: are values of another kind', (kind, right, wrong) => {
  for (const value of right) expect(mistakesIn((mistakes) => mistakes.checkKind('x', value, kind))).toEqual([]);
  for (const value of wrong) expect(mistakesIn((mistakes) => mistakes.checkKind('x', value, kind))).toHaveLength(2);
  expect(kind.wanted).toBeTruthy();
});

it.each<[unknown, string]>([
  ['a "b"', '"a \\"b\\""'],
  [5, '5'],
  [null, 'null'],
  [undefined, 'undefined'],
  [1n, '1'],
  [['secret'], 'a list'],
  [{ secret: 1 }, 'an object'],
  [() => 1, 'a function'],
])('%#: a value is shown, and not what it contains', (value, expected) => {
  expect(show(value)).toBe(expected);
});
