import { CfnElement, CfnResource, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { IConstruct } from 'constructs';
import { isConditional, isPlain, newResolver, rendered, renderedIn, targetOf } from './rendered';
import { findAround } from './tree';
import { isKnown } from '../checks/values';

/** Renders what resources of one stack have. Many refer to the same things, so each reference is rendered once. */
class Renderer {
  private readonly resolver = newResolver();
  private readonly references = new Map<string, unknown>();

  public all(resource: CfnResource): Record<string, unknown> {
    return rendered(resource, this.resolver);
  }

  public value(scope: IConstruct, value: unknown): unknown {
    if (value === undefined || (typeof value === 'string' && !Token.isUnresolved(value))) return value;
    if (typeof value !== 'string' || !isReference(value)) return renderedIn(scope, value, this.resolver);
    if (!this.references.has(value)) this.references.set(value, renderedIn(scope, value, this.resolver));
    return this.references.get(value);
  }
}

/** Whether a text is a reference and nothing else. Other tokens may resolve differently each time. */
function isReference(text: string): boolean {
  const { length, firstToken } = Tokenization.reverseString(text);
  return length === 1 && Reference.isReference(firstToken);
}

/** A resource that belongs to another. */
export class Part<T extends CfnResource> {
  private whole?: Record<string, unknown>;

  constructor(
    public readonly node: T,
    private readonly renderer = new Renderer(),
  ) {}

  /** The properties as rendered in the template. Rendering is slow, so it is deferred. */
  public get properties(): Record<string, unknown> {
    this.whole ??= this.renderer.all(this.node);
    return this.whole;
  }

  /** Selected properties, none of them nested. There may be hundreds of parts, so the rest is rendered only where it matters. */
  public only(...names: string[]): Record<string, unknown> {
    if (this.whole || !isPlain(this.node)) return this.properties;
    const given = this.node as unknown as Record<string, unknown>;
    const asGiven = (name: string) => given[name.charAt(0).toLowerCase() + name.slice(1)];
    return Object.fromEntries(names.map((name) => [name, this.renderer.value(this.node, asGiven(name))]));
  }
}

/** The resources of one kind that belong to an API, however and in whatever stack they were created. Valid only at synthesis. */
export function partsOfApi<T extends CfnResource>(api: apigwv2.IHttpApi, isOfKind: (node: IConstruct) => node is T) {
  return partsOf(api, 'ApiId', api.apiId, isOfKind);
}

/** The same for a user pool. */
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
  const candidates = findAround(owner, isOfKind);
  if (candidates.length === 0) return [];
  const wanted = renderedIn(owner, id);
  const target = targetOf(wanted);
  const isOwned = (part: Part<T>) => {
    const { [property]: given } = part.only(property);
    const named = targetOf(given);
    if (named) return named === target;
    if (target) return CfnElement.isCfnElement(target) && isByHand(given, target, property, part.node.stack);
    // A value known only at deployment may differ between stacks.
    if (isUnknown(wanted) && Stack.of(owner) !== part.node.stack) return false;
    return JSON.stringify(given) === JSON.stringify(wanted);
  };
  const renderers = new Map<Stack, Renderer>();
  const rendererOf = ({ stack }: T) => {
    const renderer = renderers.get(stack) ?? new Renderer();
    renderers.set(stack, renderer);
    return renderer;
  };
  return candidates.map((node) => new Part(node, rendererOf(node))).filter(isOwned);
}

/** Whether a value that was written by hand refers to an element, which is in the same stack then. */
function isByHand(value: unknown, target: CfnElement, attribute: string, stack: Stack): boolean {
  if (typeof value !== 'object' || target.stack !== stack) return false;
  const id = stack.resolve(target.logicalId) as string;
  const forms = [
    { Ref: id },
    { 'Fn::GetAtt': [id, attribute] },
    { 'Fn::GetAtt': `${id}.${attribute}` },
    { 'Fn::Sub': `\${${id}}` },
    { 'Fn::Sub': `\${${id}.${attribute}}` },
  ];
  return forms.some((form) => JSON.stringify(form) === JSON.stringify(value));
}

/** A function of CloudFormation, or a value that the CDK has yet to look up. */
const isUnknown = (id: unknown) => typeof id !== 'string' || !isKnown(id);

/** The parts whose name another one before them has. Conditions may tell them apart, so those under one don't count. */
export function duplicatesOf<T extends CfnResource>(parts: Part<T>[], name: string): Part<T>[] {
  const seen = new Set<unknown>();
  return [...parts].sort(byPath).filter((part) => {
    const { [name]: given } = part.only(name);
    if (typeof given !== 'string' || isConditional(part.node)) return false;
    const isSecond = seen.has(given);
    seen.add(given);
    return isSecond;
  });
}

/** Sorts parts independently of the order of calls. */
export function byPath(one: Part<CfnResource>, other: Part<CfnResource>): number {
  return one.node.node.path < other.node.node.path ? -1 : 1;
}
