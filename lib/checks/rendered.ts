import { CfnResource, Tokenization } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { AS_TEMPLATE, ReferenceResolver } from './references';

/**
 * The properties of a resource as the template will have them: with everything that was set on it or written over it, by whatever way. To be asked at synth only.
 *
 * @param resource the resource
 * @param resolver one that is shared with other resources of its stack
 */
export function rendered(resource: CfnResource, resolver = newResolver()): Record<string, unknown> {
  // The one place where the CDK puts properties and overrides together; it is in every version of it.
  const inner = resource as unknown as { _toCloudFormation(): { Resources?: Record<string, unknown> } };
  // The logical id, which is the key, is costly to resolve and not asked for.
  const [body] = Object.values(inner._toCloudFormation().Resources ?? {});
  const { Properties } = renderedIn(resource, body ?? {}, resolver) as { Properties?: Record<string, unknown> };
  return Properties ?? {};
}

/** Whether a resource has just the properties that were set on it: nothing is written over them, and its class is one of the CDK's own. */
export function isPlain(resource: CfnResource): boolean {
  const { rawOverrides } = resource as unknown as { rawOverrides?: object };
  const isOfTheCdk = Object.hasOwn(resource.constructor, 'CFN_RESOURCE_TYPE_NAME');
  return isOfTheCdk && rawOverrides !== undefined && Object.keys(rawOverrides).length === 0;
}

/** Whether a deployment may leave a resource out. */
export function isConditional(resource: CfnResource): boolean {
  const { rawOverrides } = resource as unknown as { rawOverrides?: { Condition?: unknown } };
  return (rawOverrides?.Condition ?? resource.cfnOptions.condition) !== undefined;
}

/** A value as the template of a construct's stack will have it. */
export function renderedIn(scope: IConstruct, value: unknown, resolver = newResolver()): unknown {
  return Tokenization.resolve(value, { scope, resolver, preparing: false });
}

/** Resolves as templates do, and remembers what references are to. For one stack. */
export function newResolver(): ReferenceResolver {
  return new ReferenceResolver((target, value) => {
    if (typeof value === 'object' && value !== null) TARGETS.set(value, { target, text: JSON.stringify(value) });
  }, AS_TEMPLATE);
}

/** What a rendered value is a reference to, where it is one: `{ Ref: 'Api' }` alone does not say in which stack. */
export function targetOf(value: unknown): IConstruct | undefined {
  const known = typeof value === 'object' && value !== null ? TARGETS.get(value) : undefined;
  // An override is written into the value.
  return known?.text === JSON.stringify(value) ? known?.target : undefined;
}

const TARGETS = new WeakMap<object, { readonly target: IConstruct; readonly text: string }>();
