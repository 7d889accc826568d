import { Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import { describe, expect, it } from 'vitest';
import { UserAuthGroup, UserAuthGroupOptions, UserAuthPool } from '../../lib';
import { messageOf, newStack, only, templateOf, warningsOf } from '../support/synth';

const GROUP = 'AWS::Cognito::UserPoolGroup';
const add = (options: UserAuthGroupOptions, id = 'admins') =>
  new UserAuthPool(newStack('S'), 'Pool').addGroup(id, options);
const propertiesOf = (group: UserAuthGroup) => only(templateOf(Stack.of(group)), GROUP).properties;

describe('a group', () => {
  it('is called by its id, unless it is given a name', () => {
    expect(propertiesOf(add({}))).toMatchObject({ GroupName: 'admins', UserPoolId: { Ref: expect.any(String) } });
    const named = add({ groupName: 'Überblick★' });
    expect(named.groupName).toBe('Überblick★');
    expect(propertiesOf(named)).toMatchObject({ GroupName: 'Überblick★' });
  });

  it('has description, precedence and role', () => {
    const stack = newStack('S');
    const role = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111111111111:role/admins');
    const group = new UserAuthPool(stack, 'Pool').addGroup('admins', { description: 'All', precedence: 0, role });
    expect(propertiesOf(group)).toMatchObject({
      Description: 'All',
      Precedence: 0,
      RoleArn: 'arn:aws:iam::111111111111:role/admins',
    });
  });

  it('can be of an imported pool', () => {
    const stack = newStack();
    const userPool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', { userPoolId: 'eu-west-1_Ab12Cd34E' });
    expect(propertiesOf(new UserAuthGroup(stack, 'admins', { userPool }))).toMatchObject({
      UserPoolId: 'eu-west-1_Ab12Cd34E',
    });
  });

  it.each<UserAuthGroupOptions>([
    { groupName: 'a' },
    { groupName: 'g'.repeat(128) },
    { groupName: '[policy/x]' },
    { description: 'd'.repeat(2048) },
    { precedence: 0 },
    { precedence: 2147483647 },
  ])('takes %j', (options) => {
    expect(() => propertiesOf(add(options))).not.toThrow();
  });

  it.each<[string, UserAuthGroupOptions, RegExp]>([
    ['no name', { groupName: '' }, /groupName is "": Cognito accepts names of 1 to 128/],
    ['a longer name', { groupName: 'g'.repeat(129) }, /groupName is "g+\.\.\.".*: Cognito accepts/],
    ['a space', { groupName: 'my admins' }, /groupName is "my admins": .* without spaces/],
    ['more words', { description: 'd'.repeat(2049) }, /description is .*: Cognito accepts 2048/],
    ['less than 0', { precedence: -1 }, /precedence is -1: .* from 0 on/],
    ['half a precedence', { precedence: 1.5 }, /precedence is 1\.5: /],
  ])('refuses %s', (_, options, message) => {
    expect(messageOf(() => add(options))).toMatch(message);
  });

  it('tells of every problem at once, and makes nothing', () => {
    const stack = newStack('S');
    const pool = new UserAuthPool(stack, 'Pool');
    expect(messageOf(() => pool.addGroup('a b', { precedence: -1 }))).toMatch(/^S\/Pool\/a b has 2 problems:/);
    templateOf(stack).resourceCountIs(GROUP, 0);
  });
});

describe('groups of one precedence', () => {
  const disputes = (roles: [string, string], precedences: [number | undefined, number | undefined]) => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool');
    roles.forEach((name, index) =>
      pool.addGroup(`group${index}`, {
        precedence: precedences[index],
        role: iam.Role.fromRoleArn(stack, `Role${index}`, `arn:aws:iam::111111111111:role/${name}`),
      }),
    );
    templateOf(stack);
    return warningsOf(stack).filter((text) => text.includes('rolesInDispute'));
  };

  it('and different roles are a warning', () => {
    expect(disputes(['a', 'b'], [1, 1])).toEqual([expect.stringMatching(/group0 and group1 have the same precedence/)]);
  });

  it.each<[string, [string, string], [number | undefined, number | undefined]]>([
    ['one role', ['a', 'a'], [1, 1]],
    ['another precedence', ['a', 'b'], [1, 2]],
    ['no precedence', ['a', 'b'], [undefined, undefined]],
  ])('are none with %s', (_, roles, precedences) => {
    expect(disputes(roles, precedences)).toEqual([]);
  });
});

it('the group is within reach', () => {
  const group = add({});
  expect(group.userPoolGroup).toBeInstanceOf(cognito.UserPoolGroup);
  expect(group.node.defaultChild).toBeInstanceOf(cognito.CfnUserPoolGroup);
});
