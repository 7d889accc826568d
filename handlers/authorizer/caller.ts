import { stringsOf } from '../json';
import { Caller } from '../../lib/access/policy';

/** The claims of a verified token. */
export type Claims = Readonly<Record<string, unknown>>;

/** What a function behind the authorizer learns about its caller. API Gateway passes it on as JSON. */
export interface Context {
  subject: string;
  username?: string;
  groups: string[];
  scopes: string[];
  clientId: string;
  userPoolId: string;
  person: boolean;
}

/**
 * Who a token was issued to. An access token is a person's if it has a username and its subject is not its client. The
 * subject of a machine's token is its client.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 */
export function contextOf(claims: Claims): Context {
  const isId = claims.token_use === 'id';
  const username = isId ? claims['cognito:username'] : claims.username;
  const clientId = isId ? claims.aud : claims.client_id;
  return {
    subject: stringOf(claims.sub),
    username: typeof username === 'string' ? username : undefined,
    groups: stringsOf(claims['cognito:groups']),
    scopes: stringOf(claims.scope).split(' ').filter(Boolean),
    clientId: stringOf(clientId),
    // The URL of the issuer ends with it.
    userPoolId: stringOf(claims.iss).replace(/^.*\//, ''),
    person: isId || (typeof username === 'string' && claims.sub !== clientId),
  };
}

/** The caller as policies see it. Only ID tokens carry attributes. */
export function callerOf(claims: Claims, { person, groups, clientId }: Context): Caller {
  const attributes = claims.token_use === 'id' ? Object.entries(claims).filter(([, value]) => isScalar(value)) : [];
  return {
    person,
    groups,
    clientId,
    attributes: Object.fromEntries(attributes.map(([name, value]) => [name, String(value)])),
  };
}

function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Attributes are strings, but an ID token has `true` for an `email_verified` of "true". */
function isScalar(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
