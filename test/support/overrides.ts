import { App, CfnResource } from 'aws-cdk-lib';
import { vi } from 'vitest';

/** Where the CDK keeps overrides. It has no way to take one back. */
interface Overridable {
  rawOverrides: object;
}

/**
 * Synthesizes an app whose resources have overrides, which are gone again when it is done. The result may well be
 * invalid, so the validator of the newest aws-cdk-lib is not asked.
 */
export function synthWithOverrides(
  app: App,
  overrides: readonly (readonly [resource: CfnResource, property: string, value: unknown])[],
) {
  const resources = new Set(overrides.map(([resource]) => resource as unknown as Overridable));
  const before = [...resources].map((resource) => [resource, resource.rawOverrides] as const);
  for (const resource of resources) resource.rawOverrides = copyOf(resource.rawOverrides);
  vi.stubEnv('CDK_VALIDATION', 'false');
  try {
    for (const [resource, property, value] of overrides) resource.addPropertyOverride(property, copyOf(value));
    return app.synth({ force: true });
  } finally {
    for (const [resource, own] of before) resource.rawOverrides = own;
    vi.unstubAllEnvs();
  }
}

/** Tokens and lists stay what they are. */
function copyOf<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (![Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, copyOf(each)])) as T;
}
