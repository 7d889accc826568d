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
import { runsOr, seed } from '../support/random';
import { randomPerson, randomPolicy } from '../support/random-policies';

const GROUPS = ['a', 'b', 'c'];

it('what is answered is what the hook and the authorizer do', async () => {
  await fc.assert(
    fc.asyncProperty(
      randomPolicy(GROUPS),
      fc.array(randomPerson(GROUPS), { minLength: 1, maxLength: 4 }),
      async (policy, people) => {
        const { stack, pool, authorizer, httpApi, fn } = setUp();
        authorizer.addLambdaRoute(fn, { httpApi, path: '/in-token', accessPolicy: policy(AccessPolicy) });
        const enforcement = PolicyEnforcement.atRequest();
        const atRequest = new CognitoHttpApiAuthorizer(stack, 'AtRequest', { userAuthPool: pool, enforcement });
        const hasAttributes = JSON.stringify(policy(AccessPolicy)).includes('custom:plan');
        if (!hasAttributes)
          atRequest.addLambdaRoute(fn, { httpApi, path: '/at-request', accessPolicy: policy(AccessPolicy) });
        const access = HttpApiAccess.of(httpApi);
        const [scope] = routesIn(stack)['ANY /in-token']!.AuthorizationScopes as string[];
        for (const { groups, plan } of people) {
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
      },
    ),
    { numRuns: runsOr(60), seed },
  );
});
