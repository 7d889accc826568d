import { CfnResource } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { expect, it } from 'vitest';
import { UserAuthPool } from '../../lib';
import { nameOf } from '../../lib/template/names';
import { newStack } from '../support/synth';

it('a construct is called by the path that the user knows', () => {
  const stack = newStack('S');
  const pool = new UserAuthPool(stack, 'Pool');
  expect(nameOf(pool.cfnUserPool)).toBe('S/Pool');
  expect(nameOf(pool.client.cfnUserPoolClient)).toBe('S/Pool/Client');
  expect(nameOf(stack)).toBe('S');
  const resource = new CfnResource(new Construct(stack, 'Own'), 'Resource', { type: 'AWS::SNS::Topic' });
  expect(nameOf(resource)).toBe('S/Own');
  expect(nameOf(new Construct(resource, 'Part'))).toBe('S/Own/Resource/Part');
});
