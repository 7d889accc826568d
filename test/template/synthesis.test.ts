import { App, CfnOutput, CfnResource, Stack, Stage } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import {
  checkAtPreparation,
  listAtSynthesis,
  stringAtSynthesis,
  validateAtSynthesis,
  valueAtSynthesis,
  waitAtSynthesis,
} from '../../lib/template/synthesis';
import { TemplateIndex } from '../../lib/template/template-index';
import { newApp, newStack, templateOf } from '../support/synth';

const POOL = cognito.CfnUserPool.CFN_RESOURCE_TYPE_NAME;
const pathsIn = (index: TemplateIndex) => index.ofType(POOL).map(({ path }) => path);

type Json = Record<string, any>;

/** A resource that lists the pools of the app. */
function listPools(stack: Stack, id: string) {
  const ids = (index: TemplateIndex) => index.ofType(POOL).map(({ cfnResource }) => cfnResource.ref);
  new CfnResource(stack, id, { type: 'X::Y::Z', properties: { Pools: listAtSynthesis(stack, ids) } });
}
const LISTED = { Properties: { Pools: [{ 'Fn::ImportValue': expect.stringMatching('^Stack:ExportsOutputRefPool') }] } };

/** A stack whose constructs record the index that they are given. */
function setUp(treeMetadata = false) {
  const stack = new Stack(new App({ treeMetadata }), 'Stack');
  new CfnResource(stack, 'Topic', { type: 'AWS::SNS::Topic' });
  const used: TemplateIndex[] = [];
  const record = (index: TemplateIndex) => {
    used.push(index);
    return [];
  };
  return { stack, used, record, synth: () => (stack.node.root as Stage).synth({ force: true }) };
}

describe('validateAtSynthesis', () => {
  it('gives all checks of a synthesis the same index', () => {
    const { stack, used, record, synth } = setUp();
    for (const id of ['A', 'B', 'C']) validateAtSynthesis(new Construct(stack, id), (index) => record(index));
    synth();
    expect(used).toHaveLength(3);
    expect(new Set(used).size).toBe(1);
  });

  it('gives the next synthesis a new one', () => {
    const { stack, used, record, synth } = setUp();
    for (const id of ['A', 'B']) validateAtSynthesis(new Construct(stack, id), (index) => record(index));
    synth();
    new cognito.CfnUserPool(stack, 'Pool');
    synth();
    expect(used.map(pathsIn)).toEqual([[], [], ['Stack/Pool'], ['Stack/Pool']]);
    expect(new Set(used).size).toBe(2);
  });

  it('gives each stage its own', () => {
    const app = newApp();
    const used: TemplateIndex[] = [];
    for (const id of ['Beta', 'Prod']) {
      const stack = new Stack(new Stage(app, id), 'Stack');
      new cognito.CfnUserPool(stack, 'Pool');
      validateAtSynthesis(stack, (index) => used.push(index));
    }
    app.synth();
    expect(used.map(pathsIn)).toEqual([['Beta/Stack/Pool'], ['Prod/Stack/Pool']]);
  });

  it('gives all a new one if a construct with a check is added while the CDK prepares', () => {
    const { stack, used, record, synth } = setUp();
    validateAtSynthesis(stack, record);
    checkAtPreparation(stack, (index) => {
      used.push(index);
      new cognito.CfnUserPool(stack, 'Late');
      validateAtSynthesis(new Construct(stack, 'New'), (late) => record(late));
    });
    synth();
    expect(used.map(pathsIn)).toEqual([[], ['Stack/Late'], ['Stack/Late']]);
  });

  it('fails synthesis with the problems', () => {
    const { stack, synth } = setUp();
    const problem = { where: 'it', given: 'odd', outcome: 'it breaks', remedy: 'Mend it' };
    validateAtSynthesis(stack, (_, problems) => problems.add(problem));
    expect(synth).toThrow('it is odd: it breaks. Mend it.');
  });
});

describe('a lazy value', () => {
  it('shares an index with the others, and with the checks', () => {
    const { stack, used, record, synth } = setUp();
    validateAtSynthesis(stack, record);
    for (const id of ['A', 'B', 'C']) {
      new CfnOutput(stack, id, { value: stringAtSynthesis(stack, (index) => `${record(index).length}`) });
    }
    synth();
    // Each value is computed once, though the CDK looks for references in it and renders it for the template.
    expect(used).toHaveLength(4);
    expect(new Set(used).size).toBe(1);
  });

  it('is up to date whenever it is read', () => {
    const stack = newStack();
    const list = listAtSynthesis(stack, pathsIn);
    const read = () => stack.resolve(list) as unknown;
    expect(read()).toEqual([]);
    new cognito.CfnUserPool(stack, 'Early');
    expect(read()).toEqual(['Stack/Early']);
    (stack.node.root as Stage).synth();
    new cognito.CfnUserPool(stack, 'Late');
    expect(read()).toEqual(['Stack/Early', 'Stack/Late']);
  });

  it('is up to date where it is read for the first time after a synthesis', () => {
    const { stack, record, synth } = setUp();
    validateAtSynthesis(stack, record);
    const list = listAtSynthesis(stack, pathsIn);
    synth();
    new cognito.CfnUserPool(stack, 'Late');
    expect(stack.resolve(list)).toEqual(['Stack/Late']);
  });

  it.each([
    ['and with', true],
    ['but without', false],
  ])('of a resource shares the index with the checks, %s a tree of constructs, and then gets a new one', (_, tree) => {
    const { stack, used, record, synth } = setUp(tree);
    validateAtSynthesis(stack, record);
    const list = listAtSynthesis(stack, (index) => [...record(index), ...pathsIn(index)]);
    new cognito.CfnUserPoolClient(stack, 'Read', { userPoolId: 'eu-west-1_abc', callbackUrLs: list });
    synth();
    // The CDK looks for references in it, and renders it for the template and, if there is one, for the tree.
    expect(used).toHaveLength(2);
    expect(new Set(used).size).toBe(1);
    new cognito.CfnUserPool(stack, 'Late');
    for (let time = 0; time < 2; time++) expect(stack.resolve(list)).toEqual(['Stack/Late']);
  });

  it.each([false, true])('is up to date in the next synthesis, skipValidation: %s', (skipValidation) => {
    const app = new App();
    const [stack, other] = [new Stack(app, 'Stack'), new Stack(app, 'Other')];
    const synth = () => app.synth({ force: true, skipValidation }).getStackArtifact(other.artifactId).template as Json;
    validateAtSynthesis(stack, () => undefined);
    listPools(other, 'Early');
    synth();
    new cognito.CfnUserPool(stack, 'Pool');
    listPools(other, 'Late');
    expect(synth().Resources).toMatchObject({ Early: LISTED, Late: LISTED });
  });

  it('is up to date in the next synthesis, if it is the first one to be read', () => {
    const { stack, record, synth } = setUp();
    validateAtSynthesis(stack, record);
    synth();
    new cognito.CfnUserPool(stack, 'Pool');
    const other = new Stack(stack.node.root, 'Other');
    listPools(other, 'Late');
    expect(synth().getStackArtifact(other.artifactId).template.Resources).toMatchObject({ Late: LISTED });
  });

  it('of a resource is read from the index that renders the resource', () => {
    const { stack, used, record } = setUp();
    const aliasAttributes = listAtSynthesis(stack, (index) => [...record(index), 'email']);
    const pool = new cognito.CfnUserPool(stack, 'Pool', { aliasAttributes });
    const index = new TemplateIndex(stack.node.root);
    expect(index.resource(pool).properties).toEqual({ AliasAttributes: ['email'] });
    expect(used).toEqual([index]);
  });

  it('may be a value of any kind, and an empty list', () => {
    const stack = newStack();
    const value = { a: valueAtSynthesis(stack, () => []), b: valueAtSynthesis(stack, () => ({ c: 1 })) };
    expect(stack.resolve(value)).toEqual({ a: [], b: { c: 1 } });
  });
});

describe('waitAtSynthesis', () => {
  it('has a resource wait for others that are known when the app is complete', () => {
    const { stack } = setUp();
    const first = new CfnResource(stack, 'First', { type: 'AWS::SNS::Topic' });
    waitAtSynthesis(first, (index) => index.ofType(POOL).map(({ cfnResource }) => cfnResource));
    new cognito.CfnUserPool(stack, 'Pool');
    expect(templateOf(stack).findResources('AWS::SNS::Topic').First).toMatchObject({ DependsOn: ['Pool'] });
  });

  it('shares its index with other waits', () => {
    const { stack, used, record, synth } = setUp();
    for (const id of ['A', 'B']) waitAtSynthesis(new Construct(stack, id), (index) => record(index));
    synth();
    expect(used.length).toBeGreaterThan(1);
    expect(new Set(used).size).toBe(1);
  });
});
