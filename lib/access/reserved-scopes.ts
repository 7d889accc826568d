import * as cognito from 'aws-cdk-lib/aws-cognito';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { partsOfPool } from '../template/parts';
import { Problems } from '../checks/problems';
import { show } from '../checks/values';
import { RESERVED_IDENTIFIER } from './resource-server';

/**
 * Only policies may grant policy scopes. With a resource server of that name, Cognito itself would grant them, and to machines without calling any hook.
 */
export function checkReserved(pool: aws_cognito.IUserPoolRef, problems: Problems): void {
  const servers = partsOfPool(pool, (node) => cognito.CfnUserPoolResourceServer.isCfnUserPoolResourceServer(node));
  for (const { node, properties } of servers) {
    const { Identifier } = properties;
    if (!isReserved(`${String(Identifier)}/`)) continue;
    problems.add({
      where: `identifier of ${node.node.path}`,
      given: show(Identifier),
      outcome: 'clients could be given its scopes, which routes take for those of access policies',
      remedy: 'Give another identifier',
    });
  }
  for (const { node, properties } of partsOfPool(pool, (each) => cognito.CfnUserPoolClient.isCfnUserPoolClient(each))) {
    const { AllowedOAuthScopes = [] } = properties as { AllowedOAuthScopes?: unknown[] };
    for (const scope of AllowedOAuthScopes.filter(isReserved)) {
      problems.add({
        where: `allowedOAuthScopes of ${node.node.path}`,
        given: `a list that has ${show(scope)}`,
        outcome: 'tokens have the scopes of access policies from the hook of the pool only',
        remedy: 'Leave it out: who satisfies the policy gets the scope without asking',
      });
    }
  }
}

const isReserved = (scope: unknown) => typeof scope === 'string' && scope.startsWith(`${RESERVED_IDENTIFIER}/`);
