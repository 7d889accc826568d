import { Lazy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { TemplateIndex } from '../template/template-index';
import { entryOf, isSame } from '../template/value';

type Properties = cognito.CfnUserPool.LambdaConfigProperty;

/**
 * Adds to the hooks of the CDK's own pool those that it has no method for. It does so without an override, which would
 * silently replace one of the user's.
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

  /** Whether the template has a value at a path of names in CloudFormation, in every branch of a condition. */
  public has(index: TemplateIndex, path: readonly string[], expected: unknown): boolean {
    const { cfnUserPool } = this;
    const config = index.resource(cfnUserPool).value('LambdaConfig');
    return isSame(path.reduce(entryOf, config), index.valueOf(cfnUserPool, expected));
  }
}
