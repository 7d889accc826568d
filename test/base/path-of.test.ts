import { CfnResource } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { expect, it } from 'vitest';
import { UserAuthPool } from '../../lib';
import { pathOf } from '../../lib/base/path-of';
import { newStack } from '../support/synth';

it('is the path of the construct that the user made', () => {
  const stack = newStack('S');
  const pool = new UserAuthPool(stack, 'Pool');
  expect(pathOf(pool.cfnUserPool)).toBe('S/Pool');
  expect(pathOf(pool.client.cfnUserPoolClient)).toBe('S/Pool/Client');
  expect(pathOf(stack)).toBe('S');
  const resource = new CfnResource(new Construct(stack, 'Own'), 'Resource', { type: 'AWS::SNS::Topic' });
  expect(pathOf(resource)).toBe('S/Own');
  expect(pathOf(new Construct(resource, 'Part'))).toBe('S/Own/Resource/Part');
});
