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
import { calls, Plan } from './support/calls';
import { circleIn } from './support/circles';
import { runsOr, seed } from './support/random';
import { templateOf } from './support/synth';
import { reordered, World } from './support/world';

const runs = runsOr(30);

const seen = { accepted: 0, rejected: 0 };

/** What comes of calls: the templates and warnings, or an error. */
interface Outcome {
  readonly rejected?: string;
  readonly templates?: Record<string, object>;
  readonly warnings?: string[];
}

const REFUSED = /^\S+ has (1 problem|\d+ problems):\n( {2}\d+\. [^]+? is [^]+?: [^]+?\. [^]+?\.(\n|$))+/;
const REFUSED_AT_SYNTH = /^Validation failed with the following errors:\n( {2}\[\S+\] .+? is .+?: .+?\. .+?\.(\n|$))+$/;

function outcomeOf(plan: Plan, other: boolean): Outcome {
  const { given, order } = other ? reordered(plan.steps) : { given: [], order: plan.steps };
  const world = new World(plan.layout, given);
  // Of two templates that have to be the same, the CDK's validator needs to see one.
  vi.stubEnv('CDK_VALIDATION', other ? 'false' : undefined);
  try {
    for (const step of order) world.run(step);
    world.app.synth();
  } catch (error) {
    const { message } = error as Error;
    if (!REFUSED.test(message) && !REFUSED_AT_SYNTH.test(message)) throw error;
    return { rejected: message };
  } finally {
    vi.unstubAllEnvs();
  }
  // Some for cfn-lint, in one lane, since both make the same.
  const keep = process.env.LANE === 'latest' && !other && seen.accepted < 10;
  const stacks = world.app.node.findAll().filter((each): each is Stack => Stack.isStack(each));
  return {
    templates: Object.fromEntries(stacks.map((stack) => [stack.node.path, templateOf(stack, { keep }).toJSON()])),
    // The CDK's own come with the order of calls: for example that of a version and of a permission.
    warnings: world.app.node
      .findAll()
      .flatMap(({ node }) => node.metadata.map(({ data }) => `${node.path} ${data}`))
      .filter((text) => text.includes('cdk-user-auth-pool:')),
  };
}

const sorted = (list: unknown[]) =>
  [...list].sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));

/** A template without what the order of calls may change. */
function settled(value: any, key = ''): unknown {
  // A right counts the same wherever it stands in a policy.
  if (key === 'Statement') return sorted(value);
  // It names the file of a nested stack by the hash of its text, in which resources stand in the order in which they
  // were made.
  if (key === 'TemplateURL') return undefined;
  if (Array.isArray(value)) return value.map((each) => settled(each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, settled(inner, name)]));
}

describe('random calls', () => {
  it(`in whatever order make the same, and no circle (seed ${seed})`, { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(calls, (given) => {
        const plan = new Plan(given);
        const one = outcomeOf(plan, false);
        const other = outcomeOf(plan, true);
        expect(typeof other.rejected).toBe(typeof one.rejected);
        seen[one.rejected ? 'rejected' : 'accepted']++;
        if (one.rejected) return;
        for (const template of Object.values(one.templates!))
          expect(circleIn((template as any).Resources ?? {})).toBeUndefined();
        expect(settled(other.templates)).toEqual(settled(one.templates));
        expect(sorted(other.warnings!)).toEqual(sorted(one.warnings!));
      }),
      { numRuns: runs, seed },
    );
  });

  it('are of both kinds often enough to mean something', () => {
    expect(seen.accepted).toBeGreaterThan(runs / 2);
    expect(seen.rejected).toBeGreaterThan(0);
  });
});
