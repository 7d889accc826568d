import { CfnStack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { getOrCreate } from '../base/get-or-create';
import { stacksOf } from '../base/stacks';
import { Problems } from '../checks/problems';
import { TemplateIndex } from './template-index';
import { isSame, showValue, Value } from './value';

/** The properties with which the CDK ties the resource of a nested stack to its constructs, as tokens. */
interface Ties {
  readonly templateUrl: unknown;
  readonly parameters: unknown;
}

interface Change {
  readonly property: string;
  readonly before: Value;
  readonly now: Value;
}

/**
 * The resource of a nested stack as the CDK made it. References into and out of the stack are parameters that only the
 * template has, and which an override can set: constructs still say what they said. Parameters of the user's own may
 * change.
 */
export class NestedStackOriginal {
  private static readonly all = new WeakMap<CfnStack, NestedStackOriginal>();

  /** The stacks that a construct is nested in. The first to ask decides what counts as original. */
  public static around(construct: IConstruct): NestedStackOriginal[] {
    return stacksOf(construct).flatMap(({ nestedStackResource: each }) =>
      CfnStack.isCfnStack(each) ? NestedStackOriginal.of(each) : [],
    );
  }

  public static of(resource: CfnStack): NestedStackOriginal {
    return getOrCreate(NestedStackOriginal.all, resource, () => new NestedStackOriginal(resource));
  }

  private readonly ties: Ties;
  /** Where it has been reported: the resources in a nested stack share their problems. */
  private readonly reported = new WeakSet<Problems>();

  private constructor(private readonly resource: CfnStack) {
    const { templateUrl, parameters } = resource;
    this.ties = { templateUrl, parameters };
  }

  /** Reports a template or a parameter that is another one than the CDK set. */
  public check(index: TemplateIndex, problems: Problems, outcome: string): void {
    if (this.reported.has(problems)) return;
    this.reported.add(problems);
    for (const { property, before, now } of this.changesIn(index)) {
      problems.add({
        where: `${property} of ${this.resource.node.path}`,
        given: showValue(now),
        outcome: `it was ${showValue(before)}, and ${outcome}`,
        remedy: 'Remove the override, Aspect or assignment that changes it',
      });
    }
  }

  /** Whether the template is that of the constructs in the stack. */
  public hasOwnTemplate(index: TemplateIndex): boolean {
    return !this.changesIn(index).some(({ property }) => property === 'TemplateURL');
  }

  private changesIn(index: TemplateIndex): Change[] {
    const { resource, ties } = this;
    // The CDK sets both while an index may be in use, so what that has rendered may be out of date.
    const [before, { Properties: now = {} }] = index.during(() => [
      index.references.resolve(resource, ties) as Partial<Ties>,
      index.references.render(resource),
    ]);
    const set = (before.parameters ?? {}) as Record<string, unknown>;
    const given = (now.Parameters ?? {}) as Record<string, unknown>;
    const all: [string, unknown, unknown][] = [
      ['TemplateURL', before.templateUrl, now.TemplateURL],
      ...Object.keys(set).map((name): [string, unknown, unknown] => [`Parameters.${name}`, set[name], given[name]]),
    ];
    return all
      .map(([property, was, is]) => ({
        property,
        before: index.evaluate(was, resource.stack),
        now: index.evaluate(is, resource.stack),
      }))
      .filter((each) => !isSame(each.before, each.now));
  }
}
