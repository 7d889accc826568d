/*
 * Random policies and callers: what is answered at synthesis is what the functions in the template do, the hook that
 * puts scopes into tokens and the authorizer that decides at the request.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AccessPolicy, ApiCaller, CognitoHttpApiAuthorizer, HttpApiAccess, PolicyEnforcement } from '../../lib';
import { evaluate } from '../../lib/access/policy';
import { routesIn, setUp } from '../authorizer/support';
import { configOf, policyAt, scopesFor } from '../support/policies';

type Write = () => AccessPolicy;
const NAMES = ['a', 'b', 'c'];
const { policy } = fc.letrec<{ policy: Write }>((tie) => ({
  policy: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'policy' },
    fc.constant<Write>(() => AccessPolicy.signedIn()),
    fc.constantFrom(...NAMES).map<Write>((name) => () => AccessPolicy.group(name)),
    fc
      .subarray(['1', '2'], { minLength: 1 })
      .map<Write>((list) => () => AccessPolicy.attribute('custom:plan', ...list)),
    fc.tuple(fc.boolean(), fc.array(tie('policy'), { minLength: 1, maxLength: 3 })).map<Write>(([any, parts]) => () => {
      const all = parts.map((part) => part());
      return any ? AccessPolicy.anyOf(...all) : AccessPolicy.allOf(...all);
    }),
  ),
}));
const caller = fc.record({ groups: fc.subarray(NAMES), plan: fc.constantFrom(undefined, '1', '2') });

it('what is answered is what the hook and the authorizer do', async () => {
  await fc.assert(
    fc.asyncProperty(policy, fc.array(caller, { minLength: 1, maxLength: 4 }), async (write, callers) => {
      const { stack, pool, authorizer, httpApi, fn } = setUp();
      authorizer.addLambdaRoute(fn, { httpApi, path: '/in-token', accessPolicy: write() });
      const enforcement = PolicyEnforcement.atRequest();
      const atRequest = new CognitoHttpApiAuthorizer(stack, 'AtRequest', { userAuthPool: pool, enforcement });
      const hasAttributes = JSON.stringify(write()).includes('custom:plan');
      if (!hasAttributes) atRequest.addLambdaRoute(fn, { httpApi, path: '/at-request', accessPolicy: write() });
      const access = HttpApiAccess.of(httpApi);
      const [scope] = routesIn(stack)['ANY /in-token']!.AuthorizationScopes as string[];
      for (const { groups, plan } of callers) {
        const attributes: Record<string, string> = plan === undefined ? {} : { 'custom:plan': plan };
        const who = ApiCaller.person({ groups, attributes });
        const event = {
          triggerSource: 'TokenGeneration_Authentication',
          version: '2',
          callerContext: { clientId: 'client' },
          userName: 'ana',
          request: { userAttributes: { sub: '1', ...attributes }, groupConfiguration: { groupsToOverride: groups } },
          response: {},
        };
        const scopes = await scopesFor(stack, event);
        expect(access.allows('ANY /in-token', who)).toBe(scopes.includes(scope!));
        if (hasAttributes) continue;
        const enforced = policyAt(configOf(stack), 'ANY /at-request')!;
        const decided = evaluate(enforced, { person: true, groups, attributes: {}, clientId: '' });
        expect(access.allows('ANY /at-request', who)).toBe(decided);
      }
    }),
    { numRuns: Number(process.env.RANDOM_RUNS ?? 60) },
  );
});
