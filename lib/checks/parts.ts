import { CfnResource, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { IConstruct } from 'constructs';
import { ReferenceResolver } from './references';
import { isPlain, newResolver, rendered, renderedIn, targetOf } from './rendered';
import { findAround } from './tree';
import { isKnown } from './values';

/** A resource that belongs to another. */
export class Part<T extends CfnResource> {
  private whole?: Record<string, unknown>;

  constructor(
    public readonly node: T,
    private readonly resolver = newResolver(),
  ) {}

  /** The properties as the template will have them. Rendering them takes time, so it waits until they are asked for. */
  public get properties(): Record<string, unknown> {
    this.whole ??= rendered(this.node, this.resolver);
    return this.whole;
  }

  /** Some of them, which must have no properties within. There may be hundreds of parts, and of most the rest is not rendered for that. */
  public only(...names: string[]): Record<string, unknown> {
    if (this.whole || !isPlain(this.node)) return this.properties;
    const given = this.node as unknown as Record<string, unknown>;
    const asGiven = (name: string) => given[name.charAt(0).toLowerCase() + name.slice(1)];
    const properties = Object.fromEntries(names.map((name) => [name, asGiven(name)]));
    return renderedIn(this.node, properties, this.resolver) as Record<string, unknown>;
  }
}

/** The resources of one kind that an API has, whoever made them, in whatever stack and by whatever way. To be asked at synth only. */
export function partsOfApi<T extends CfnResource>(api: apigwv2.IHttpApi, isOfKind: (node: IConstruct) => node is T) {
  return partsOf(api, 'ApiId', api.apiId, isOfKind);
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
): Part<T>[] {
  const wanted = renderedIn(owner, id);
  const target = targetOf(wanted);
  const isOwned = (part: Part<T>) => {
    const { [property]: given } = part.only(property);
    const named = targetOf(given);
    if (named) return named === target;
    // A reference that was written by hand is to something in its own stack.
    if (target && Stack.of(target) !== part.node.stack) return false;
    // What only deployment will know may be another thing in another stack.
    if (!target && isUnknown(wanted) && Stack.of(owner) !== part.node.stack) return false;
    return JSON.stringify(given) === JSON.stringify(wanted);
  };
  const resolvers = new Map<Stack, ReferenceResolver>();
  const resolverOf = ({ stack }: T) => {
    const resolver = resolvers.get(stack) ?? newResolver();
    resolvers.set(stack, resolver);
    return resolver;
  };
  return findAround(owner, isOfKind)
    .map((node) => new Part(node, resolverOf(node)))
    .filter(isOwned);
}

/** A function of CloudFormation, or a value that the CDK has yet to look up. */
const isUnknown = (id: unknown) => typeof id !== 'string' || !isKnown(id);

/** Sorts parts in an order that no order of calls changes. */
export function byPath(one: Part<CfnResource>, other: Part<CfnResource>): number {
  return one.node.node.path < other.node.node.path ? -1 : 1;
}
