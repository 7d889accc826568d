import { CfnResource, Lazy, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { stacksOf, Waits } from '../../lib/template/waits';
import { newApp } from '../support/synth';

const newResource = (scope: Construct, id: string, of?: CfnResource) =>
  new CfnResource(scope, id, { type: 'AWS::SNS::Topic', properties: { TopicName: of?.ref } });
const all = () => true;

describe('whole stacks', () => {
  const make = (scope: Construct = newApp()) => {
    const [one, two, three] = ['One', 'Two', 'Three'].map((id) => new Stack(scope, id)) as [Stack, Stack, Stack];
    return {
      one,
      two,
      three,
      waits: (counts = all as (element: Construct) => boolean) => new Waits(one, undefined, counts),
    };
  };

  it('wait for what their resources refer to, and not the other way round', () => {
    const { one, two, waits } = make();
    newResource(one, 'A', newResource(two, 'B'));
    expect(waits().has(one, two)).toBe(true);
    expect(waits().has(two, one)).toBe(false);
  });

  it('wait for what they refer to in a text that is made at synth only', () => {
    const { one, two, waits } = make();
    const other = newResource(two, 'B');
    const name = Lazy.string({ produce: () => `x-${other.ref}` });
    new CfnResource(one, 'A', { type: 'AWS::SNS::Topic', properties: { Tags: [{ Value: name }] } });
    expect(waits().has(one, two)).toBe(true);
  });

  it('wait for what is written over a resource', () => {
    const { one, two, waits } = make();
    newResource(one, 'A').addPropertyOverride('TopicName', newResource(two, 'B').ref);
    expect(waits().has(one, two)).toBe(true);
  });

  it('wait for what their constructs depend on, and for stacks that they are told to', () => {
    const { one, two, three, waits } = make();
    const part = new Construct(one, 'Part');
    newResource(part, 'A');
    part.node.addDependency(newResource(two, 'B'));
    three.addDependency(two);
    expect([waits().has(one, two), waits().has(three, two), waits().has(one, three)]).toEqual([true, true, false]);
  });

  it('wait on detours too', () => {
    const { one, two, three, waits } = make();
    newResource(one, 'A', newResource(two, 'B'));
    newResource(two, 'C', newResource(three, 'D'));
    expect([waits().has(one, three), waits().has(three, one)]).toEqual([true, false]);
  });

  it('wait for what they are said to', () => {
    const { one, two, waits } = make();
    const known = waits();
    known.add(newResource(one, 'A'), newResource(two, 'B'));
    expect([known.has(one, two), known.has(two, one)]).toEqual([true, false]);
  });

  it('do not wait for the sake of what does not count', () => {
    const { one, two, waits } = make();
    const floating = newResource(one, 'A', newResource(two, 'B'));
    expect(waits((element) => element !== floating).has(one, two)).toBe(false);
  });

  it('are those of one stage of a pipeline', () => {
    const { one, two, waits } = make(new Stage(newApp(), 'Stage'));
    newResource(one, 'A', newResource(two, 'B'));
    expect(waits().has(one, two)).toBe(true);
  });

  it('hold all that is nested in them', () => {
    const { one, two, waits } = make();
    newResource(new NestedStack(one, 'Nested'), 'A', newResource(two, 'B'));
    expect(waits().has(one, two)).toBe(true);
  });
});

describe('within a stack', () => {
  const make = () => {
    const above = new Stack(newApp(), 'Above');
    const [left, right] = [new NestedStack(above, 'Left'), new NestedStack(above, 'Right')];
    return { above, left, right, waits: () => new Waits(above, above, all) };
  };

  it('nested stacks wait for each other', () => {
    const { left, right, waits } = make();
    newResource(left, 'A', newResource(right, 'B'));
    expect([waits().has(left, right), waits().has(right, left)]).toEqual([true, false]);
  });

  it('nested stacks wait for the resources beside them, which wait by themselves', () => {
    const { above, left, right, waits } = make();
    newResource(left, 'A', newResource(above, 'Beside'));
    newResource(above, 'Other', newResource(right, 'B'));
    expect(waits().has(left, right)).toBe(false);
    newResource(left, 'C', newResource(above, 'Between', newResource(right, 'D')));
    expect(waits().has(left, right)).toBe(true);
  });

  it('the resource that a nested stack is counts as the nested stack', () => {
    const { above, left, right, waits } = make();
    newResource(left, 'A', newResource(above, 'Between'));
    (above.node.findChild('Between') as CfnResource).addDependency(right.nestedStackResource!);
    expect(waits().has(left, right)).toBe(true);
  });
});

it('the stacks of a construct are its own and those around it', () => {
  const outer = new Stack(newApp(), 'Outer');
  const middle = new NestedStack(outer, 'Middle');
  const inner = new NestedStack(middle, 'Inner');
  expect(stacksOf(newResource(inner, 'A'))).toEqual([inner, middle, outer]);
  expect(stacksOf(outer)).toEqual([outer]);
});
