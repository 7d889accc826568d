import { CfnResource, Lazy, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { DeploymentOrder } from '../../lib/template/deployment-order';
import { stageOf, TemplateIndex } from '../../lib/template/template-index';
import { newApp } from '../support/synth';

const newResource = (scope: Construct, id: string, of?: CfnResource) =>
  new CfnResource(scope, id, { type: 'AWS::SNS::Topic', properties: { TopicName: of?.ref } });
const all = () => true;
const orderOf = (construct: Construct, parent?: Stack, counts: (element: Construct) => boolean = all) =>
  new DeploymentOrder(new TemplateIndex(stageOf(construct)), parent, counts);

describe('whole stacks', () => {
  const make = (scope: Construct = newApp()) => {
    const [one, two, three] = ['One', 'Two', 'Three'].map((id) => new Stack(scope, id)) as [Stack, Stack, Stack];
    return {
      one,
      two,
      three,
      order: (counts?: (element: Construct) => boolean) => orderOf(one, undefined, counts),
    };
  };

  it('wait for what their resources refer to, and not the other way round', () => {
    const { one, two, order } = make();
    newResource(one, 'A', newResource(two, 'B'));
    expect(order().waits(one, two)).toBe(true);
    expect(order().waits(two, one)).toBe(false);
  });

  it('wait for what they refer to in a text that is made at synth only', () => {
    const { one, two, order } = make();
    const other = newResource(two, 'B');
    const name = Lazy.string({ produce: () => `x-${other.ref}` });
    new CfnResource(one, 'A', { type: 'AWS::SNS::Topic', properties: { Tags: [{ Value: name }] } });
    expect(order().waits(one, two)).toBe(true);
  });

  it('wait for what is written over a resource', () => {
    const { one, two, order } = make();
    newResource(one, 'A').addPropertyOverride('TopicName', newResource(two, 'B').ref);
    expect(order().waits(one, two)).toBe(true);
  });

  it('wait for what their constructs depend on, and for stacks that they are told to', () => {
    const { one, two, three, order } = make();
    const part = new Construct(one, 'Part');
    newResource(part, 'A');
    part.node.addDependency(newResource(two, 'B'));
    three.addDependency(two);
    expect([order().waits(one, two), order().waits(three, two), order().waits(one, three)]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('wait no longer for one that is forgotten, other than on a detour', () => {
    const { one, two, three, order } = make();
    const target = newResource(three, 'C');
    newResource(one, 'A', target);
    const direct = order();
    direct.forget(one, three);
    expect(direct.waits(one, three)).toBe(false);
    newResource(one, 'B', newResource(two, 'D', target));
    const detour = order();
    detour.forget(one, three);
    expect(detour.waits(one, three)).toBe(true);
  });

  it('wait on detours too', () => {
    const { one, two, three, order } = make();
    newResource(one, 'A', newResource(two, 'B'));
    newResource(two, 'C', newResource(three, 'D'));
    expect([order().waits(one, three), order().waits(three, one)]).toEqual([true, false]);
  });

  it('wait for what they are said to', () => {
    const { one, two, order } = make();
    const known = order();
    known.add(newResource(one, 'A'), newResource(two, 'B'));
    expect([known.waits(one, two), known.waits(two, one)]).toEqual([true, false]);
  });

  it('do not wait for the sake of what does not count', () => {
    const { one, two, order } = make();
    const floating = newResource(one, 'A', newResource(two, 'B'));
    expect(order((element) => element !== floating).waits(one, two)).toBe(false);
  });

  it('are those of one stage of a pipeline', () => {
    const { one, two, order } = make(new Stage(newApp(), 'Stage'));
    newResource(one, 'A', newResource(two, 'B'));
    expect(order().waits(one, two)).toBe(true);
  });

  it('give the same answer again', () => {
    const { one, two, three, order } = make();
    newResource(one, 'A', newResource(two, 'B', newResource(three, 'C')));
    const known = order();
    for (let time = 0; time < 2; time++) {
      expect([known.waits(one, three), known.waits(two, three), known.waits(three, one)]).toEqual([true, true, false]);
    }
  });

  it('do not wait for what does not count in them', () => {
    const { one, two, order } = make();
    const floating = newResource(two, 'B');
    newResource(one, 'A', floating);
    newResource(two, 'C');
    expect(order((element) => element !== floating).waits(one, two)).toBe(false);
  });

  it('hold all that is nested in them', () => {
    const { one, two, order } = make();
    newResource(new NestedStack(one, 'Nested'), 'A', newResource(two, 'B'));
    expect(order().waits(one, two)).toBe(true);
  });
});

describe('within a stack', () => {
  const make = () => {
    const above = new Stack(newApp(), 'Above');
    const [left, right] = [new NestedStack(above, 'Left'), new NestedStack(above, 'Right')];
    return { above, left, right, order: () => orderOf(above, above) };
  };

  it('nested stacks wait for each other', () => {
    const { left, right, order } = make();
    newResource(left, 'A', newResource(right, 'B'));
    expect([order().waits(left, right), order().waits(right, left)]).toEqual([true, false]);
  });

  it('nested stacks wait for the resources beside them, which wait by themselves', () => {
    const { above, left, right, order } = make();
    newResource(left, 'A', newResource(above, 'Beside'));
    newResource(above, 'Other', newResource(right, 'B'));
    expect(order().waits(left, right)).toBe(false);
    newResource(left, 'C', newResource(above, 'Between', newResource(right, 'D')));
    expect(order().waits(left, right)).toBe(true);
  });

  it('the resource that a nested stack is counts as the nested stack', () => {
    const { above, left, right, order } = make();
    newResource(left, 'A', newResource(above, 'Between'));
    (above.node.findChild('Between') as CfnResource).addDependency(right.nestedStackResource!);
    expect(order().waits(left, right)).toBe(true);
  });
});

it('what is outside a parent stack has no place in its order', () => {
  const app = newApp();
  const [above, beside] = [new Stack(app, 'Above'), new Stack(app, 'Beside')];
  const nested = new NestedStack(above, 'Nested');
  const [inside, outside] = [newResource(nested, 'A'), newResource(beside, 'B')];
  const order = orderOf(above, above);
  order.add(inside, outside);
  order.add(outside, inside);
  expect([order.waits(inside, outside), order.waits(outside, inside)]).toEqual([false, false]);
});

it('stacks nested elsewhere are not those of a parent stack', () => {
  const above = new Stack(newApp(), 'Above');
  const left = new NestedStack(above, 'Left');
  const deep = new NestedStack(left, 'Deep');
  const other = newResource(above, 'Other');
  newResource(deep, 'A', other);
  expect(orderOf(above, above).waits(left, other)).toBe(true);
  expect(orderOf(above, left).waits(deep, other)).toBe(false);
});
