import { CfnResource, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { expect, it } from 'vitest';
import { resourcesIn } from '../../lib/adopt/in-stack';
import { TemplateIndex } from '../../lib/template/template-index';
import { newApp, templateOf } from '../support/synth';

it('has the resources of Cognito as the template of their stack will have them', () => {
  const app = newApp();
  const stack = new Stack(app, 'S');
  const pool = new cognito.UserPool(stack, 'Users');
  const client = pool.addClient('Web').node.defaultChild as cognito.CfnUserPoolClient;
  client.overrideLogicalId('Web');
  client.addPropertyOverride('ClientName', 'web');
  new cognito.UserPool(new Stack(app, 'T'), 'Users');
  const resources = [...resourcesIn(new TemplateIndex(app), stack).values()];
  const { Resources } = templateOf(stack).toJSON() as {
    Resources: Record<string, { Type: string; Properties: object }>;
  };
  const expected = Object.entries(Resources).map(([logicalId, { Type, Properties }]) => [logicalId, Type, Properties]);
  expect(resources.map(({ logicalId, type, properties }) => [logicalId, type, properties])).toEqual(expected);
  expect(resources.map(({ path }) => path)).toContain('S/Users/Web/Resource');
});

it('has no others', () => {
  const app = newApp();
  const stack = new Stack(app, 'S');
  new cognito.UserPool(stack, 'Users');
  new CfnResource(stack, 'Topic', { type: 'AWS::SNS::Topic' });
  const types = [...resourcesIn(new TemplateIndex(app), stack).values()].map(({ type }) => type);
  expect(types).toEqual(['AWS::Cognito::UserPool']);
});
