import { Names, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { checkStruct } from '../checks/check-struct';
import { Problems } from '../checks/problems';
import { checkGiven, checkRegion } from '../checks/values';

/** Options for sending text messages through Amazon SNS. */
export interface SnsSmsOptions {
  /**
   * The region in which Amazon SNS sends the messages: the region of the pool, or the alternative that AWS specifies
   * for it. Anything but the name of a region fails synthesis.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-sms-settings.html
   * @default - the region of the pool
   */
  readonly region?: string;
}

/** Options for sending text messages through AWS End User Messaging SMS. */
export interface EndUserMessagingSmsOptions {
  /**
   * The ID or ARN of the phone number, pool or sender ID that the messages are sent from.
   *
   * @default - AWS End User Messaging chooses one
   */
  readonly originationIdentity?: string;

  /**
   * The configuration set for logs and events.
   *
   * @default - none
   */
  readonly configurationSetName?: string;

  /**
   * The region in which AWS End User Messaging sends the messages. Anything but the name of a region fails synthesis.
   *
   * @default - the region of the pool
   */
  readonly region?: string;
}

const EMPTY = {
  outcome: 'AWS End User Messaging rejects it, so no message is sent',
  remedy: 'Give a value, or omit it',
};

/**
 * The service that sends the text messages of a user pool.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-sms-settings.html
 */
export abstract class SmsSender {
  /**
   * Sends text messages through Amazon SNS.
   *
   * @param options the options of the sender, such as its region
   */
  public static sns(options: SnsSmsOptions = {}): SmsSender {
    checkStruct('SmsSender.sns()', 'SnsSmsOptions', options);
    return new SnsSender(options);
  }

  /**
   * Sends text messages through AWS End User Messaging SMS.
   *
   * @param options the options of the sender, such as its origination identity
   */
  public static endUserMessaging(options: EndUserMessagingSmsOptions = {}): SmsSender {
    const factory = 'SmsSender.endUserMessaging()';
    checkStruct(factory, 'EndUserMessagingSmsOptions', options);
    const problems = new Problems(factory);
    for (const where of ['originationIdentity', 'configurationSetName'] as const) {
      if (options[where] !== undefined) checkGiven(problems, where, options[where], EMPTY);
    }
    problems.throwIfAny();
    return new EndUserMessagingSender(options);
  }

  /** @internal */
  abstract readonly _region?: string;
  /** @internal */
  abstract _statement(scope: Construct): iam.PolicyStatement;
  /** @internal */
  abstract _configuration(role: iam.IRole, externalId: string): object;
}

class SnsSender extends SmsSender {
  constructor(private readonly options: SnsSmsOptions) {
    super();
  }
  get _region() {
    return this.options.region;
  }
  _statement(scope: Construct) {
    // Phone numbers have no ARN, so the statement excludes what Cognito must not publish to: topics.
    return new iam.PolicyStatement({
      actions: ['sns:Publish'],
      notResources: [`arn:${Stack.of(scope).partition}:sns:*:*:*`],
    });
  }
  _configuration(role: iam.IRole, externalId: string) {
    return { SnsCallerArn: role.roleArn, ExternalId: externalId, SnsRegion: this.options.region };
  }
}

class EndUserMessagingSender extends SmsSender {
  constructor(private readonly options: EndUserMessagingSmsOptions) {
    super();
  }
  get _region() {
    return this.options.region;
  }
  _statement(scope: Construct) {
    const { originationIdentity: identity, configurationSetName: set, region } = this.options;
    const arn = (resource: string, resourceName: string) =>
      Stack.of(scope).formatArn({ service: 'sms-voice', region, resource, resourceName });
    const any = ['phone-number', 'pool', 'sender-id'].map((kind) => arn(kind, '*'));
    return new iam.PolicyStatement({
      actions: ['sms-voice:SendTextMessage'],
      resources: [
        ...(identity === undefined ? any : (arnOf(identity, arn) ?? any)),
        ...(set ? [arn('configuration-set', set)] : []),
      ],
    });
  }
  _configuration(role: iam.IRole, externalId: string) {
    return {
      EumsSms: {
        CallerArn: role.roleArn,
        ExternalId: externalId,
        OriginationIdentity: this.options.originationIdentity,
        ConfigurationSetName: this.options.configurationSetName,
        Region: this.options.region,
      },
    };
  }
}

/**
 * The ARN of an origination identity whose form reveals its type. Undefined for others: a phone number in plain digits
 * may refer to several.
 */
function arnOf(identity: string, arn: (resource: string, name: string) => string): string[] | undefined {
  if (identity.startsWith('arn:')) return [identity];
  if (identity.startsWith('pool-')) return [arn('pool', identity)];
  return identity.startsWith('phone-') ? [arn('phone-number', identity)] : undefined;
}

/** @internal */
export interface SmsDeliveryProps {
  /**
   * The service that sends text messages. Setting it creates the role that Cognito needs to send text messages, even if
   * no other prop requires text messages.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-sms-settings.html
   * @default - Amazon SNS in the region of the pool, if another prop requires text messages
   */
  readonly smsSender?: SmsSender;
}

export function checkSms(props: SmsDeliveryProps, problems: Problems): void {
  checkRegion(problems, 'smsSender.region', props.smsSender?._region);
}

/** Disables the role of the CDK's own pool, which would be deleted even if the pool is retained. */
export const renderSms = () => ({ enableSmsRole: false }) satisfies cognito.UserPoolProps;

/** Creates the role through which Cognito sends text messages, and refers to it in the pool. */
export function makeSmsRole(
  scope: Construct,
  pool: cognito.CfnUserPool,
  { smsSender = SmsSender.sns() }: SmsDeliveryProps,
  removalPolicy: RemovalPolicy,
): iam.Role {
  const externalId = Names.uniqueResourceName(scope, { maxLength: 128 });
  const role = new iam.Role(scope, 'smsRole', {
    description: 'Cognito sends text messages to the users of a user pool through this role',
    assumedBy: new iam.ServicePrincipal('cognito-idp.amazonaws.com', {
      conditions: {
        StringEquals: { 'sts:ExternalId': externalId, 'aws:SourceAccount': Stack.of(scope).account },
      },
    }),
    inlinePolicies: { SendTextMessages: new iam.PolicyDocument({ statements: [smsSender._statement(scope)] }) },
  });
  // A retained pool could not send text messages without its role.
  role.applyRemovalPolicy(removalPolicy);
  pool.addPropertyOverride('SmsConfiguration', smsSender._configuration(role, externalId));
  return role;
}
