import { Fn, Lazy, Token, Tokenization } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { expect, it } from 'vitest';
import { AS_TEMPLATE, ReferenceResolver } from '../../lib/template/references';
import { newStack } from '../support/synth';

const stack = newStack();
const pool = new cognito.CfnUserPool(stack, 'Pool');
const other = new cognito.CfnUserPool(stack, 'Other');

it('tells of each reference, however deep it stands', () => {
  const told: unknown[] = [];
  const resolver = new ReferenceResolver((target, resolved) => told.push([target.node.path, resolved]));
  const value = { a: [pool.ref], b: Lazy.any({ produce: () => ({ c: `${other.attrArn}/*` }) }), d: 'text' };
  Tokenization.resolve(value, { scope: stack, resolver, preparing: false });
  expect(told).toEqual([
    ['Stack/Pool', { Ref: 'Pool' }],
    ['Stack/Other', { 'Fn::GetAtt': ['Other', 'Arn'] }],
  ]);
});

it.each([
  ['text', 'text'],
  [`pool ${pool.ref}`, { 'Fn::Join': ['', ['pool ', { Ref: 'Pool' }]] }],
  [`${pool.ref}${other.ref}, both`, { 'Fn::Join': ['', [{ Ref: 'Pool' }, { Ref: 'Other' }, ', both']] }],
  [`a${Fn.join('', ['b', pool.ref])}`, { 'Fn::Join': ['', ['ab', { Ref: 'Pool' }]] }],
  [`a${Lazy.string({ produce: () => 'b' })}`, 'ab'],
  [`a${Token.asString(5)}b`, 'a5b'],
  [`a${Fn.join('-', ['b', pool.ref])}`, { 'Fn::Join': ['', ['a', { 'Fn::Join': ['-', ['b', { Ref: 'Pool' }]] }]] }],
])('joins texts as the template does: %#', (text, expected) => {
  const resolver = new ReferenceResolver(() => undefined, AS_TEMPLATE);
  const resolved: unknown = Tokenization.resolve(text, { scope: pool, resolver, preparing: false });
  expect(resolved).toEqual(expected);
  expect(resolved).toEqual(stack.resolve(text));
});
