import { Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** A construct and everything in it, except for nested stages, which are synthesized separately. */
export function constructsIn(construct: IConstruct): IConstruct[] {
  const found: IConstruct[] = [];
  const visit = (each: IConstruct) => {
    found.push(each);
    for (const child of each.node.children) if (!Stage.isStage(child)) visit(child);
  };
  visit(construct);
  return found;
}
