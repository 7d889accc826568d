import {
  CfnElement,
  CfnResource,
  DefaultTokenResolver,
  IPostProcessor,
  IResolvable,
  IResolveContext,
  Reference,
  Token,
  Tokenization,
} from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** A resource as its template will describe it, overrides included. */
export interface Rendered {
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Condition?: string;
}

/** What an element adds to its template. */
export interface RenderedTemplate {
  readonly Resources?: Readonly<Record<string, unknown>>;
  readonly Transform?: unknown;
}

/** The one method in which the CDK puts properties and overrides together; every version has it. */
export const toCloudFormation = (element: CfnElement): object =>
  (element as unknown as { _toCloudFormation(): object })._toCloudFormation();

/** No logical ID starts with it. */
const MARK = '#';

/**
 * Renders resources as their templates will, except that a reference names its target and not a logical ID: `{ Ref:
 * '#3' }`. A logical ID alone does not say which stack it is in, and the CDK replaces a reference to another stack only
 * while it synthesizes.
 */
export class References {
  private readonly all: Reference[] = [];
  private readonly names = new Map<Reference, string>();

  /** A resource; an empty one if it is not going to be in the template. */
  public render(resource: CfnResource): Rendered {
    const { Resources: resources = {} } = toCloudFormation(resource) as { Resources?: Record<string, unknown> };
    const [body = {}] = Object.values(resources);
    return this.resolve(resource, body) as Rendered;
  }

  /** An element of any kind, which may have any number of resources. */
  public renderAll(element: CfnElement): RenderedTemplate {
    return this.resolve(element, toCloudFormation(element)) as RenderedTemplate;
  }

  /** The constructs that a rendered value refers to. */
  public targetsIn(rendered: unknown): IConstruct[] {
    if (typeof rendered !== 'object' || rendered === null) return [];
    const reference = this.referenceIn(rendered);
    return reference ? [reference.target] : Object.values(rendered).flatMap((each) => this.targetsIn(each));
  }

  /** A value as the template of a construct's stack will contain it. */
  public resolve(scope: IConstruct, value: unknown): unknown {
    // Most values are one of these two, and the CDK would take several times as long.
    const isToken = Token.isUnresolved(value);
    if (typeof value === 'string' && !isToken) return value;
    // A new one, because a lazy value may have other resources rendered while it is being read.
    const resolver = new ReferenceResolver((each) => this.nameOf(each));
    const reference = isToken ? resolver.renderIfReference(value) : undefined;
    return reference ?? Tokenization.resolve(value, { scope, resolver, preparing: false });
  }

  /** The target of a name. */
  public targetOf(name: string): IConstruct | undefined {
    return this.referenceOf(name)?.target;
  }

  /** A rendered value with tokens in place of names and functions, so that any stack can use it. */
  public toTokens(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((each) => this.toTokens(each));
    if (typeof value !== 'object' || value === null) return value;
    const reference = this.referenceIn(value);
    if (reference) return reference;
    const { 'Fn::Join': joined } = value as Record<string, unknown>;
    if (isJoin(joined)) return joined[1].map((each) => Token.asString(this.toTokens(each))).join('');
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, this.toTokens(each)]));
  }

  private referenceIn(rendered: object): Reference | undefined {
    const { Ref: ref, 'Fn::GetAtt': attribute } = rendered as Record<string, unknown>;
    const name: unknown = ref ?? (Array.isArray(attribute) ? attribute[0] : undefined);
    return typeof name === 'string' ? this.referenceOf(name) : undefined;
  }

  private referenceOf(name: string): Reference | undefined {
    return name.startsWith(MARK) ? this.all[Number(name.slice(MARK.length))] : undefined;
  }

  private nameOf(reference: Reference): string {
    const name = this.names.get(reference) ?? `${MARK}${this.all.push(reference) - 1}`;
    this.names.set(reference, name);
    return name;
  }
}

class ReferenceResolver extends DefaultTokenResolver {
  /** How many tokens are reading what is in them. */
  private readers = 0;

  constructor(private readonly nameOf: (reference: Reference) => string) {
    super({ join });
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (Reference.isReference(token)) return this.render(token);
    const value = this.read(token, context);
    // A token that reads others, as one for JSON does, needs the type hints that the CDK leaves on what it resolves.
    const resolved: unknown = this.readers > 0 ? context.resolve(value) : this.resolveIn(value, context);
    return postProcessor.postProcess(resolved, context);
  }

  private read(token: IResolvable, context: IResolveContext): unknown {
    this.readers += 1;
    try {
      return token.resolve(context);
    } finally {
      this.readers -= 1;
    }
  }

  /** What a value becomes if it is a reference and nothing else. */
  public renderIfReference(value: unknown): object | undefined {
    const token = Tokenization.reverse(value, { failConcat: false });
    return token && Reference.isReference(token) ? this.render(token) : undefined;
  }

  private render(reference: Reference): object {
    const name = this.nameOf(reference);
    return reference.displayName === 'Ref' ? { Ref: name } : { 'Fn::GetAtt': [name, reference.displayName] };
  }

  /** Resolves the tokens in a value. The CDK resolves literals as well, which takes most of the time. */
  private resolveIn(value: unknown, context: IResolveContext): unknown {
    if (Token.isUnresolved(value)) return this.renderIfReference(value) ?? context.resolve(value);
    if (Array.isArray(value)) {
      return value.map((each) => this.resolveIn(each, context)).filter((each) => each !== undefined);
    }
    if (typeof value !== 'object' || value === null) return value;
    const keys = Object.keys(value);
    if (!isPlain(value) || Token.isUnresolved(keys.join())) return context.resolve(value);
    // Most of what an index does is done here, and entries would take several times as long.
    const resolved: Record<string, unknown> = {};
    for (const key of keys) resolved[key] = this.resolveIn(value[key], context);
    return resolved;
  }
}

function isPlain(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Whether the argument of `Fn::Join` is that of a string with references. */
const isJoin = (argument: unknown): argument is ['', unknown[]] =>
  Array.isArray(argument) && argument[0] === '' && Array.isArray(argument[1]);

/** Joins the parts of a string. The evaluator takes nested joins apart. */
function join(left: unknown, right: unknown): unknown {
  if (left === undefined) return right;
  if (right === undefined) return left;
  if (typeof left === 'object' || typeof right === 'object') return { 'Fn::Join': ['', [left, right]] };
  return `${left as string}${right as string}`;
}
