import { CfnElement, CfnResource } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { References } from './references';

/** What the elements of templates wait for at deployment. */
export class Dependencies {
  private readonly known = new Map<CfnElement, ReadonlySet<CfnElement>>();

  constructor(private readonly references: References) {}

  /** The elements that an element refers to, and those that it, or a construct around it, has been told to wait for. */
  public of(element: CfnElement): ReadonlySet<CfnElement> {
    let all = this.known.get(element);
    if (!all) {
      // A lazy value may ask for the same while it is being read.
      this.known.set(element, new Set());
      const told = element.node.scopes.flatMap(({ node }) => node.dependencies).flatMap(({ node }) => node.findAll());
      const own = CfnResource.isCfnResource(element) ? element.obtainDependencies() : [];
      const constructs: IConstruct[] = [...this.references.targetsOf(element), ...own, ...told];
      all = new Set(constructs.filter((each) => CfnElement.isCfnElement(each)));
      this.known.set(element, all);
    }
    return all;
  }

  /** Whether an element waits for another one that is in a construct, directly or indirectly. */
  public reach(element: CfnElement, construct: IConstruct): boolean {
    const reached = new Set([element]);
    for (const each of reached) {
      if (each.node.scopes.includes(construct)) return true;
      for (const next of this.of(each)) reached.add(next);
    }
    return false;
  }
}
