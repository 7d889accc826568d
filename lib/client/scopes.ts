import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { show } from '../checks/values';
import { warn } from '../checks/warn';
import { unknownScopes } from '../access/resource-server';

/** Another app may create the resource server, so an unknown scope is not an error. */
export function warnOfScopes(
  client: IConstruct,
  given: string[] | undefined,
  scopesOfPool: () => readonly string[] | undefined,
): void {
  if (!given || Token.isUnresolved(given)) return;
  const literals = given.filter((scope) => !Token.isUnresolved(scope));
  for (const unknown of unknownScopes(literals, scopesOfPool)) {
    warn(
      client,
      'UserAuthClient.unknownScope',
      `The client has the scope ${show(unknown)}, and no resource server of the pool has it: unless another app creates one, Cognito rejects the client. ` +
        "Add one with pool.addResourceServer(), and give the client its scope: server.scope('read').",
    );
  }
}
