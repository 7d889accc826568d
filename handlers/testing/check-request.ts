import { POOL_ID } from '../../lib/checks/pool-id';
import { isObject } from '../json';
import type { TestCaller, TestRequest } from '.';
import { BODY, Kinds, Mistakes, NAME, NAMES, OPTIONS, show, TEXT, TEXTS, VALUES, YES_OR_NO } from './mistakes';
import { parametersOf } from './route-parameters';

const OF_CALLER: Kinds<TestCaller> = {
  subject: { ...NAME, example: '"11111111-2222-4333-8444-555555555555"' },
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
export function checkRequest(route: unknown, request: unknown): void {
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
