import { NestedStack, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { expect, it } from 'vitest';
import { stacksOf } from '../../lib/base/stacks';
import { newApp } from '../support/synth';

it('stacksOf lists the stack of a construct and those that it is nested in, the innermost first', () => {
  const stack = new Stack(newApp(), 'Stack');
  const nested = new NestedStack(stack, 'Nested');
  const inner = new NestedStack(nested, 'Inner');
  expect(stacksOf(new Construct(inner, 'Part'))).toEqual([inner, nested, stack]);
  expect(stacksOf(stack)).toEqual([stack]);
});
