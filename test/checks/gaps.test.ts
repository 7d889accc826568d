import { Lazy } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { checkGaps } from '../../lib/checks/gaps';
import { Problems } from '../../lib/checks/problems';
import { messageOf, newStack } from '../support/synth';

const check = (props: object) => {
  const problems = new Problems(newStack('S'));
  checkGaps(problems, props);
  problems.throwIfAny();
};

describe('the lists among props', () => {
  it('may have no gaps, however deep, and all of them are told', () => {
    // eslint-disable-next-line no-sparse-arrays
    const props = { a: ['x', undefined], b: { c: [null, { d: [undefined] }] }, e: [, 'y'] };
    const gap = (where: string) =>
      `${where} is missing: the CDK would silently drop it from the list. ` +
      'Give the value, or shorten the list; the usual cause is an environment variable that is not set.';
    expect(messageOf(() => check(props))).toBe(
      [
        'S has 4 problems:',
        ...['a[1]', 'b.c[0]', 'b.c[1].d[0]', 'e[0]'].map((where, n) => `  ${n + 1}. ${gap(where)}`),
      ].join('\n'),
    );
  });

  it('may be empty, missing or known later', () => {
    const later = Lazy.list({ produce: () => ['x'] });
    expect(() => check({ a: [], b: undefined, c: null, d: later, e: ['', 0, false] })).not.toThrow();
  });

  it('are looked for once where props go round in a cycle', () => {
    const props: Record<string, unknown> = { a: [undefined] };
    props.self = props;
    expect(messageOf(() => check(props))).toMatch(/^S has 1 problem:/);
  });

  it('are not looked for within constructs', () => {
    class Thing {
      public readonly list = [undefined];
    }
    expect(() => check({ stack: newStack(), thing: new Thing() })).not.toThrow();
  });
});
