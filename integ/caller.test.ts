/*
 * The function in Python that examples/access-policies has for functions behind routes reads the same caller as
 * `callerOf` does.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { contextOf } from '../handlers/authorizer/caller';
import { Caller, callerOf, HttpApiEvent } from '../handlers/caller';
import { accessClaims, idClaims, machineClaims } from '../test/support/tokens';
import { inPython } from './support/in-python';

const SCRIPT = `
import json, sys
from caller import caller_of

callers = [caller_of(event) for event in json.load(sys.stdin)]
print(json.dumps([None if caller is None else caller._asdict() for caller in callers]))
`;

async function callersInPython(events: unknown[]): Promise<(Caller | undefined)[]> {
  const callers = await inPython<any[]>(SCRIPT, events);
  return callers.map(
    (caller) =>
      caller && {
        subject: caller.subject,
        username: caller.username ?? undefined,
        groups: caller.groups,
        scopes: caller.scopes,
        clientId: caller.client_id,
        userPoolId: caller.user_pool_id,
        person: caller.person,
        claims: caller.claims,
      },
  );
}

const eventWith = (authorizer: unknown): HttpApiEvent => ({ routeKey: 'GET /', requestContext: { authorizer } });
const CLAIMS = [accessClaims(), idClaims(), machineClaims()];
const GROUPS = [undefined, '[]', '[', '[admins]', '[a,b c]', '[[a] b]]', '[équipe 管理者]', 'admins', ['a', 1], null];
const ISSUERS = [
  'https://login.example.com/eu-west-1_Pool1',
  'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A\n',
];

// The two languages write fractions in different ways, and no claim that is read has one.
const values = [fc.string(), fc.integer(), fc.boolean(), fc.constant(null)];
const json = fc.anything({ values, maxDepth: 2 });
const changed = fc.tuple(
  fc.constantFrom(...CLAIMS),
  fc.dictionary(fc.constantFrom('sub', 'aud', 'iss', 'client_id', 'username', 'scope', 'token_use'), json),
);

it('reads the same caller in Python', async () => {
  const events = [
    ...CLAIMS.map((claims) => eventWith({ jwt: { claims } })),
    ...CLAIMS.map((claims) => eventWith({ lambda: contextOf(claims) })),
    ...GROUPS.map((groups) => eventWith({ jwt: { claims: { ...accessClaims(), 'cognito:groups': groups } } })),
    ...ISSUERS.map((iss) => eventWith({ jwt: { claims: { ...accessClaims(), iss } } })),
    ...[undefined, null, {}, { jwt: null }, { lambda: 'x' }, { iam: {} }].map(eventWith),
    ...fc.sample(changed, 500).map(([claims, changes]) => eventWith({ jwt: { claims: { ...claims, ...changes } } })),
    ...fc.sample(json, 200).map((lambda) => eventWith({ lambda })),
  ].map((event) => JSON.parse(JSON.stringify(event)) as HttpApiEvent);
  const expected = events.map((event) => callerOf(event));
  expect(expected.filter((caller) => caller?.person).length).toBeGreaterThan(50);
  expect((await callersInPython(events)).map((caller) => caller ?? undefined)).toEqual(expected);
});
