/*
 * Random calls on one or two pools, in the order in which they were written and in another one that the needs of the
 * calls allow. Both are rejected with a clear error, or both give the same templates, in which nothing waits for
 * itself.
 *
 * RANDOM_RUNS=5000 runs more of them, RANDOM_SEED=... those of an earlier run; a failure prints its seed.
 */
import { Stack } from 'aws-cdk-lib';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { Plan } from './support/calls';
import { cycleIn } from './support/cycles';
import { expectSame, Outcome, rejectionIn, warningsIn } from './support/outcome';
import { runsOr, seed } from './support/random';
import { Calls, calls } from './support/random-calls';
import { templateOf } from './support/synth';
import { reordered, World } from './support/world';

const runs = runsOr(30);

const seen = { accepted: 0, rejected: 0 };

function outcomeOf(plan: Plan, other: boolean): Outcome {
  const { given, order } = other ? reordered(plan.steps) : { given: [], order: plan.steps };
  const world = new World(plan.layout, given);
  // Of two templates that have to be the same, the CDK's validator needs to see one.
  vi.stubEnv('CDK_VALIDATION', other ? 'false' : undefined);
  try {
    for (const step of order) world.run(step);
    world.app.synth();
  } catch (error) {
    return rejectionIn(error);
  } finally {
    vi.unstubAllEnvs();
  }
  // Some for cfn-lint, in one lane, since both make the same.
  const keep = process.env.LANE === 'latest' && !other && seen.accepted < 10;
  const stacks = world.app.node.findAll().filter((each): each is Stack => Stack.isStack(each));
  return {
    templates: Object.fromEntries(stacks.map((stack) => [stack.node.path, templateOf(stack, { keep }).toJSON()])),
    warnings: warningsIn(world.app),
  };
}

describe('random calls', () => {
  it(`in whatever order make the same, and no cycle (seed ${seed})`, { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(calls, (given) => {
        const plan = new Plan(given);
        const one = outcomeOf(plan, false);
        const other = outcomeOf(plan, true);
        expectSame(one, other);
        seen[one.rejected ? 'rejected' : 'accepted']++;
        if (one.rejected) return;
        for (const template of Object.values(one.templates!))
          expect(cycleIn((template as any).Resources ?? {})).toBeUndefined();
      }),
      { numRuns: runs, seed },
    );
  });

  it('are of both kinds often enough to mean something', () => {
    expect(seen.accepted).toBeGreaterThan(runs / 2);
    // About a fifth is rejected, which a few runs may miss.
    const isRejected = (given: Calls) => outcomeOf(new Plan(given), false).rejected !== undefined;
    expect(seen.rejected > 0 || fc.sample(calls, { numRuns: 200, seed }).some(isRejected)).toBe(true);
  });
});
