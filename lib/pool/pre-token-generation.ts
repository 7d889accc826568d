import { Lazy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { Problems } from '../checks/problems';
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

  constructor(
    private readonly scope: Construct,
    private readonly userPool: cognito.UserPool,
  ) {}

  /** The function of the user. */
  public add(hook: PreTokenGenerationHook): void {
    this.hook = hook;
    this.minter?.compose(hook);
    this.wire();
  }

  /** The function of the library, which takes the place of the user's and calls it. */
  public mintWith(minter: Minter): void {
    if (!this.hook) this.refuseForeign();
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
    const fn = this.minter?.handler ?? this.hook?.fn;
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

  /** A function that the CDK's own pool was given is not known here, and would no longer be called. */
  private refuseForeign(): void {
    if (!PROPERTIES.some((property) => this.userPool.node.tryFindChild(`${property}Cognito`))) return;
    const problems = new Problems(this.scope);
    problems.add({
      where: 'userPool',
      given: 'called by addTrigger for a pre token generation hook, while a route has an access policy',
      outcome: 'the hook that enforces policies would take its place, and the other would not be called',
      remedy: 'Give it to the pool by addHook instead, which has the one call the other',
    });
    problems.throwIfAny();
  }
}
