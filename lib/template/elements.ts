import {
  CfnCondition,
  CfnElement,
  CfnHook,
  CfnMapping,
  CfnOutput,
  CfnParameter,
  CfnResource,
  CfnRule,
  Stack,
} from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { getOrCreate } from '../base/get-or-create';
import { groupedBy } from '../base/grouped-by';

/** The elements besides resources that are one entry of a template each. */
const KINDS = [CfnOutput, CfnParameter, CfnCondition, CfnMapping, CfnRule, CfnHook];

/**
 * The elements of templates, by the names that templates have for them. Each name is looked up only when a template
 * uses it by hand.
 */
export class Elements {
  /** The elements that may have any number of resources, such as the CDK's first `CfnInclude`. */
  public readonly fragments: readonly CfnElement[];
  private byStack?: ReadonlyMap<Stack, readonly CfnElement[]>;
  private readonly byLogicalId = new Map<Stack, ReadonlyMap<string, CfnElement>>();
  private exports?: readonly { readonly output: CfnOutput; readonly name: unknown }[];
  private nested?: ReadonlyMap<IConstruct, Stack>;

  constructor(private readonly all: readonly CfnElement[]) {
    this.fragments = all.filter(
      (element) => !CfnResource.isCfnResource(element) && !KINDS.some((kind) => element instanceof kind),
    );
  }

  /** The element of a stack that has a logical ID. */
  public withLogicalId(stack: Stack, logicalId: string): CfnElement | undefined {
    const ids = getOrCreate(this.byLogicalId, stack, () => {
      this.byStack ??= groupedBy(this.all, (element) => element.stack);
      const own = this.byStack.get(stack) ?? [];
      return new Map(own.map((element) => [stack.resolve(element.logicalId) as string, element]));
    });
    return ids.get(logicalId);
  }

  /** The output that a stack imports by name. Unknown where several have it, which are in regions of their own. */
  public exportedAs(name: string, { region, account }: Stack): CfnOutput | undefined {
    this.exports ??= this.all
      .filter((element) => element instanceof CfnOutput)
      .map((output) => ({ output, name: output.stack.resolve(output.exportName) as unknown }));
    const [output, another] = this.exports.filter(
      ({ output: { stack }, name: exported }) =>
        exported === name && stack.region === region && stack.account === account,
    );
    return another ? undefined : output?.output;
  }

  /** The stack that is nested in another by a resource. */
  public nestedBy(resource: IConstruct): Stack | undefined {
    this.nested ??= new Map(
      [...new Set(this.all.map(({ stack }) => stack))].flatMap((stack) =>
        stack.nestedStackResource ? [[stack.nestedStackResource, stack] as const] : [],
      ),
    );
    return this.nested.get(resource);
  }
}
