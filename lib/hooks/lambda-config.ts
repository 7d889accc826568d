import { Lazy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';

type Properties = cognito.CfnUserPool.LambdaConfigProperty;

/**
 * The hooks that the library adds to those of the CDK's own pool, which it can't be given. Not by an override, which
 * would replace one of the user's in silence.
 */
export class LambdaConfig {
  /** The hooks of the CDK's own pool. Undefined until the library adds one. */
  private triggers?: cognito.CfnUserPool['lambdaConfig'];
  private added: Properties = {};

  constructor(private readonly cfnUserPool: cognito.CfnUserPool) {}

  /** Adds properties, or replaces them. */
  public set(properties: Properties): void {
    this.added = { ...this.added, ...properties };
    if (this.triggers) return;
    const { cfnUserPool } = this;
    this.triggers = cfnUserPool.lambdaConfig ?? {};
    cfnUserPool.lambdaConfig = Lazy.uncachedAny({
      produce: (context) => ({ ...(context.resolve(this.triggers) as Properties), ...this.added }),
    });
  }

  /** The hooks of the CDK's own pool, at this time. */
  public get ofCdk(): Properties {
    return (this.cfnUserPool.stack.resolve(this.triggers) ?? {}) as Properties;
  }
}
