import * as cognito from 'aws-cdk-lib/aws-cognito';
import { IConstruct } from 'constructs';

/** The resource of a pool. Undefined for an imported pool, which has none in this app. */
export function cfnUserPoolOf(pool: IConstruct): cognito.CfnUserPool | undefined {
  const { defaultChild } = pool.node;
  return cognito.CfnUserPool.isCfnUserPool(defaultChild) ? defaultChild : undefined;
}
