import { Stack, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * An id for what stands in one place of the tree on behalf of a construct in another: never the same for two constructs, and the same in every stage of a pipeline.
 */
export function idOnBehalfOf(construct: IConstruct, place: IConstruct): string {
  const stack = Stack.of(place);
  const near = Stack.of(construct) === stack;
  const from = (near ? stack : Stage.of(construct))?.node;
  const scopes = construct.node.scopes.slice(from?.scopes.length ?? 0);
  // What joins the parts must not stand in them, or A.B and A/B would be one.
  const path = scopes.map(({ node }) => node.id.replace(/[%.:]/g, encode)).join('.');
  return near ? path : `other:${path}`;
}

const encode = (sign: string) => `%${sign.charCodeAt(0).toString(16)}`;
