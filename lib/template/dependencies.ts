import { CfnElement, CfnResource } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** What the elements of templates wait for at deployment. */
export class Dependencies {
  private readonly known = new Map<CfnElement, ReadonlySet<CfnElement>>();
  private readonly reached = new Map<CfnElement, Set<CfnElement>>();

  /** @param targetsOf what an element refers to */
  constructor(private readonly targetsOf: (element: CfnElement) => IConstruct[]) {}

  /** The elements that an element refers to, and those that it, or a construct around it, has been told to wait for. */
  public of(element: CfnElement): ReadonlySet<CfnElement> {
    let all = this.known.get(element);
    if (!all) {
      // A lazy value may ask for the same while it is being read.
      this.known.set(element, new Set());
      const told = element.node.scopes.flatMap(({ node }) => node.dependencies).flatMap(({ node }) => node.findAll());
      const own = CfnResource.isCfnResource(element) ? element.obtainDependencies() : [];
      const constructs: IConstruct[] = [...this.targetsOf(element), ...own, ...told];
      all = new Set(constructs.filter((each) => CfnElement.isCfnElement(each)));
      this.known.set(element, all);
    }
    return all;
  }

  /** The same, and what those wait for. */
  public allOf(element: CfnElement): ReadonlySet<CfnElement> {
    let all = this.reached.get(element);
    if (!all) {
      all = new Set(this.of(element));
      this.reached.set(element, all);
      for (const each of all) for (const next of this.of(each)) all.add(next);
    }
    return all;
  }
}
