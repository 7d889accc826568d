import { Deployed, DeployedResource, isObject, Properties } from './deployed';
import { InStack } from './in-stack';
import { isFixed, mayGo } from './replacements';

/** A setting that the next deployment changes. */
export interface Change {
  /** The logical ID and the path of the property. */
  readonly setting: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Settings that may lock apps or users out, those first that lock out most. */
const LOCK_OUT = [
  'ExplicitAuthFlows',
  'AllowedOAuthFlows',
  'AllowedOAuthScopes',
  'AllowedOAuthFlowsUserPoolClient',
  'CallbackURLs',
  'LogoutURLs',
  'SupportedIdentityProviders',
  'MfaConfiguration',
  'EnabledMfas',
  'AccountRecoverySetting',
  'Policies',
  'ReadAttributes',
  'WriteAttributes',
];

/** Everything that will change in the pool and what hangs on it, and that is not reported as an error. */
export function changesOf(
  { resources, properties, logicalId }: Deployed,
  now: ReadonlyMap<string, InStack>,
  poolId: string,
): Change[] {
  const described: [string, DeployedResource][] = logicalId
    ? []
    : [[poolId, describedPool(properties, now.get(poolId))]];
  const changes = [...resources, ...described].flatMap(([id, before]): Change[] => {
    const after = now.get(id);
    if (after?.type !== before.type)
      return mayGo(before) ? [{ setting: id, before: before.type, after: undefined }] : [];
    const names = new Set([...Object.keys(before.properties), ...Object.keys(after.properties)]);
    const settings = [...names].filter((name) => !isFixed(before, name));
    return settings.flatMap((name) => differences(before.properties[name], after.properties[name], `${id}.${name}`));
  });
  return changes.sort((one, other) => rankOf(one) - rankOf(other) || (one.setting < other.setting ? -1 : 1));
}

/** Settings that older versions of the CDK have no property for. */
const NEWER = ['IssuerConfiguration', 'KeyConfiguration'];

/** Of a pool outside CloudFormation, only what its description says can be compared. */
function describedPool(described: Properties, now?: InStack): DeployedResource {
  const comparable = Object.entries(described)
    .filter(([name]) => now && (name in now.properties || NEWER.includes(name)))
    .map(([name, value]) => [name, name === 'AdminCreateUserConfig' ? withoutOldName(value) : value] as const);
  const rest = Object.entries(now?.properties ?? {}).filter(([name]) => !(name in described));
  return { type: now?.type ?? '', properties: Object.fromEntries([...comparable, ...rest]) };
}

/** Cognito describes TemporaryPasswordValidityDays by its old name as well. */
function withoutOldName(config: unknown): unknown {
  if (!isObject(config)) return config;
  return Object.fromEntries(Object.entries(config).filter(([name]) => name !== 'UnusedAccountValidityDays'));
}

function rankOf({ setting }: Change): number {
  const [, property = ''] = setting.split('.');
  const rank = LOCK_OUT.indexOf(property);
  return rank < 0 ? LOCK_OUT.length : rank;
}

/** The innermost differences. Lists are one value, and of names in any order. */
function differences(before: unknown, after: unknown, setting: string): Change[] {
  const [was, is] = [before, after].map((value) => (value === undefined ? {} : value));
  if (isMap(was) && isMap(is)) {
    const names = new Set([...Object.keys(was), ...Object.keys(is)]);
    return [...names].flatMap((name) => differences(was[name], is[name], `${setting}.${name}`));
  }
  return canonicalText(before) === canonicalText(after) ? [] : [{ setting, before, after }];
}

/** An object that is no function of CloudFormation. */
const isMap = (value: unknown): value is Properties =>
  isObject(value) && !Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::'));

function canonicalText(value: unknown): string | undefined {
  const isNames = Array.isArray(value) && value.every((each) => typeof each === 'string');
  return JSON.stringify(isNames ? [...value].sort() : value, (_, each: unknown) =>
    isObject(each) ? Object.fromEntries(Object.entries(each).sort()) : each,
  );
}
