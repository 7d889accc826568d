import * as cognito from 'aws-cdk-lib/aws-cognito';
import { CfnResource } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Problems } from '../checks/problems';
import { rendered } from '../checks/rendered';
import { findAround } from '../checks/tree';
import { show } from '../checks/values';
import { RESERVED_IDENTIFIER } from './resource-server';

/**
 * Nothing but a policy may give a scope of policies. A resource server of that name would let Cognito itself give them, to machines without asking any hook.
 */
export function checkReserved(pool: IConstruct, problems: Problems): void {
  const { ref } = pool.node.defaultChild as cognito.CfnUserPool;
  const isOfPool = (resource: CfnResource) =>
    JSON.stringify(rendered(resource).UserPoolId) === JSON.stringify(resource.stack.resolve(ref));
  const servers = findAround(pool, (node) => cognito.CfnUserPoolResourceServer.isCfnUserPoolResourceServer(node));
  for (const server of servers.filter(isOfPool)) {
    const { Identifier } = rendered(server);
    if (!isReserved(`${String(Identifier)}/`)) continue;
    problems.add({
      where: `identifier of ${server.node.path}`,
      given: show(Identifier),
      outcome: 'clients could be given its scopes, which routes take for those of access policies',
      remedy: 'Give another identifier',
    });
  }
  const clients = findAround(pool, (node) => cognito.CfnUserPoolClient.isCfnUserPoolClient(node));
  for (const client of clients.filter(isOfPool)) {
    const { AllowedOAuthScopes = [] } = rendered(client) as { AllowedOAuthScopes?: unknown[] };
    for (const scope of AllowedOAuthScopes.filter(isReserved)) {
      problems.add({
        where: `allowedOAuthScopes of ${client.node.path}`,
        given: `a list that has ${show(scope)}`,
        outcome: 'tokens have the scopes of access policies from the hook of the pool only',
        remedy: 'Leave it out: who satisfies the policy gets the scope without asking',
      });
    }
  }
}

const isReserved = (scope: unknown) => typeof scope === 'string' && scope.startsWith(`${RESERVED_IDENTIFIER}/`);
