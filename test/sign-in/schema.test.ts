import { describe, expect, it } from 'vitest';
import { AttributeSchema, StandardAttribute, UserAuthPool } from '../../lib';
import { newStack, only, templateOf } from '../support/synth';
import { reject, render } from './support';

const many = (count: number) => Array.from({ length: count }, (_, index) => AttributeSchema.customBoolean(`a${index}`));

describe('schema', () => {
  it.each([{ schema: undefined }, { schema: [] }])('is left to Cognito where it is $schema', (props) => {
    const stack = newStack();
    new UserAuthPool(stack, 'Pool', props);
    expect(only(templateOf(stack), 'AWS::Cognito::UserPool').properties).not.toHaveProperty('Schema');
  });

  it('keeps the order in which it is given', () => {
    expect(render(AttributeSchema.customBoolean('b'), AttributeSchema.standard(StandardAttribute.NAME))).toMatchObject([
      { Name: 'b' },
      { Name: 'name' },
    ]);
  });

  it('takes 50 attributes', () => {
    expect(render(...many(50))).toHaveLength(50);
  });

  it('rejects 51', () => {
    expect(reject(...many(51))).toBe(
      'S/Pool has 1 problem:\n  1. schema is a list of 51: Cognito accepts at most 50 attributes, and would reject the pool. ' +
        'Store what only your application needs in a separate table, by the sub of the user.',
    );
  });

  it('rejects an attribute that is given twice', () => {
    expect(reject(AttributeSchema.customString('plan'), AttributeSchema.customNumber('plan'))).toBe(
      'S/Pool has 1 problem:\n  1. schema[1] is "plan": it is already in the list and Cognito rejects the pool. ' +
        'Give each attribute once.',
    );
  });

  it('tells all mistakes at once', () => {
    const message = reject(
      AttributeSchema.customString(''),
      AttributeSchema.customNumber('age', { min: 1.5 }),
      AttributeSchema.customBoolean('age'),
    );
    expect(message.split('\n')).toEqual([
      'S/Pool has 3 problems:',
      expect.stringMatching(/^ {2}1\. schema\[0\] is "": /),
      expect.stringMatching(/^ {2}2\. schema\[1\] lower bound is 1\.5: /),
      expect.stringMatching(/^ {2}3\. schema\[2\] is "age": it is already in the list/),
    ]);
  });
});
