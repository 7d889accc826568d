import { CfnElement, CfnResource, Stack, Tokenization } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { ReferenceResolver } from './references';
import { findAround } from './tree';

/** What deployments wait for each other: whole stacks beside each other, or nested stacks and the resources beside them in the stack above. */
export class Waits {
  private readonly waits = new Map<IConstruct, Set<IConstruct>>();
  private readonly nested = new Map<IConstruct | undefined, Stack>();

  /**
   * @param somewhere in the app
   * @param above the stack in which they stand; none for whole stacks
   * @param counts which resources count
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

  /** Has what one construct stands in wait for what another stands in. */
  public add(one: IConstruct, other: IConstruct): void {
    const [waiting, awaited] = [this.unitOf(one), this.unitOf(other)];
    if (!waiting || !awaited || waiting === awaited) return;
    this.waits.set(waiting, (this.waits.get(waiting) ?? new Set()).add(awaited));
  }

  /** Whether what one construct stands in waits for what another stands in, on whatever way. */
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
    // The resource that a nested stack is in the stack above it stands for the nested stack.
    return depth === 0 ? (this.nested.get(construct) ?? construct) : undefined;
  }
}

/** The stack of a construct, and those that it is nested in. */
export function stacksOf(construct: IConstruct): Stack[] {
  const stacks: Stack[] = [];
  for (let stack: Stack | undefined = Stack.of(construct); stack; stack = stack.nestedStackParent) stacks.push(stack);
  return stacks;
}

/** What a part of a template refers to. */
function targetsOf(element: CfnElement): IConstruct[] {
  const targets: IConstruct[] = [];
  const resolver = new ReferenceResolver((target) => targets.push(target));
  const inner = element as unknown as { _toCloudFormation(): object };
  Tokenization.resolve(inner._toCloudFormation(), { scope: element, resolver, preparing: true });
  return targets;
}
