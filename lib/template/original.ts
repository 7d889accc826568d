import { CfnResource, Token } from 'aws-cdk-lib';
import { Problems } from '../checks/problems';
import { show } from '../checks/values';
import { NestedStackOriginal } from './nested-stack-original';
import { TemplateIndex } from './template-index';
import { isSame, showValue } from './value';

/** The protected members of a resource in which the CDK keeps its properties and names them as CloudFormation does. */
interface Renderable {
  readonly cfnProperties: Record<string, unknown>;
  renderProperties(properties: unknown): Record<string, unknown>;
}

/** What else is known of a resource. */
interface OriginalOptions {
  /** What it was given, by the names of its properties in the CDK: a property injector may have changed it. */
  readonly given?: Readonly<Record<string, unknown>>;
  /** Whether a property may change, by its name in CloudFormation. By default, none may. */
  readonly mayChange?: (name: string) => boolean;
  /** The resource that needs it without a reference, so that CloudFormation would not miss it. */
  readonly neededBy?: CfnResource;
}

/**
 * A resource as it was created. Whatever changes it, such as an override, an Aspect, a property injector or an
 * assignment to its properties, shows in the template.
 */
export class Original {
  private readonly properties: unknown;
  private readonly nestedStacks: readonly NestedStackOriginal[];

  /** @param resource the resource, just created */
  constructor(
    private readonly resource: CfnResource,
    private readonly options: OriginalOptions = {},
  ) {
    this.properties = copyOf({ ...(resource as unknown as Renderable).cfnProperties, ...options.given });
    this.nestedStacks = NestedStackOriginal.around(resource);
  }

  /**
   * Reports each property that is not as it was in every branch of a condition, a resource that may be missing, and
   * what changed of the nested stacks that it is in.
   */
  public check(index: TemplateIndex, problems: Problems, outcome: string): void {
    const { resource } = this;
    this.checkPresence(index, problems, outcome);
    for (const each of this.nestedStacks) each.check(index, problems, outcome);
    const properties = index.during(() => index.references.resolve(resource, this.properties));
    const before = (resource as unknown as Renderable).renderProperties(properties);
    const now = index.resource(resource);
    for (const name of new Set([...Object.keys(before), ...Object.keys(now.properties)])) {
      if (this.options.mayChange?.(name)) continue;
      const expected = index.evaluate(before[name], resource.stack);
      if (isSame(now.value(name), expected)) continue;
      problems.add({
        where: `${name} of ${now.path}`,
        given: showValue(now.value(name)),
        outcome: `it was ${showValue(expected)}, and ${outcome}`,
        remedy: 'Remove the override, Aspect, property injector or assignment that changes it',
      });
    }
  }

  private checkPresence(index: TemplateIndex, problems: Problems, outcome: string): void {
    const { resource } = this;
    const { neededBy } = this.options;
    const { path, conditions } = index.resource(resource);
    if (!index.has(resource)) {
      problems.add({ where: path, given: 'removed from the app', outcome, remedy: 'Keep it' });
      return;
    }
    if (!neededBy) return;
    const needed = index.resource(neededBy);
    const own = conditions.find((condition) => !needed.conditions.includes(condition));
    if (own === undefined) return;
    problems.add({
      where: `condition of ${path}`,
      given: `${show(own.split(' ').at(-1))}, which ${needed.path} does not have`,
      outcome: `where the condition does not hold, ${outcome}`,
      remedy: 'Remove the condition, or give both the same',
    });
  }
}

/** A copy that later assignments do not reach. Tokens are kept: what they produce may be known only at synthesis. */
function copyOf(value: unknown): unknown {
  if (Token.isUnresolved(value) || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, copyOf(each)]));
}
