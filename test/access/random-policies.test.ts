/*
 * Random policies on random routes of one or two APIs, in one stack or several, in the order in which they were written
 * and in another. Both are rejected with a clear error, or both give the same templates, in which nothing waits for
 * itself.
 *
 * RANDOM_RUNS=5000 runs more of them, RANDOM_SEED=... those of an earlier run; a failure prints its seed.
 */
import { Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AccessPolicy,
  CognitoHttpApiAuthorizer,
  PolicyEnforcement,
  PreTokenGenerationVersion,
  TokenUse,
  UserAuthPool,
  UserPoolHook,
} from '../../lib';
import { cycleIn, cycleOf } from '../support/cycles';
import { Outcome, expectSame, rejectionIn, warningsIn } from '../support/outcome';
import { runsOr, seed, values } from '../support/random';
import { newApp, newFunction, templateOf } from '../support/synth';

const runs = runsOr(40);

type Made = { clients: UserAuthPool['client'][] };
type Write = (made: Made) => AccessPolicy;

const NAMES = fc.constantFrom('a', 'b', 'A', '管理者', 'x'.repeat(128), 'no group', '');
const { policy } = fc.letrec<{ policy: Write }>((tie) => ({
  policy: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'policy' },
    fc.constant<Write>(() => AccessPolicy.signedIn()),
    NAMES.map<Write>((name) => () => AccessPolicy.group(name)),
    fc.subarray(['1', '2', '3']).map<Write>((list) => () => AccessPolicy.attribute('custom:plan', ...list)),
    fc.nat(1).map<Write>(
      (n) =>
        ({ clients }) =>
          AccessPolicy.client(clients[n]!),
    ),
    fc.tuple(fc.boolean(), fc.array(tie('policy'), { maxLength: 3 })).map<Write>(([any, parts]) => (made) => {
      const all = parts.map((part) => part(made));
      return any ? AccessPolicy.anyOf(...all) : AccessPolicy.allOf(...all);
    }),
  ),
}));

const ENFORCEMENTS = {
  inToken: () => PolicyEnforcement.inToken(),
  atRequest: () => PolicyEnforcement.atRequest(),
  byIdToken: () => PolicyEnforcement.atRequest({ tokenUse: TokenUse.ID }),
};
const call = fc.oneof(
  fc.record({ kind: fc.constant('route' as const), policy, by: fc.nat(1), api: fc.nat(1), own: fc.boolean() }),
  fc.record({
    kind: fc.constant('scopes' as const),
    scopes: fc.uniqueArray(fc.constantFrom('a/b', 'a/c', 'policy/a')),
    by: fc.nat(1),
    api: fc.nat(1),
  }),
  fc.record({ kind: fc.constant('plain' as const), by: fc.nat(1), api: fc.nat(1), scoped: fc.boolean() }),
  fc.record({ kind: fc.constant('hook' as const), version: values(PreTokenGenerationVersion) }),
);
const given = fc.record({
  stacks: fc.constantFrom('one', 'two', 'three'),
  enforcements: fc.tuple(values(ENFORCEMENTS), values(ENFORCEMENTS)),
  calls: fc.array(call, { minLength: 1, maxLength: 8 }),
  order: fc.infiniteStream(fc.nat()),
});
type Given = typeof given extends fc.Arbitrary<infer T> ? T : never;

function outcomeOf(
  { stacks, enforcements }: Given,
  calls: [Given['calls'][number], number][],
): Outcome & { waits?: Map<string, string[]> } {
  const app = newApp();
  const users = new Stack(app, 'Users');
  const apis = stacks === 'one' ? users : new Stack(app, 'Apis');
  const code = stacks === 'three' ? new Stack(app, 'Code') : apis;
  const pool = new UserAuthPool(users, 'Pool');
  const made = { clients: [pool.client, pool.addClient('Second')] };
  const httpApis = ['One', 'Two'].map((id) => new apigwv2.HttpApi(apis, id));
  const authorizers = enforcements.map(
    (enforcement, n) =>
      new CognitoHttpApiAuthorizer(users, `By${n}`, { userAuthPool: pool, enforcement: enforcement() }),
  );
  const fn = newFunction(code, 'Fn');
  const hook = newFunction(stacks === 'three' ? code : users, 'Hook');
  const run = (each: Given['calls'][number], index: number) => {
    if (each.kind === 'hook') {
      pool.addHook(UserPoolHook.PRE_TOKEN_GENERATION, hook, { preTokenGenerationVersion: each.version });
      pool.grants.actions(hook, 'cognito-idp:AdminGetUser');
      return;
    }
    const [authorizer, httpApi, path] = [authorizers[each.by]!, httpApis[each.api]!, `/${index}`];
    if (each.kind === 'plain') {
      const authorizationScopes = each.scoped ? ['a/b'] : undefined;
      authorizer.addLambdaRoute(fn, { httpApi, path, authorizationScopes });
    } else if (each.kind === 'route' && each.own) {
      authorizer.addLambdaRoute(fn, { httpApi, path, accessPolicy: each.policy(made) });
    } else {
      const required =
        each.kind === 'route'
          ? authorizer.require(each.policy(made))
          : authorizer.requireScopes(...each.scopes.map((scope) => cognito.OAuthScope.custom(scope)));
      httpApi.addRoutes({ path, integration: new HttpLambdaIntegration(`I${index}`, fn), authorizer: required });
    }
  };
  try {
    for (const [each, index] of calls) run(each, index);
    app.synth();
  } catch (error) {
    return rejectionIn(error);
  }
  const all = [...new Set([users, apis, code])];
  return {
    templates: Object.fromEntries(all.map((stack) => [stack.node.path, templateOf(stack, { keep: false }).toJSON()])),
    waits: new Map(all.map((stack) => [stack.node.path, stack.dependencies.map(({ node }) => node.path)])),
    warnings: warningsIn(app),
  };
}

const seen = { accepted: 0, rejected: 0 };

describe('random policies on random routes', () => {
  it(`in whatever order make the same, and no cycle (seed ${seed})`, { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(given, (plan) => {
        const written = plan.calls.map((each, index): [Given['calls'][number], number] => [each, index]);
        const keys = written.map(() => plan.order.next().value);
        const shuffled = [...written].sort(([, one], [, other]) => keys[one]! - keys[other]! || other - one);
        const [one, other] = [outcomeOf(plan, written), outcomeOf(plan, shuffled)];
        expectSame(one, other);
        seen[one.rejected ? 'rejected' : 'accepted']++;
        if (one.rejected) return;
        for (const template of Object.values<any>(one.templates!)) expect(cycleIn(template.Resources)).toBeUndefined();
        expect(cycleOf(one.waits!)).toBeUndefined();
      }),
      { numRuns: runs, seed },
    );
  });

  it('are of both kinds', () => {
    expect(seen.accepted).toBeGreaterThan(0);
    expect(seen.rejected).toBeGreaterThan(0);
  });
});
