import { Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * All constructs of one kind in the app or pipeline stage. Valid only at synthesis.
 */
export function findAround<T extends IConstruct>(
  construct: IConstruct,
  isOfKind: (node: IConstruct) => node is T,
): T[] {
  const around = Stage.of(construct) ?? construct.node.root;
  return around.node.findAll().filter(isOfKind);
}
