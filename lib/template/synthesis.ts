import { IResolvable, IResolveContext, Lazy } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { placeOf, TemplateIndex } from './template-index';

/** One pass of a synthesis over an app or stage, in which nothing changes. */
interface Pass {
  readonly index: TemplateIndex;
  /** Whether the CDK looks for references, which it does before it validates. */
  readonly isPreparing: boolean;
  /** Who has asked for the index. Whoever asks again is in the next pass. */
  readonly asked: Set<unknown>;
  /** Who had asked when the CDK looked for references. They ask again when it renders the templates. */
  readonly expected: ReadonlySet<unknown>;
}

/*
 * An index is out of date as soon as the app changes, and nothing tells when that is. But while the CDK looks for references,
 * and then while it validates and renders an app, nothing changes, and each check and each lazy value asks once. So a question
 * that comes a second time begins a new pass, and one that comes from elsewhere gets an index of its own.
 */
const passes = new WeakMap<IConstruct, Pass>();

/** Checks a construct when the app is complete. The check gets an index that all checks of one synthesis share. */
export function validateAtSynthesis(construct: Construct, check: (index: TemplateIndex) => string[]): void {
  passes.delete(placeOf(construct));
  construct.node.addValidation({
    validate: () => {
      const { index } = passOf(construct, check, false);
      return index.during(() => check(index));
    },
  });
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
  return Lazy.uncachedAny(
    { produce: (context) => produceWith(produce, construct, context) },
    { omitEmptyArray: false },
  );
}

/** A string that is known when the app is complete. */
export function stringAtSynthesis(
  construct: IConstruct,
  produce: (index: TemplateIndex) => string | undefined,
): string {
  return Lazy.uncachedString({ produce: (context) => produceWith(produce, construct, context) });
}

function produceWith<T>(produce: (index: TemplateIndex) => T, construct: IConstruct, context: IResolveContext): T {
  const index = TemplateIndex.current(construct) ?? indexFor(produce, construct, context);
  return index.during(() => produce(index));
}

function indexFor(asker: unknown, construct: IConstruct, { preparing }: IResolveContext): TemplateIndex {
  if (preparing) return passOf(construct, asker, true).index;
  const pass = passes.get(placeOf(construct));
  if (!pass?.expected.has(asker) || pass.asked.has(asker)) return new TemplateIndex(placeOf(construct));
  pass.asked.add(asker);
  return pass.index;
}

function passOf(construct: IConstruct, asker: unknown, isPreparing: boolean): Pass {
  const place = placeOf(construct);
  let pass = passes.get(place);
  if (pass?.isPreparing !== isPreparing || pass.asked.has(asker)) {
    const expected = !isPreparing && pass?.isPreparing ? pass.asked : new Set();
    pass = { index: new TemplateIndex(place), isPreparing, asked: new Set(), expected };
    passes.set(place, pass);
  }
  pass.asked.add(asker);
  return pass;
}
