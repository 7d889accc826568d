import { Lazy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Problems } from '../checks/problems';
import { rendered } from '../checks/rendered';
import { forbid, permit } from './hook-permission';

/**
 * What a pre token generation hook is told and may change.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export enum PreTokenGenerationVersion {
  /** Claims of the ID token. */
  V1_0 = 'V1_0',

  /** Claims of the ID and the access token and scopes of the access token, of users who sign in. It needs the Essentials plan. */
  V2_0 = 'V2_0',

  /** What V2_0 has, and the access tokens of machines too. It needs the Essentials plan. */
  V3_0 = 'V3_0',
}

/** A pre token generation hook of the user's own. */
export interface PreTokenGenerationHook {
  readonly fn: lambda.IFunction;
  readonly version: PreTokenGenerationVersion;
}

/** A pre token generation hook of the library's own, which calls the user's. */
export interface Minter {
  readonly handler: lambda.IFunction;
  readonly version: PreTokenGenerationVersion;
  compose(hook: PreTokenGenerationHook): void;
}

const PROPERTIES = ['PreTokenGeneration', 'PreTokenGenerationConfig'];

/** The one function that Cognito calls before it mints tokens: the library's own, or else the user's. */
export class PreTokenGeneration {
  private hook?: PreTokenGenerationHook;
  private minter?: Minter;

  constructor(private readonly userPool: cognito.UserPool) {}

  /** The function of the user. */
  public add(hook: PreTokenGenerationHook): void {
    this.hook = hook;
    this.minter?.compose(hook);
    this.wire();
  }

  /** The function of the library, which takes the place of the user's and calls it. */
  public mintWith(minter: Minter): void {
    this.minter = minter;
    if (this.hook) minter.compose(this.hook);
    this.wire();
  }

  /** The functions that the pool waits for. */
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
    // Version 1 has a property of its own, which older tools know.
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

  /** Whether Cognito will call the function, when every call has been made. */
  public check(problems: Problems): void {
    const fn = this.called;
    if (!fn) return;
    const cfnUserPool = this.userPool.node.defaultChild as cognito.CfnUserPool;
    const { stack } = cfnUserPool;
    // What the CDK's own pool was told; what is wired here stands over it.
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
