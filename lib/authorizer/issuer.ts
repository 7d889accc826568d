import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Problems } from '../checks/problems';
import { rendered } from '../template/rendered';
import { show } from '../checks/values';
import { IUserAuthPool } from '../pool/user-auth-pool-base';

/** An override can make a pool write a different issuer into its tokens than a JWT authorizer expects. */
export function checkIssuer(pool: IUserAuthPool, problems: Problems): void {
  const resource = pool.node.defaultChild;
  if (!cognito.CfnUserPool.isCfnUserPool(resource)) return;
  const { Type } = (rendered(resource).IssuerConfiguration ?? {}) as { Type?: unknown };
  if (typeof Type !== 'string' || Type === 'ORIGINAL') return;
  problems.add({
    where: `IssuerConfiguration of ${pool.node.path}`,
    given: show(Type),
    outcome: `its tokens then name another issuer than ${show('https://cognito-idp.REGION.amazonaws.com/POOL_ID')}, and API Gateway turns all of them away`,
    remedy: 'Leave it at ORIGINAL, or enforce policies at the request, where both are known',
  });
}
