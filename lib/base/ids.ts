import { Stack, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * An ID for a construct that is created in one place on behalf of a construct in another. Unique, and the same in every
 * stage of a pipeline.
 */
export function idOnBehalfOf(construct: IConstruct, place: IConstruct): string {
  const stack = Stack.of(place);
  const near = Stack.of(construct) === stack;
  const from = (near ? stack : Stage.of(construct))?.node;
  const scopes = construct.node.scopes.slice(from?.scopes.length ?? 0);
  // The separator must not occur in the parts: otherwise A.B and A/B would be the same.
  const path = scopes.map(({ node }) => node.id.replace(/[%.:]/g, encode)).join('.');
  return near ? path : `other:${path}`;
}

const encode = (sign: string) => `%${sign.charCodeAt(0).toString(16)}`;
