import { Stack, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * An id for what stands in one place of the tree on behalf of a construct in another: never the same for two constructs, and the same in every stage of a pipeline.
 */
export function idOnBehalfOf(construct: IConstruct, place: IConstruct): string {
  const from = Stack.of(construct) === Stack.of(place) ? Stack.of(place) : Stage.of(construct);
  const prefix = from?.node.path ? `${from.node.path}/` : '';
  const { path } = construct.node;
  return (path.startsWith(prefix) ? path.slice(prefix.length) : path).replaceAll('/', '.');
}
