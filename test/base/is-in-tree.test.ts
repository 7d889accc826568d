import { Stack, Stage } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { expect, it } from 'vitest';
import { isInTree } from '../../lib/base/is-in-tree';
import { newApp } from '../support/synth';

it('tells a construct from one that was removed, or that is in one', () => {
  const app = newApp();
  const stack = new Stack(new Stage(app, 'Stage'), 'S');
  const outer = new Construct(stack, 'A/B');
  const inner = new Construct(outer, 'Inner');
  expect([app, stack, outer, inner].map(isInTree)).toEqual([true, true, true, true]);
  stack.node.tryRemoveChild(outer.node.id);
  expect([stack, outer, inner].map(isInTree)).toEqual([true, false, false]);
  const successor = new Construct(stack, 'A/B');
  expect([outer, inner, successor].map(isInTree)).toEqual([false, false, true]);
  app.node.tryRemoveChild('Stage');
  expect([app, stack, successor].map(isInTree)).toEqual([true, false, false]);
});
