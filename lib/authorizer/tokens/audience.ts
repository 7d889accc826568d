import * as cognito from 'aws-cdk-lib/aws-cognito';
import { IConstruct } from 'constructs';
import { Problems } from '../../checks/problems';
import { cfnUserPoolOf } from '../../pool/cfn-user-pool';
import { IUserAuthPool, UserAuthPoolBase } from '../../pool/user-auth-pool-base';
import { isLibraryClient } from '../../template/library-client';
import { oncePerIndex } from '../../template/once-per-index';

/**
 * The clients of a pool whose tokens an authorizer accepts, however they were created, in an order independent of the
 * order of calls. An import that names its clients has no others, but for those that were created for this very import.
 */
export const audienceOf = oncePerIndex((index, pool: IUserAuthPool): readonly string[] => {
  const known = pool.userPoolClients.map((client) => client.userPoolClientId);
  const { _namesClients: namesClients } = pool as Partial<UserAuthPoolBase>;
  const made = index
    .ofPool(pool, cognito.CfnUserPoolClient.CFN_RESOURCE_TYPE_NAME)
    .filter(({ cfnResource }) => !namesClients || isCreatedFor(pool, cfnResource));
  return [...new Set([...made.map(({ cfnResource }) => cfnResource.ref), ...known])];
});

/** Whether a client of this library was created for a pool. */
const isCreatedFor = (pool: IUserAuthPool, { node }: IConstruct) =>
  node.scopes.some((each) => isLibraryClient(each) && each._userPool === pool);

/** An authorizer needs at least one client. */
export function checkHasAudience(pool: IUserAuthPool, audience: readonly string[], problems: Problems): void {
  if (audience.length > 0) return;
  problems.add({
    where: `userPoolClients of ${pool.node.path}`,
    given: 'empty',
    outcome: 'an authorizer without an audience accepts no token, and API Gateway rejects it',
    remedy: cfnUserPoolOf(pool)
      ? 'Add a client with addClient() of the pool, or omit defaultClient'
      : 'List the app clients whose tokens it should accept in userPoolClientIds',
  });
}
