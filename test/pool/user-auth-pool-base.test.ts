import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { IUserAuthPool, UserAuthPool, UserAuthPoolMetricOptions, UserPoolPermission } from '../../lib';
import { newFunction, newStack, only, templateOf } from '../support/synth';

const ALARM = 'AWS::CloudWatch::Alarm';

const alarmOf = (stack: Stack, metric: cloudwatch.Metric) => {
  metric.createAlarm(stack, 'Alarm', { threshold: 1, evaluationPeriods: 1 });
  return only(templateOf(stack), ALARM).properties;
};
const dimensions = (UserPool: unknown, UserPoolClient: unknown, more: Record<string, string> = {}) =>
  Object.entries({ ...more, UserPool, UserPoolClient })
    .map(([Name, Value]) => ({ Name, Value }))
    .sort((a, b) => (a.Name < b.Name ? -1 : 1));

const imported = (userPoolClientIds?: string[]) => {
  const stack = newStack();
  const pool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', {
    userPoolId: 'eu-west-1_Ab12Cd34E',
    userPoolClientIds,
  });
  return { stack, pool, of: dimensions('eu-west-1_Ab12Cd34E', userPoolClientIds?.[0] ?? 'Admin') };
};

const KINDS: [string, () => { stack: Stack; pool: IUserAuthPool; of: object[] }][] = [
  [
    'made',
    () => {
      const stack = newStack();
      const pool = new UserAuthPool(stack, 'Pool');
      pool.addClient('Second');
      return { stack, pool, of: dimensions({ Ref: 'PoolD3F588B8' }, { Ref: 'PoolClient8A3E5EB7' }) };
    },
  ],
  ['imported', () => imported(['one', 'two'])],
  ['imported without clients', () => imported()],
];

type Method = (pool: UserAuthPool, options?: UserAuthPoolMetricOptions) => cloudwatch.Metric;

describe.each(KINDS)('a pool that is %s', (_, newPool) => {
  it.each<[string, Method]>([
    ['SignUpSuccesses', (pool, options) => pool.metricSignUpSuccesses(options)],
    ['SignUpThrottles', (pool, options) => pool.metricSignUpThrottles(options)],
    ['SignInSuccesses', (pool, options) => pool.metricSignInSuccesses(options)],
    ['SignInThrottles', (pool, options) => pool.metricSignInThrottles(options)],
    ['TokenRefreshSuccesses', (pool, options) => pool.metricTokenRefreshSuccesses(options)],
    ['TokenRefreshThrottles', (pool, options) => pool.metricTokenRefreshThrottles(options)],
    ['FederationSuccesses', (pool, options) => pool.metricFederationSuccesses(options)],
    ['FederationThrottles', (pool, options) => pool.metricFederationThrottles(options)],
  ])('has the metric %s, of its first client', (name, metric) => {
    const { stack, pool, of } = newPool();
    expect(alarmOf(stack, metric(pool as UserAuthPool))).toMatchObject({
      Namespace: 'AWS/Cognito',
      MetricName: name,
      Statistic: 'Sum',
      Period: 300,
      Dimensions: of,
    });
    expect(metric(pool as UserAuthPool, { label: 'mine', statistic: 'Average' })).toMatchObject({
      label: 'mine',
      statistic: 'Average',
    });
  });

  it('has any other metric too, of any client, as you want it shown', () => {
    const { stack, pool } = newPool();
    const client = new UserAuthPool(stack, 'Other').client.userPoolClient;
    const metric = pool.metric('CallCount', {
      client,
      period: Duration.minutes(1),
      statistic: cloudwatch.Stats.AVERAGE,
      dimensionsMap: { Operation: 'AdminGetUser' },
    });
    expect(alarmOf(stack, metric)).toMatchObject({
      MetricName: 'CallCount',
      Statistic: 'Average',
      Period: 60,
      Dimensions: dimensions(stack.resolve(pool.userPoolId), stack.resolve(client.userPoolClientId), {
        Operation: 'AdminGetUser',
      }),
    });
  });

  it('counts federated sign-ins by identity provider', () => {
    const { stack, pool, of } = newPool();
    const metric = (pool as UserAuthPool).metricFederationSuccesses({ dimensionsMap: { IdentityProvider: 'Google' } });
    expect(alarmOf(stack, metric).Dimensions).toEqual([{ Name: 'IdentityProvider', Value: 'Google' }, ...of]);
  });
});

describe('the region of a metric', () => {
  const env = { region: 'us-east-1', account: '111111111111' };

  it('is that of the stack, for a pool that is made', () => {
    expect(new UserAuthPool(newStack('Stack', { env }), 'Pool').metricSignInSuccesses().region).toBe('us-east-1');
  });

  it('is that of the pool, for one that is imported from another region', () => {
    const stack = newStack('Stack', { env });
    const pool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', { userPoolId: 'eu-west-1_Ab12Cd34E' });
    expect(pool.metric('SignInSuccesses').region).toBe('eu-west-1');
  });

  it('is the one that is given', () => {
    const pool = new UserAuthPool(newStack('Stack', { env }), 'Pool');
    expect(pool.metricSignInSuccesses({ region: 'eu-west-1' }).region).toBe('eu-west-1');
  });
});

describe.each(KINDS)('a pool that is %s stands for a user pool', (_, newPool) => {
  it('by its reference', () => {
    const { stack, pool } = newPool();
    new cognito.UserPoolGroup(stack, 'Group', { userPool: pool, groupName: 'editors' });
    expect(only(templateOf(stack), 'AWS::Cognito::UserPoolGroup').properties.UserPoolId).toEqual(
      stack.resolve(pool.userPoolId),
    );
    expect(pool.userPoolRef).toEqual({ userPoolId: pool.userPoolId, userPoolArn: pool.userPoolArn });
  });

  it('and grants and connects', () => {
    const { stack, pool } = newPool();
    const fn = newFunction(stack, 'Fn');
    pool.connect(fn, { prefix: 'P', permissions: [UserPoolPermission.SIGN_OUT_USERS] });
    pool.grants.readGroups(fn);
    const template = templateOf(stack);
    expect(only(template, 'AWS::Lambda::Function').properties).toMatchObject({
      Environment: { Variables: { P_ID: stack.resolve(pool.userPoolId), P_ISSUER: stack.resolve(pool.issuer) } },
    });
    expect(JSON.stringify(only(template, 'AWS::IAM::Policy').properties)).toMatch(/AdminUserGlobalSignOut.*GetGroup/);
  });
});
