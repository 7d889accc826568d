import { describe, expect, it } from 'vitest';
import { Problems } from '../../lib/checks/problems';
import { messageOf, newStack } from '../support/synth';

const problem = { where: 'size', given: '5', outcome: 'Cognito wants more', remedy: 'Give 6' };

describe('Problems', () => {
  it('throws nothing where there is none', () => {
    expect(() => new Problems(newStack()).throwIfAny()).not.toThrow();
  });

  it('throws one error that names the construct, the value, what would happen and the remedy', () => {
    const problems = new Problems(newStack('MyStack'));
    problems.add(problem);
    expect(messageOf(() => problems.throwIfAny())).toBe(
      'MyStack has 1 problem:\n  1. size is 5: Cognito wants more. Give 6.',
    );
  });

  it('lists every problem', () => {
    const problems = new Problems(newStack('MyStack'));
    problems.add(problem);
    problems.add({ ...problem, where: 'weight' });
    expect(messageOf(() => problems.throwIfAny())).toBe(
      'MyStack has 2 problems:\n  1. size is 5: Cognito wants more. Give 6.\n  2. weight is 5: Cognito wants more. Give 6.',
    );
    expect(problems.messages()).toEqual([
      'size is 5: Cognito wants more. Give 6.',
      'weight is 5: Cognito wants more. Give 6.',
    ]);
  });
});

it('are found by a check, or not', () => {
  expect(Problems.areFoundBy((problems) => problems.add(problem))).toBe(true);
  expect(Problems.areFoundBy(() => undefined)).toBe(false);
});

it('throw reports a single problem', () => {
  const problem = { where: 'prop', given: '1', outcome: 'no', remedy: 'Yes' };
  expect(() => Problems.throw('Factory.make()', problem)).toThrow(
    'Factory.make() has 1 problem:\n  1. prop is 1: no. Yes.',
  );
});
