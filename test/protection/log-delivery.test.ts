import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as firehose from 'aws-cdk-lib/aws-kinesisfirehose';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { describe, expect, it } from 'vitest';
import { LogDelivery, LogDestination, UserAuthPool } from '../../lib';
import { messageOf, newApp, newStack, only, templateOf, warningsOf } from '../support/synth';

const DELIVERY = 'AWS::Cognito::LogDeliveryConfiguration';
const { LITE, ESSENTIALS, PLUS } = cognito.FeaturePlan;

const make = (logDelivery: (stack: Stack) => LogDelivery, featurePlan?: cognito.FeaturePlan) => {
  const stack = newStack('S');
  const pool = new UserAuthPool(stack, 'Pool', { logDelivery: logDelivery(stack), featurePlan });
  return { stack, pool };
};
const render = (logDelivery: (stack: Stack) => LogDelivery) =>
  only(templateOf(make(logDelivery, PLUS).stack), DELIVERY).properties;

const newStream = (stack: Stack) =>
  new firehose.CfnDeliveryStream(stack, 'Stream', {
    s3DestinationConfiguration: { bucketArn: 'arn:aws:s3:::mine', roleArn: 'arn:aws:iam::111111111111:role/mine' },
  });
const logGroupArn = (name: unknown) => ({
  'Fn::Join': [
    '',
    [
      'arn:',
      { Ref: 'AWS::Partition' },
      ':logs:',
      { Ref: 'AWS::Region' },
      ':',
      { Ref: 'AWS::AccountId' },
      ...(typeof name === 'string' ? [`:log-group:${name}`] : [':log-group:', name]),
    ],
  ],
});
const ERRORS = { EventSource: 'userNotification', LogLevel: 'ERROR' };
const EVENTS = { EventSource: 'userAuthEvents', LogLevel: 'INFO' };

describe('logDelivery', () => {
  it('is none by default', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool');
    templateOf(stack).resourceCountIs(DELIVERY, 0);
    expect(pool.logDelivery).toBeUndefined();
  });

  it('writes down messages that could not be sent, without the `:*` of the CDK, which Cognito does not take', () => {
    const { stack, pool } = make((scope) => ({ notificationErrors: new logs.LogGroup(scope, 'Group') }));
    const template = templateOf(stack);
    expect(only(template, DELIVERY).properties).toEqual({
      UserPoolId: { Ref: 'PoolD3F588B8' },
      LogConfigurations: [
        { ...ERRORS, CloudWatchLogsConfiguration: { LogGroupArn: logGroupArn({ Ref: 'GroupC77FDACD' }) } },
      ],
    });
    expect(stack.resolve(pool.logDelivery?.logicalId)).toBe(only(template, DELIVERY).id);
    expect(warningsOf(stack)).toEqual([]);
  });

  it.each<[string, (stack: Stack) => LogDestination, object]>([
    [
      'a log group',
      (stack) => LogDestination.cloudWatch(logs.LogGroup.fromLogGroupName(stack, 'Group', '/aws/vendedlogs/mine')),
      { CloudWatchLogsConfiguration: { LogGroupArn: logGroupArn('/aws/vendedlogs/mine') } },
    ],
    [
      'a bucket',
      (stack) => LogDestination.s3(new s3.Bucket(stack, 'Bucket')),
      { S3Configuration: { BucketArn: { 'Fn::GetAtt': ['Bucket83908E77', 'Arn'] } } },
    ],
    [
      'an imported bucket',
      (stack) => LogDestination.s3(s3.Bucket.fromBucketArn(stack, 'Bucket', 'arn:aws:s3:::theirs')),
      { S3Configuration: { BucketArn: 'arn:aws:s3:::theirs' } },
    ],
    [
      'a delivery stream',
      (stack) => LogDestination.firehose(newStream(stack)),
      { FirehoseConfiguration: { StreamArn: { 'Fn::GetAtt': ['Stream', 'Arn'] } } },
    ],
  ])('writes the sign-ins of users to %s', (_, destination, expected) => {
    expect(render((stack) => ({ authenticationEvents: destination(stack) })).LogConfigurations).toEqual([
      { ...EVENTS, ...expected },
    ]);
  });

  it('writes both, each to its place', () => {
    const { LogConfigurations } = render((stack) => ({
      authenticationEvents: LogDestination.s3(new s3.Bucket(stack, 'Bucket')),
      notificationErrors: new logs.LogGroup(stack, 'Group'),
    }));
    expect(LogConfigurations).toEqual([
      { ...ERRORS, CloudWatchLogsConfiguration: expect.anything() },
      { ...EVENTS, S3Configuration: expect.anything() },
    ]);
  });

  it('writes to the log group that was named, of its own region and account', () => {
    const arn = 'arn:aws:logs:us-east-1:999999999999:log-group:mine';
    const { LogConfigurations } = render((stack) => ({
      notificationErrors: logs.LogGroup.fromLogGroupArn(stack, 'Group', arn),
    }));
    const parts = ['arn:', { Ref: 'AWS::Partition' }, ':logs:us-east-1:999999999999:log-group:mine'];
    expect(LogConfigurations).toEqual([
      { ...ERRORS, CloudWatchLogsConfiguration: { LogGroupArn: { 'Fn::Join': ['', parts] } } },
    ]);
  });

  it('writes to a log group of another stack', () => {
    const app = newApp();
    const notificationErrors = new logs.LogGroup(new Stack(app, 'Logs'), 'Group');
    const stack = new Stack(app, 'Users');
    new UserAuthPool(stack, 'Pool', { logDelivery: { notificationErrors } });
    expect(only(templateOf(stack), DELIVERY).properties.LogConfigurations).toEqual([
      {
        ...ERRORS,
        CloudWatchLogsConfiguration: {
          LogGroupArn: logGroupArn({ 'Fn::ImportValue': expect.stringMatching(/^Logs:/) }),
        },
      },
    ]);
  });

  it('refuses to write nothing', () => {
    expect(messageOf(() => make(() => ({})))).toBe(
      'S/Pool has 1 problem:\n  1. logDelivery is empty: there is nothing to log. ' +
        'Give notificationErrors or authenticationEvents, or omit logDelivery.',
    );
  });
});

describe('the Plus plan', () => {
  const events = (stack: Stack) => ({ authenticationEvents: LogDestination.s3(new s3.Bucket(stack, 'Bucket')) });

  it.each([LITE, ESSENTIALS])('is needed for sign-ins: %s is rejected', (featurePlan) => {
    expect(messageOf(() => make(events, featurePlan))).toBe(
      `S/Pool has 1 problem:\n  1. logDelivery.authenticationEvents is set, with featurePlan "${featurePlan}": it requires the PLUS plan or higher, and Cognito rejects the pool. ` +
        'Set featurePlan to FeaturePlan.PLUS, or remove logDelivery.authenticationEvents.',
    );
  });

  it.each([PLUS, undefined])('goes with %s', (featurePlan) => {
    expect(() => make(events, featurePlan)).not.toThrow();
  });

  it('is not needed for messages that could not be sent', () => {
    expect(() => make((stack) => ({ notificationErrors: new logs.LogGroup(stack, 'Group') }), LITE)).not.toThrow();
  });
});

describe('a bucket for the log of sign-ins', () => {
  const make = (newBucket: (stack: Stack) => s3.IBucket) => {
    const stack = newStack('S');
    const authenticationEvents = LogDestination.s3(newBucket(stack));
    new UserAuthPool(stack, 'Pool', { featurePlan: cognito.FeaturePlan.PLUS, logDelivery: { authenticationEvents } });
    return { stack, template: templateOf(stack) };
  };
  const isForLogs = ({ Principal }: any) => Principal.Service === 'delivery.logs.amazonaws.com';
  const statements = (template: Template, type: string, document: string) =>
    only(template, type).properties[document] as { Statement: any[] };

  it('lets log delivery write into it, before Cognito delivers', () => {
    const { template } = make((stack) => new s3.Bucket(stack, 'Bucket', { enforceSSL: true }));
    const { Statement } = statements(template, 'AWS::S3::BucketPolicy', 'PolicyDocument');
    expect(Statement.filter(isForLogs).map(({ Action }) => Action as string)).toEqual([
      's3:GetBucketAcl',
      's3:PutObject',
    ]);
    for (const { Condition } of Statement.filter(isForLogs)) {
      expect(Condition).toMatchObject({
        StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
        ArnLike: { 'aws:SourceArn': expect.anything() },
      });
    }
    const { id } = only(template, 'AWS::S3::BucketPolicy');
    expect(only(template, 'AWS::Cognito::LogDeliveryConfiguration').DependsOn).toEqual([id]);
  });

  it('and use the key that encrypts it', () => {
    const { stack, template } = make(
      (scope) => new s3.Bucket(scope, 'Bucket', { encryptionKey: new kms.Key(scope, 'Key') }),
    );
    const [statement, ...more] = statements(template, 'AWS::KMS::Key', 'KeyPolicy').Statement.filter(isForLogs);
    expect(more).toEqual([]);
    expect(statement.Action).toContain('kms:GenerateDataKey*');
    expect(warningsOf(stack)).toEqual([]);
  });

  it('is warned of if its key cannot be changed', () => {
    const arn = 'arn:aws:kms:eu-west-1:111111111111:key/11111111-2222-3333-4444-555555555555';
    const { stack } = make(
      (scope) => new s3.Bucket(scope, 'Bucket', { encryptionKey: kms.Key.fromKeyArn(scope, 'Key', arn) }),
    );
    expect(warningsOf(stack)).toEqual([expect.stringContaining('no log arrives')]);
  });

  it('is left alone if it is not of this app', () => {
    const { stack, template } = make((scope) => s3.Bucket.fromBucketName(scope, 'Bucket', 'logs'));
    template.resourceCountIs('AWS::S3::BucketPolicy', 0);
    expect(warningsOf(stack)).toEqual([]);
  });
});
