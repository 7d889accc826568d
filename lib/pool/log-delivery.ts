import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { aws_kinesisfirehose, aws_logs, aws_s3 } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { Problems } from '../checks/problems';
import { checkPlan, FeaturePlanProps } from './feature-plan';

type Destination = Partial<cognito.CfnLogDeliveryConfiguration.LogConfigurationProperty>;

/** Where Cognito writes the sign-ins of users. */
export abstract class LogDestination {
  /**
   * A log group of CloudWatch Logs.
   *
   * @param logGroup the log group; a name that begins with `/aws/vendedlogs/` spares the account's resource policy
   */
  public static cloudWatch(logGroup: aws_logs.ILogGroupRef): LogDestination {
    return new (class extends LogDestination {
      _bind = (scope: Construct) => toCloudWatch(scope, logGroup);
    })();
  }

  /**
   * A bucket of Amazon S3.
   *
   * @param bucket the bucket
   */
  public static s3(bucket: aws_s3.IBucketRef): LogDestination {
    return new (class extends LogDestination {
      _bind = () => ({ s3Configuration: { bucketArn: bucket.bucketRef.bucketArn } });
    })();
  }

  /**
   * A delivery stream of Amazon Data Firehose.
   *
   * @param stream the stream
   */
  public static firehose(stream: aws_kinesisfirehose.IDeliveryStreamRef): LogDestination {
    return new (class extends LogDestination {
      _bind = () => ({ firehoseConfiguration: { streamArn: stream.deliveryStreamRef.deliveryStreamArn } });
    })();
  }

  /** @internal */
  public abstract readonly _bind: (scope: Construct) => Destination;
}

/**
 * Log export of the pool. Whoever deploys the stack needs the permissions for log delivery that the linked page lists.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/exporting-quotas-and-usage.html
 */
export interface LogDelivery {
  /**
   * The log group for messages to users that could not be sent.
   *
   * @default - they are not written down
   */
  readonly notificationErrors?: aws_logs.ILogGroupRef;

  /**
   * Where the sign-ins of users are written, with the risk that Cognito sees in each. It needs the Plus plan; a lower one, where it is named, fails synthesis.
   *
   * @default - they are not written down
   */
  readonly authenticationEvents?: LogDestination;
}

/** @internal */
export interface LogDeliveryProps {
  /**
   * What Cognito writes down, and where.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/exporting-quotas-and-usage.html
   * @default - nothing
   */
  readonly logDelivery?: LogDelivery;
}

export function checkLogDelivery(props: LogDeliveryProps & FeaturePlanProps, problems: Problems): void {
  const { logDelivery } = props;
  if (!logDelivery) return;
  if (logDelivery.authenticationEvents) {
    checkPlan(props, problems, 'logDelivery.authenticationEvents', cognito.FeaturePlan.PLUS);
  }
  if (!logDelivery.authenticationEvents && !logDelivery.notificationErrors) {
    problems.add({
      where: 'logDelivery',
      given: 'empty',
      outcome: 'there is nothing to write down',
      remedy: 'Give notificationErrors or authenticationEvents, or leave logDelivery out',
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
  return new cognito.CfnLogDeliveryConfiguration(scope, 'LogDelivery', {
    userPoolId: userPool.userPoolId,
    logConfigurations: [errors, events].filter((each) => each !== undefined),
  });
}

/** Made from the name: the ARN that the CDK gives ends with `:*`, which Cognito does not take. */
function toCloudWatch(scope: Construct, logGroup: aws_logs.ILogGroupRef): Destination {
  const { account, region } = logGroup.env;
  const logGroupArn = Stack.of(scope).formatArn({
    service: 'logs',
    account,
    region,
    resource: 'log-group',
    resourceName: logGroup.logGroupRef.logGroupName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return { cloudWatchLogsConfiguration: { logGroupArn } };
}
