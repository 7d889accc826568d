import * as cognito from 'aws-cdk-lib/aws-cognito';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { IConstruct } from 'constructs';
import { idOnBehalfOf } from '../base/ids';
import { isKnown } from '../checks/values';
import { pathOf } from '../base/path-of';
import { AppClient, MACHINE_FLOW, REFRESH_FLOW } from '../sign-in/app-client';
import { TemplateIndex } from '../template/template-index';

/** What names app clients, such as an access policy. */
interface NamesClients {
  readonly _clients: readonly aws_cognito.IUserPoolClientRef[];
}

/** The resource or the ID of a client. Undefined if only the deployment knows which client it is. */
export function certainClient(client: aws_cognito.IUserPoolClientRef): cognito.CfnUserPoolClient | string | undefined {
  const { clientId } = client.userPoolClientRef;
  return resourceOfClient(client) ?? (isKnown(clientId) ? clientId : undefined);
}

/** The resource of a client that this app creates, whichever construct names it. */
export function resourceOfClient(client: aws_cognito.IUserPoolClientRef): cognito.CfnUserPoolClient | undefined {
  const resource = client.node.defaultChild ?? client;
  return cognito.CfnUserPoolClient.isCfnUserPoolClient(resource) ? resource : undefined;
}

/** Whether people can sign in through a client. Of a client of another app, that is not known, so it counts as one. */
export function isForPeople(index: TemplateIndex, client: aws_cognito.IUserPoolClientRef): boolean {
  const resource = resourceOfClient(client);
  // The pool may have a custom authentication flow.
  return !resource || new AppClient(index.resource(resource), true).letsPeopleIn;
}

/**
 * Whether a client, as `certainClient` returns it, is created for machines only. `isForPeople` knows what becomes of it
 * in the template, but policies are checked before there is one.
 */
export function isCreatedForMachines(client: cognito.CfnUserPoolClient | string): boolean {
  if (typeof client === 'string') return false;
  const { allowedOAuthFlows = [], explicitAuthFlows = [] } = client;
  // Without a list, Cognito lets people sign in.
  const letsNobodyIn = explicitAuthFlows.length > 0 && explicitAuthFlows.every((flow) => flow === REFRESH_FLOW);
  return allowedOAuthFlows.includes(MACHINE_FLOW) && letsNobodyIn;
}

/** The key by which functions at a place in the construct tree know a client whose ID is known only at deployment. */
export function keyOfClient(client: aws_cognito.IUserPoolClientRef, place: IConstruct): string {
  const { clientId } = client.userPoolClientRef;
  return isKnown(clientId) ? clientId : idOnBehalfOf(client, place);
}

/** The name by which people know a client: its ID if the app gives that, and else the path of its construct. */
export function nameOfClient(client: aws_cognito.IUserPoolClientRef): string {
  const { clientId } = client.userPoolClientRef;
  return isKnown(clientId) ? clientId : pathOf(resourceOfClient(client) ?? client);
}

/** The IDs of the clients that policies name, by the keys that stand for those unknown at synthesis. */
export function clientIdsOf(policies: Iterable<NamesClients>, place: IConstruct): Record<string, string> {
  const clients = [...policies].flatMap((policy) => policy._clients);
  const ids = clients.map((client) => [keyOfClient(client, place), client.userPoolClientRef.clientId] as const);
  return Object.fromEntries(ids.filter(([key, id]) => key !== id).sort());
}
