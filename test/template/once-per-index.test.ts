import { App } from 'aws-cdk-lib';
import { expect, it, vi } from 'vitest';
import { oncePerIndex } from '../../lib/template/once-per-index';
import { TemplateIndex } from '../../lib/template/template-index';

it('computes once for each index', () => {
  const app = new App();
  const [first, second] = [new TemplateIndex(app), new TemplateIndex(app)];
  const compute = vi.fn((index: TemplateIndex) => (index === first ? 'first' : undefined));
  const ask = oncePerIndex(compute);

  expect([ask(first), ask(first)]).toEqual(['first', 'first']);
  expect([ask(second), ask(second)]).toEqual([undefined, undefined]);
  expect(compute.mock.calls.map(([index]) => index)).toEqual([first, second]);
});

it('computes once for each key of an index', () => {
  const app = new App();
  const [first, second] = [new TemplateIndex(app), new TemplateIndex(app)];
  const compute = vi.fn((index: TemplateIndex, key: string) => `${key} of ${index === first ? 'first' : 'second'}`);
  const ask = oncePerIndex(compute);

  expect(['a', 'b', 'a'].map((key) => ask(first, key))).toEqual(['a of first', 'b of first', 'a of first']);
  expect(ask(second, 'a')).toBe('a of second');
  expect(ask(first, 'a')).toBe('a of first');
  expect(compute).toHaveBeenCalledTimes(3);
});
