import { CfnElement, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { constructsIn } from '../base/constructs-in';
import { getOrCreate } from '../base/get-or-create';
import { groupedBy } from '../base/grouped-by';
import { stacksOf } from '../base/stacks';
import { TemplateIndex } from './template-index';

/** Which deployments wait for which: whole stacks, or the nested stacks and resources of one parent stack. */
export class DeploymentOrder {
  private readonly elements: Map<IConstruct, CfnElement[]>;
  private readonly awaited = new Map<IConstruct, Set<IConstruct>>();
  private readonly nested = new Map<IConstruct | undefined, Stack>();

  /**
   * @param index the index of the app
   * @param parent the parent stack; undefined for whole stacks
   * @param counts which elements to consider
   */
  constructor(
    private readonly index: TemplateIndex,
    private readonly parent: Stack | undefined,
    private readonly counts: (element: CfnElement) => boolean = () => true,
  ) {
    const constructs = constructsIn(parent ?? index.stage);
    for (const stack of constructs.filter((each) => Stack.isStack(each))) {
      if (stack.nestedStackParent === parent) this.nested.set(stack.nestedStackResource, stack);
      for (const other of stack.dependencies) this.add(stack, other);
    }
    const elements = constructs.filter((each) => CfnElement.isCfnElement(each)).filter(counts);
    this.elements = groupedBy(elements, (element) => this.unitOf(element));
  }

  /** Records that what deploys one construct waits for what deploys another. */
  public add(one: IConstruct, other: IConstruct): void {
    const [waiting, awaited] = [this.unitOf(one), this.unitOf(other)];
    if (!waiting || !awaited || waiting === awaited) return;
    getOrCreate(this.awaited, waiting, () => new Set<IConstruct>()).add(awaited);
  }

  /** Has what deploys one construct no longer count as waiting for what deploys another, other than indirectly. */
  public forget(one: IConstruct, other: IConstruct): void {
    const [waiting, awaited] = [this.unitOf(one), this.unitOf(other)];
    if (!waiting || !awaited) return;
    this.read(waiting);
    this.awaited.get(waiting)?.delete(awaited);
  }

  /** Whether what deploys one construct waits for what deploys another, directly or indirectly. */
  public waits(one: IConstruct, other: IConstruct): boolean {
    const [waiting, awaited] = [this.unitOf(one), this.unitOf(other)];
    const reached = new Set(waiting && [waiting]);
    for (const unit of reached) {
      this.read(unit);
      for (const next of this.awaited.get(unit) ?? []) reached.add(next);
    }
    return awaited !== undefined && reached.has(awaited);
  }

  /** Only what is asked for is read: most questions are about a small part of an app. */
  private read(unit: IConstruct): void {
    const elements = this.elements.get(unit) ?? [];
    this.elements.delete(unit);
    for (const element of elements) {
      for (const other of this.index.dependenciesOf(element)) if (this.counts(other)) this.add(element, other);
    }
  }

  /** What is deployed as one: a stack or, below a parent stack, a nested stack or a resource. */
  private unitOf(construct: IConstruct): IConstruct | undefined {
    const stacks = stacksOf(construct);
    if (!this.parent) return stacks.at(-1);
    const depth = stacks.indexOf(this.parent);
    if (depth > 0) return stacks[depth - 1];
    // In the parent stack, a resource represents the nested stack.
    return depth === 0 ? (this.nested.get(construct) ?? construct) : undefined;
  }
}
