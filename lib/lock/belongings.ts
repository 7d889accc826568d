import { CfnResource, Fn, Stack, Token } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { isObject, jsonIn } from '../base/json';
import { pathOf } from '../base/path-of';
import { IndexedResource, TemplateIndex } from '../template/template-index';
import { textOf } from '../template/value';
import { BelongingType, CLIENT, DOMAIN, GROUP, IDENTITY_PROVIDER, RESOURCE_SERVER } from './belonging-types';
import { ABSENT, Entry, Json, sorted } from './content';
import { identityOf, isSameStack, namesOf } from './identity';

/** A map in an entry, by logical ID. */
interface BelongingMap {
  readonly of: BelongingType;
  /** The property that it has of each resource. Without one, it has the path. */
  readonly property?: string;
  /** The map that has the same resources, if it says more of them. */
  readonly detailOf?: string;
}

/** What belongs to a pool and cannot be changed in place, by the names of the maps. */
export const BELONGINGS = {
  clients: { of: CLIENT },
  generateSecret: { of: CLIENT, property: 'GenerateSecret', detailOf: 'clients' },
  domains: { of: DOMAIN, property: DOMAIN.nameProperty },
  identityProviders: { of: IDENTITY_PROVIDER, property: IDENTITY_PROVIDER.nameProperty },
  providerTypes: { of: IDENTITY_PROVIDER, property: 'ProviderType', detailOf: 'identityProviders' },
  groups: { of: GROUP, property: GROUP.nameProperty },
  resourceServers: { of: RESOURCE_SERVER, property: RESOURCE_SERVER.nameProperty },
} satisfies Record<string, BelongingMap>;
export type Belonging = keyof typeof BELONGINGS;

const MAPS: readonly [setting: string, map: BelongingMap][] = Object.entries(BELONGINGS);

export const isBelonging = (setting: string): boolean => MAPS.some(([each]) => each === setting);

/** What an entry has of one kind, by logical ID. */
export function belongingsIn(entry: Entry, setting: Belonging): [id: string, value: string][] {
  const map = entry[setting];
  return isObject(map) ? (Object.entries(map) as [string, string][]) : [];
}

/** What belongs to a pool. IDs in other stacks than that of the pool have the name of the stack in front of them. */
export function belongingsOf(index: TemplateIndex, pool: cognito.CfnUserPool): Record<string, Json> {
  const maps = MAPS.flatMap(([setting, { of, property }]) => {
    const resources = index.ofPool(pool, of.type);
    const entries = resources.map(
      (each) => [idFor(each.cfnResource, pool), recordedOf(index, each, property)] as const,
    );
    return entries.length > 0 ? [[setting, Object.fromEntries(entries)] as const] : [];
  });
  return Object.fromEntries(maps);
}

/** What the file has of a resource: a property or, without one, its path. */
function recordedOf(index: TemplateIndex, { cfnResource, properties }: IndexedResource, property?: string): string {
  if (property === undefined) return pathOf(cfnResource);
  const { [property]: value } = properties;
  if (value === undefined) return ABSENT;
  if (typeof value === 'string' && !Token.isUnresolved(value)) return value;
  const { stack } = cfnResource;
  return nameFrom(index, stack, stack.resolve(index.references.toTokens(value)) as Json);
}

/**
 * An entry with the names that its functions come to. A stack may have got its account and region since, for example,
 * which changes nothing for CloudFormation.
 */
export function withKnownNames(index: TemplateIndex, stack: Stack, entry: Entry): Entry {
  const entries = MAPS.flatMap(([setting, { of, property }]) => {
    const names = entry[setting];
    if (property !== of.nameProperty || !isObject(names)) return [];
    const known = Object.entries(names).map(([id, name]) => {
      const recorded = typeof name === 'string' ? functionIn(name) : undefined;
      return [id, recorded ? nameFrom(index, stack, recorded) : name] as const;
    });
    return [[setting, Object.fromEntries(known)] as const];
  });
  return { ...entry, ...Object.fromEntries(entries) };
}

/** The function of CloudFormation that is recorded in place of a name. Undefined for a name. */
export function functionIn(recorded: string): { [name: string]: Json } | undefined {
  const value = jsonIn(recorded) as Json | undefined;
  return isObject(value) ? value : undefined;
}

/** How the file has a value of a template: as text if it is known, and else as the function that it is, in JSON. */
function nameFrom(index: TemplateIndex, stack: Stack, value: Json): string {
  const name = withKnownParts(index, stack, value);
  return typeof name === 'string' ? name : JSON.stringify(name);
}

/** A value with the texts that its functions come to. Literals that are side by side then become one. */
function withKnownParts(index: TemplateIndex, stack: Stack, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => withKnownParts(index, stack, each));
  if (!isObject(value)) return value;
  const text = textOf(index.evaluate(value, stack));
  if (text !== undefined) return text;
  const parts = Object.entries(value).map(([key, each]) => [key, withKnownParts(index, stack, each)] as const);
  const [[name, argument] = ['', undefined]] = parts;
  const [delimiter, list] = Array.isArray(argument) ? (argument as unknown[]) : [];
  if (name !== 'Fn::Join' || typeof delimiter !== 'string' || !Array.isArray(list)) return Object.fromEntries(parts);
  const tokens = list.map((each) => (typeof each === 'string' ? each : Token.asString(each)));
  return stack.resolve(Fn.join(delimiter, tokens));
}

/** In another stack than that of the pool, with the name of the stack in front. */
function idFor(resource: CfnResource, pool: cognito.CfnUserPool): string {
  const identity = identityOf(resource);
  return isSameStack(identity.stack, identityOf(pool).stack) ? identity.logicalId : namesOf(identity).join('/');
}

/**
 * What to record: also what is gone, as long as nobody takes it out of the file. A warning that only the first
 * synthesis gives would be gone before the deployment.
 */
export function withRemoved(settings: Entry, recorded: Entry): Entry {
  const entries = MAPS.flatMap(([setting]) => {
    const [was, is] = [recorded[setting], settings[setting]];
    return setting !== 'domains' && isObject(was) ? [[setting, { ...was, ...(isObject(is) ? is : {}) }] as const] : [];
  });
  const all: Record<string, Json> = { ...settings, ...Object.fromEntries(entries) };
  for (const [setting, { detailOf }] of MAPS) {
    const [resources, details] = [detailOf && all[detailOf], all[setting]];
    if (!isObject(resources) || !isObject(details)) continue;
    all[setting] = Object.fromEntries(Object.entries(details).filter(([id]) => Object.hasOwn(resources, id)));
  }
  return sorted(all) as Entry;
}
