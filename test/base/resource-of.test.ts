import { CfnResource } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { expect, it } from 'vitest';
import { resourceOf } from '../../lib/base/resource-of';
import { newStack } from '../support/synth';

it('resourceOf has the resource of a construct that this app creates', () => {
  const stack = newStack();
  const key = new kms.Key(stack, 'Key');
  const cfnKey = key.node.defaultChild as kms.CfnKey;
  expect(resourceOf(key, kms.CfnKey)).toBe(cfnKey);
  expect(resourceOf(cfnKey, kms.CfnKey)).toBe(cfnKey);
  expect(resourceOf(key, CfnResource)).toBe(cfnKey);
});

it('resourceOf has none of an imported construct or of another type', () => {
  const stack = newStack();
  const imported = kms.Key.fromKeyArn(stack, 'Imported', 'arn:aws:kms:eu-west-1:111111111111:key/0123');
  expect(resourceOf(imported, kms.CfnKey)).toBeUndefined();
  expect(resourceOf(new Construct(stack, 'None'), kms.CfnKey)).toBeUndefined();
  expect(resourceOf(new kms.Key(stack, 'Key'), kms.CfnAlias)).toBeUndefined();
});
