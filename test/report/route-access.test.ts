/*
 * Random policies and callers: what is answered at synthesis is what policies mean to an evaluator of the tests, and
 * what the template makes of them: the scopes that the hook puts into tokens, and the policies that are in the
 * environment of the authorizer that decides at the request.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  AccessPolicy,
  ApiCaller,
  CognitoHttpApiAuthorizer,
  HttpApiAccess,
  PolicyEnforcement,
  TokenUse,
  UserAuthClient,
  UserAuthMachineClient,
} from '../../lib';
import { Caller, Policy } from '../../lib/access/policy';
import { routesIn, setUp } from '../authorizer/support';
import { machineEvent, personEvent } from '../handlers/pre-token-generation/events';
import { configOf, POLICIES, policyAt, scopesFor } from '../support/policies';
import { oracle } from '../support/policy-oracle';
import { runsOr, seed } from '../support/random';
import { randomPerson, randomPolicy, WritePolicy } from '../support/random-policies';

const GROUPS = ['a', 'b', 'c'];
const OF_PEOPLE = ['web', 'app'];
const OF_MACHINES = ['job', 'batch'];

/** Policies as functions read them, written apart from the library. */
const DOCUMENTS = {
  signedIn: (): Policy => ({ signedIn: true }),
  group: (group: string): Policy => ({ group }),
  attribute: (attribute: string, ...values: string[]): Policy => ({ attribute, values }),
  ofClient: (client: string): Policy => ({ client }),
  anyOf: (...anyOf: Policy[]): Policy => ({ anyOf }),
  allOf: (...allOf: Policy[]): Policy => ({ allOf }),
};

const person = fc
  .tuple(randomPerson(GROUPS), fc.constantFrom(...OF_PEOPLE))
  .map(([{ groups, plan }, clientId]): Caller => {
    const attributes: Record<string, string> = plan === undefined ? {} : { 'custom:plan': plan };
    return { person: true, groups, attributes, clientId };
  });
const machine = fc
  .constantFrom(...OF_MACHINES)
  .map((clientId): Caller => ({ person: false, groups: [], attributes: {}, clientId }));

/** An API with a route `/in-token` and, where the policy can be evaluated there, a route `/at-request`. */
function make(write: WritePolicy, tokenUse: TokenUse) {
  const { stack, pool, authorizer, httpApi, fn } = setUp();
  const scopes = [pool.addResourceServer('api', { scopes: [{ scopeName: 'read' }] }).scope('read')];
  const clients = new Map<string, UserAuthClient | UserAuthMachineClient>([
    ['web', pool.client],
    ['app', pool.addClient('App')],
    ...OF_MACHINES.map((name) => [name, pool.addMachineClient(name, { scopes })] as const),
  ]);
  const policy = write<AccessPolicy>({ ...POLICIES, ofClient: (name) => POLICIES.client(clients.get(name)!) });
  const enforcement = PolicyEnforcement.atRequest({ tokenUse });
  const atRequest = new CognitoHttpApiAuthorizer(stack, 'AtRequest', { userAuthPool: pool, enforcement });
  const hasAttributes = JSON.stringify(write(DOCUMENTS)).includes('custom:plan');
  const ways = [
    { path: '/in-token', by: authorizer, enforcement: 'in the token' },
    ...(hasAttributes && tokenUse === TokenUse.ACCESS
      ? []
      : [{ path: '/at-request', by: atRequest, enforcement: 'at the request' }]),
  ];
  for (const { path, by } of ways) by.addLambdaRoute(fn, { httpApi, path, accessPolicy: policy });
  const rows = ways.map((way) => ({
    route: `ANY ${way.path}`,
    who: policy.toString(),
    enforcement: way.enforcement,
    target: 'S/Function',
    constructPath: `S/Api/ANY-${way.path.replace('/', '-')}`,
    isPublic: false,
  }));
  const deployedId = (name: string): string => stack.resolve(clients.get(name)!.userPoolClientRef.clientId).Ref;
  return { stack, rows, deployedId, clientOf: (name: string) => clients.get(name)!, access: HttpApiAccess.of(httpApi) };
}
type Made = ReturnType<typeof make>;

/** A caller as a question to the report. */
const asked = ({ clientOf }: Made, { person: isPerson, groups, attributes, clientId }: Caller) =>
  isPerson
    ? ApiCaller.person({ groups: [...groups], attributes, client: clientOf(clientId) })
    : ApiCaller.machine(clientOf(clientId));

/** Whether the hook in the template gives a caller the scope of the route. */
async function hasScope({ stack, deployedId }: Made, { person: isPerson, groups, attributes, clientId }: Caller) {
  const rest = { callerContext: { clientId: deployedId(clientId) } };
  const groupConfiguration = { groupsToOverride: [...groups] };
  const event = isPerson
    ? personEvent({ userAttributes: { sub: '1', ...attributes }, groupConfiguration }, rest)
    : { ...machineEvent(), ...rest };
  const [scope] = routesIn(stack)['ANY /in-token']!.AuthorizationScopes as string[];
  return (await scopesFor(stack, event)).includes(scope!);
}

/** Whether a policy contradicts itself, which is an error. */
const isContradiction = (error: unknown) => String(error).includes('nobody could satisfy it, because ');

it('what is answered is what policies mean, what the hook does and what the authorizer knows', async () => {
  await fc.assert(
    fc.asyncProperty(
      randomPolicy(GROUPS, { clients: [...OF_PEOPLE, ...OF_MACHINES] }),
      fc.array(fc.oneof({ arbitrary: person, weight: 2 }, machine), { minLength: 1, maxLength: 4 }),
      fc.constantFrom(TokenUse.ACCESS, TokenUse.ID),
      async (write, callers, tokenUse) => {
        let made: Made;
        try {
          made = make(write, tokenUse);
          routesIn(made.stack);
        } catch (error) {
          if (!isContradiction(error)) throw error;
          fc.pre(false);
          throw error;
        }
        const { stack, access, rows, deployedId } = made;
        expect(access.rows).toEqual(rows.sort((one, other) => (one.route < other.route ? -1 : 1)));
        const hasAtRequest = rows.length > 1;
        for (const { route } of rows) expect(access.allows(route, ApiCaller.anonymous())).toBe(false);
        for (const caller of callers) {
          const expected = oracle(write(DOCUMENTS), caller);
          expect(access.allows('ANY /in-token', asked(made, caller))).toBe(expected);
          expect(await hasScope(made, caller)).toBe(expected);
          if (!hasAtRequest) continue;
          // A machine has no ID token.
          const hasToken = caller.person || tokenUse === TokenUse.ACCESS;
          const enforced = policyAt(configOf(stack), 'ANY /at-request')!;
          expect(oracle(enforced, { ...caller, clientId: deployedId(caller.clientId) })).toBe(expected);
          expect(access.allows('ANY /at-request', asked(made, caller))).toBe(hasToken && expected);
        }
      },
    ),
    { numRuns: runsOr(60), seed },
  );
});
