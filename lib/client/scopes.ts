import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { show } from '../checks/values';
import { warnAt } from '../checks/warn';
import type { PoolOffer } from './offer';

/** Scopes that exist without a resource server: what an application can see or do on behalf of a person. */
export const OF_COGNITO = ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'];

/** Another app may create the resource server, so an unknown scope is not an error. */
export function warnOfScopes(client: IConstruct, given: string[] | undefined, offer: PoolOffer): void {
  if (!given || Token.isUnresolved(given)) return;
  const ofServers = given.filter((scope) => !Token.isUnresolved(scope) && !OF_COGNITO.includes(scope));
  const scopes = ofServers.length > 0 ? offer.scopes : undefined;
  const unknown = scopes && ofServers.find((scope) => !scopes.includes(scope));
  if (unknown === undefined) return;
  warnAt(
    client,
    'UserAuthClient.unknownScope',
    `The client is given the scope ${show(unknown)}, and no resource server of the pool has it: unless another app makes one, Cognito refuses the client. ` +
      "Add one with pool.addResourceServer(), and give the client its scope: server.scope('read').",
  );
}
