import { CfnResource, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { IConstruct } from 'constructs';
import { ReferenceResolver } from './references';
import { newResolver, rendered, renderedIn, targetOf } from './rendered';
import { findAround } from './tree';

/** A resource that belongs to another, with its properties as the template will have them. */
export interface Part<T extends CfnResource> {
  readonly node: T;
  readonly properties: Record<string, unknown>;
}

/** How properties are read. */
type Read<T> = (node: T, resolver: ReferenceResolver) => Record<string, unknown>;

/** The resources of one kind that an API has, whoever made them, in whatever stack and by whatever way. To be asked at synth only. */
export function partsOfApi<T extends CfnResource>(
  api: apigwv2.IHttpApi,
  isOfKind: (node: IConstruct) => node is T,
  read?: Read<T>,
) {
  return partsOf(api, 'ApiId', api.apiId, isOfKind, read);
}

/** The same of a user pool. */
export function partsOfPool<T extends CfnResource>(
  pool: aws_cognito.IUserPoolRef,
  isOfKind: (node: IConstruct) => node is T,
) {
  return partsOf(pool, 'UserPoolId', pool.userPoolRef.userPoolId, isOfKind);
}

function partsOf<T extends CfnResource>(
  owner: IConstruct,
  property: string,
  id: string,
  isOfKind: (node: IConstruct) => node is T,
  read: Read<T> = rendered,
): Part<T>[] {
  const wanted = renderedIn(owner, id);
  const target = targetOf(wanted);
  const isNamed = ({ node, properties }: Part<T>) => {
    const named = targetOf(properties[property]);
    if (named) return named === target;
    // A reference that was written by hand is to something in its own stack.
    if (target && Stack.of(target) !== node.stack) return false;
    // What only deployment will know may be another thing in another stack.
    if (!target && isUnknown(wanted) && Stack.of(owner) !== node.stack) return false;
    return JSON.stringify(properties[property]) === JSON.stringify(wanted);
  };
  const resolvers = new Map<Stack, ReferenceResolver>();
  const resolverOf = (node: T) => {
    const resolver = resolvers.get(node.stack) ?? newResolver();
    resolvers.set(node.stack, resolver);
    return resolver;
  };
  return findAround(owner, isOfKind)
    .map((node) => ({ node, properties: read(node, resolverOf(node)) }))
    .filter(isNamed);
}

/** A function of CloudFormation, or what the CDK puts in place of a value that it has yet to look up. */
const isUnknown = (id: unknown) => typeof id !== 'string' || id.startsWith('dummy-value-for-');

/** Sorts parts in an order that no order of calls changes. */
export function byPath(one: Part<CfnResource>, other: Part<CfnResource>): number {
  return one.node.node.path < other.node.node.path ? -1 : 1;
}
