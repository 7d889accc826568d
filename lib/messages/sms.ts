import { Aws, CfnCondition, Fn, Names, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { checkStruct } from '../checks/check-struct';
import { Problems } from '../checks/problems';
import { checkGiven, checkRegion, isKnown, show } from '../checks/values';
import { warnAtPool } from '../checks/warn';

/** Options for sending text messages through Amazon SNS. */
export interface SnsSmsOptions {
  /**
   * The region in which Amazon SNS sends the messages: the region of the pool, or the alternative that AWS specifies
   * for it; any other region results in a warning. Pools in ap-northeast-2 must use ap-northeast-1: anything else
   * there, and anything but the name of a region, fails synthesis.
   *
   * The monthly spending limit and the SMS sandbox are settings of that region. A pool that was created elsewhere
   * without a region may send from the alternative: set it to stay there.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-sms-settings.html#sms-choose-a-region-sns
   * @default - the region of the pool, or the only one that pools of that region can use
   */
  readonly region?: string;
}

/** Options for sending text messages through AWS End User Messaging SMS. */
export interface EndUserMessagingSmsOptions {
  /**
   * What the messages are sent from: the ARN of a phone number, pool or sender ID, or the ID of a phone number or pool,
   * of which the library makes the ARN. The role then allows nothing else. A phone number such as `+15555550100` is
   * accepted too, and a role for it allows all that the account has. An empty value fails synthesis.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-sms-settings.html#sms-setup-eums
   * @default - AWS End User Messaging chooses one
   */
  readonly originationIdentity?: string;

  /**
   * The name of the configuration set for logs and events. An empty value fails synthesis.
   *
   * @default - none
   */
  readonly configurationSetName?: string;

  /**
   * The region in which AWS End User Messaging sends the messages. Cognito accepts only that of the pool, so any other
   * region fails synthesis.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-sms-settings.html#sms-choose-a-region-eums
   * @default - the region of the pool
   */
  readonly region?: string;
}

const EMPTY = {
  outcome: 'AWS End User Messaging rejects it, so no message is sent',
  remedy: 'Give a value, or omit it',
};

/** The only region of Amazon SNS that pools of some regions can use, by the region of the pool. */
const ONLY_REGION: Record<string, string> = {
  'ap-east-1': 'ap-southeast-1',
  'ap-northeast-2': 'ap-northeast-1',
  'ap-southeast-5': 'ap-southeast-1',
  'ap-southeast-7': 'ap-south-1',
};

/** A second region of Amazon SNS that pools of some regions can use, and do use if their template names none. */
const SECOND_REGION: Record<string, string> = {
  'ap-south-1': 'ap-southeast-1',
  'ca-central-1': 'us-east-1',
  'eu-central-1': 'eu-west-1',
  'eu-west-2': 'eu-west-1',
  'us-east-2': 'us-east-1',
};

/** Pools of these regions can't send through Amazon SNS, which has no text messages there. */
const WITHOUT_SNS = ['ap-east-2', 'ap-southeast-6'];

/** Pools of these regions can send through Amazon SNS only. */
const WITHOUT_END_USER_MESSAGING = ['ap-east-1', 'ap-southeast-5', 'ap-southeast-7'];

/** Cognito has a rule of its own for Seoul. */
const [SEOUL, TOKYO] = ['ap-northeast-2', 'ap-northeast-1'];

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
  abstract _statement(scope: Construct): iam.PolicyStatement;
  /** @internal */
  abstract _configuration(scope: Construct, role: iam.IRole, externalId: string): object;

  /**
   * Reports a region that Cognito would reject.
   *
   * @internal
   */
  abstract _checkRegion(problems: Problems, where: string, ofPool: string): void;

  /**
   * Warns of what Cognito is not known to accept. Which regions can be combined changes over time.
   *
   * @internal
   */
  abstract _warn(pool: IConstruct): void;
}

/** Whether a region is known; reports what is not the name of one. */
function isRegion(problems: Problems, where: string, region: string | undefined): region is string {
  const before = problems.count;
  checkRegion(problems, where, region);
  return problems.count === before && isKnown(region);
}

class SnsSender extends SmsSender {
  constructor(private readonly options: SnsSmsOptions) {
    super();
  }
  _checkRegion(problems: Problems, where: string, ofPool: string) {
    const { region } = this.options;
    if (!isRegion(problems, where, region) || ofPool !== SEOUL || region === TOKYO) return;
    problems.add({
      where,
      given: `${show(region)}, for a pool in ${SEOUL}`,
      outcome: `Cognito sends the text messages of that region only through Amazon SNS in ${TOKYO}, and would reject the pool`,
      remedy: `Omit it, or write ${show(TOKYO)}`,
    });
  }
  _warn(pool: IConstruct) {
    const { region } = this.options;
    const { region: ofPool } = Stack.of(pool);
    if (WITHOUT_SNS.includes(ofPool)) {
      warnAtPool(
        pool,
        'smsRegion',
        `Text messages would be sent by Amazon SNS. Cognito is not known to use it for pools in ${ofPool}, and may reject the pool. Use smsSender: SmsSender.endUserMessaging().`,
      );
      return;
    }
    const accepted = [ONLY_REGION[ofPool] ?? ofPool, SECOND_REGION[ofPool]].filter((each) => each !== undefined);
    if (!isKnown(region) || !isKnown(ofPool) || accepted.includes(region)) return;
    warnAtPool(
      pool,
      'smsRegion',
      `Text messages would be sent by Amazon SNS in ${region}. For a pool in ${ofPool}, Cognito is known to accept only ${accepted.join(', ')}, and may reject the pool. Name one of these as region of SmsSender.sns(), or omit it.`,
    );
  }
  _statement(scope: Construct) {
    // Phone numbers have no ARN, so the statement excludes what Cognito must not publish to: topics.
    return new iam.PolicyStatement({
      actions: ['sns:Publish'],
      notResources: [`arn:${Stack.of(scope).partition}:sns:*:*:*`],
    });
  }
  _configuration(scope: Construct, role: iam.IRole, externalId: string) {
    const SnsRegion = this.options.region ?? regionFor(scope);
    return { SnsCallerArn: role.roleArn, ExternalId: externalId, SnsRegion };
  }
}

/**
 * The region of Amazon SNS nearest to a pool. It is named always: for pools of some regions, Cognito would choose
 * another one, where the account may still be in the sandbox.
 */
function regionFor(scope: Construct): string {
  const stack = Stack.of(scope);
  const { region } = stack;
  if (isKnown(region)) return ONLY_REGION[region] ?? region;
  const id = 'UserAuthPoolSmsElsewhere';
  const isElsewhere = (stack.node.tryFindChild(id) ?? new CfnCondition(stack, id)) as CfnCondition;
  isElsewhere.expression = Fn.conditionOr(...Object.keys(ONLY_REGION).map((each) => Fn.conditionEquals(region, each)));
  // In those regions, Cognito itself uses the only one.
  return Fn.conditionIf(isElsewhere.logicalId, Aws.NO_VALUE, region).toString();
}

class EndUserMessagingSender extends SmsSender {
  constructor(private readonly options: EndUserMessagingSmsOptions) {
    super();
  }
  _checkRegion(problems: Problems, where: string, ofPool: string) {
    const { region } = this.options;
    if (!isRegion(problems, where, region) || !isKnown(ofPool) || region === ofPool) return;
    problems.add({
      where,
      given: `${show(region)}, for a pool in ${ofPool}`,
      outcome: 'Cognito uses AWS End User Messaging only in the region of the pool, and would reject the pool',
      remedy: 'Omit it',
    });
  }
  _warn(pool: IConstruct) {
    const { region } = Stack.of(pool);
    if (!WITHOUT_END_USER_MESSAGING.includes(region)) return;
    warnAtPool(
      pool,
      'endUserMessagingRegion',
      `Text messages would be sent by AWS End User Messaging. Cognito is not known to use it for pools in ${region}, and may reject the pool. Use SmsSender.sns().`,
    );
  }
  /** AWS End User Messaging compares the policy with the identity as it is given: only an ARN equals an ARN. */
  _statement(scope: Construct) {
    const { configurationSetName: set } = this.options;
    const identity = this.identity(scope);
    return new iam.PolicyStatement({
      actions: ['sms-voice:SendTextMessage'],
      resources: identity?.startsWith('arn:')
        ? [identity, ...(set ? [this.arn(scope, 'configuration-set', set)] : [])]
        : ['*'],
    });
  }
  _configuration(scope: Construct, role: iam.IRole, externalId: string) {
    return {
      EumsSms: {
        CallerArn: role.roleArn,
        ExternalId: externalId,
        OriginationIdentity: this.identity(scope),
        ConfigurationSetName: this.options.configurationSetName,
        Region: this.options.region,
      },
    };
  }

  /** The origination identity, as an ARN if its form reveals its type. */
  private identity(scope: Construct): string | undefined {
    const { originationIdentity: identity } = this.options;
    if (identity?.startsWith('pool-')) return this.arn(scope, 'pool', identity);
    return identity?.startsWith('phone-') ? this.arn(scope, 'phone-number', identity) : identity;
  }

  private arn(scope: Construct, resource: string, resourceName: string): string {
    return Stack.of(scope).formatArn({ service: 'sms-voice', region: this.options.region, resource, resourceName });
  }
}

/** @internal */
export interface SmsDeliveryProps {
  /**
   * The service that sends text messages. Setting it creates the role that Cognito needs to send text messages, even if
   * no other prop requires text messages.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-sms-settings.html
   * @default - Amazon SNS, with the default region of `SmsSender.sns()`, if another prop requires text messages
   */
  readonly smsSender?: SmsSender;
}

export function checkSms({ smsSender }: SmsDeliveryProps, problems: Problems, region: string): void {
  smsSender?._checkRegion(problems, 'smsSender.region', region);
}

export function warnOfSms(
  pool: IConstruct,
  { smsSender = SmsSender.sns() }: SmsDeliveryProps,
  sendsSms: boolean,
): void {
  if (sendsSms) smsSender._warn(pool);
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
  pool.addPropertyOverride('SmsConfiguration', smsSender._configuration(scope, role, externalId));
  return role;
}
