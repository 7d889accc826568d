import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { aws_kms } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { Problems } from '../checks/problems';
import { checkEnum, isKnown, show } from '../checks/values';
import { warnAtPool } from '../checks/warn';
import { checkRegionOf } from '../checks/regions';
import { checkKey, keyOf } from '../protection/encryption';
import { FeaturePlanNeeds } from '../checks/feature-plan';
import { grantInSeparatePolicy } from '../grants/grants';
import { checkFunctions, checkHookCycles, underlying } from './hook-functions';
import { restrictToAccount, allowPool } from './hook-permission';
import { LibraryHook, PreTokenGeneration, PreTokenGenerationVersion } from './pre-token-generation';
import { renderRetention, RetentionProps } from '../protection/retention';
import { checkCycles, Cycles } from '../template/cycles';
import { TemplateIndex } from '../template/template-index';
import { entryOf } from '../template/value';

/**
 * The hooks of a user pool: the Lambda triggers that Cognito can invoke.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
export enum UserPoolHook {
  /** Invoked before a message is sent, to customize its text. */
  CUSTOM_MESSAGE = 'customMessage',
  /** Invoked after a user has signed in. */
  POST_AUTHENTICATION = 'postAuthentication',
  /** Invoked after a user has been confirmed. */
  POST_CONFIRMATION = 'postConfirmation',
  /** Invoked before a user signs in, to allow or deny the sign-in. */
  PRE_AUTHENTICATION = 'preAuthentication',
  /** Invoked before a user signs up, to allow, deny or confirm the sign-up. */
  PRE_SIGN_UP = 'preSignUp',
  /** Invoked before tokens are issued, to add or remove claims, groups and scopes. */
  PRE_TOKEN_GENERATION = 'preTokenGeneration',
  /** Invoked when a user who is not in the pool signs in, to migrate the user from another directory. */
  USER_MIGRATION = 'userMigration',
  /** Invoked to define the steps of a custom authentication flow. */
  DEFINE_AUTH_CHALLENGE = 'defineAuthChallenge',
  /** Invoked to create a challenge of a custom authentication flow. */
  CREATE_AUTH_CHALLENGE = 'createAuthChallenge',
  /** Invoked to verify the response to a challenge of a custom authentication flow. */
  VERIFY_AUTH_CHALLENGE_RESPONSE = 'verifyAuthChallengeResponse',
  /** Invoked to send an email in place of Cognito. */
  CUSTOM_EMAIL_SENDER = 'customEmailSender',
  /** Invoked to send a text message in place of Cognito. */
  CUSTOM_SMS_SENDER = 'customSmsSender',
  /** Invoked when a user signs in through an identity provider, to change the attributes that the provider sends. */
  INBOUND_FEDERATION = 'inboundFederation',
}

/**
 * The Lambda triggers of a user pool. Cognito waits 5 seconds for each function, and may invoke one that has not
 * responded again. It does not wait for `customEmailSender` and `customSmsSender`.
 *
 * A hook reads the ID of the pool from `event.userPoolId`: passing it as an environment variable would create a
 * circular dependency. To give a hook permissions on the pool, use `grants` of the pool, which creates none.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
export interface UserPoolHooks {
  /**
   * Customizes the text of a message before it is sent.
   *
   * @default - none
   */
  readonly customMessage?: lambda.IFunction;

  /**
   * Invoked after a user has signed in.
   *
   * @default - none
   */
  readonly postAuthentication?: lambda.IFunction;

  /**
   * Invoked after a user has been confirmed.
   *
   * @default - none
   */
  readonly postConfirmation?: lambda.IFunction;

  /**
   * Allows or denies a sign-in.
   *
   * @default - none
   */
  readonly preAuthentication?: lambda.IFunction;

  /**
   * Allows or denies a sign-up, or confirms it automatically.
   *
   * @default - none
   */
  readonly preSignUp?: lambda.IFunction;

  /**
   * Customizes tokens before they are issued.
   *
   * @default - none
   */
  readonly preTokenGeneration?: lambda.IFunction;

  /**
   * The event version of `preTokenGeneration`, which determines what the function receives and may change. V2_0 and
   * V3_0 require the Essentials plan; they fail synthesis if `featurePlan` is LITE.
   *
   * @default PreTokenGenerationVersion.V1_0
   */
  readonly preTokenGenerationVersion?: PreTokenGenerationVersion;

  /**
   * Migrates a user from another directory at the first sign-in.
   *
   * @default - none
   */
  readonly userMigration?: lambda.IFunction;

  /**
   * Defines the steps of a custom authentication flow.
   *
   * @default - none
   */
  readonly defineAuthChallenge?: lambda.IFunction;

  /**
   * Creates a challenge of a custom authentication flow.
   *
   * @default - none
   */
  readonly createAuthChallenge?: lambda.IFunction;

  /**
   * Verifies the response to a challenge of a custom authentication flow.
   *
   * @default - none
   */
  readonly verifyAuthChallengeResponse?: lambda.IFunction;

  /**
   * Sends emails in place of Cognito. The function receives the code encrypted with `customSenderKmsKey`, and
   * permission to decrypt it.
   *
   * @default - none
   */
  readonly customEmailSender?: lambda.IFunction;

  /**
   * Sends text messages in place of Cognito. The function receives the code encrypted with `customSenderKmsKey`, and
   * permission to decrypt it.
   *
   * @default - none
   */
  readonly customSmsSender?: lambda.IFunction;

  /**
   * Changes the attributes that an identity provider sends for a user.
   *
   * @default - none
   */
  readonly inboundFederation?: lambda.IFunction;
}

/** Options for adding a hook to a user pool. */
export interface AddHookOptions {
  /**
   * The event version of a pre token generation hook, which determines what the function receives and may change.
   * Setting it for any other hook fails synthesis.
   *
   * @default PreTokenGenerationVersion.V1_0
   */
  readonly preTokenGenerationVersion?: PreTokenGenerationVersion;
}

/** @internal */
export interface HookProps {
  /**
   * The Lambda triggers of the pool: functions that Cognito invokes.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
   * @default - none
   */
  readonly hooks?: UserPoolHooks;

  /**
   * The AWS KMS key that encrypts codes for `customEmailSender` and `customSmsSender`: a symmetric key in the region of
   * the pool. An asymmetric key, a key in another region, or an alias of which only the name is known fails synthesis.
   * Whoever deploys the stack needs the `kms:CreateGrant` permission on the key.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-sender-triggers.html
   * @default - if there is such a hook, a new key that is rotated every year and has the removal policy of the pool
   */
  readonly customSenderKmsKey?: aws_kms.IKeyRef;
}

const OPERATIONS: Partial<Record<UserPoolHook, cognito.UserPoolOperation>> = {
  [UserPoolHook.CUSTOM_MESSAGE]: cognito.UserPoolOperation.CUSTOM_MESSAGE,
  [UserPoolHook.POST_AUTHENTICATION]: cognito.UserPoolOperation.POST_AUTHENTICATION,
  [UserPoolHook.POST_CONFIRMATION]: cognito.UserPoolOperation.POST_CONFIRMATION,
  [UserPoolHook.PRE_AUTHENTICATION]: cognito.UserPoolOperation.PRE_AUTHENTICATION,
  [UserPoolHook.PRE_SIGN_UP]: cognito.UserPoolOperation.PRE_SIGN_UP,
  [UserPoolHook.USER_MIGRATION]: cognito.UserPoolOperation.USER_MIGRATION,
  [UserPoolHook.DEFINE_AUTH_CHALLENGE]: cognito.UserPoolOperation.DEFINE_AUTH_CHALLENGE,
  [UserPoolHook.CREATE_AUTH_CHALLENGE]: cognito.UserPoolOperation.CREATE_AUTH_CHALLENGE,
  [UserPoolHook.VERIFY_AUTH_CHALLENGE_RESPONSE]: cognito.UserPoolOperation.VERIFY_AUTH_CHALLENGE_RESPONSE,
};

/**
 * Hooks that CloudFormation requires with a version, and that can't be added to the CDK's own pool after its creation.
 */
const VERSIONED: Partial<Record<UserPoolHook, string>> = {
  [UserPoolHook.CUSTOM_EMAIL_SENDER]: 'CustomEmailSender',
  [UserPoolHook.CUSTOM_SMS_SENDER]: 'CustomSMSSender',
  [UserPoolHook.INBOUND_FEDERATION]: 'InboundFederation',
};

const SENDERS = [UserPoolHook.CUSTOM_EMAIL_SENDER, UserPoolHook.CUSTOM_SMS_SENDER];

export function checkHooks(pool: Construct, props: HookProps, plan: FeaturePlanNeeds, problems: Problems): void {
  const { hooks = {} } = props;
  for (const [name, value] of Object.entries(hooks) as [string, lambda.IFunction | string | undefined][]) {
    if (typeof value === 'object') checkRegionOf(pool, problems, `hooks.${name}`, value);
  }
  checkVersion(plan, problems, 'hooks.preTokenGenerationVersion', hooks.preTokenGenerationVersion);
  if (hooks.preTokenGenerationVersion !== undefined && !hooks.preTokenGeneration) {
    problems.add({
      where: 'hooks.preTokenGenerationVersion',
      given: `${hooks.preTokenGenerationVersion}, without hooks.preTokenGeneration`,
      outcome: 'there is no hook for the version to apply to',
      remedy: 'Give the function as hooks.preTokenGeneration, or omit the version',
    });
  }
  checkKey(pool, problems, 'customSenderKmsKey', props.customSenderKmsKey);
}

function checkVersion(
  plan: FeaturePlanNeeds,
  problems: Problems,
  where: string,
  version?: PreTokenGenerationVersion,
): void {
  checkEnum(problems, where, version, PreTokenGenerationVersion);
  if (!isKnown(version) || version === PreTokenGenerationVersion.V1_0) return;
  plan.needsPlan(cognito.FeaturePlan.ESSENTIALS, where, problems);
}

/**
 * Whether a pool has a custom authentication flow, however it was set up. If only the deployment knows, it may have
 * one.
 */
export function hasCustomFlow(index: TemplateIndex, pool: cognito.CfnUserPool): boolean {
  const config = index.resource(pool).value('LambdaConfig');
  return entryOf(config, 'DefineAuthChallenge').kind !== 'absent';
}

/** The hooks of one pool: those of its props, and those added later. */
export class Hooks {
  /** The key that encrypts codes for custom senders, once there is such a hook. */
  public customSenderKmsKey?: aws_kms.IKeyRef;
  private readonly preTokenGeneration: PreTokenGeneration;
  private readonly functions = new Map<UserPoolHook, lambda.IFunction>();

  constructor(
    private readonly scope: Construct,
    private readonly userPool: cognito.UserPool,
    private readonly props: HookProps & RetentionProps,
    private readonly plan: FeaturePlanNeeds,
  ) {
    this.preTokenGeneration = new PreTokenGeneration(userPool);
    const { preTokenGenerationVersion, ...hooks } = props.hooks ?? {};
    for (const [hook, fn] of Object.entries(hooks) as [UserPoolHook, lambda.IFunction | undefined][]) {
      if (fn) this.wire(hook, fn, hook === UserPoolHook.PRE_TOKEN_GENERATION ? { preTokenGenerationVersion } : {});
    }
  }

  public has(hook: UserPoolHook): boolean {
    return this.functions.has(hook);
  }

  /** Whether a function, or a version or an alias of it, is a hook. */
  public calls(fn: lambda.IFunction): boolean {
    const called = [...this.functions.values(), ...this.preTokenGeneration.functions];
    return called.some((hook) => underlying(hook) === underlying(fn));
  }

  public add(hook: UserPoolHook, fn: lambda.IFunction, options: AddHookOptions): void {
    this.checkAdded(hook, fn, options);
    this.wire(hook, fn, options);
  }

  private wire(hook: UserPoolHook, fn: lambda.IFunction, options: AddHookOptions): void {
    this.warnOfTimeout(hook, fn);
    if (this.functions.size === 0) checkCycles(this.scope, (cycles, problems) => this.checkCycles(cycles, problems));
    this.functions.set(hook, fn);
    const operation = OPERATIONS[hook];
    const versioned = VERSIONED[hook];
    if (hook === UserPoolHook.PRE_TOKEN_GENERATION) {
      const version = options.preTokenGenerationVersion ?? PreTokenGenerationVersion.V1_0;
      this.preTokenGeneration.add({ fn, version });
    } else if (operation) {
      this.userPool.addTrigger(operation, fn);
      restrictToAccount(this.userPool, operation.operationName, fn);
    } else if (versioned) {
      this.addVersioned(hook, fn, versioned);
    }
  }

  /** Puts the library's own pre token generation hook in front of the user's, regardless of which was added first. */
  public composeWith(libraryHook: LibraryHook): void {
    this.preTokenGeneration.composeWith(libraryHook);
  }

  /** Checks what is known only after all calls have been made. */
  public check(index: TemplateIndex, problems: Problems): void {
    this.preTokenGeneration.check(index, problems);
    checkFunctions(index, this.userPool.node.defaultChild as cognito.CfnUserPool, this.functions, problems);
  }

  private checkCycles(cycles: Cycles, problems: Problems): void {
    checkHookCycles(cycles, this.userPool.node.defaultChild as cognito.CfnUserPool, this.functions, problems);
  }

  private checkAdded(hook: UserPoolHook, fn: lambda.IFunction, { preTokenGenerationVersion }: AddHookOptions): void {
    const problems = new Problems(this.scope);
    checkEnum(problems, 'hook', hook, UserPoolHook);
    checkVersion(this.plan, problems, 'preTokenGenerationVersion', preTokenGenerationVersion);
    if (preTokenGenerationVersion !== undefined && hook !== UserPoolHook.PRE_TOKEN_GENERATION) {
      problems.add({
        where: 'preTokenGenerationVersion',
        given: `${preTokenGenerationVersion}, for ${hook}`,
        outcome: 'that hook has no versions',
        remedy: 'Omit it',
      });
    }
    checkRegionOf(this.scope, problems, `hook ${hook}`, fn);
    if (this.has(hook)) {
      problems.add({
        where: `hook ${hook}`,
        given: 'a second function',
        outcome: 'Cognito invokes one function for each hook',
        remedy: 'Do both in one function, or have one invoke the other',
      });
    }
    problems.throwIfAny();
  }

  /** Warns, when the app is complete, of a key that nothing is encrypted with. */
  public warnOfUnusedKey(): void {
    if (!this.props.customSenderKmsKey || SENDERS.some((hook) => this.has(hook))) return;
    warnAtPool(
      this.scope,
      'unusedCustomSenderKey',
      'customSenderKmsKey is set, and the pool has no hook customEmailSender or customSmsSender, for which Cognito would encrypt codes with it. Add the hook, or omit the key.',
    );
  }

  /** Cognito does not wait for custom senders. */
  private warnOfTimeout(hook: UserPoolHook, fn: lambda.IFunction): void {
    const { timeout } = fn as lambda.Function;
    if (SENDERS.includes(hook) || !isKnown(timeout) || timeout.toSeconds() <= 5) return;
    warnAtPool(
      this.scope,
      'hookTimeout',
      `The hook ${hook} may run for ${show(timeout)}, and Cognito waits 5 seconds for it, may call it again, and then rejects the user. Set the timeout of ${fn.node.path} to at most 5 seconds.`,
    );
  }

  private addVersioned(hook: UserPoolHook, fn: lambda.IFunction, property: string): void {
    const cfnUserPool = this.userPool.node.defaultChild as cognito.CfnUserPool;
    allowPool(this.userPool, property, fn);
    cfnUserPool.addPropertyOverride(`LambdaConfig.${property}`, {
      LambdaArn: fn.functionArn,
      LambdaVersion: 'V1_0',
    });
    if (!SENDERS.includes(hook)) return;
    // Keys of which nothing is known but an alias have been rejected.
    const { keyArn } = keyOf(this.senderKey())!.keyRef;
    cfnUserPool.addPropertyOverride('LambdaConfig.KMSKeyID', keyArn);
    grantInSeparatePolicy(this.scope, fn, { actions: ['kms:Decrypt'], resourceArns: [keyArn] });
  }

  private senderKey(): aws_kms.IKeyRef {
    this.customSenderKmsKey ??=
      this.props.customSenderKmsKey ??
      new kms.Key(this.scope, 'CustomSenderKey', {
        description: 'Cognito encrypts the codes that custom senders of a user pool send with this key',
        enableKeyRotation: true,
        removalPolicy: renderRetention(this.props).removalPolicy,
      });
    return this.customSenderKmsKey;
  }
}
