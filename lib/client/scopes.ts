import { Token } from 'aws-cdk-lib';
import { scopesOf, unknownScopes } from '../access/resource-server';
import { show } from '../checks/values';
import { warn } from '../checks/warn';
import { TemplateIndex } from '../template/template-index';
import { UserAuthClientBase } from './client-base';

/** Another app may create the resource server, so an unknown scope is not an error. */
export function warnOfScopes(index: TemplateIndex, client: UserAuthClientBase): void {
  const { allowedOAuthScopes: given } = client.cfnUserPoolClient;
  if (!given || Token.isUnresolved(given)) return;
  const literals = given.filter((scope) => !Token.isUnresolved(scope));
  for (const unknown of unknownScopes(literals, () => scopesOf(index, client._userPool))) {
    warn(
      client,
      'UserAuthClient.unknownScope',
      `The client has the scope ${show(unknown)}, and no resource server of the pool has it: unless another app creates one, Cognito rejects the client. ` +
        "Add one with pool.addResourceServer(), and give the client its scope: server.scope('read').",
    );
  }
}
