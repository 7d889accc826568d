import { Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * Everything of one kind in the app, or in the stage of a pipeline, whoever made it and in whatever stack. For what can be judged only at synth.
 */
export function findAround<T extends IConstruct>(
  construct: IConstruct,
  isOfKind: (node: IConstruct) => node is T,
): T[] {
  const around = Stage.of(construct) ?? construct.node.root;
  return around.node.findAll().filter(isOfKind);
}
