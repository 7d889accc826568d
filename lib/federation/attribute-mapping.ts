import * as cognito from 'aws-cdk-lib/aws-cognito';
import { snakeCase } from '../base/snake-case';
import { Problem, Problems } from '../checks/problems';
import { isKnown, show } from '../checks/values';
import type { PoolAttributes } from '../sign-in/pool-attributes';
import { SchemaProps } from '../sign-in/schema';
import { customName, STANDARD_NAMES } from '../sign-in/standard-attribute';
import { IndexedResource } from '../template/template-index';
import { entryNamesOf, entryOf, showValue } from '../template/value';

/** Claims of a provider, keyed by the pool attributes that they fill. */
export type Mapping = Record<string, string>;

type Given = cognito.AttributeMapping | undefined;

/** CDK attribute names that are not the camel case form of Cognito's names. */
const NAMES: Record<string, string> = {
  fullname: 'name',
  profilePicture: 'picture',
  profilePage: 'profile',
  timezone: 'zoneinfo',
  lastUpdateTime: 'updated_at',
};

/** Attributes that every pool has and that Cognito accepts as mapping targets. */
const STANDARD = [...STANDARD_NAMES, 'email_verified', 'phone_number_verified', 'username'];

interface Entry {
  readonly prop: string;
  readonly attribute: string;
  readonly claim: string;
}

function entriesOf(given: Given): Entry[] {
  const { custom = {}, ...standard } = given ?? {};
  const entry = (prop: string, attribute: string, claim: unknown): Entry[] =>
    // Plain JavaScript may give anything.
    claim ? [{ prop, attribute, claim: (claim as cognito.ProviderAttribute).attributeName }] : [];
  return [
    ...Object.entries(standard).flatMap(([key, claim]) => entry(key, NAMES[key] ?? snakeCase(key), claim)),
    ...Object.entries(custom).flatMap(([key, claim]) => entry(`custom[${show(key)}]`, fullName(key), claim)),
  ];
}

/** The prefix of custom attributes. */
const PREFIX = /^(?:dev:)?custom:/;

const fullName = (key: string) => (STANDARD.includes(key) || PREFIX.test(key) || !isKnown(key) ? key : customName(key));

type Property = cognito.CfnUserPool.SchemaAttributeProperty;

/** The attributes in the schema of a pool, by their full names. */
function attributesInSchema({ schema = [] }: SchemaProps): Map<string, Property> {
  return new Map(schema.map((attribute) => [attribute._fullName, attribute._render()]));
}

const isFixed = (property: Property | undefined) => property?.mutable === false;

export function checkMapping(problems: Problems, where: string, given: Given, pool: SchemaProps): void {
  const attributes = attributesInSchema(pool);
  const names = [...attributes.keys()];
  const inSchema = {
    immutable: names.filter((name) => isFixed(attributes.get(name))),
    custom: names.every(isKnown) ? names : undefined,
  };
  for (const { prop, attribute, claim } of entriesOf(given)) {
    if (!isKnown(attribute) || claim === '') continue;
    const at = { where: `${where}.attributeMapping.${prop}`, given: show(claim) };
    if (typeof claim === 'string') {
      checkMapped(problems, at, attribute, inSchema);
      continue;
    }
    problems.add({
      ...at,
      given: 'not a ProviderAttribute',
      outcome: 'the attribute would not be mapped',
      remedy: "Give ProviderAttribute.other('the name of the claim')",
    });
  }
}

/** Checks the mapping of a provider that the CDK's own constructs create. */
export function checkRenderedMapping(problems: Problems, provider: IndexedResource, attributes: PoolAttributes): void {
  const mapping = provider.value('AttributeMapping');
  for (const name of entryNamesOf(mapping)) {
    const at = { where: `AttributeMapping.${name} of ${provider.path}`, given: showValue(entryOf(mapping, name)) };
    checkMapped(problems, at, fullName(name), attributes);
  }
}

function checkMapped(
  problems: Problems,
  at: Pick<Problem, 'where' | 'given'>,
  attribute: string,
  { immutable, custom }: PoolAttributes,
): void {
  if (immutable.includes(attribute)) {
    problems.add({
      ...at,
      outcome: `Cognito writes ${attribute} at each sign-in, and it is not mutable in schema, so a user can sign in only once`,
      remedy: 'Make the attribute mutable in schema, or omit the mapping',
    });
  } else if (custom?.includes(`dev:${attribute}`)) {
    problems.add({
      ...at,
      outcome: `only administrators can write ${attribute}, since it is developerOnly, and Cognito rejects the provider`,
      remedy: 'Omit developerOnly in schema, or omit the mapping',
    });
  } else if (custom && !STANDARD.includes(attribute) && !custom.includes(attribute)) {
    const name = attribute.replace(PREFIX, '');
    problems.add({
      ...at,
      outcome: `the pool has no attribute ${attribute} and Cognito rejects the provider`,
      remedy: `Add AttributeSchema.customString(${show(name)}) to schema, or use the name that it has there`,
    });
  }
}

/** The default mapping, overridden by the given one. */
export function renderMapping(claims: Mapping, given: Given, pool: SchemaProps): Mapping {
  const attributes = attributesInSchema(pool);
  const mapping = Object.fromEntries(Object.entries(claims).filter(([name]) => !isFixed(attributes.get(name))));
  for (const { attribute, claim } of entriesOf(given)) mapping[attribute] = claim;
  return Object.fromEntries(Object.entries(mapping).filter(([, claim]) => claim !== ''));
}

/** The attributes that sign-up requires and that the provider does not fill, and those of them that it cannot fill. */
export function unmappedRequired(mapped: readonly string[], pool: SchemaProps): { all: string[]; fixed: string[] } {
  const unmapped = [...attributesInSchema(pool)].filter(
    ([name, { required }]) => required === true && !mapped.includes(name),
  );
  const namesOf = (attributes: typeof unmapped) => attributes.map(([name]) => name);
  return { all: namesOf(unmapped), fixed: namesOf(unmapped.filter(([, property]) => isFixed(property))) };
}
