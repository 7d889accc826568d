import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { aws_kinesisfirehose, aws_logs, aws_s3 } from 'aws-cdk-lib/interfaces';
import { Construct, IConstruct } from 'constructs';
import { checkArgument } from '../checks/check-struct';
import { Problems } from '../checks/problems';
import { FeaturePlanNeeds } from '../checks/feature-plan';
import { warnAtPool } from '../checks/warn';

/** What log delivery does with the key of a bucket. */
const KEY_ACTIONS = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'];

type Destination = Partial<cognito.CfnLogDeliveryConfiguration.LogConfigurationProperty>;

/** The destination for the log of user sign-ins. */
export abstract class LogDestination {
  /**
   * Sends the log to a log group in Amazon CloudWatch Logs.
   *
   * @param logGroup the log group; a name that starts with `/aws/vendedlogs/` saves space in the account's resource
   * policy
   */
  public static cloudWatch(logGroup: aws_logs.ILogGroupRef): LogDestination {
    checkArgument('LogDestination.cloudWatch()', 'logGroup', 'ILogGroupRef', logGroup);
    return new CloudWatchDestination(logGroup);
  }

  /**
   * Sends the log to an Amazon S3 bucket. The policy of a `Bucket` of this app, and of the `Key` that encrypts it, gets
   * the statements that log delivery needs; for a key that this app can't change, a warning says what to add.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-S3.html
   * @param bucket the bucket
   */
  public static s3(bucket: aws_s3.IBucketRef): LogDestination {
    checkArgument('LogDestination.s3()', 'bucket', 'IBucketRef', bucket);
    return new S3Destination(bucket);
  }

  /**
   * Sends the log to an Amazon Data Firehose stream.
   *
   * @param stream the Firehose stream
   */
  public static firehose(stream: aws_kinesisfirehose.IDeliveryStreamRef): LogDestination {
    checkArgument('LogDestination.firehose()', 'stream', 'IDeliveryStreamRef', stream);
    return new FirehoseDestination(stream);
  }

  /** @internal */
  public abstract _bind(scope: Construct): Destination;

  /**
   * The policy that must exist before Cognito delivers logs.
   *
   * @internal
   */
  public get _policy(): IConstruct | undefined {
    return undefined;
  }
}

class CloudWatchDestination extends LogDestination {
  constructor(private readonly logGroup: aws_logs.ILogGroupRef) {
    super();
  }

  public _bind(scope: Construct): Destination {
    return toCloudWatch(scope, this.logGroup);
  }
}

class S3Destination extends LogDestination {
  constructor(private readonly bucket: aws_s3.IBucketRef) {
    super();
  }

  public _bind(scope: Construct): Destination {
    letLogsReach(scope, this.bucket);
    return { s3Configuration: { bucketArn: this.bucket.bucketRef.bucketArn } };
  }

  public override get _policy(): IConstruct | undefined {
    return this.bucket instanceof s3.Bucket ? this.bucket.policy : undefined;
  }
}

class FirehoseDestination extends LogDestination {
  constructor(private readonly stream: aws_kinesisfirehose.IDeliveryStreamRef) {
    super();
  }

  public _bind(): Destination {
    return { firehoseConfiguration: { streamArn: this.stream.deliveryStreamRef.deliveryStreamArn } };
  }
}

/**
 * The logs that Cognito delivers. Whoever deploys the stack needs the log delivery permissions that are listed on the
 * linked page.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/exporting-quotas-and-usage.html
 */
export interface LogDelivery {
  /**
   * The log group for errors in sending messages to users.
   *
   * @default - the errors are not logged
   */
  readonly notificationErrors?: aws_logs.ILogGroupRef;

  /**
   * The destination for the log of user sign-ins, with the risk that Cognito detects in each. It requires the Plus
   * plan; it fails synthesis if `featurePlan` is a lower plan.
   *
   * @default - sign-ins are not logged
   */
  readonly authenticationEvents?: LogDestination;
}

/** @internal */
export interface LogDeliveryProps {
  /**
   * The logs that Cognito delivers, and their destinations. Without any log, it fails synthesis.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/exporting-quotas-and-usage.html
   * @default - no logs
   */
  readonly logDelivery?: LogDelivery;
}

export function checkLogDelivery({ logDelivery }: LogDeliveryProps, plan: FeaturePlanNeeds, problems: Problems): void {
  if (!logDelivery) return;
  if (logDelivery.authenticationEvents) {
    plan.needsPlan(cognito.FeaturePlan.PLUS, 'logDelivery.authenticationEvents', problems);
  }
  if (!logDelivery.authenticationEvents && !logDelivery.notificationErrors) {
    problems.add({
      where: 'logDelivery',
      given: 'empty',
      outcome: 'there is nothing to log',
      remedy: 'Give notificationErrors or authenticationEvents, or omit logDelivery',
    });
  }
}

export function makeLogDelivery(
  scope: Construct,
  userPool: cognito.UserPool,
  { logDelivery }: LogDeliveryProps,
): cognito.CfnLogDeliveryConfiguration | undefined {
  if (!logDelivery) return undefined;
  const { notificationErrors, authenticationEvents } = logDelivery;
  const errors = notificationErrors && {
    eventSource: 'userNotification',
    logLevel: 'ERROR',
    ...toCloudWatch(scope, notificationErrors),
  };
  const events = authenticationEvents && {
    eventSource: 'userAuthEvents',
    logLevel: 'INFO',
    ...authenticationEvents._bind(scope),
  };
  const delivery = new cognito.CfnLogDeliveryConfiguration(scope, 'LogDelivery', {
    userPoolId: userPool.userPoolId,
    logConfigurations: [errors, events].filter((each) => each !== undefined),
  });
  if (authenticationEvents?._policy) delivery.node.addDependency(authenticationEvents._policy);
  return delivery;
}

function toCloudWatch(scope: Construct, logGroup: aws_logs.ILogGroupRef): Destination {
  return { cloudWatchLogsConfiguration: { logGroupArn: arnOfLogGroup(scope, logGroup) } };
}

/** Lets log delivery write into a bucket, and use its key, as far as this app can change their policies. */
function letLogsReach(scope: Construct, bucket: aws_s3.IBucketRef): void {
  if (!(bucket instanceof s3.Bucket)) return;
  const stack = Stack.of(bucket);
  const allow = (actions: string[], resource: string, equal: object = {}) =>
    new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('delivery.logs.amazonaws.com')],
      actions,
      resources: [resource],
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account, ...equal },
        ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'logs', resource: '*' }) },
      },
    });
  bucket.addToResourcePolicy(allow(['s3:GetBucketAcl'], bucket.bucketArn));
  bucket.addToResourcePolicy(
    allow(['s3:PutObject'], bucket.arnForObjects(`AWSLogs/${stack.account}/*`), {
      's3:x-amz-acl': 'bucket-owner-full-control',
    }),
  );
  const key = bucket.encryptionKey;
  if (!key || key.addToResourcePolicy(allow([...KEY_ACTIONS], '*')).statementAdded) return;
  warnAtPool(
    scope,
    'keyPolicyWithoutLogDelivery',
    `The policy of ${key.node.path}, which encrypts the bucket of logDelivery.authenticationEvents, cannot be changed by this app. Unless it lets the principal delivery.logs.amazonaws.com call ${KEY_ACTIONS.join(', ')}, no log arrives. If it does, acknowledge this warning.`,
  );
}

/** The ARN is built from the name, because the ARN from the CDK ends with `:*`, which services do not accept. */
export function arnOfLogGroup(scope: Construct, logGroup: aws_logs.ILogGroupRef): string {
  const { account, region } = logGroup.env;
  return Stack.of(scope).formatArn({
    service: 'logs',
    account,
    region,
    resource: 'log-group',
    resourceName: logGroup.logGroupRef.logGroupName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
