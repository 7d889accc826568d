import { claimText } from '../claims';
import { checkRequest } from './check-request';
import { parametersOf, withParameters } from './route-parameters';

/** Who calls a route in a test. */
export interface TestCaller {
  /** The caller's ID in the user pool; of a machine, its client. Default: an ID that stays the same. */
  readonly subject?: string;

  /** The username. Default: the subject; machines have none. */
  readonly username?: string;

  /** The groups of a person. Default: none. */
  readonly groups?: readonly string[];

  /** The scopes of the token. Default: those that the route requires. */
  readonly scopes?: readonly string[];

  /** The app client that the token was issued to. Default: `1example23456789`. */
  readonly clientId?: string;

  /** The ID of the user pool. Default: `us-east-1_Example12`. */
  readonly userPoolId?: string;

  /** Whether the caller is a person rather than a machine. Default: true. */
  readonly person?: boolean;

  /** Further claims, such as those that a hook adds. Behind a Lambda authorizer, there are none. Default: none. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** The request of a test, and what guards its route. */
export interface TestRequest {
  /** The caller. Default: nobody, as on a route without an authorizer. */
  readonly caller?: TestCaller;

  /**
   * What has verified the caller: the JWT authorizer of API Gateway (policies in the token, scopes), or the function of
   * this library (policies at the request). Default: `jwt`.
   */
  readonly authorizer?: 'jwt' | 'lambda';

  /** The scopes of which the route requires one. Default: none. */
  readonly requiredScopes?: readonly string[];

  /** The values of the parameters in the path of the route. Default: the name of each. */
  readonly pathParameters?: Readonly<Record<string, string>>;

  /** The query string. Default: none. */
  readonly query?: Readonly<Record<string, string>>;

  /** The headers, besides those that every request has. Default: none. */
  readonly headers?: Readonly<Record<string, string>>;

  /** The body: a text as it is, anything else as JSON with a header that says so. Default: none. */
  readonly body?: unknown;
}

/** An event of an HTTP API in payload format 2.0. */
export interface TestEvent {
  version: string;
  routeKey: string;
  rawPath: string;
  rawQueryString: string;
  headers: Record<string, string>;
  queryStringParameters?: Record<string, string>;
  pathParameters?: Record<string, string>;
  body?: string;
  isBase64Encoded: boolean;
  requestContext: {
    accountId: string;
    apiId: string;
    authorizer?: { jwt: { claims: Record<string, string>; scopes: string[] | null } } | { lambda: object };
    domainName: string;
    domainPrefix: string;
    http: { method: string; path: string; protocol: string; sourceIp: string; userAgent: string };
    requestId: string;
    routeKey: string;
    stage: string;
    time: string;
    timeEpoch: number;
  };
}

const SUBJECT = '11111111-2222-4333-8444-555555555555';
/** Every event is of the same moment, so that tests always see the same. */
const EPOCH = 1_767_225_600;
const SOURCE_IP = '192.0.2.1';
const DOMAIN_NAME = 'example.execute-api.us-east-1.amazonaws.com';

/**
 * Returns the event that API Gateway sends to the function behind a route of an HTTP API, for unit tests of that
 * function: every claim is a string there, and a list is written as `[a b]`. Throws an error that lists everything that
 * is wrong with the arguments.
 *
 * @param route the route as API Gateway writes it, such as `GET /posts/{id}`
 * @param request the caller and the rest of the request
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function eventFor(route: string, request: TestRequest = {}): TestEvent {
  checkRequest(route, request);
  const { query, body: content } = request;
  const [method = '', path = ''] = route === '$default' ? ['GET', '/'] : route.split(' ');
  const pathParameters = Object.fromEntries(
    parametersOf(route).map((name) => [name, request.pathParameters?.[name] ?? name]),
  );
  const rawPath = withParameters(path, pathParameters);
  const body = typeof content === 'string' || content === undefined ? content : JSON.stringify(content);
  const headers = headersOf(request, body);
  return {
    version: '2.0',
    routeKey: route,
    rawPath,
    rawQueryString: new URLSearchParams(query).toString(),
    headers,
    ...(hasAny(query) ? { queryStringParameters: { ...query } } : {}),
    requestContext: {
      accountId: '111111111111',
      apiId: 'example',
      ...authorizerOf(request),
      domainName: DOMAIN_NAME,
      domainPrefix: 'example',
      http: {
        method: method === 'ANY' ? 'GET' : method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: SOURCE_IP,
        userAgent: headers['user-agent'],
      },
      requestId: 'ExampleRequest=',
      routeKey: route,
      stage: '$default',
      time: '01/Jan/2026:00:00:00 +0000',
      timeEpoch: EPOCH * 1000,
    },
    ...(hasAny(pathParameters) ? { pathParameters } : {}),
    ...(body === undefined ? {} : { body }),
    isBase64Encoded: false,
  };
}

/** The headers that every request has, and those that are given, in lowercase as API Gateway sends them. */
function headersOf({ caller, headers = {}, body: content }: TestRequest, body = '') {
  const given = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return {
    accept: '*/*',
    'content-length': String(Buffer.byteLength(body)),
    ...(content === undefined || typeof content === 'string' ? {} : { 'content-type': 'application/json' }),
    host: DOMAIN_NAME,
    'user-agent': 'test',
    'x-amzn-trace-id': 'Root=1-6955b900-555555555555555555555555',
    'x-forwarded-for': SOURCE_IP,
    'x-forwarded-port': '443',
    'x-forwarded-proto': 'https',
    ...(caller ? { authorization: 'Bearer token' } : {}),
    ...Object.fromEntries(given),
  };
}

/** API Gateway omits what is empty. */
const hasAny = (values: object = {}) => Object.keys(values).length > 0;

/** What the authorizer of the route hands on. */
function authorizerOf({ caller, authorizer = 'jwt', requiredScopes = [] }: TestRequest) {
  if (!caller) return {};
  const known = withDefaults(caller, requiredScopes);
  return { authorizer: authorizer === 'jwt' ? jwtFor(known, requiredScopes) : lambdaFor(known) };
}

type Known = ReturnType<typeof withDefaults>;

function withDefaults(caller: TestCaller, requiredScopes: readonly string[]) {
  const person = caller.person ?? true;
  const clientId = caller.clientId ?? '1example23456789';
  const subject = caller.subject ?? (person ? SUBJECT : clientId);
  return {
    subject,
    username: person ? (caller.username ?? subject) : undefined,
    groups: person ? [...(caller.groups ?? [])] : [],
    scopes: [...(caller.scopes ?? requiredScopes)],
    clientId,
    userPoolId: caller.userPoolId ?? 'us-east-1_Example12',
    person,
    claims: caller.claims ?? {},
  };
}

function jwtFor(
  { subject, username, groups, scopes, clientId, userPoolId, person, claims }: Known,
  requiredScopes: readonly string[],
) {
  const all = {
    auth_time: EPOCH,
    client_id: clientId,
    'cognito:groups': groups.length > 0 ? groups : undefined,
    event_id: person ? '33333333-2222-4333-8444-555555555555' : undefined,
    exp: EPOCH + 3600,
    iat: EPOCH,
    iss: `https://cognito-idp.${userPoolId.split('_')[0]}.amazonaws.com/${userPoolId}`,
    jti: '22222222-2222-4333-8444-555555555555',
    origin_jti: person ? '44444444-2222-4333-8444-555555555555' : undefined,
    scope: scopes.length > 0 ? scopes.join(' ') : undefined,
    sub: subject,
    token_use: 'access',
    username,
    version: 2,
    ...claims,
  };
  const given = Object.entries(all).filter(([, value]) => value !== undefined);
  const texts = given.map(([name, value]): [string, string] => [name, claimText(value)]);
  // API Gateway lists all scopes of the token, but only if the route requires some.
  return { jwt: { claims: Object.fromEntries(texts), scopes: requiredScopes.length > 0 ? scopes : null } };
}

function lambdaFor({ claims: _, ...context }: Known) {
  return { lambda: JSON.parse(JSON.stringify(context)) as object };
}
