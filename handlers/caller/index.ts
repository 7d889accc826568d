import { POOL_ID } from '../../lib/checks/pool-id';
import { claimText, holderOf } from '../claims';
import { JsonObject, objectAt, stringsOf } from '../json';

/** The caller of a route, as the route's authorizer has verified it. */
export interface Caller {
  /** The caller's ID in the user pool, from the claim `sub`. For a machine it is the client ID. */
  readonly subject: string;

  /** The username. Machines have none. */
  readonly username?: string;

  /**
   * The groups of a person. Machines have none. Behind a JWT authorizer, a group whose name contains spaces cannot be
   * told apart from several groups. Cognito accepts no such name for its own groups, but a pre token generation hook
   * can set one; the hook of this library removes those.
   */
  readonly groups: string[];

  /** The scopes of the token. ID tokens have none. */
  readonly scopes: string[];

  /** The app client that the token was issued to. */
  readonly clientId: string;

  /** The ID of the user pool that issued the token. Usernames and groups are unique only within a pool. */
  readonly userPoolId: string;

  /** Whether the caller is a person rather than a machine that signs in with a client secret. */
  readonly person: boolean;

  /**
   * All claims of the token as API Gateway writes them, where a list is "[a b]". Empty behind the library's Lambda
   * authorizer.
   */
  readonly claims: Record<string, string>;
}

/** The issuer of a user pool, of either form. */
const ISSUER = /^https:\/\/(?:issuer-)?cognito-idp\.[^/]+\/([^/]+)$/;

/** An event of an HTTP API in payload format 2.0. The types of `@types/aws-lambda` are assignable to it. */
export interface HttpApiEvent {
  /** The route, such as "GET /posts/{id}". */
  readonly routeKey: string;

  /** What API Gateway knows about the request, including the authorizer's result. */
  readonly requestContext: object;
}

/**
 * Returns the caller of a route behind a JWT authorizer with a Cognito user pool, or behind this library's Lambda
 * authorizer. Returns undefined if nobody has verified the caller: the route has no authorizer, or a different one, or
 * the token has another issuer.
 *
 * @param event the event of an HTTP API in payload format 2.0
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function callerOf(event: HttpApiEvent): Caller | undefined {
  const authorizer = objectAt(objectAt(event, 'requestContext'), 'authorizer');
  return fromJwt(objectAt(authorizer, 'jwt')) ?? fromLambda(objectAt(authorizer, 'lambda'));
}

function fromJwt(jwt: JsonObject): Caller | undefined {
  const raw = objectAt(jwt, 'claims');
  const claims = Object.fromEntries(
    Object.entries(raw).flatMap(([name, value]) => (value == null ? [] : [[name, claimText(value)]])),
  ) as Record<string, string>;
  const { username, clientId, person } = holderOf(claims);
  const subject = claims.sub;
  const [, userPoolId] = ISSUER.exec(claims.iss ?? '') ?? [];
  if (!subject || !clientId || !userPoolId || !POOL_ID.test(userPoolId)) return undefined;
  return {
    subject,
    username,
    groups: listOf(raw['cognito:groups']),
    scopes: claims.scope === undefined ? stringsOf(jwt.scopes) : claims.scope.split(' ').filter(Boolean),
    clientId,
    userPoolId,
    person,
    claims,
  };
}

function fromLambda(context: JsonObject): Caller | undefined {
  const { subject, username, groups, scopes, clientId, userPoolId, person } = context;
  if (typeof subject !== 'string' || typeof clientId !== 'string') return undefined;
  if (typeof userPoolId !== 'string' || typeof person !== 'boolean') return undefined;
  return {
    subject,
    username: typeof username === 'string' ? username : undefined,
    groups: stringsOf(groups),
    scopes: stringsOf(scopes),
    clientId,
    userPoolId,
    person,
    claims: {},
  };
}

/**
 * API Gateway writes a list as "[a b]"; a local AWS may send a JSON list. Group names contain no spaces, but they may
 * contain brackets, commas and quotes.
 */
function listOf(value: unknown): string[] {
  if (typeof value !== 'string') return stringsOf(value);
  return value.startsWith('[') && value.endsWith(']') ? value.slice(1, -1).split(' ').filter(Boolean) : [value];
}
