import { Lazy } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Problems } from '../checks/problems';
import { Original } from '../template/original';
import { TemplateIndex } from '../template/template-index';
import { allowPool, disallowPool, HookedPool } from './hook-permission';
import { LambdaConfig } from './lambda-config';

/**
 * The event version of a pre token generation hook, which determines what the function receives and may change.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export enum PreTokenGenerationVersion {
  /** Claims of the ID token. */
  V1_0 = 'V1_0',

  /**
   * Claims of the ID and access tokens and scopes of the access token, for users who sign in. Requires the Essentials
   * plan.
   */
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
export interface LibraryHook {
  readonly handler: lambda.IFunction;
  readonly version: PreTokenGenerationVersion;
  compose(hook: PreTokenGenerationHook): void;
}

const PROPERTIES = ['PreTokenGeneration', 'PreTokenGenerationConfig'] as const;

/** The one function that Cognito invokes before it issues tokens: the library's own, or else the user's. */
export class PreTokenGeneration {
  private userHook?: PreTokenGenerationHook;
  private libraryHook?: LibraryHook;
  private permission?: Original;

  constructor(
    private readonly pool: HookedPool,
    private readonly lambdaConfig: LambdaConfig,
  ) {}

  /** Adds the user's function. */
  public add(hook: PreTokenGenerationHook): void {
    this.userHook = hook;
    this.libraryHook?.compose(hook);
    this.wire();
  }

  /** Adds the library's function, which replaces the user's and invokes it. */
  public composeWith(libraryHook: LibraryHook): void {
    this.libraryHook = libraryHook;
    if (this.userHook) libraryHook.compose(this.userHook);
    this.wire();
  }

  /** The function that Cognito invokes, if there is one. */
  public get fn(): lambda.IFunction | undefined {
    return this.libraryHook?.handler ?? this.userHook?.fn;
  }

  /** Checks, after all calls have been made, that Cognito invokes the function. */
  public check(index: TemplateIndex, problems: Problems): void {
    const { fn } = this;
    if (!fn) return;
    const addHook = 'addHook of the UserAuthPool; the hook that enforces access policies then invokes it';
    const { preTokenGeneration, preTokenGenerationConfig } = this.lambdaConfig.ofCdk;
    if (preTokenGeneration ?? preTokenGenerationConfig) {
      problems.add({
        where: 'userPool.addTrigger()',
        given: `called for a pre token generation hook, in addition to ${fn.node.path}`,
        outcome: 'Cognito invokes one function before it issues tokens, which would be the latter',
        remedy: `Add it with ${addHook}`,
      });
    }
    this.permission?.check(index, problems, 'Cognito could not invoke the hook, so nobody could sign in');
    const LambdaArn = fn.functionArn;
    const wanted = {
      PreTokenGeneration: this.hasVersion ? undefined : LambdaArn,
      PreTokenGenerationConfig: this.hasVersion ? { LambdaArn, LambdaVersion: this.version } : undefined,
    };
    if (PROPERTIES.every((name) => this.lambdaConfig.has(index, [name], wanted[name]))) return;
    problems.add({
      where: 'LambdaConfig of the pool',
      given: `overridden: its pre token generation hook is not ${fn.node.path} with version ${this.version}`,
      outcome: 'Cognito would not invoke that function before it issues tokens',
      remedy: `Remove the override or assignment; add a function of your own with ${addHook}`,
    });
  }

  private wire(): void {
    const { fn, pool } = this;
    if (!fn) return;
    const lambdaArn = fn.functionArn;
    // Access policies that are added later may need another version.
    const lambdaVersion = Lazy.uncachedString({ produce: () => this.version });
    this.lambdaConfig.set({
      preTokenGeneration: this.hasVersion ? undefined : lambdaArn,
      preTokenGenerationConfig: this.hasVersion ? { lambdaArn, lambdaVersion } : undefined,
    });
    PROPERTIES.forEach((property) => disallowPool(pool, property));
    this.permission = allowPool(pool, this.hasVersion ? 'PreTokenGenerationConfig' : 'PreTokenGeneration', fn);
  }

  /** Version 1 has a property without a version, which older tools support. */
  private get hasVersion(): boolean {
    return this.libraryHook !== undefined || this.version !== PreTokenGenerationVersion.V1_0;
  }

  private get version(): PreTokenGenerationVersion | undefined {
    return (this.libraryHook ?? this.userHook)?.version;
  }
}
