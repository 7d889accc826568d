import { CfnElement, CfnOutput, CfnParameter, CfnResource, Lazy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { Dependencies } from '../../lib/template/dependencies';
import { References } from '../../lib/template/references';
import { newStack } from '../support/synth';

const newTopic = (scope: Construct, id: string, name?: string) =>
  new CfnResource(scope, id, { type: 'AWS::SNS::Topic', properties: { TopicName: name } });
const references = new References();
const newDependencies = () => new Dependencies((element) => references.targetsIn(references.renderAll(element)));
const idsOf = (element: CfnElement) => [...newDependencies().of(element)].map(({ node }) => node.id).sort();

/** A stack with three topics in a construct each. */
function setUp() {
  const stack = newStack();
  const scopes = ['A', 'B', 'C'].map((id) => new Construct(stack, id)) as [Construct, Construct, Construct];
  const topics = scopes.map((scope, index) => newTopic(scope, `Topic${index}`)) as [
    CfnResource,
    CfnResource,
    CfnResource,
  ];
  return { stack, scopes, topics };
}

describe('an element waits for', () => {
  it('what it refers to, in a lazy value and in an override, too', () => {
    const { stack, topics } = setUp();
    const parameter = new CfnParameter(stack, 'Parameter');
    const topic = newTopic(stack, 'Own', Lazy.string({ produce: () => `x-${topics[0].ref}` }));
    topic.addPropertyOverride('DisplayName', topics[1].ref);
    topic.addPropertyOverride('Tags', [{ Value: parameter.valueAsString }]);
    expect(idsOf(topic)).toEqual(['Parameter', 'Topic0', 'Topic1']);
    expect(idsOf(new CfnOutput(stack, 'Output', { value: topics[2].ref }))).toEqual(['Topic2']);
  });

  it('what it, or a construct around it, has been told to wait for', () => {
    const { scopes, topics } = setUp();
    topics[0].addDependency(topics[1]);
    scopes[0].node.addDependency(scopes[2]);
    expect(idsOf(topics[0])).toEqual(['Topic1', 'Topic2']);
  });
});

describe('allOf', () => {
  it('follows all ways, and cycles', () => {
    const { scopes, topics } = setUp();
    const idsOfAll = (topic: CfnResource) => [...newDependencies().allOf(topic)].map(({ node }) => node.id).sort();
    topics[0].addPropertyOverride('DisplayName', topics[1].ref);
    scopes[1].node.addDependency(scopes[2]);
    topics[1].addPropertyOverride('DisplayName', topics[0].ref);
    expect(topics.map(idsOfAll)).toEqual([['Topic0', 'Topic1', 'Topic2'], ['Topic0', 'Topic1', 'Topic2'], []]);
  });

  it('ends where a lazy value asks for what is being read', () => {
    const stack = newStack();
    const dependencies = newDependencies();
    const topic = newTopic(stack, 'Topic', Lazy.string({ produce: () => `${dependencies.allOf(topic).size}` }));
    expect(dependencies.allOf(topic).size).toBe(0);
  });
});
