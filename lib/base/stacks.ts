import { Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** The stack of a construct, followed by the stacks that it is nested in. */
export function stacksOf(construct: IConstruct): Stack[] {
  const stacks: Stack[] = [];
  for (let stack: Stack | undefined = Stack.of(construct); stack; stack = stack.nestedStackParent) stacks.push(stack);
  return stacks;
}

/** The stack of a construct, or the one that it is nested in, directly or not. */
export const outermostStackOf = (construct: IConstruct): Stack => stacksOf(construct).at(-1) ?? Stack.of(construct);
