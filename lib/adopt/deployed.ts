import { isObject, jsonIn } from '../base/json';

/** Properties as CloudFormation names them. */
export type Properties = Readonly<Record<string, unknown>>;

export const PREFIX = 'AWS::Cognito::';

/** A resource that belongs to the pool, or the pool itself. */
export interface DeployedResource {
  readonly type: string;
  readonly properties: Properties;
}

/** A pool as it is deployed. */
export interface Deployed {
  /** The file that says so. */
  readonly source: string;
  /** Undefined for a pool outside CloudFormation. */
  readonly logicalId?: string;
  readonly properties: Properties;
  readonly schema: readonly Properties[];
  /** The pool and what belongs to it, by logical ID. */
  readonly resources: ReadonlyMap<string, DeployedResource>;
}

interface Resource {
  readonly Type?: string;
  readonly Properties?: Properties;
}
export type Template = Readonly<Record<string, Resource>>;

/** The pools in a template, by logical ID. */
export const poolsIn = (template: Template): string[] =>
  Object.keys(template).filter((id) => template[id]?.Type === `${PREFIX}UserPool`);

/** A pool in a template, with what belongs to it. */
export function deployedIn(template: Template, logicalId: string, source: string): Deployed {
  const properties = template[logicalId]?.Properties ?? {};
  const isOfPool = ([id, { Type: type, Properties: { UserPoolId: owner } = {} }]: [string, Resource]) =>
    type?.startsWith(PREFIX) && (id === logicalId || mentions(owner, logicalId));
  const resources = Object.entries(template)
    .filter(isOfPool)
    .map(([id, { Type: type = '', Properties: own = {} }]): [string, DeployedResource] => [
      id,
      { type, properties: own },
    ]);
  const { Schema: schema } = properties;
  return {
    source,
    logicalId,
    properties,
    schema: Array.isArray(schema) ? (schema as Properties[]) : [],
    resources: new Map(resources),
  };
}

/** The resources of a template, as it is or as the AWS CLI prints it. */
export function templateIn(content: unknown): Template | undefined {
  if (typeof content === 'string') return templateIn(jsonIn(content));
  if (!isObject(content)) return undefined;
  if ('TemplateBody' in content) return templateIn(content.TemplateBody);
  const { Resources: resources } = content;
  return isObject(resources) && Object.values(resources).every(isObject) ? (resources as Template) : undefined;
}

/** An object that is no function of CloudFormation. */
export const isLiteralObject = (value: unknown): value is Properties =>
  isObject(value) && !Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::'));

/** Whether a value of a template refers to a resource, in whatever function. */
export function mentions(value: unknown, logicalId: string): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { Ref: ref, 'Fn::GetAtt': attribute } = value as { Ref?: unknown; 'Fn::GetAtt'?: unknown };
  if (ref === logicalId || [attribute].flat()[0] === logicalId) return true;
  return Object.values(value).some((each) => mentions(each, logicalId));
}
