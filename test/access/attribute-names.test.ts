import { Fn } from 'aws-cdk-lib';
import { expect, it } from 'vitest';
import { AttributeSchema, UserAuthPool } from '../../lib';
import { attributeNamesOf } from '../../lib/access/attribute-names';
import { TemplateIndex } from '../../lib/template/template-index';
import { newStack } from '../support/synth';

const stack = newStack('S');
const pool = new UserAuthPool(stack, 'Pool', { schema: [AttributeSchema.customString('plan')] });

it('are those of every pool, and the custom ones', () => {
  const names = attributeNamesOf(new TemplateIndex(stack), pool.cfnUserPool);
  expect(names).toEqual(expect.arrayContaining(['email', 'email_verified', 'sub', 'custom:plan']));
  expect(new Set(names).size).toBe(names.length);
});

it('are those of every pool where there is no more to see', () => {
  const names = attributeNamesOf(new TemplateIndex(stack), undefined);
  expect(names).toContain('name');
  expect(names.filter((name) => name.includes(':'))).toEqual(['cognito:user_status']);
  const other = new UserAuthPool(stack, 'Other', { schema: [AttributeSchema.customString('plan')] });
  other.cfnUserPool.addPropertyOverride('Schema', Fn.importValue('Schema'));
  expect(attributeNamesOf(new TemplateIndex(stack), other.cfnUserPool)).toEqual(names);
});
