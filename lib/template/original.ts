import { CfnResource, Token } from 'aws-cdk-lib';
import { Problems } from '../checks/problems';
import { TemplateIndex } from './template-index';
import { branchesOf, entryOf, isSame, showValue, Value } from './value';

/** The protected members of a resource in which the CDK keeps its properties and names them as CloudFormation does. */
interface Renderable {
  readonly cfnProperties: Record<string, unknown>;
  renderProperties(properties: unknown): Record<string, unknown>;
}

/**
 * A resource as it was created. Whatever changes it later, such as an override, an Aspect or an assignment to its
 * properties, shows in the template.
 */
export class Original {
  private readonly properties: unknown;

  /**
   * @param resource the resource, just created
   * @param mayChange whether a property may change, by its name in CloudFormation
   */
  constructor(
    private readonly resource: CfnResource,
    private readonly mayChange: (name: string) => boolean = () => false,
  ) {
    this.properties = copyOf((resource as unknown as Renderable).cfnProperties);
  }

  /** Reports each property that is not as it was in every branch of a condition. */
  public check(index: TemplateIndex, problems: Problems, outcome: string): void {
    const { resource } = this;
    const properties = index.during(() => index.references.resolve(resource, this.properties));
    const before = (resource as unknown as Renderable).renderProperties(properties);
    const now = index.resource(resource);
    for (const name of new Set([...Object.keys(before), ...Object.keys(now.properties)])) {
      if (this.mayChange(name)) continue;
      const expected = index.evaluate(before[name], resource.stack);
      if (isUnchanged(now.value(name), expected)) continue;
      problems.add({
        where: `${name} of ${now.path}`,
        given: showValue(now.value(name)),
        outcome: `it was ${showValue(expected)}, and ${outcome}`,
        remedy: 'Remove the override, Aspect or assignment that changes it',
      });
    }
  }
}

/** A function of the library, whose code decides as its environment says. */
export class OriginalFunction {
  private readonly original: Original;

  /**
   * @param resource the function, just created
   * @param environment the variables that may not change; others may be added
   */
  constructor(
    private readonly resource: CfnResource,
    private readonly environment: Readonly<Record<string, string>>,
  ) {
    this.original = new Original(resource, (name) => !['Code', 'Handler'].includes(name));
  }

  public check(index: TemplateIndex, problems: Problems, outcome: string): void {
    this.original.check(index, problems, outcome);
    const variables = entryOf(index.resource(this.resource).value('Environment'), 'Variables');
    for (const [name, value] of Object.entries(this.environment)) {
      if (isUnchanged(entryOf(variables, name), index.valueOf(this.resource, value))) continue;
      problems.add({
        where: `Environment of ${this.resource.node.path}`,
        given: `changed, in the variable ${name}`,
        outcome,
        remedy: 'Remove the override, Aspect or call of addEnvironment() that changes it',
      });
    }
  }
}

const isUnchanged = (now: Value, expected: Value) =>
  isSame(now, expected) || branchesOf(now).every((branch) => isSame(branch, expected));

/** A copy that later assignments do not reach. Tokens are kept: what they produce may be known only at synthesis. */
function copyOf(value: unknown): unknown {
  if (Token.isUnresolved(value) || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, copyOf(each)]));
}
