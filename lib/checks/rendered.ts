import { CfnResource, Stack, Tokenization } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { joinAsTemplate, ReferenceResolver } from './references';

/**
 * The properties of a resource as the template will have them: with everything that was set on it or written over it, by whatever way. To be asked at synth only.
 */
export function rendered(resource: CfnResource): Record<string, unknown> {
  // The one place where the CDK puts properties and overrides together; it is in every version of it.
  const inner = resource as unknown as { _toCloudFormation(): { Resources?: Record<string, unknown> } };
  // The logical id, which is the key, is costly to resolve and not asked for.
  const [body] = Object.values(inner._toCloudFormation().Resources ?? {});
  const { Properties } = renderedIn(resource, body ?? {}) as { Properties?: Record<string, unknown> };
  return Properties ?? {};
}

/** A value as the template of a construct's stack will have it. */
export function renderedIn(construct: IConstruct, value: unknown): unknown {
  const concat = joinAsTemplate((text) => Stack.of(construct).resolve(text) as unknown);
  const resolver = new ReferenceResolver((target, resolved) => {
    if (typeof resolved === 'object' && resolved !== null) TARGETS.set(resolved, target);
  }, concat);
  return Tokenization.resolve(value, { scope: construct, resolver, preparing: false });
}

/** What a rendered value is a reference to, where it is one: `{ Ref: 'Api' }` alone does not say in which stack. */
export function targetOf(value: unknown): IConstruct | undefined {
  return typeof value === 'object' && value !== null ? TARGETS.get(value) : undefined;
}

const TARGETS = new WeakMap<object, IConstruct>();
