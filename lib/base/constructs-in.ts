import { Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** A construct and all in it, except what is in stages of it: they are synthesized apart. */
export function constructsIn(construct: IConstruct): IConstruct[] {
  const found: IConstruct[] = [];
  const visit = (each: IConstruct) => {
    found.push(each);
    for (const child of each.node.children) if (!Stage.isStage(child)) visit(child);
  };
  visit(construct);
  return found;
}
