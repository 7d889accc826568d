import { IResolvable, IResolveContext, Lazy } from 'aws-cdk-lib';
import { Construct, Dependable, IConstruct, IDependable } from 'constructs';
import { stageOf, TemplateIndex } from './template-index';

/** One pass of a synthesis over an app or stage, in which nothing changes. */
interface Pass {
  readonly index: TemplateIndex;
  /** Whether the CDK looks for references, which it does before it validates. */
  readonly isPreparing: boolean;
  /** Who has asked for the index in the first place. Whoever asks again is in the next pass. */
  readonly asked: Set<unknown>;
  /** How often those who are read when the CDK renders the app may still be read. */
  readonly readsLeft: Map<unknown, number>;
}

/*
 * An index is out of date as soon as the app changes, and nothing tells when that is. But the CDK synthesizes an app in
 * three steps in which nothing changes that an index has: it looks for references, which asks each lazy value once;
 * validates, which asks each check once; and renders, which asks each lazy value a known number of times. The steps
 * share an index. A question that comes once more begins a new pass, and one outside of these steps gets an index of
 * its own.
 */
const passes = new WeakMap<IConstruct, Pass>();

/** Checks a construct when the app is complete. The check gets an index that all checks of one synthesis share. */
export function validateAtSynthesis(construct: Construct, check: (index: TemplateIndex) => string[]): void {
  passes.delete(stageOf(construct));
  construct.node.addValidation({
    validate: () => {
      const { index } = passOf(construct, check, false);
      return index.during(() => check(index));
    },
  });
}

/**
 * Checks a construct when the app is complete, but before the CDK looks for references between stacks. What constructs
 * have been told to wait for is all that it asks before that.
 */
export function checkAtPreparation(construct: IConstruct, check: (index: TemplateIndex) => void): void {
  const nothing: IDependable = {};
  Dependable.implement(nothing, {
    get dependencyRoots() {
      // Indexes ask the same, about parts of an app and before it is complete.
      if (!TemplateIndex.current(construct)) {
        const { index } = passOf(construct, check, true);
        index.during(() => check(index));
      }
      return [];
    },
  });
  construct.node.addDependency(nothing);
}

/** A list that is known when the app is complete. */
export function listAtSynthesis(
  construct: IConstruct,
  produce: (index: TemplateIndex) => string[] | undefined,
): string[] {
  return Lazy.uncachedList({ produce: (context) => produceWith(produce, construct, context) });
}

/** A value that is known when the app is complete. */
export function valueAtSynthesis(construct: IConstruct, produce: (index: TemplateIndex) => unknown): IResolvable {
  return Lazy.uncachedAny({ produce: (context) => produceWith(produce, construct, context) });
}

/** A string that is known when the app is complete. */
export function stringAtSynthesis(
  construct: IConstruct,
  produce: (index: TemplateIndex) => string | undefined,
): string {
  return Lazy.uncachedString({ produce: (context) => produceWith(produce, construct, context) });
}

/** Has a construct wait for others that are known when the app is complete. */
export function waitAtSynthesis(construct: IConstruct, produce: (index: TemplateIndex) => IConstruct[]): void {
  const others: IDependable = {};
  Dependable.implement(others, {
    get dependencyRoots() {
      const index = TemplateIndex.current(construct) ?? passOf(construct, produce, true).index;
      return index.during(() => produce(index));
    },
  });
  construct.node.addDependency(others);
}

function produceWith<T>(produce: (index: TemplateIndex) => T, construct: IConstruct, context: IResolveContext): T {
  const index = TemplateIndex.current(construct) ?? indexFor(produce, construct, context);
  return index.during(() => produce(index));
}

function indexFor(asker: unknown, construct: IConstruct, { preparing }: IResolveContext): TemplateIndex {
  if (preparing) return passOf(construct, asker, true).index;
  const pass = passes.get(stageOf(construct));
  const left = pass?.readsLeft.get(asker) ?? 0;
  if (!pass || left === 0) return new TemplateIndex(stageOf(construct));
  pass.readsLeft.set(asker, left - 1);
  return pass.index;
}

function passOf(construct: IConstruct, asker: unknown, isPreparing: boolean): Pass {
  const stage = stageOf(construct);
  let pass = passes.get(stage);
  if (pass?.isPreparing !== isPreparing || pass.asked.has(asker)) {
    const prepared = !isPreparing && pass?.isPreparing ? pass : undefined;
    // The CDK renders properties for the template and, unless that is turned off, for the construct tree.
    const reads = construct.node.root.node.tryFindChild('Tree') ? 2 : 1;
    const readsLeft = new Map([...(prepared?.asked ?? [])].map((each) => [each, reads]));
    pass = { index: prepared?.index ?? new TemplateIndex(stage), isPreparing, asked: new Set(), readsLeft };
    passes.set(stage, pass);
  }
  pass.asked.add(asker);
  // A nested stack is rendered while its parent is being prepared.
  if (isPreparing) pass.readsLeft.set(asker, 1);
  return pass;
}
