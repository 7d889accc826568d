import { Lazy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Problems } from '../checks/problems';
import { rendered } from '../template/rendered';
import { forbid, permit } from './hook-permission';

/**
 * The event version of a pre token generation hook, which determines what the function receives and may change.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export enum PreTokenGenerationVersion {
  /** Claims of the ID token. */
  V1_0 = 'V1_0',

  /** Claims of the ID and access tokens and scopes of the access token, for users who sign in. Requires the Essentials plan. */
  V2_0 = 'V2_0',

  /** Same as V2_0, and also the access tokens of machine clients. Requires the Essentials plan. */
  V3_0 = 'V3_0',
}

/** The user's pre token generation hook. */
export interface PreTokenGenerationHook {
  readonly fn: lambda.IFunction;
  readonly version: PreTokenGenerationVersion;
}

/** The library's own pre token generation hook, which invokes the user's hook. */
export interface Minter {
  readonly handler: lambda.IFunction;
  readonly version: PreTokenGenerationVersion;
  compose(hook: PreTokenGenerationHook): void;
}

const PROPERTIES = ['PreTokenGeneration', 'PreTokenGenerationConfig'];

/** The one function that Cognito invokes before it issues tokens: the library's own, or else the user's. */
export class PreTokenGeneration {
  private hook?: PreTokenGenerationHook;
  private minter?: Minter;

  constructor(private readonly userPool: cognito.UserPool) {}

  /** Adds the user's function. */
  public add(hook: PreTokenGenerationHook): void {
    this.hook = hook;
    this.minter?.compose(hook);
    this.wire();
  }

  /** Adds the library's function, which replaces the user's and invokes it. */
  public mintWith(minter: Minter): void {
    this.minter = minter;
    if (this.hook) minter.compose(this.hook);
    this.wire();
  }

  /** The functions that the pool depends on. */
  public get functions(): lambda.IFunction[] {
    return [this.hook?.fn, this.minter?.handler].flatMap((fn) => fn ?? []);
  }

  public get version(): PreTokenGenerationVersion | undefined {
    return (this.minter ?? this.hook)?.version;
  }

  private wire(): void {
    const cfnUserPool = this.userPool.node.defaultChild as cognito.CfnUserPool;
    const fn = this.called;
    if (!fn) return;
    for (const property of PROPERTIES) {
      forbid(this.userPool, property);
      cfnUserPool.addPropertyOverride(`LambdaConfig.${property}`, undefined);
    }
    // Version 1 has a separate property, which older tools support.
    if (!this.minter && this.version === PreTokenGenerationVersion.V1_0) {
      permit(this.userPool, 'PreTokenGeneration', fn);
      cfnUserPool.addPropertyOverride('LambdaConfig.PreTokenGeneration', fn.functionArn);
    } else {
      permit(this.userPool, 'PreTokenGenerationConfig', fn);
      cfnUserPool.addPropertyOverride('LambdaConfig.PreTokenGenerationConfig', {
        LambdaArn: fn.functionArn,
        LambdaVersion: Lazy.string({ produce: () => this.version }),
      });
    }
  }

  /** Checks, after all calls have been made, that Cognito invokes the function. */
  public check(problems: Problems): void {
    const fn = this.called;
    if (!fn) return;
    const cfnUserPool = this.userPool.node.defaultChild as cognito.CfnUserPool;
    const { stack } = cfnUserPool;
    // The triggers that were added to the CDK's own pool; those wired here override them.
    const told = Object.keys((stack.resolve(cfnUserPool.lambdaConfig) ?? {}) as object);
    if (PROPERTIES.some((property) => told.includes(`p${property.slice(1)}`))) {
      problems.add({
        where: 'userPool.addTrigger()',
        given: `called for a pre token generation hook, beside ${fn.node.path}`,
        outcome: 'Cognito calls one function before it mints tokens, and that would be the latter',
        remedy: 'Give it to the pool by addHook instead; the hook that enforces access policies then calls it',
      });
    }
    const { PreTokenGeneration: first, PreTokenGenerationConfig: later } = (rendered(cfnUserPool).LambdaConfig ??
      {}) as { PreTokenGeneration?: unknown; PreTokenGenerationConfig?: { LambdaArn?: unknown } };
    const arn = JSON.stringify(stack.resolve(fn.functionArn));
    if ([first, later?.LambdaArn].some((each) => each !== undefined && JSON.stringify(each) !== arn)) {
      problems.add({
        where: 'LambdaConfig of the pool',
        given: `overridden with another pre token generation hook than ${fn.node.path}`,
        outcome: 'Cognito calls one function before it mints tokens',
        remedy: 'Give it to the pool by addHook instead; the hook that enforces access policies then calls it',
      });
    }
  }

  private get called(): lambda.IFunction | undefined {
    return this.minter?.handler ?? this.hook?.fn;
  }
}
