import { CfnElement, CfnResource, Stack, Tokenization } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { ReferenceResolver } from './references';
import { findAround } from './tree';

/** Which deployments wait for which: whole stacks, or nested stacks and the resources of their parent. */
export class Waits {
  private readonly waits = new Map<IConstruct, Set<IConstruct>>();
  private readonly nested = new Map<IConstruct | undefined, Stack>();

  /**
   * @param somewhere any construct of the app
   * @param above the parent stack; undefined for whole stacks
   * @param counts which elements to consider
   */
  constructor(
    somewhere: IConstruct,
    private readonly above: Stack | undefined,
    counts: (element: CfnElement) => boolean,
  ) {
    for (const stack of findAround(somewhere, (node) => Stack.isStack(node))) {
      if (stack.nestedStackParent === above) this.nested.set(stack.nestedStackResource, stack);
    }
    const elementsOf = (construct: IConstruct) =>
      construct.node.findAll().filter((node) => CfnElement.isCfnElement(node));
    for (const construct of findAround(somewhere, (node): node is Construct => Construct.isConstruct(node))) {
      if (CfnElement.isCfnElement(construct) && counts(construct)) {
        for (const target of targetsOf(construct)) this.add(construct, target);
      }
      if (CfnResource.isCfnResource(construct) && counts(construct)) {
        for (const target of construct.obtainDependencies()) this.add(construct, target);
      }
      if (Stack.isStack(construct)) for (const stack of construct.dependencies) this.add(construct, stack);
      const awaited = construct.node.dependencies.flatMap(elementsOf).filter(counts);
      for (const one of awaited.length > 0 ? elementsOf(construct).filter(counts) : []) {
        for (const other of awaited) this.add(one, other);
      }
    }
  }

  /** Records that the unit of one construct waits for that of another. */
  public add(one: IConstruct, other: IConstruct): void {
    const [waiting, awaited] = [this.unitOf(one), this.unitOf(other)];
    if (!waiting || !awaited || waiting === awaited) return;
    this.waits.set(waiting, (this.waits.get(waiting) ?? new Set()).add(awaited));
  }

  /** Whether the unit of one construct waits for that of another, directly or indirectly. */
  public has(one: IConstruct, other: IConstruct): boolean {
    const [waiting, awaited] = [this.unitOf(one), this.unitOf(other)];
    const reached = new Set(waiting && [waiting]);
    for (const unit of reached) for (const next of this.waits.get(unit) ?? []) reached.add(next);
    return awaited !== undefined && reached.has(awaited);
  }

  private unitOf(construct: IConstruct): IConstruct | undefined {
    const stacks = stacksOf(construct);
    if (!this.above) return stacks.at(-1);
    const depth = stacks.indexOf(this.above);
    if (depth > 0) return stacks[depth - 1];
    // In the parent stack, a resource represents the nested stack.
    return depth === 0 ? (this.nested.get(construct) ?? construct) : undefined;
  }
}

/** The stack of a construct, followed by its parents. */
export function stacksOf(construct: IConstruct): Stack[] {
  const stacks: Stack[] = [];
  for (let stack: Stack | undefined = Stack.of(construct); stack; stack = stack.nestedStackParent) stacks.push(stack);
  return stacks;
}

/** The constructs that a part of a template refers to. */
export function targetsOf(element: CfnElement): IConstruct[] {
  const targets: IConstruct[] = [];
  const resolver = new ReferenceResolver((target) => targets.push(target));
  const inner = element as unknown as { _toCloudFormation(): object };
  Tokenization.resolve(inner._toCloudFormation(), { scope: element, resolver, preparing: true });
  return targets;
}
