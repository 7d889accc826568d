import { Lazy, Token } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { UserAuthPool } from '../../lib';
import { checkGroupName, literalGroupName } from '../../lib/access/group-name';
import { Problems } from '../../lib/checks/problems';
import { newStack } from '../support/synth';

describe('the name itself of a group', () => {
  const stack = newStack('S');
  const pool = new UserAuthPool(stack, 'Pool');

  it('is found behind a reference, to a group of this library, of the CDK, or an L1', () => {
    const l1 = new cognito.CfnUserPoolGroup(stack, 'L1', { userPoolId: pool.userPoolId, groupName: 'third' });
    const l2 = new cognito.UserPoolGroup(stack, 'L2', { userPool: pool.userPool, groupName: 'second' });
    const names = [pool.addGroup('first').groupName, l2.groupName, l1.ref];
    expect(names.map(literalGroupName)).toEqual(['first', 'second', 'third']);
  });

  it('is what is given, where that is no reference to a group', () => {
    const later = Lazy.string({ produce: () => 'later' });
    const number = Token.asNumber(pool.userPoolId) as never;
    for (const name of ['admins', later, pool.userPoolId, `${pool.addGroup('x').groupName}s`, number]) {
      expect(literalGroupName(name)).toBe(name);
    }
  });
});

it.each([
  ['editors', 0],
  ['a'.repeat(128), 0],
  ['a'.repeat(129), 1],
  ['', 1],
  ['my group', 1],
])('%j has %d problems', (name, count) => {
  const problems = new Problems('Pool');
  checkGroupName(problems, 'groupName', name);
  expect(problems.count).toBe(count);
});
