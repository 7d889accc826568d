import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { aws_kms } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { Problems } from '../checks/problems';
import { checkEnum, isKnown } from '../checks/values';
import { checkRegionOf } from '../checks/regions';
import { checkKey, keyOf } from './encryption';
import { checkPlan, FeaturePlanProps } from './feature-plan';
import { grantBeside } from './grants';
import { nameAccount, permit } from './hook-permission';
import { Minter, PreTokenGeneration, PreTokenGenerationVersion } from './pre-token-generation';
import { renderRetention, RetentionProps } from './retention';

export { PreTokenGenerationVersion };

/**
 * When Cognito calls a hook.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
export enum UserPoolHook {
  /** Before it sends a message, to put it into words. */
  CUSTOM_MESSAGE = 'customMessage',
  /** After a user has signed in. */
  POST_AUTHENTICATION = 'postAuthentication',
  /** After a user has been confirmed. */
  POST_CONFIRMATION = 'postConfirmation',
  /** Before a user signs in, to refuse it or let it pass. */
  PRE_AUTHENTICATION = 'preAuthentication',
  /** Before a user signs up, to refuse, let pass or confirm. */
  PRE_SIGN_UP = 'preSignUp',
  /** Before it mints tokens, to add or remove claims, groups and scopes. */
  PRE_TOKEN_GENERATION = 'preTokenGeneration',
  /** When a user that it does not know signs in, to bring the user over from elsewhere. */
  USER_MIGRATION = 'userMigration',
  /** To define the steps of a sign-in of your own. */
  DEFINE_AUTH_CHALLENGE = 'defineAuthChallenge',
  /** To make a challenge of a sign-in of your own. */
  CREATE_AUTH_CHALLENGE = 'createAuthChallenge',
  /** To judge the answer to a challenge of a sign-in of your own. */
  VERIFY_AUTH_CHALLENGE_RESPONSE = 'verifyAuthChallengeResponse',
  /** In place of sending an e-mail. */
  CUSTOM_EMAIL_SENDER = 'customEmailSender',
  /** In place of sending a text message. */
  CUSTOM_SMS_SENDER = 'customSmsSender',
  /** When a user comes from an identity provider, to change what the provider says of the user. */
  INBOUND_FEDERATION = 'inboundFederation',
}

/**
 * The Lambda triggers of the pool. Cognito waits 5 seconds for each, and calls a failing one up to three times.
 *
 * A hook reads the id of the pool from `event.userPoolId`: to put it into the environment of a hook would be a circular dependency. Rights on the pool come from its `grants`, which don't create one.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
export interface UserPoolHooks {
  /**
   * Puts a message into words before it is sent.
   *
   * @default - none
   */
  readonly customMessage?: lambda.IFunction;

  /**
   * Is told that a user has signed in.
   *
   * @default - none
   */
  readonly postAuthentication?: lambda.IFunction;

  /**
   * Is told that a user has been confirmed.
   *
   * @default - none
   */
  readonly postConfirmation?: lambda.IFunction;

  /**
   * May refuse a sign-in.
   *
   * @default - none
   */
  readonly preAuthentication?: lambda.IFunction;

  /**
   * May refuse a sign-up, or confirm it by itself.
   *
   * @default - none
   */
  readonly preSignUp?: lambda.IFunction;

  /**
   * Changes tokens before they are minted.
   *
   * @default - none
   */
  readonly preTokenGeneration?: lambda.IFunction;

  /**
   * What `preTokenGeneration` is told and may change. V2_0 and V3_0 need the Essentials plan; on the Lite plan, where it is named, they fail synthesis.
   *
   * @default PreTokenGenerationVersion.V1_0
   */
  readonly preTokenGenerationVersion?: PreTokenGenerationVersion;

  /**
   * Brings a user over from elsewhere at the first sign-in.
   *
   * @default - none
   */
  readonly userMigration?: lambda.IFunction;

  /**
   * Defines the steps of a sign-in of your own.
   *
   * @default - none
   */
  readonly defineAuthChallenge?: lambda.IFunction;

  /**
   * Makes a challenge of a sign-in of your own.
   *
   * @default - none
   */
  readonly createAuthChallenge?: lambda.IFunction;

  /**
   * Judges the answer to a challenge of a sign-in of your own.
   *
   * @default - none
   */
  readonly verifyAuthChallengeResponse?: lambda.IFunction;

  /**
   * Sends e-mail in place of Cognito. It gets the code encrypted with `customSenderKmsKey`, and the right to decrypt it.
   *
   * @default - none
   */
  readonly customEmailSender?: lambda.IFunction;

  /**
   * Sends text messages in place of Cognito. It gets the code encrypted with `customSenderKmsKey`, and the right to decrypt it.
   *
   * @default - none
   */
  readonly customSmsSender?: lambda.IFunction;

  /**
   * Changes what an identity provider says of a user.
   *
   * @default - none
   */
  readonly inboundFederation?: lambda.IFunction;
}

/** Options for adding a hook. */
export interface AddHookOptions {
  /**
   * What a pre token generation hook is told and may change. For any other hook it is an error.
   *
   * @default PreTokenGenerationVersion.V1_0
   */
  readonly preTokenGenerationVersion?: PreTokenGenerationVersion;
}

/** @internal */
export interface HookProps {
  /**
   * The Lambda triggers of the pool.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
   * @default - none
   */
  readonly hooks?: UserPoolHooks;

  /**
   * The key that codes are encrypted with for `customEmailSender` and `customSmsSender`: symmetric, in the region of the pool. An asymmetric one fails synthesis, and so do one of another region and an alias of which only the name is known. Who deploys the stack needs the right `kms:CreateGrant` on it.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-sender-triggers.html
   * @default - where there is such a hook, a key that rotates every year, retained with the pool
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

/** Hooks that CloudFormation wants with a version, and the CDK's own pool can't add after it has been made. */
const VERSIONED: Partial<Record<UserPoolHook, string>> = {
  [UserPoolHook.CUSTOM_EMAIL_SENDER]: 'CustomEmailSender',
  [UserPoolHook.CUSTOM_SMS_SENDER]: 'CustomSMSSender',
  [UserPoolHook.INBOUND_FEDERATION]: 'InboundFederation',
};

const SENDERS = [UserPoolHook.CUSTOM_EMAIL_SENDER, UserPoolHook.CUSTOM_SMS_SENDER];

export function checkHooks(pool: Construct, props: HookProps & FeaturePlanProps, problems: Problems): void {
  const { hooks = {} } = props;
  for (const [name, value] of Object.entries(hooks) as [string, lambda.IFunction | string | undefined][]) {
    if (typeof value === 'object') checkRegionOf(pool, problems, `hooks.${name}`, value);
  }
  checkVersion(props, problems, 'hooks.preTokenGenerationVersion', hooks.preTokenGenerationVersion);
  if (hooks.preTokenGenerationVersion !== undefined && !hooks.preTokenGeneration) {
    problems.add({
      where: 'hooks.preTokenGenerationVersion',
      given: `${hooks.preTokenGenerationVersion}, without hooks.preTokenGeneration`,
      outcome: 'there is no hook for the version to apply to',
      remedy: 'Give the function as hooks.preTokenGeneration, or leave the version out',
    });
  }
  checkKey(pool, problems, 'customSenderKmsKey', props.customSenderKmsKey);
}

function checkVersion(props: FeaturePlanProps, problems: Problems, where: string, version?: PreTokenGenerationVersion) {
  checkEnum(problems, where, version, PreTokenGenerationVersion);
  if (isKnown(version) && version !== PreTokenGenerationVersion.V1_0) checkPlan(props, problems, where);
}

/** The hooks of one pool: those of its props, and those added later. */
export class Hooks {
  /** The key that codes for custom senders are encrypted with, once there is such a hook. */
  public customSenderKmsKey?: aws_kms.IKeyRef;
  private readonly preTokenGeneration: PreTokenGeneration;
  private readonly functions = new Map<UserPoolHook, lambda.IFunction>();

  constructor(
    private readonly scope: Construct,
    private readonly userPool: cognito.UserPool,
    private readonly props: HookProps & RetentionProps & FeaturePlanProps,
  ) {
    this.preTokenGeneration = new PreTokenGeneration(userPool);
    const { preTokenGenerationVersion, ...hooks } = props.hooks ?? {};
    for (const [hook, fn] of Object.entries(hooks) as [UserPoolHook, lambda.IFunction | undefined][]) {
      if (fn) this.add(hook, fn, hook === UserPoolHook.PRE_TOKEN_GENERATION ? { preTokenGenerationVersion } : {});
    }
  }

  public has(hook: UserPoolHook): boolean {
    return this.functions.has(hook);
  }

  /** Whether there is a sign-in of the pool's own, by whatever way it was made. To be asked at synth only. */
  public get challenges(): boolean {
    if (this.has(UserPoolHook.DEFINE_AUTH_CHALLENGE)) return true;
    // What the CDK's own pool was told.
    const { stack, lambdaConfig } = this.userPool.node.defaultChild as cognito.CfnUserPool;
    const told = stack.resolve(lambdaConfig) as { defineAuthChallenge?: unknown } | undefined;
    return told?.defineAuthChallenge !== undefined;
  }

  /** Whether a function, or a version or an alias of it, is a hook. */
  public calls(fn: lambda.IFunction): boolean {
    const called = [...this.functions.values(), ...this.preTokenGeneration.functions];
    return called.some((hook) => underlying(hook) === underlying(fn));
  }

  public add(hook: UserPoolHook, fn: lambda.IFunction, options: AddHookOptions = {}): void {
    this.check(hook, fn, options);
    this.functions.set(hook, fn);
    const operation = OPERATIONS[hook];
    if (hook === UserPoolHook.PRE_TOKEN_GENERATION) {
      const version = options.preTokenGenerationVersion ?? PreTokenGenerationVersion.V1_0;
      this.preTokenGeneration.add({ fn, version });
    } else if (operation) {
      this.userPool.addTrigger(operation, fn);
      nameAccount(this.userPool, operation.operationName);
    } else {
      this.addVersioned(hook, fn);
    }
  }

  /** Puts a hook of the library's own before the user's, whichever came first. */
  public mintWith(minter: Minter): void {
    this.preTokenGeneration.mintWith(minter);
  }

  /** The version of the pre token generation hook, where there is one. */
  public get preTokenGenerationVersion(): PreTokenGenerationVersion | undefined {
    return this.preTokenGeneration.version;
  }

  /** What can be judged only when every call has been made. */
  public checkCalled(problems: Problems): void {
    this.preTokenGeneration.check(problems);
  }

  private check(hook: UserPoolHook, fn: lambda.IFunction, { preTokenGenerationVersion }: AddHookOptions): void {
    const problems = new Problems(this.scope);
    checkEnum(problems, 'hook', hook, UserPoolHook);
    checkVersion(this.props, problems, 'preTokenGenerationVersion', preTokenGenerationVersion);
    if (preTokenGenerationVersion !== undefined && hook !== UserPoolHook.PRE_TOKEN_GENERATION) {
      problems.add({
        where: 'preTokenGenerationVersion',
        given: `${preTokenGenerationVersion}, for ${hook}`,
        outcome: 'Cognito knows no version of that hook',
        remedy: 'Leave it out',
      });
    }
    checkRegionOf(this.scope, problems, `hook ${hook}`, fn);
    if (this.has(hook)) {
      problems.add({
        where: `hook ${hook}`,
        given: 'a second function',
        outcome: 'Cognito calls one function for each hook',
        remedy: 'Have one function do both, or call the other',
      });
    }
    problems.throwIfAny();
  }

  private addVersioned(hook: UserPoolHook, fn: lambda.IFunction): void {
    const cfnUserPool = this.userPool.node.defaultChild as cognito.CfnUserPool;
    const property = VERSIONED[hook] ?? '';
    permit(this.userPool, property, fn);
    cfnUserPool.addPropertyOverride(`LambdaConfig.${property}`, {
      LambdaArn: fn.functionArn,
      LambdaVersion: 'V1_0',
    });
    if (!SENDERS.includes(hook)) return;
    const { keyArn } = (keyOf(this.senderKey()) ?? this.senderKey()).keyRef;
    cfnUserPool.addPropertyOverride('LambdaConfig.KMSKeyID', keyArn);
    grantBeside(this.scope, fn, { actions: ['kms:Decrypt'], resourceArns: [keyArn] });
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

/** The function that a version or an alias stands for. */
function underlying(fn: lambda.IFunction): lambda.IFunction {
  return fn instanceof lambda.Alias || fn instanceof lambda.Version ? underlying(fn.lambda) : fn;
}
