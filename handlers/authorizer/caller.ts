import { stringsOf } from '../json';
import { Caller } from '../policy';

/** The claims of a token that has been verified. */
export type Claims = Readonly<Record<string, unknown>>;

/** What a function behind the authorizer is told of its caller. API Gateway passes it on as JSON. */
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
 * Whom a token stands for. An access token is a person's if it has a user name and its subject is not its client, as it is in a machine's.
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
    // The issuer is a URL that ends in it.
    userPoolId: stringOf(claims.iss).replace(/^.*\//, ''),
    person: isId || (typeof username === 'string' && claims.sub !== clientId),
  };
}

/** The caller as policies see it. Only an ID token has attributes. */
export function callerOf(claims: Claims, { person, groups, clientId }: Context): Caller {
  const attributes = claims.token_use === 'id' ? Object.entries(claims).filter(([, value]) => isPlain(value)) : [];
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

/** `email_verified` is true in an ID token and "true" among the attributes of a user. */
function isPlain(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
