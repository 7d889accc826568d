import { CfnElement, CfnResource, Stack, Stage } from 'aws-cdk-lib';
import type * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { IConstruct } from 'constructs';
import { constructsIn } from '../base/constructs-in';
import { getOrCreate } from '../base/get-or-create';
import { groupedBy } from '../base/grouped-by';
import { repeated } from '../base/repeated';
import { sortedBy } from '../base/sorted-by';
import { stacksOf } from '../base/stacks';
import { Dependencies } from './dependencies';
import { Elements } from './elements';
import { Evaluator } from './evaluator';
import { Rendered, RenderedTemplate, References } from './references';
import { branchesOf, isSame, targetsIn, textOf, Value } from './value';

/** The property that names the owner of a resource. */
type OwnerProperty = 'ApiId' | 'UserPoolId';

/** A resource that is a part of another element of a template. */
export interface Fragment {
  readonly path: string;
  readonly stack: Stack;
  readonly type: unknown;
  /** The properties, or the whole body of what has no type, such as a transform. */
  readonly properties: Value;
  /** The logical IDs of all resources of the element. */
  readonly names: readonly string[];
}

/** A resource, with what its template will say. */
export class IndexedResource {
  public readonly path: string;
  private body?: Rendered;
  private readonly values = new Map<string, Value>();

  constructor(
    public readonly cfnResource: CfnResource,
    private readonly index: TemplateIndex,
  ) {
    this.path = cfnResource.node.path;
  }

  /** The resource as rendered. A reference is a `Ref` or `Fn::GetAtt` of a name that only this index knows. */
  public get rendered(): Rendered {
    this.body ??= this.index.during(() => this.index.references.render(this.cfnResource));
    return this.body;
  }

  /** The properties as rendered, overrides included. */
  public get properties(): Readonly<Record<string, unknown>> {
    return this.rendered.Properties ?? {};
  }

  /** A property, as far as it is known at synthesis. */
  public value(property: string): Value {
    return getOrCreate(this.values, property, () => this.evaluate(property));
  }

  /** The condition that may omit the resource of a deployment. */
  public get condition(): string | undefined {
    return this.rendered.Condition;
  }

  /** Its own condition and those of the nested stacks that it is in, each with the stack that has it. */
  public get conditions(): readonly string[] {
    const nested = stacksOf(this.cfnResource).flatMap(({ nestedStackResource: each }) =>
      CfnResource.isCfnResource(each) ? this.index.resource(each) : [],
    );
    return [this, ...nested].flatMap(({ condition, cfnResource: { stack } }) =>
      condition === undefined ? [] : `${stack.node.path} ${condition}`,
    );
  }

  /** Whether a deployment may lack the resource, because of its own condition or of one of a stack that it is in. */
  public get isConditional(): boolean {
    return this.conditions.length > 0;
  }

  /** The function, if there is one, that may change the resource at the deployment. */
  public get transform(): string | undefined {
    const names = [...Object.keys(this.rendered), ...Object.keys(this.properties)];
    return names.find((name) => name.startsWith('Fn::'));
  }

  private evaluate(property: string): Value {
    const value = this.index.evaluate(this.properties[property], this.cfnResource.stack);
    const { transform } = this;
    return transform ? { kind: 'unknown', name: transform, operands: [value] } : value;
  }
}

/**
 * What the templates of an app, or of one stage of it, will say. It walks the app once, renders each resource at most
 * once, and finds resources by type and owner.
 *
 * It shows the app as it was when it was made: `synthesis.ts` decides how long one may be used.
 */
export class TemplateIndex {
  private static readonly inUse: TemplateIndex[] = [];

  public readonly references = new References();
  private readonly dependencies = new Dependencies((element) =>
    this.references.targetsIn(
      CfnResource.isCfnResource(element) ? this.resource(element).rendered : this.renderedAll(element),
    ),
  );
  private readonly elements: Elements;
  private readonly evaluator: Evaluator;
  private readonly byType: ReadonlyMap<string, readonly CfnResource[]>;
  private readonly sorted = new Map<string, IndexedResource[]>();
  private readonly resources = new Map<CfnResource, IndexedResource>();
  private readonly byOwner = new Map<string, Owned>();
  private readonly ownerIds = new Map<IConstruct, Value>();
  private ofFragments?: readonly Fragment[];
  private readonly included = new Map<CfnElement, RenderedTemplate>();

  /** @param stage the app or stage */
  constructor(public readonly stage: IConstruct) {
    const elements = constructsIn(stage).filter((node) => CfnElement.isCfnElement(node));
    const resources = elements.filter((element) => CfnResource.isCfnResource(element));
    this.byType = groupedBy(resources, ({ cfnResourceType }) => cfnResourceType);
    this.elements = new Elements(elements);
    this.evaluator = new Evaluator(this.references, this.elements);
  }

  /** The index in use, if it is that of the construct's app or stage. */
  public static current(construct: IConstruct): TemplateIndex | undefined {
    const current = TemplateIndex.inUse.at(-1);
    return current && current.stage === stageOf(construct) ? current : undefined;
  }

  /** Does something for which lazy values use this index, too. */
  public during<T>(action: () => T): T {
    TemplateIndex.inUse.push(this);
    try {
      return action();
    } finally {
      TemplateIndex.inUse.pop();
    }
  }

  public resource(node: CfnResource): IndexedResource {
    return getOrCreate(this.resources, node, () => new IndexedResource(node, this));
  }

  /** Whether a resource is in the app, from which it may have been removed. */
  public has(node: CfnResource): boolean {
    return this.byType.get(node.cfnResourceType)?.includes(node) ?? false;
  }

  /** The resources of a type, by path. */
  public ofType(type: string): readonly IndexedResource[] {
    return getOrCreate(this.sorted, type, () => {
      const all = (this.byType.get(type) ?? []).map((node) => this.resource(node));
      return sortedBy(all, ({ path }) => path);
    });
  }

  /** The resources of several types. */
  public ofTypes(isWanted: (type: string) => boolean): readonly IndexedResource[] {
    return [...this.byType.keys()].filter(isWanted).flatMap((type) => this.ofType(type));
  }

  /** The parts of templates that are no constructs of their own, but come from a template as it was written. */
  public get fragments(): readonly Fragment[] {
    this.ofFragments ??= this.elements.fragments.flatMap((element) => {
      const { Resources: resources = {} } = this.renderedAll(element);
      const bodies = bodiesIn(resources);
      return bodies.map(([logicalId, body]) => ({
        path: `${element.node.path}/${logicalId}`,
        stack: element.stack,
        type: body.Type,
        properties: this.evaluate('Type' in body ? body.Properties : body, element.stack),
        names: bodies.map(([name]) => name),
      }));
    });
    return this.ofFragments;
  }

  /** The names of the macros that CloudFormation hands the template of a stack to, those of included templates too. */
  public transformsOf(stack: Stack): string[] {
    const included = this.elements.fragments
      .filter((element) => element.stack === stack)
      .flatMap((element) => this.renderedAll(element).Transform ?? [])
      .map((each) => (typeof each === 'string' ? each : String((each as { Name?: unknown }).Name)));
    return [...(stack.templateOptions.transforms ?? []), ...included];
  }

  /** The resources of a type that belong to a user pool, however and in whatever stack they were made, by path. */
  public ofPool(pool: aws_cognito.IUserPoolRef, type: string): readonly IndexedResource[] {
    return this.owned(type, 'UserPoolId', pool, pool.userPoolRef.userPoolId);
  }

  /** The same for an HTTP API. */
  public ofApi(api: apigwv2.IHttpApi, type: string): readonly IndexedResource[] {
    return this.owned(type, 'ApiId', api, api.apiId);
  }

  /** What a value given in a construct is. */
  public valueOf(scope: IConstruct, value: unknown): Value {
    return this.evaluate(
      this.during(() => this.references.resolve(scope, value)),
      Stack.of(scope),
    );
  }

  /** What a rendered value of a stack's template is. */
  public evaluate(rendered: unknown, stack: Stack): Value {
    return this.evaluator.evaluate(rendered, stack);
  }

  /** The elements that an element of a template waits for directly. */
  public dependenciesOf(element: CfnElement): ReadonlySet<CfnElement> {
    return this.during(() => this.dependencies.of(element));
  }

  /** The elements that an element of a template waits for, directly or indirectly. */
  public allDependenciesOf(element: CfnElement): ReadonlySet<CfnElement> {
    return this.during(() => this.dependencies.allOf(element));
  }

  private renderedAll(element: CfnElement): RenderedTemplate {
    return getOrCreate(this.included, element, () => this.references.renderAll(element));
  }

  private owned(type: string, property: OwnerProperty, owner: IConstruct, id: string): readonly IndexedResource[] {
    const owned = getOrCreate(this.byOwner, type, () => new Owned(this.ofType(type), property));
    return owned.by(getOrCreate(this.ownerIds, owner, () => this.valueOf(owner, id)));
  }
}

type Body = Readonly<Record<string, unknown>>;

/** The resources of a template, those in its loops included, by name. */
function bodiesIn(resources: Body): [string, Body][] {
  return Object.entries(resources).flatMap(([name, body]) =>
    Array.isArray(body) ? bodiesIn((body[2] ?? {}) as Body) : [[name, body as Body] as [string, Body]],
  );
}

/** The app, or the stage of a pipeline, that a construct is in: what is synthesized together. */
export function stageOf(construct: IConstruct): IConstruct {
  return getOrCreate(stages, construct, () => Stage.of(construct) ?? construct.node.root);
}

/** A construct never moves, and each lazy value asks several times. */
const stages = new WeakMap<IConstruct, IConstruct>();

/** Resources by what names their owner: a construct that the value mentions, or a literal ID. */
class Owned {
  private readonly byTarget = new Map<IConstruct, IndexedResource[]>();
  private readonly byText = new Map<string, IndexedResource[]>();
  private readonly others: { readonly resource: IndexedResource; readonly owner: Value }[] = [];

  constructor(resources: readonly IndexedResource[], property: OwnerProperty) {
    for (const resource of resources) {
      const owner = resource.value(property);
      const branches = branchesOf(owner);
      for (const text of new Set(branches.flatMap((branch) => textOf(branch) ?? []))) add(this.byText, text, resource);
      for (const target of new Set(targetsIn(owner))) add(this.byTarget, target, resource);
      for (const branch of branches) if (branch.kind === 'unknown') this.others.push({ resource, owner: branch });
    }
  }

  /** Those of which a condition may name the owner count as well. */
  public by(id: Value): readonly IndexedResource[] {
    const branches = branchesOf(id);
    if (branches.length > 1) return [...new Set(branches.flatMap((branch) => this.by(branch)))];
    const text = textOf(id);
    if (text !== undefined) return this.byText.get(text) ?? [];
    if (id.kind === 'reference') return this.byTarget.get(id.target) ?? [];
    return this.others.filter(({ owner }) => isSame(owner, id)).map(({ resource }) => resource);
  }
}

function add<K>(map: Map<K, IndexedResource[]>, key: K, resource: IndexedResource): void {
  getOrCreate(map, key, () => [] as IndexedResource[]).push(resource);
}

/**
 * The resources whose name another one before them has. Conditions may tell them apart, so those under one don't count.
 */
export function duplicatesOf(resources: readonly IndexedResource[], property: string): IndexedResource[] {
  const certain = resources.filter(({ isConditional }) => !isConditional);
  return repeated(certain, (resource) => textOf(resource.value(property))).map(({ item }) => item);
}
