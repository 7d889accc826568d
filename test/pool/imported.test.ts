import { CfnParameter } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { UserAuthPool } from '../../lib';
import { messageOf, newStack } from '../support/synth';

describe('fromUserAuthPoolAttributes', () => {
  it('reads the region from the id of the pool, never from the stack', () => {
    const stack = newStack('Stack', { env: { region: 'us-east-1', account: '111111111111' } });
    const pool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', { userPoolId: 'eu-west-1_Ab12Cd34E' });
    expect(stack.resolve(pool.issuer)).toEqual({
      'Fn::Join': ['', ['https://cognito-idp.eu-west-1.', { Ref: 'AWS::URLSuffix' }, '/eu-west-1_Ab12Cd34E']],
    });
    expect(stack.resolve(pool.userPoolArn)).toEqual({
      'Fn::Join': [
        '',
        ['arn:', { Ref: 'AWS::Partition' }, ':cognito-idp:eu-west-1:111111111111:userpool/eu-west-1_Ab12Cd34E'],
      ],
    });
    expect(pool.env).toEqual({ account: '111111111111', region: 'eu-west-1' });
    expect(pool.userPoolRef).toEqual({ userPoolId: 'eu-west-1_Ab12Cd34E', userPoolArn: pool.userPoolArn });
  });

  it('reads the region at deployment, where the id is not known before', () => {
    const stack = newStack();
    const parameter = new CfnParameter(stack, 'PoolId');
    const pool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', { userPoolId: parameter.valueAsString });
    expect(stack.resolve(pool.issuer)).toEqual({
      'Fn::Join': [
        '',
        [
          'https://cognito-idp.',
          { 'Fn::Select': [0, { 'Fn::Split': ['_', { Ref: 'PoolId' }] }] },
          '.',
          { Ref: 'AWS::URLSuffix' },
          '/',
          { Ref: 'PoolId' },
        ],
      ],
    });
  });

  it('has the clients that it was given', () => {
    const pool = UserAuthPool.fromUserAuthPoolAttributes(newStack(), 'Pool', {
      userPoolId: 'eu-west-1_Ab12Cd34E',
      userPoolClientIds: ['one', 'two'],
    });
    expect(pool.userPoolClients.map((client) => client.userPoolClientId)).toEqual(['one', 'two']);
  });

  it.each(['MyPool', 'eu-west-1_', 'arn:aws:cognito-idp:eu-west-1:111111111111:userpool/eu-west-1_Ab12Cd34E'])(
    'refuses %s, which is no id of a pool',
    (userPoolId) => {
      expect(messageOf(() => UserAuthPool.fromUserAuthPoolAttributes(newStack('S'), 'Pool', { userPoolId }))).toMatch(
        /^S\/Pool has 1 problem:\n {2}1\. userPoolId is ".*": no user pool has such an id\. Give the id/,
      );
    },
  );
});
