import { Caller as CallerOfRoute } from '../caller';
import { Claims, holderOf } from '../claims';
import { stringOf, stringsOf } from '../json';
import { Caller } from '../../lib/access/policy';

/** What a function behind the authorizer learns about its caller. API Gateway passes it on as JSON. */
export type Context = Omit<CallerOfRoute, 'claims'>;

/** Who a verified token was issued to. */
export function contextOf(claims: Claims): Context {
  const { username, clientId, person } = holderOf(claims);
  return {
    subject: stringOf(claims.sub),
    username,
    groups: stringsOf(claims['cognito:groups']),
    scopes: stringOf(claims.scope).split(' ').filter(Boolean),
    clientId,
    // The URL of the issuer ends with it.
    userPoolId: stringOf(claims.iss).replace(/^.*\//, ''),
    person,
  };
}

/** The caller as policies see it. Only ID tokens carry attributes. */
export function callerOfClaims(claims: Claims, { person, groups, clientId }: Context): Caller {
  const attributes = claims.token_use === 'id' ? Object.entries(claims).filter(([, value]) => isScalar(value)) : [];
  return {
    person,
    groups,
    clientId,
    attributes: Object.fromEntries(attributes.map(([name, value]) => [name, String(value)])),
  };
}

/** Attributes are strings, but an ID token has `true` for an `email_verified` of "true". */
function isScalar(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
