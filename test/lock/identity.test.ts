import { CfnResource, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import {
  constructAt,
  describeStack,
  identityIn,
  identityOf,
  isSameResource,
  isSameStack,
  keepNestedStack,
  keyOf,
  outermostOf,
  renameLine,
} from '../../lib/lock/identity';
import { newApp } from '../support/synth';

const env = { account: '111111111111', region: 'eu-west-1' };
const resourceIn = (stack: Stack) => new CfnResource(stack, 'Pool', { type: 'AWS::Cognito::UserPool' });

describe('the identity of a resource', () => {
  it.each<[string, () => Stack, string]>([
    ['in a stack of any environment', () => new Stack(newApp(), 'Shop'), '*/*/Shop/Pool'],
    ['in a known environment', () => new Stack(newApp(), 'Shop', { env }), '111111111111/eu-west-1/Shop/Pool'],
    ['in a named stack', () => new Stack(newApp(), 'Shop', { stackName: 'Mine' }), '*/*/Mine/Pool'],
    [
      'in a stage',
      () => new Stack(new Stage(newApp(), 'Prod', { env }), 'Shop'),
      '111111111111/eu-west-1/Prod-Shop/Pool',
    ],
    [
      'in a nested stack',
      () => new NestedStack(new Stack(newApp(), 'Shop'), 'Users'),
      '*/*/Shop/UsersNestedStackUsersNestedStackResourceBDF7BBD1/Pool',
    ],
  ])('%s', (_, newScope, expected) => {
    const resource = resourceIn(newScope());
    const key = keyOf(identityOf(resource));
    expect(key.replace(/Resource[0-9A-F]{8}/, '')).toBe(expected.replace(/Resource[0-9A-F]{8}/, ''));
    expect(identityIn(key)).toEqual(identityOf(resource));
  });

  it.each([
    '',
    'Pool',
    'a/b/c',
    '//S/Pool',
    '/eu-west-1/S/Pool',
    '1//S/Pool',
    '*/*//Pool',
    '*/*/S/',
    '*/*/S//Pool',
    '__proto__',
  ])('is not %j', (key) => {
    expect(identityIn(key)).toBeUndefined();
  });

  const of = (key: string) => identityIn(key)!;
  it.each([
    ['*/*/S/P', '*/*/S/P', true],
    ['*/*/S/P', '1/eu/S/P', true],
    ['1/*/S/P', '1/eu/S/P', true],
    ['1/eu/S/P', '1/us/S/P', false],
    ['1/eu/S/P', '2/eu/S/P', false],
    ['*/*/S/P', '*/*/T/P', false],
    ['*/*/S/P', '*/*/S/Q', false],
    ['*/*/S/P', '*/*/S/N/P', false],
    ['*/*/S/*/P', '*/*/S/N/P', false],
  ])('%s and %s: %s', (one, other, expected) => {
    expect(isSameResource(of(one), of(other))).toBe(expected);
    expect(isSameResource(of(other), of(one))).toBe(expected);
  });
});

it('a stack has an outermost one and a name', () => {
  const { stack } = identityIn('1/eu/S/N/P')!;
  expect(isSameStack(outermostOf(stack), ['1', 'eu', 'S'])).toBe(true);
  expect(describeStack(stack)).toBe('S/N (1/eu)');
  expect(describeStack(['*', '*', 'S'])).toBe('S');
  expect(describeStack(['1', '*', 'S'])).toBe('S (1/*)');
});

it('a logical ID in code is not cut off, however long it is', () => {
  const [now, before] = ['N'.repeat(100), 'B'.repeat(100)];
  expect(renameLine(now, before)).toBe(`Stack.of(this).renameLogicalId("${now}", "${before}")`);
  expect(renameLine('New', 'Old', 'pool')).toBe('Stack.of(pool).renameLogicalId("New", "Old")');
});

it('a path leads to a construct, or nowhere', () => {
  const stack = new Stack(newApp(), 'S');
  const resource = resourceIn(stack);
  expect(constructAt(stack, 'S/Pool')).toBe(resource);
  expect(constructAt(stack, 'S/Pool/Client')).toBeUndefined();
  expect(constructAt(stack, '__proto__')).toBeUndefined();
});

it.each<[string, string, string | undefined]>([
  ['S/New/Pool', 'S/Old/Pool', 'S: Stack.of(this).renameLogicalId("New", "Old")'],
  ['S/N/New/Pool', 'S/N/Old/Pool', 'S/N: Stack.of(this).renameLogicalId("New", "Old")'],
  ['S/N/Pool', 'S/N/Pool', undefined],
  ['New/N/Pool', 'Old/N/Pool', undefined],
  ['S/N/New', 'S/N/Old', undefined],
  ['S/New/M/Pool', 'S/Old/N/Pool', undefined],
  ['S/New/Pool', 'S/Pool', undefined],
  ['S/Pool', 'S/Old/Pool', undefined],
  ['New', 'Old', undefined],
])('a nested stack that has another logical ID alone can keep it: %s, before %s', (now, before, expected) => {
  const said = keepNestedStack(now.split('/'), before.split('/'));
  expect(said).toBe(expected && `Keep the logical ID of the nested stack, in code of the stack ${expected}`);
});
