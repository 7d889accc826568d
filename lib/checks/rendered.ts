import { CfnResource } from 'aws-cdk-lib';

/**
 * The properties of a resource as the template will have them: with everything that was set on it or written over it, by whatever way. To be asked at synth only.
 */
export function rendered(resource: CfnResource): Record<string, unknown> {
  // The one place where the CDK puts properties and overrides together; it is in every version of it.
  const inner = resource as unknown as { _toCloudFormation(): { Resources?: Record<string, unknown> } };
  // The logical id, which is the key, is costly to resolve and not asked for.
  const [body] = Object.values(inner._toCloudFormation().Resources ?? {});
  const { Properties } = resource.stack.resolve(body ?? {}) as { Properties?: Record<string, unknown> };
  return Properties ?? {};
}
