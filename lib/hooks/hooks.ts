import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { aws_kms } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { Problems } from '../checks/problems';
import { checkChoice, checkEnum, isKnown, show } from '../checks/values';
import { warnAtPool } from '../checks/warn';
import { checkRegionOf } from '../checks/regions';
import { checkKey } from '../protection/encryption';
import { FeaturePlanNeeds } from '../checks/feature-plan';
import { checkFunctions, checkHookCycles, underlying } from './hook-functions';
import { allowPool, HookedPool, restrictToAccount } from './hook-permission';
import { CustomSenderKey, CustomSenderProps, isCustomSender } from './custom-senders';
import { LambdaConfig } from './lambda-config';
import { AddHookOptions, UserPoolHook, UserPoolHooks } from './user-pool-hooks';
import { LibraryHook, PreTokenGeneration, PreTokenGenerationVersion } from './pre-token-generation';
import { RetentionProps } from '../protection/retention';
import { checkCycles } from '../template/cycles';
import { Original } from '../template/original';
import { TemplateIndex } from '../template/template-index';
import { entryOf } from '../template/value';

/** @internal */
export interface HookProps {
  /**
   * The Lambda triggers of the pool: functions that Cognito invokes.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
   * @default - none
   */
  readonly hooks?: UserPoolHooks;
}

/** Whether CloudFormation requires a version with a hook. The CDK's own pool takes no such hook after its creation. */
const isVersioned = (hook: UserPoolHook): boolean => isCustomSender(hook) || hook === UserPoolHook.INBOUND_FEDERATION;

/** The name of a hook in CloudFormation, such as `PreSignUp`. */
const cfnNameOf = (hook: UserPoolHook): string =>
  hook === UserPoolHook.CUSTOM_SMS_SENDER ? 'CustomSMSSender' : hook.charAt(0).toUpperCase() + hook.slice(1);

export function checkHooks(
  pool: Construct,
  props: HookProps & CustomSenderProps,
  plan: FeaturePlanNeeds,
  problems: Problems,
): void {
  const { preTokenGenerationVersion: version, ...hooks } = props.hooks ?? {};
  for (const [name, fn] of Object.entries(hooks) as [string, lambda.IFunction | undefined][]) {
    if (fn) checkRegionOf(pool, problems, `hooks.${name}`, fn);
  }
  checkVersion(plan, problems, 'hooks.preTokenGenerationVersion', version);
  if (version !== undefined && !hooks.preTokenGeneration) {
    problems.add({
      where: 'hooks.preTokenGenerationVersion',
      given: `${version}, without hooks.preTokenGeneration`,
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
  checkEnum(problems, where, version, { PreTokenGenerationVersion });
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
  private readonly lambdaConfig: LambdaConfig;
  private readonly preTokenGeneration: PreTokenGeneration;
  private readonly senderKey: CustomSenderKey;
  private readonly functions = new Map<UserPoolHook, lambda.IFunction>();
  private readonly permissions = new Map<UserPoolHook, Original | undefined>();

  constructor(
    private readonly pool: Construct & HookedPool,
    props: HookProps & CustomSenderProps & RetentionProps,
    private readonly plan: FeaturePlanNeeds,
  ) {
    this.lambdaConfig = new LambdaConfig(pool.cfnUserPool);
    this.preTokenGeneration = new PreTokenGeneration(pool, this.lambdaConfig);
    this.senderKey = new CustomSenderKey(pool, props);
    const { preTokenGenerationVersion, ...hooks } = props.hooks ?? {};
    for (const [hook, fn] of Object.entries(hooks) as [UserPoolHook, lambda.IFunction | undefined][]) {
      if (fn) this.wire(hook, fn, preTokenGenerationVersion);
    }
  }

  /** The key that encrypts codes for custom senders, once there is such a hook. */
  public get customSenderKmsKey(): aws_kms.IKeyRef | undefined {
    return this.senderKey.key;
  }

  public has(hook: UserPoolHook): boolean {
    return this.functions.has(hook);
  }

  /** Whether a function, or a version or an alias of it, is a hook. */
  public calls(fn: lambda.IFunction): boolean {
    const called = [...this.functions.values(), this.preTokenGeneration.fn];
    return called.some((each) => each && underlying(each) === underlying(fn));
  }

  public add(hook: UserPoolHook, fn: lambda.IFunction, options: AddHookOptions): void {
    this.checkAdded(hook, fn, options);
    this.wire(hook, fn, options.preTokenGenerationVersion);
  }

  private wire(hook: UserPoolHook, fn: lambda.IFunction, version = PreTokenGenerationVersion.V1_0): void {
    const { pool, functions } = this;
    this.warnOfTimeout(hook, fn);
    if (functions.size === 0) {
      checkCycles(pool, (cycles, problems) => checkHookCycles(cycles, pool.cfnUserPool, functions, problems), true);
    }
    functions.set(hook, fn);
    if (hook === UserPoolHook.PRE_TOKEN_GENERATION) {
      this.preTokenGeneration.add({ fn, version });
    } else if (isVersioned(hook)) {
      this.permissions.set(hook, allowPool(pool, cfnNameOf(hook), fn));
      this.lambdaConfig.set({ [hook]: { lambdaArn: fn.functionArn, lambdaVersion: 'V1_0' } });
      if (isCustomSender(hook)) this.lambdaConfig.set({ kmsKeyId: this.senderKey.allow(fn) });
    } else {
      pool.userPool.addTrigger(cognito.UserPoolOperation.of(hook), fn);
      this.permissions.set(hook, restrictToAccount(pool, cfnNameOf(hook), fn));
    }
  }

  /** Puts the library's own pre token generation hook in front of the user's, regardless of which was added first. */
  public composeWith(libraryHook: LibraryHook): void {
    this.preTokenGeneration.composeWith(libraryHook);
  }

  /** Checks what is known only after all calls have been made. */
  public check(index: TemplateIndex, problems: Problems): void {
    this.preTokenGeneration.check(index, problems);
    this.checkOverrides(index, problems);
    for (const [hook, permission] of this.permissions) {
      permission?.check(
        index,
        problems,
        `Cognito could not invoke the hook ${hook}, and requests that need it would fail`,
      );
    }
    this.senderKey.check(index, this.lambdaConfig, problems);
    checkFunctions(index, this.pool.cfnUserPool, this.functions, problems);
  }

  private checkOverrides(index: TemplateIndex, problems: Problems): void {
    for (const [hook, fn] of this.functions) {
      // It has a check of its own: Cognito may invoke the library's function in its place.
      if (hook === UserPoolHook.PRE_TOKEN_GENERATION) continue;
      const path = isVersioned(hook) ? [cfnNameOf(hook), 'LambdaArn'] : [cfnNameOf(hook)];
      if (this.lambdaConfig.has(index, path, fn.functionArn)) continue;
      problems.add({
        where: 'LambdaConfig of the pool',
        given: `overridden: its hook ${hook} is not ${fn.node.path}`,
        outcome: 'Cognito would not invoke that function',
        remedy:
          'Remove the override or assignment; give a function of your own to hooks or addHook of the UserAuthPool',
      });
    }
  }

  private checkAdded(hook: UserPoolHook, fn: lambda.IFunction, { preTokenGenerationVersion }: AddHookOptions): void {
    const problems = new Problems(this.pool);
    checkChoice(problems, 'hook', hook, { UserPoolHook });
    checkVersion(this.plan, problems, 'preTokenGenerationVersion', preTokenGenerationVersion);
    if (preTokenGenerationVersion !== undefined && hook !== UserPoolHook.PRE_TOKEN_GENERATION) {
      problems.add({
        where: 'preTokenGenerationVersion',
        given: `${preTokenGenerationVersion}, for ${hook}`,
        outcome: 'that hook has no versions',
        remedy: 'Omit it',
      });
    }
    checkRegionOf(this.pool, problems, `hook ${hook}`, fn);
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

  /** Cognito does not wait for custom senders. */
  private warnOfTimeout(hook: UserPoolHook, fn: lambda.IFunction): void {
    const { timeout } = fn as lambda.Function;
    if (isCustomSender(hook) || !isKnown(timeout) || timeout.toSeconds() <= 5) return;
    warnAtPool(
      this.pool,
      'hookTimeout',
      `The hook ${hook} may run for ${show(timeout)}, and Cognito waits 5 seconds for it, may call it again, and then rejects the user. Set the timeout of ${fn.node.path} to at most 5 seconds.`,
    );
  }
}

/** Warns of a userMigration hook in a pool of which no client may send a password. */
export function warnOfMigration(pool: Construct): void {
  warnAtPool(
    pool,
    'userMigrationNeverCalled',
    'The hook userMigration receives the password to verify, and no client of the pool may send one: Cognito does not invoke it at sign-in. Set allowPasswordSignIn or allowAdminSignIn on the client that migrating users sign in through.',
  );
}
