import { App } from 'aws-cdk-lib';
import { ArtifactMetadataEntryType } from 'aws-cdk-lib/cloud-assembly-schema';
import { expect } from 'vitest';

const REFUSED = /^\S+ has (1 problem|\d+ problems):\n( {2}\d+\. [^]+? is [^]+?: [^]+?\. [^]+?\.(\n|$))+/;
const REFUSED_AT_SYNTH = /^Validation failed with the following errors:\n( {2}\[\S+\] .+? is .+?: .+?\. .+?\.(\n|$))+$/;

/** What comes of calls: the templates and warnings, or an error. */
export interface Outcome {
  readonly rejected?: string;
  readonly templates?: Record<string, object>;
  readonly warnings?: string[];
}

/** The clear error that calls were rejected with. Throws whatever else went wrong. */
export function rejectionIn(error: unknown): Outcome {
  const { message } = error as Error;
  if (!REFUSED.test(message) && !REFUSED_AT_SYNTH.test(message)) throw error;
  return { rejected: message };
}

/**
 * The warnings of the library in an app. The CDK's own come with the order of calls, and informational messages name an
 * option as it was given, in props or in a call.
 */
export const warningsIn = (app: App): string[] =>
  app.node
    .findAll()
    .flatMap(({ node }) => node.metadata.map(({ type, data }) => ({ type, text: `${node.path} ${data}` })))
    .filter(({ type }) => type !== String(ArtifactMetadataEntryType.INFO))
    .map(({ text }) => text)
    .filter((text) => text.includes('cdk-user-auth-pool:'))
    .sort();

/** Expects that calls in another order came to the same. Of several wrong calls, the first one is told. */
export function expectSame(one: Outcome, other: Outcome): void {
  expect(typeof other.rejected).toBe(typeof one.rejected);
  if (one.rejected === undefined || other.rejected === undefined) {
    expect(settled(other.templates)).toEqual(settled(one.templates));
    expect(other.warnings).toEqual(one.warnings);
  } else if (REFUSED_AT_SYNTH.test(one.rejected) && REFUSED_AT_SYNTH.test(other.rejected)) {
    expect(other.rejected.split('\n').sort()).toEqual(one.rejected.split('\n').sort());
  }
}

const sorted = (list: unknown[]) =>
  [...list].sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));

/** A template without what the order of calls may change. */
function settled(value: any, key = ''): unknown {
  // A permission counts the same wherever it stands in a policy.
  if (key === 'Statement') return sorted(value);
  // It names the file of a nested stack by the hash of its text, in which resources stand in the order in which they
  // were made.
  if (key === 'TemplateURL') return undefined;
  if (Array.isArray(value)) return value.map((each) => settled(each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, settled(inner, name)]));
}
