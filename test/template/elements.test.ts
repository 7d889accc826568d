import {
  CfnCondition,
  CfnElement,
  CfnHook,
  CfnMapping,
  CfnOutput,
  CfnParameter,
  CfnResource,
  CfnRule,
  NestedStack,
  Stack,
} from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { Elements } from '../../lib/template/elements';
import { Included } from '../support/included';
import { newApp } from '../support/synth';

function setUp() {
  const app = newApp();
  const [one, other] = ['One', 'Other'].map((id) => new Stack(app, id)) as [Stack, Stack];
  const elements = () => new Elements(app.node.findAll().filter((node) => CfnElement.isCfnElement(node)));
  return { app, one, other, elements };
}

it('withLogicalId finds elements of all kinds, in the given stack only', () => {
  const { one, other, elements } = setUp();
  const resource = new CfnResource(one, 'Topic', { type: 'AWS::SNS::Topic' });
  resource.overrideLogicalId('Mine');
  const parameter = new CfnParameter(one, 'Parameter');
  const found = elements();
  expect(found.withLogicalId(one, 'Mine')).toBe(resource);
  expect(found.withLogicalId(one, 'Parameter')).toBe(parameter);
  expect(found.withLogicalId(one, 'Topic')).toBeUndefined();
  expect(found.withLogicalId(other, 'Mine')).toBeUndefined();
});

describe('exportedAs', () => {
  it('finds the output that a stack imports', () => {
    const { one, other, elements } = setUp();
    const output = new CfnOutput(one, 'Output', { value: 'a', exportName: 'Name' });
    expect(elements().exportedAs('Name', other)).toBe(output);
    expect(elements().exportedAs('Nobody', other)).toBeUndefined();
  });

  it('does not choose among several, such as those of stacks that are deployed to a region each', () => {
    const { app, one, other, elements } = setUp();
    for (const stack of [one, other]) new CfnOutput(stack, 'Output', { value: 'a', exportName: 'Name' });
    expect(elements().exportedAs('Name', new Stack(app, 'Importing'))).toBeUndefined();
  });

  it('does not find one of another account or region', () => {
    const { app, elements } = setUp();
    const stackIn = (account: string, region: string) =>
      new Stack(app, `S${account}-${region}`, { env: { account, region } });
    const stacks = ['111111111111', '222222222222'].flatMap((account) =>
      ['eu-west-1', 'us-east-1'].map((region) => stackIn(account, region)),
    );
    const outputs = stacks.map((stack) => new CfnOutput(stack, 'Output', { value: 'a', exportName: 'Name' }));
    expect(stacks.map((stack) => elements().exportedAs('Name', stack))).toEqual(outputs);
  });
});

it('nestedBy finds the stack that a resource nests', () => {
  const { one, elements } = setUp();
  const nested = new NestedStack(one, 'Nested');
  new CfnResource(nested, 'Topic', { type: 'AWS::SNS::Topic' });
  const topic = new CfnResource(one, 'Topic', { type: 'AWS::SNS::Topic' });
  expect(elements().nestedBy(nested.nestedStackResource!)).toBe(nested);
  expect(elements().nestedBy(topic)).toBeUndefined();
});

it('fragments are the elements that may have any number of resources', () => {
  const { one, elements } = setUp();
  new CfnResource(one, 'R', { type: 'X' });
  new CfnParameter(one, 'P');
  new CfnOutput(one, 'O', { value: 'a' });
  new CfnCondition(one, 'C');
  new CfnMapping(one, 'M');
  new CfnRule(one, 'Rule');
  new CfnHook(one, 'H', { type: 'X' });
  const included = new Included(one, 'I', {});
  const found = elements();
  expect(found.fragments).toEqual([included]);
  // Each API asks for them, so they are not looked for again.
  expect(found.fragments).toBe(found.fragments);
});
