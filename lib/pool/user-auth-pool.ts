import { Aws, ResourceEnvironment, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { aws_kms } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { Problems } from '../checks/problems';
import { checkName } from '../checks/values';
import { UserAuthClient, UserAuthClientOptions } from '../client/user-auth-client';
import { checkEmail, EmailProps, refineEmail } from './email';
import { checkEncryption, EncryptionProps, refineEncryption } from './encryption';
import { checkFeaturePlan, FeaturePlanProps, informOfPlan, renderFeaturePlan } from './feature-plan';
import { checkFirewall, FirewallProps, makeFirewall } from './firewall';
import { AddHookOptions, checkHooks, HookProps, Hooks, UserPoolHook } from './hooks';
import { ImportedUserAuthPool, UserAuthPoolAttributes } from './imported';
import { checkLockFile, LockFileProps } from './lock-file';
import { checkLogDelivery, LogDeliveryProps, makeLogDelivery } from './log-delivery';
import { checkMessages, MessageProps, refineMessages, renderMessages } from './messages';
import { checkMfa, MfaProps, refineMfa, renderMfa, warnOfMfa } from './mfa';
import { applyOverrides, checkOverrides, OverrideProps } from './overrides';
import { checkPassword, PasswordProps, refinePassword, renderPassword } from './password';
import {
  checkPasswordless,
  offersChoice,
  PasswordlessProps,
  refinePasswordless,
  warnOfPasswordless,
} from './passwordless';
import { checkRecovery, RecoveryProps, renderRecovery, warnOfRecovery } from './recovery';
import { checkRetention, renderRetention, RetentionProps } from './retention';
import { checkSchema, refineSchema, SchemaProps } from './schema';
import { checkSignIn, renderSignIn, SignInProps, warnOfSignIn } from './sign-in';
import { checkSms, refineSms, renderSms, SmsDeliveryProps } from './sms';
import {
  checkThreatProtection,
  makeRiskConfiguration,
  renderThreatProtection,
  ThreatProtectionProps,
  warnOfThreatProtection,
} from './threat-protection';
import { IUserAuthPool, issuerOf, UserAuthPoolBase } from './user-auth-pool-base';
import { checkVerification, renderVerification, VerificationProps, warnOfVerification } from './verification';

/** What a user pool may be given. Everything has a secure default. */
export interface UserAuthPoolProps
  extends
    SignInProps,
    SchemaProps,
    VerificationProps,
    MessageProps,
    RecoveryProps,
    PasswordProps,
    PasswordlessProps,
    MfaProps,
    HookProps,
    EmailProps,
    SmsDeliveryProps,
    FeaturePlanProps,
    ThreatProtectionProps,
    LogDeliveryProps,
    FirewallProps,
    EncryptionProps,
    RetentionProps,
    LockFileProps,
    OverrideProps {
  /**
   * The name of the pool as the Cognito console shows it: 1 to 128 letters, digits, spaces and any of `_ + = , . @ -`. Anything else is an error at synth.
   *
   * @default - a name that CloudFormation makes
   */
  readonly userPoolName?: string;
}

/**
 * A Cognito user pool with an app client, secure with no props at all.
 *
 * Users sign up and sign in with their e-mail address, prove it with a code, choose a strong password and may add an authenticator app.
 * The pool and its users outlive the stack unless `removalPolicy` says otherwise.
 *
 * Every mistake in the props is found at synth: one error names them all, with what Cognito would do and what to write instead.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools.html
 */
export class UserAuthPool extends UserAuthPoolBase {
  /**
   * A user pool that exists already.
   *
   * @param scope where to put it in the construct tree
   * @param id its id there
   * @param attrs what is known of the pool
   */
  public static fromUserAuthPoolAttributes(scope: Construct, id: string, attrs: UserAuthPoolAttributes): IUserAuthPool {
    return new ImportedUserAuthPool(scope, id, attrs);
  }

  /** The pool as the CDK's own construct. */
  public readonly userPool: cognito.UserPool;

  /** The pool as CloudFormation knows it, the `node.defaultChild` of this construct. */
  public readonly cfnUserPool: cognito.CfnUserPool;

  /** The default app client. */
  public readonly client: UserAuthClient;

  /**
   * The id of the pool, such as `eu-west-1_Ab12Cd34E`.
   *
   * @attribute
   */
  public readonly userPoolId: string;

  /**
   * The ARN of the pool.
   *
   * @attribute
   */
  public readonly userPoolArn: string;

  /**
   * The id of the default app client.
   *
   * @attribute
   */
  public readonly userPoolClientId: string;

  /**
   * The issuer of the pool's tokens, which is the `iss` claim in them.
   *
   * @attribute
   */
  public readonly issuer: string;

  /** The role through which Cognito sends text messages, where it sends any. */
  public readonly smsRole?: iam.Role;

  /** What Cognito does with sign-ins that look like those of an attacker, where it does anything. */
  public readonly riskConfiguration?: cognito.CfnUserPoolRiskConfigurationAttachment;

  /** What Cognito writes down, where it writes anything. */
  public readonly logDelivery?: cognito.CfnLogDeliveryConfiguration;

  /** What puts the firewall before the pool, where there is one. */
  public readonly webAclAssociation?: wafv2.CfnWebACLAssociation;

  private readonly clients: UserAuthClient[] = [];
  private readonly hooks: Hooks;
  private readonly offersChoice: boolean;

  constructor(scope: Construct, id: string, props: UserAuthPoolProps = {}) {
    super(scope, id);
    check(this, props);

    this.userPool = new cognito.UserPool(this, 'Resource', {
      userPoolName: props.userPoolName,
      ...renderSignIn(props),
      ...renderVerification(props),
      ...renderMessages(props),
      ...renderRecovery(props),
      ...renderPassword(props),
      ...renderMfa(props),
      ...renderSms(),
      ...renderFeaturePlan(props),
      ...renderThreatProtection(props),
      ...renderRetention(props),
    });
    this.cfnUserPool = this.userPool.node.defaultChild as cognito.CfnUserPool;
    this.node.defaultChild = this.cfnUserPool;
    this.userPoolId = this.userPool.userPoolId;
    this.userPoolArn = this.userPool.userPoolArn;
    this.issuer = issuerOf(Stack.of(this).region, Aws.URL_SUFFIX, this.userPoolId);

    refineSchema(this.cfnUserPool, props);
    refineMessages(this.cfnUserPool, props);
    refinePassword(this.cfnUserPool, props);
    refinePasswordless(this.cfnUserPool, props);
    refineMfa(this.cfnUserPool, props);
    refineEmail(this, this.cfnUserPool, props);
    refineEncryption(this.cfnUserPool, props);
    this.smsRole = refineSms(this, this.cfnUserPool, props);

    this.hooks = new Hooks(this, this.userPool, props);
    this.riskConfiguration = makeRiskConfiguration(this, this.userPool, props);
    this.logDelivery = makeLogDelivery(this, this.userPool, props);
    this.webAclAssociation = makeFirewall(this, this.userPool, props);

    this.offersChoice = offersChoice(props);
    this.client = this.addClient('Client');
    this.userPoolClientId = this.client.userPoolClientId;

    const { cfnUserPool, client, smsRole, riskConfiguration, logDelivery, webAclAssociation } = this;
    const resources = { userPool: cfnUserPool, client, smsRole, riskConfiguration, logDelivery, webAclAssociation };
    applyOverrides(resources, props);
    this.node.addValidation({ validate: () => this.validate(props) });
  }

  /**
   * Adds an app client: one for each application through which users sign in. The authorizers of this pool accept its tokens too, whether it is
   * added before or after them.
   *
   * @param id the id of the client in the construct tree
   * @param options what the client is given
   */
  public addClient(id: string, options: UserAuthClientOptions = {}): UserAuthClient {
    const client = new UserAuthClient(this, id, { ...options, userPool: this.userPool });
    client._follow(() => ({
      choice: this.offersChoice,
      custom: this.hooks.has(UserPoolHook.DEFINE_AUTH_CHALLENGE),
    }));
    this.clients.push(client);
    return client;
  }

  /**
   * Has Cognito call a function. One given in the props and one added later are the same; a second one for the same hook is an error.
   *
   * @param hook when it is called
   * @param fn the function
   * @param options the version of a pre token generation hook
   */
  public addHook(hook: UserPoolHook, fn: lambda.IFunction, options: AddHookOptions = {}): void {
    this.hooks.add(hook, fn, options);
  }

  /** The key that codes for custom senders are encrypted with, where there is such a hook. */
  public get customSenderKmsKey(): aws_kms.IKeyRef | undefined {
    return this.hooks.customSenderKmsKey;
  }

  /** The app clients of the pool, the default one first. */
  public get userPoolClients(): cognito.IUserPoolClient[] {
    return this.clients.map((client) => client.userPoolClient);
  }

  /** The account and region of the pool. */
  public get env(): ResourceEnvironment {
    return this.userPool.env;
  }

  /** What can be judged only when every call has been made. */
  private validate(props: UserAuthPoolProps): string[] {
    const problems = new Problems(this);
    warn(this, this.hooks, props);
    checkLockFile(this, this.cfnUserPool, props, problems);
    return problems.messages();
  }
}

/** Every problem of every concern, before anything is made. */
function check(pool: UserAuthPool, props: UserAuthPoolProps): void {
  const problems = new Problems(pool);
  checkName(problems, 'userPoolName', props.userPoolName);
  checkSignIn(props, problems);
  checkSchema(props, problems);
  checkVerification(props, problems);
  checkMessages(props, problems);
  checkRecovery(props, problems);
  checkPassword(props, problems);
  checkPasswordless(props, problems);
  checkMfa(props, problems);
  checkHooks(props, problems);
  checkEmail(props, problems);
  checkSms(props, problems);
  checkFeaturePlan(props, problems);
  checkThreatProtection(props, problems);
  checkLogDelivery(props, problems);
  checkFirewall(props, problems, Stack.of(pool).region);
  checkEncryption(props, problems);
  checkRetention(props, problems);
  checkOverrides(props, problems);
  problems.throwIfAny();
}

/** What Cognito accepts, and what then surprises the users. */
function warn(pool: UserAuthPool, hooks: Hooks, props: UserAuthPoolProps): void {
  warnOfSignIn(pool, props);
  warnOfVerification(pool, pool.cfnUserPool, props, hooks.has(UserPoolHook.PRE_SIGN_UP));
  warnOfRecovery(pool, props);
  warnOfPasswordless(pool, pool.cfnUserPool, props, hooks.has(UserPoolHook.CUSTOM_EMAIL_SENDER));
  warnOfMfa(pool, props);
  warnOfThreatProtection(pool, props);
  informOfPlan(pool, props, hooks.preTokenGenerationVersion);
}
