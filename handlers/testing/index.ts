import { POOL_ID } from '../../lib/checks/pool-id';
import { claimText } from '../claims';
import { isObject } from '../json';
import { BODY, Kinds, Mistakes, NAME, NAMES, OPTIONS, show, TEXT, TEXTS, VALUES, YES_OR_NO } from './mistakes';

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

  /** The body: a text as it is, anything else as JSON. Default: none. */
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
  check(route, request);
  const { caller, authorizer = 'jwt', requiredScopes = [], query, headers = {} } = request;
  const [method = '', path = ''] = route === '$default' ? ['GET', '/'] : route.split(' ');
  const pathParameters = Object.fromEntries(
    parametersOf(route).map((name) => [name, request.pathParameters?.[name] ?? name]),
  );
  const rawPath = path.replace(PARAMETER, (_, name: string) => pathParameters[name] ?? name);
  const domainName = 'example.execute-api.us-east-1.amazonaws.com';
  const by = authorizer === 'jwt' ? jwtFor : lambdaFor;
  const body = bodyOf(request);
  const sent = { 'user-agent': 'test', ...lowercase(headers) };
  return {
    version: '2.0',
    routeKey: route,
    rawPath,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: {
      accept: '*/*',
      'content-length': String(Buffer.byteLength(body ?? '')),
      host: domainName,
      'x-amzn-trace-id': 'Root=1-6955b900-555555555555555555555555',
      'x-forwarded-for': SOURCE_IP,
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
      ...(caller ? { authorization: 'Bearer token' } : {}),
      ...sent,
    },
    ...(hasAny(query) ? { queryStringParameters: { ...query } } : {}),
    requestContext: {
      accountId: '111111111111',
      apiId: 'example',
      ...(caller ? { authorizer: by(withDefaults(caller, requiredScopes), requiredScopes) } : {}),
      domainName,
      domainPrefix: 'example',
      http: {
        method: method === 'ANY' ? 'GET' : method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: SOURCE_IP,
        userAgent: sent['user-agent'],
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

const bodyOf = ({ body }: TestRequest) =>
  typeof body === 'string' || body === undefined ? body : JSON.stringify(body);

/** API Gateway omits what is empty. */
const hasAny = (values: object = {}) => Object.keys(values).length > 0;

const OF_CALLER: Kinds<TestCaller> = {
  subject: { ...NAME, example: `"${SUBJECT}"` },
  username: { ...TEXT, example: '"ana"' },
  groups: NAMES,
  scopes: { ...NAMES, example: '["reports/read"]' },
  clientId: { ...NAME, example: '"1example23456789"' },
  userPoolId: {
    accepts: (value) => typeof value === 'string' && POOL_ID.test(value),
    wanted: 'the ID of a user pool',
    example: '"us-east-1_Example12"',
  },
  person: YES_OR_NO,
  claims: VALUES,
};

const OF_REQUEST: Kinds<TestRequest> = {
  caller: { ...OPTIONS, example: '{ groups: ["editors"] }' },
  authorizer: {
    accepts: (value) => value === 'jwt' || value === 'lambda',
    wanted: 'one that the library has',
    example: '"jwt" or "lambda"',
  },
  requiredScopes: { ...NAMES, example: '["reports/read"]' },
  pathParameters: TEXTS,
  query: TEXTS,
  headers: TEXTS,
  body: BODY,
};

/** The types of TypeScript say most of this, but a test in plain JavaScript has none. */
function check(route: unknown, request: unknown): void {
  const mistakes = new Mistakes('eventFor()');
  const isRoute = typeof route === 'string' && ROUTE.test(route);
  if (!isRoute) {
    const remedy = 'Write a method and a path, such as "GET /posts/{id}", or "$default"';
    mistakes.add('route', show(route), 'API Gateway has no such route', remedy);
  }
  if (isObject(request)) {
    const { caller, pathParameters } = request;
    const ofCaller = (name: string) => (Object.hasOwn(OF_CALLER, name) ? `caller: { ${name}: ... }` : undefined);
    mistakes.checkOptions(request, OF_REQUEST, '', ofCaller);
    if (request.authorizer === 'lambda') checkLambda(mistakes, request);
    if (isObject(caller)) {
      checkCaller(mistakes, caller);
      checkScopes(mistakes, caller.scopes, request.requiredScopes);
    }
    if (isRoute && isObject(pathParameters)) checkParameters(mistakes, route, Object.keys(pathParameters));
  } else {
    mistakes.checkKind('request', request, { ...OPTIONS, example: '{ caller: { groups: ["editors"] } }' });
  }
  mistakes.throwIfAny();
}

const ROUTE = /^(?:(?:ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) \/\S*|\$default)$/;

function checkCaller(mistakes: Mistakes, caller: Readonly<Record<string, unknown>>): void {
  mistakes.checkOptions(caller, OF_CALLER, 'caller.');
  if (caller.person !== false) return;
  for (const name of ['username', 'groups'].filter((each) => caller[each] !== undefined)) {
    const remedy = `Omit caller.${name}, or omit caller.person`;
    const outcome = 'machines have none, and it would have no effect';
    mistakes.add(`caller.${name}`, 'given although caller.person is false', outcome, remedy);
  }
}

function checkLambda(mistakes: Mistakes, { caller, requiredScopes }: Readonly<Record<string, unknown>>): void {
  const given = "given although authorizer is 'lambda'";
  if (Array.isArray(requiredScopes) && requiredScopes.length > 0) {
    const outcome = 'API Gateway checks scopes only if it verifies the tokens itself';
    mistakes.add('requiredScopes', given, outcome, 'Omit requiredScopes, or omit authorizer');
  }
  if (isObject(caller) && caller.claims !== undefined) {
    const outcome = 'the function that decides hands on no claims, and it would have no effect';
    mistakes.add('caller.claims', given, outcome, 'Omit caller.claims, or omit authorizer');
  }
}

function checkScopes(mistakes: Mistakes, scopes: unknown, required: unknown): void {
  if (!Array.isArray(scopes) || !Array.isArray(required) || required.length === 0) return;
  if (required.some((each) => scopes.includes(each))) return;
  const remedy = 'Add one of them, or omit caller.scopes';
  mistakes.add('caller.scopes', 'a list with none of requiredScopes', 'API Gateway would answer 403', remedy);
}

const PARAMETER = /\{([^}+]+)\+?\}/g;

const parametersOf = (route: string) => [...route.matchAll(PARAMETER)].map(([, name = '']) => name);

function checkParameters(mistakes: Mistakes, route: string, given: readonly string[]): void {
  const known = parametersOf(route);
  for (const name of given.filter((each) => !known.includes(each))) {
    mistakes.add(
      `pathParameters.${name}`,
      `not in the route ${show(route)}`,
      'API Gateway would not send it',
      known.length > 0 ? `The parameters of the route are ${known.join(', ')}` : 'Omit it',
    );
  }
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

const lowercase = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
