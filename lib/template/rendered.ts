import { CfnResource, Tokenization } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { AS_TEMPLATE, ReferenceResolver } from './references';

/**
 * The properties of a resource as rendered in the template, overrides included. Valid only at synthesis.
 *
 * @param resource the resource
 * @param resolver a resolver shared by the resources of one stack
 */
export function rendered(resource: CfnResource, resolver = newResolver()): Record<string, unknown> {
  // The one place where the CDK puts properties and overrides together; it is in every version of it.
  const inner = resource as unknown as { _toCloudFormation(): { Resources?: Record<string, unknown> } };
  // Resolving the logical ID (the key) is slow and unnecessary.
  const [body] = Object.values(inner._toCloudFormation().Resources ?? {});
  const { Properties } = renderedIn(resource, body ?? {}, resolver) as { Properties?: Record<string, unknown> };
  return Properties ?? {};
}

const RENDERING = ['cfnProperties', 'renderProperties', 'shouldSynthesize', '_toCloudFormation'];

/** Whether a resource renders exactly the properties that were set on it: it has no overrides, and its class is one of the CDK's own. */
export function isPlain(resource: CfnResource): boolean {
  const { rawOverrides } = resource as unknown as { rawOverrides?: object };
  const isOfTheCdk = Object.hasOwn(resource.constructor, 'CFN_RESOURCE_TYPE_NAME');
  // In other languages, a subclass overrides members of the instance.
  const isChanged = RENDERING.some((member) => Object.hasOwn(resource, member));
  return isOfTheCdk && !isChanged && rawOverrides !== undefined && Object.keys(rawOverrides).length === 0;
}

/** The logical ID of the condition that may leave a resource out of a deployment. */
export function conditionOf(resource: CfnResource): string | undefined {
  const { rawOverrides = {} } = resource as unknown as { rawOverrides?: { Condition?: string } };
  return 'Condition' in rawOverrides ? rawOverrides.Condition : resource.cfnOptions.condition?.logicalId;
}

/** Whether a condition may leave a resource out, or a nested stack that it is in. */
export function isConditional(resource: CfnResource): boolean {
  if (conditionOf(resource) !== undefined) return true;
  const { nestedStackResource: nested } = resource.stack;
  return CfnResource.isCfnResource(nested) && isConditional(nested);
}

/** A value as rendered in the template of a construct's stack. */
export function renderedIn(scope: IConstruct, value: unknown, resolver = newResolver()): unknown {
  return Tokenization.resolve(value, { scope, resolver, preparing: false });
}

/** Resolves tokens as templates do and remembers the targets of references. For one stack. */
export function newResolver(): ReferenceResolver {
  return new ReferenceResolver((target, value) => {
    if (typeof value === 'object' && value !== null) TARGETS.set(value, { target, text: JSON.stringify(value) });
  }, AS_TEMPLATE);
}

/** The target of a rendered reference: `{ Ref: 'Api' }` alone does not name the stack. */
export function targetOf(value: unknown): IConstruct | undefined {
  const known = typeof value === 'object' && value !== null ? TARGETS.get(value) : undefined;
  // An override may have modified the value.
  return known?.text === JSON.stringify(value) ? known?.target : undefined;
}

const TARGETS = new WeakMap<object, { readonly target: IConstruct; readonly text: string }>();
