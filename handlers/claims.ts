import { JsonObject, stringOf } from './json';

/** The claims of a token. */
export type Claims = JsonObject;

/**
 * Who a token was issued to. An access token is a person's if it has a username and its subject is not its client. The
 * subject of a machine's token is its client.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 */
export function holderOf(claims: Claims): { username?: string; clientId: string; person: boolean } {
  const isId = claims.token_use === 'id';
  const username = isId ? claims['cognito:username'] : claims.username;
  const clientId = isId ? claims.aud : claims.client_id;
  return {
    username: typeof username === 'string' ? username : undefined,
    clientId: stringOf(clientId),
    person: isId || (typeof username === 'string' && claims.sub !== clientId),
  };
}

/** A claim as API Gateway's JWT authorizer writes it, where a list is "[a b]". */
export function claimText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(claimText).join(' ')}]`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
