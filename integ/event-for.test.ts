/*
 * The function in Python that examples/access-policies has for unit tests creates the same events as `eventFor` does.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { eventFor, TestRequest } from '../handlers/testing';
import { runsOr, seed } from '../test/support/random';
import { inPython } from './support/in-python';

const SCRIPT = `
import json, re, sys
from event_for import event_for

def in_snake_case(values):
    return {re.sub("[A-Z]", lambda letter: f"_{letter[0].lower()}", name): value for name, value in values.items()}

def event_of(route, request):
    options = in_snake_case(request)
    if "caller" in options:
        options["caller"] = in_snake_case(options["caller"])
    return event_for(route, **options)

print(json.dumps([event_of(*each) for each in json.load(sys.stdin)]))
`;

const name = fc.stringMatching(/^[a-zé][a-z0-9-]{0,7}$/);
const names = fc.array(name, { maxLength: 3 });
const texts = fc.dictionary(name, fc.string());
const optional = { requiredKeys: [] };

const ofAll = { subject: name, clientId: name, userPoolId: name.map((id) => `eu-west-1_${id.replace(/\W/g, 'x')}`) };
const claims = fc.dictionary(name, fc.oneof(name, fc.integer(), fc.boolean(), names));
const caller = fc.oneof(
  fc.record({ ...ofAll, claims, username: name, groups: names }, optional),
  fc.record({ ...ofAll, claims, person: fc.constant(false) }, { requiredKeys: ['person'] }),
);
const scopes = fc.oneof(
  fc.record({ requiredScopes: names }),
  fc.record({ scopes: names }),
  fc.record({ requiredScopes: names, more: names }),
);
const request = fc.record(
  {
    caller,
    authorizer: fc.constantFrom('jwt' as const, 'lambda' as const),
    pathParameters: fc.record({ id: name, rest: name }, optional),
    query: fc.dictionary(name, fc.stringMatching(/^[\w é&=+/.-]*$/)),
    headers: fc.oneof(texts, fc.constant({ 'User-Agent': 'curl/8' })),
    body: fc.oneof(fc.string(), fc.dictionary(name, fc.oneof(name, fc.integer(), fc.boolean(), names))),
  },
  optional,
);
const routes = ['$default', 'ANY /posts', 'GET /posts/{id}', 'POST /posts/{id}/{rest+}'];

/** Scopes that a route requires, and a token has at least one of them. A function that decides knows no such thing. */
function withScopes(each: TestRequest, drawn: { requiredScopes?: string[]; scopes?: string[]; more?: string[] }) {
  const { requiredScopes = [], more } = drawn;
  const ofToken = more ? [...requiredScopes, ...more] : drawn.scopes;
  const who = each.caller && ofToken ? { ...each.caller, scopes: ofToken } : each.caller;
  if (each.authorizer !== 'lambda') return { ...each, requiredScopes, ...(who && { caller: who }) };
  return { ...each, ...(who && { caller: { ...who, claims: undefined } }) };
}

it(`creates the same events in Python (seed ${seed})`, async () => {
  const numRuns = runsOr(500);
  const random = fc.sample(fc.tuple(fc.constantFrom(...routes), request, scopes), { numRuns, seed });
  const requests: [string, TestRequest][] = random.map(([route, each, drawn]) => {
    const known = Object.entries(each.pathParameters ?? {}).filter(([parameter]) => route.includes(`{${parameter}`));
    return [route, withScopes({ ...each, pathParameters: Object.fromEntries(known) }, drawn)];
  });
  const expected = requests.map(([route, each]) => JSON.parse(JSON.stringify(eventFor(route, each))) as unknown);
  expect(await inPython(SCRIPT, requests)).toEqual(expected);
});
