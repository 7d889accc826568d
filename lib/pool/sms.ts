import { Names, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { Problems } from '../checks/problems';
import { checkRegion } from '../checks/values';
import type { MessageProps } from './messages';
import type { MfaProps } from './mfa';
import type { PasswordlessProps } from './passwordless';
import { renderRetention, RetentionProps } from './retention';
import { SignInProps } from './sign-in';
import { VerificationProps, verified } from './verification';

/** Options for text messages sent through Amazon SNS. */
export interface SnsSmsOptions {
  /**
   * The region whose Amazon SNS sends the messages: the pool's own, or the one that AWS names for it. Anything but a region's name fails synthesis.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-sms-settings.html
   * @default - the region of the pool
   */
  readonly region?: string;
}

/** Options for text messages sent through AWS End User Messaging. */
export interface EndUserMessagingSmsOptions {
  /**
   * The phone number, pool or sender id that the messages come from, as an id or an ARN.
   *
   * @default - AWS End User Messaging chooses one
   */
  readonly originationIdentity?: string;

  /**
   * The configuration set, for logs and events.
   *
   * @default - none
   */
  readonly configurationSetName?: string;

  /**
   * The region whose AWS End User Messaging sends the messages. Anything but a region's name fails synthesis.
   *
   * @default - the region of the pool
   */
  readonly region?: string;
}

/**
 * The service that sends text messages.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-sms-settings.html
 */
export abstract class SmsSender {
  /**
   * Amazon SNS.
   *
   * @param options its region
   */
  public static sns(options: SnsSmsOptions = {}): SmsSender {
    return new SnsSender(options);
  }

  /**
   * AWS End User Messaging SMS.
   *
   * @param options where the messages come from
   */
  public static endUserMessaging(options: EndUserMessagingSmsOptions = {}): SmsSender {
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
    // A phone number has no ARN to name, so what remains is to name what Cognito may not publish to: topics.
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

/** The one thing that messages come from, where its name says what it is: a phone number in plain digits may stand for several. */
function arnOf(identity: string, arn: (resource: string, name: string) => string): string[] | undefined {
  if (identity.startsWith('arn:')) return [identity];
  if (identity.startsWith('pool-')) return [arn('pool', identity)];
  return identity.startsWith('phone-') ? [arn('phone-number', identity)] : undefined;
}

/** @internal */
export interface SmsDeliveryProps {
  /**
   * The service that sends text messages. Naming one makes the role that it needs, even if no other prop asks for text messages.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-sms-settings.html
   * @default - Amazon SNS in the region of the pool, where another prop asks for text messages
   */
  readonly smsSender?: SmsSender;
}

/** Every prop that may ask for text messages. */
export type SmsProps = SmsDeliveryProps & VerificationProps & SignInProps & MessageProps & PasswordlessProps;

/** Why the pool sends text messages, MFA aside; nothing if it sends none. */
export function sendsOtherSms(props: SmsProps): string | undefined {
  if (verified(props).phone) return 'the verification of phone numbers';
  if (props.passwordless?.smsCode) return 'passwordless.smsCode';
  if (props.inviteMessageConfig?.smsMessage !== undefined) return 'inviteMessageConfig.smsMessage';
  return props.smsSender && 'smsSender';
}

/** Nothing but a text message needs the role, so a pool that sends none has none. */
export function sendsSms(props: SmsProps & MfaProps): boolean {
  const mfaBySms = props.mfaConfiguration?.enabledTypes?.some((type) => String(type) === 'SMS') ?? false;
  return mfaBySms || sendsOtherSms(props) !== undefined;
}

export function checkSms(props: SmsProps, problems: Problems): void {
  checkRegion(problems, 'smsSender.region', props.smsSender?._region);
}

/** The CDK's own pool would make a role that the pool can outlive. */
export const renderSms = () => ({ enableSmsRole: false }) satisfies cognito.UserPoolProps;

/** Makes the role, and names it in the pool. */
export function refineSms(
  scope: Construct,
  pool: cognito.CfnUserPool,
  props: SmsProps & MfaProps & RetentionProps,
): iam.Role | undefined {
  if (!sendsSms(props)) return undefined;
  const sender = props.smsSender ?? SmsSender.sns();
  const externalId = Names.uniqueResourceName(scope, { maxLength: 128 });
  const role = new iam.Role(scope, 'SmsRole', {
    description: 'Cognito sends text messages to the users of a user pool through this role',
    assumedBy: new iam.ServicePrincipal('cognito-idp.amazonaws.com', {
      conditions: {
        StringEquals: { 'sts:ExternalId': externalId, 'aws:SourceAccount': Stack.of(scope).account },
      },
    }),
    inlinePolicies: { SendTextMessages: new iam.PolicyDocument({ statements: [sender._statement(scope)] }) },
  });
  // A pool that outlives its role could never send a text message again.
  role.applyRemovalPolicy(renderRetention(props).removalPolicy);
  pool.addPropertyOverride('SmsConfiguration', sender._configuration(role, externalId));
  return role;
}
