import { IResolvable, IResolveContext, Lazy } from 'aws-cdk-lib';
import { Construct, Dependable, IConstruct, IDependable } from 'constructs';
import { Problems } from '../checks/problems';
import { oncePerIndex } from './once-per-index';
import { stageOf, TemplateIndex } from './template-index';

/**
 * One synthesis of an app or stage, with the index that its steps share.
 *
 * An index is out of date as soon as the app changes, and nothing tells when that is. But the CDK synthesizes in three
 * steps, in which nothing changes that an index has, and asks a known number of times in each:
 *
 * | step       | who asks                                     | how often                                   | index    |
 * | ---------- | -------------------------------------------- | ------------------------------------------- | -------- |
 * | preparing  | lazy values, and what constructs wait for    | once                                        | new      |
 * | validating | checks                                       | once                                        | the same |
 * | rendering  | lazy values that asked when it was preparing | once, and once for the tree if there is one | the same |
 *
 * Whoever asks more often is in the next synthesis or, when it renders, outside of one and gets an index of its own.
 */
class Synthesis {
  private static readonly latest = new WeakMap<IConstruct, Synthesis>();

  private readonly index: TemplateIndex;
  private readonly prepared = new Set<unknown>();
  private readonly validated = new Set<unknown>();
  private readonly rendersLeft = new Map<unknown, number>();

  private constructor(stage: IConstruct) {
    this.index = new TemplateIndex(stage);
  }

  /** The index for a caller that asks while the CDK looks for dependencies and references. */
  public static preparing(construct: IConstruct, asker: unknown): TemplateIndex {
    const synthesis = Synthesis.latestIf(
      construct,
      ({ prepared, validated }) => validated.size === 0 && !prepared.has(asker),
    );
    synthesis.prepared.add(asker);
    // A nested stack is rendered while its parent is being prepared.
    synthesis.rendersLeft.set(asker, 1);
    return synthesis.index;
  }

  /** The index for a check. */
  public static validating(construct: IConstruct, check: unknown): TemplateIndex {
    const synthesis = Synthesis.latestIf(construct, ({ validated }) => !validated.has(check));
    if (synthesis.validated.size === 0) synthesis.expectRendering(construct.node.root);
    synthesis.validated.add(check);
    return synthesis.index;
  }

  /** The index for a lazy value that the CDK, or anyone else, renders. */
  public static rendering(construct: IConstruct, asker: unknown): TemplateIndex {
    const stage = stageOf(construct);
    const synthesis = Synthesis.latest.get(stage);
    const left = synthesis?.rendersLeft.get(asker) ?? 0;
    if (!synthesis || left === 0) return new TemplateIndex(stage);
    synthesis.rendersLeft.set(asker, left - 1);
    return synthesis.index;
  }

  /** Ends the latest synthesis, since the app has changed. */
  public static end(construct: IConstruct): void {
    Synthesis.latest.delete(stageOf(construct));
  }

  /** The latest synthesis, if it is still going on, or a new one. */
  private static latestIf(construct: IConstruct, isGoingOn: (synthesis: Synthesis) => boolean): Synthesis {
    const stage = stageOf(construct);
    const latest = Synthesis.latest.get(stage);
    if (latest && isGoingOn(latest)) return latest;
    const synthesis = new Synthesis(stage);
    Synthesis.latest.set(stage, synthesis);
    return synthesis;
  }

  /** The CDK renders properties for the template and, unless that is turned off, for the tree of constructs. */
  private expectRendering(root: IConstruct): void {
    const times = root.node.tryFindChild('Tree') ? 2 : 1;
    for (const asker of this.prepared) this.rendersLeft.set(asker, times);
  }
}

/** Checks a construct when the app is complete. The check gets an index that all checks of one synthesis share. */
export function validateAtSynthesis(
  construct: Construct,
  check: (index: TemplateIndex, problems: Problems) => void,
): void {
  Synthesis.end(construct);
  construct.node.addValidation({
    validate: () => {
      const index = Synthesis.validating(construct, check);
      const problems = new Problems(construct);
      index.during(() => check(index, problems));
      return problems.messages();
    },
  });
}

/**
 * Checks a construct when the app is complete, but before the CDK looks for references between stacks. What constructs
 * have been told to wait for is all that it asks before that.
 */
export function checkAtPreparation(construct: IConstruct, check: (index: TemplateIndex) => void): void {
  waitFor(construct, () => {
    // Indexes ask the same, about parts of an app and before it is complete.
    if (!TemplateIndex.current(construct)) {
      const index = Synthesis.preparing(construct, check);
      index.during(() => check(index));
    }
    return [];
  });
}

/** A list that is known when the app is complete. */
export function listAtSynthesis(
  construct: IConstruct,
  produce: (index: TemplateIndex) => string[] | undefined,
): string[] {
  return Lazy.uncachedList({ produce: atSynthesis(construct, produce) });
}

/** A value that is known when the app is complete. */
export function valueAtSynthesis(construct: IConstruct, produce: (index: TemplateIndex) => unknown): IResolvable {
  return Lazy.uncachedAny({ produce: atSynthesis(construct, produce) });
}

/** A string that is known when the app is complete. */
export function stringAtSynthesis(
  construct: IConstruct,
  produce: (index: TemplateIndex) => string | undefined,
): string {
  return Lazy.uncachedString({ produce: atSynthesis(construct, produce) });
}

/** Has a construct wait for others that are known when the app is complete. */
export function waitAtSynthesis(construct: IConstruct, produce: (index: TemplateIndex) => IConstruct[]): void {
  waitFor(construct, () => {
    const index = TemplateIndex.current(construct) ?? Synthesis.preparing(construct, produce);
    return index.during(() => produce(index));
  });
}

/** Has a construct wait for what a function returns whenever somebody asks what it waits for. */
function waitFor(construct: IConstruct, produce: () => IConstruct[]): void {
  const others: IDependable = {};
  Dependable.implement(others, {
    get dependencyRoots() {
      return produce();
    },
  });
  construct.node.addDependency(others);
}

/** The CDK evaluates a lazy value up to three times in a synthesis. */
function atSynthesis<T>(construct: IConstruct, produce: (index: TemplateIndex) => T): (context: IResolveContext) => T {
  const value = oncePerIndex(produce);
  return ({ preparing }) => {
    const index =
      TemplateIndex.current(construct) ??
      (preparing ? Synthesis.preparing(construct, value) : Synthesis.rendering(construct, value));
    return index.during(() => value(index));
  };
}
