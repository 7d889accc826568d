import { CfnResource, Fn, Stack, Token } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { isObject, jsonIn } from '../base/json';
import { pathOf } from '../base/path-of';
import { IndexedResource, TemplateIndex } from '../template/template-index';
import { textOf } from '../template/value';
import { BelongingType, CLIENT, DOMAIN, GROUP, IDENTITY_PROVIDER, RESOURCE_SERVER } from './belonging-types';
import { ABSENT, Entry, Json, sorted } from './content';
import { identityOf, isSameStack, namesOf } from './identity';

/** What belongs to a pool and cannot be changed in place: maps in an entry, by logical ID. */
const BELONGINGS = [
  'clients',
  'generateSecret',
  'domains',
  'identityProviders',
  'providerTypes',
  'groups',
  'resourceServers',
] as const;
export type Belonging = (typeof BELONGINGS)[number];

export const isBelonging = (setting: string): boolean => (BELONGINGS as readonly string[]).includes(setting);

/** What else the file has of resources, by the map that they are in. */
const DETAILS = [
  ['clients', 'generateSecret'],
  ['identityProviders', 'providerTypes'],
] as const satisfies readonly (readonly [Belonging, Belonging])[];

/** What Cognito knows by a name that it cannot change. */
export const NAMED = {
  domains: DOMAIN,
  identityProviders: IDENTITY_PROVIDER,
  groups: GROUP,
  resourceServers: RESOURCE_SERVER,
} as const satisfies Partial<Record<Belonging, BelongingType>>;

/** What an entry has of one kind, by logical ID. */
export function belongingsIn(entry: Entry, setting: Belonging): [id: string, value: string][] {
  const map = entry[setting];
  return isObject(map) ? (Object.entries(map) as [string, string][]) : [];
}

/** What belongs to a pool. IDs in other stacks than that of the pool have the name of the stack in front of them. */
export function belongingsOf(index: TemplateIndex, pool: cognito.CfnUserPool): Partial<Record<Belonging, Json>> {
  const map = ({ type }: BelongingType, value: (resource: IndexedResource) => Json): Json | undefined => {
    const entries = index
      .ofPool(pool, type)
      .map((resource) => [idFor(resource.cfnResource, pool), value(resource)] as const);
    return entries.length > 0 ? Object.fromEntries(entries) : undefined;
  };
  const property =
    (name: string) =>
    ({ cfnResource: { stack }, properties: { [name]: value } }: IndexedResource) => {
      if (value === undefined) return ABSENT;
      if (typeof value === 'string' && !Token.isUnresolved(value)) return value;
      return nameFrom(index, stack, stack.resolve(index.references.toTokens(value)) as Json);
    };
  const maps: Partial<Record<Belonging, Json>> = {
    clients: map(CLIENT, ({ cfnResource }) => pathOf(cfnResource)),
    generateSecret: map(CLIENT, property('GenerateSecret')),
    providerTypes: map(IDENTITY_PROVIDER, property('ProviderType')),
    ...Object.fromEntries(
      Object.entries(NAMED).map(([setting, type]) => [setting, map(type, property(type.nameProperty))]),
    ),
  };
  return Object.fromEntries(Object.entries(maps).filter(([, each]) => each !== undefined));
}

/**
 * An entry with the names that its functions come to. A stack may have got its account and region since, for example,
 * which changes nothing for CloudFormation.
 */
export function withKnownNames(index: TemplateIndex, stack: Stack, entry: Entry): Entry {
  const entries = Object.keys(NAMED).flatMap((setting) => {
    const names = entry[setting];
    if (!isObject(names)) return [];
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
  const kept = BELONGINGS.filter((setting) => setting !== 'domains');
  const entries = kept.flatMap((setting) => {
    const [was, is] = [recorded[setting], settings[setting]];
    return isObject(was) ? [[setting, { ...was, ...(isObject(is) ? is : {}) }] as const] : [];
  });
  const all: Record<string, Json> = { ...settings, ...Object.fromEntries(entries) };
  for (const [setting, detail] of DETAILS) {
    const [resources, details] = [all[setting], all[detail]];
    if (!isObject(resources) || !isObject(details)) continue;
    all[detail] = Object.fromEntries(Object.entries(details).filter(([id]) => Object.hasOwn(resources, id)));
  }
  return sorted(all) as Entry;
}
