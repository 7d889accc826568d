import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { resourceOfClient } from '../access/policy-clients';
import { TemplateIndex } from '../template/template-index';
import { textOf } from '../template/value';
import { ApiCaller } from './api-caller';

/** A caller with the scopes that its token has: a machine has all that its client may request if it names none. */
export function withOwnScopes(index: TemplateIndex, caller: ApiCaller): ApiCaller {
  const { _kind: kind, _client: client, _claims: claims } = caller;
  if (kind !== 'machine' || !client || claims.scopes) return caller;
  const scopes = scopesOfClient(index, client);
  return scopes ? ApiCaller.machine(client, { scopes }) : caller;
}

/** The scopes that a client may request, as its template says. Undefined if they are not known at synthesis. */
export function scopesOfClient(index: TemplateIndex, client: aws_cognito.IUserPoolClientRef): string[] | undefined {
  const resource = resourceOfClient(client);
  if (!resource) return undefined;
  const scopes = index.resource(resource).value('AllowedOAuthScopes');
  if (scopes.kind === 'absent') return [];
  if (scopes.kind !== 'list') return undefined;
  const known = scopes.items.map(textOf).filter((text) => text !== undefined);
  return known.length === scopes.items.length ? known : undefined;
}
