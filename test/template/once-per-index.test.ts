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
  expect(compute.mock.calls).toEqual([[first], [second]]);
});
