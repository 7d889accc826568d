import { Token } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { IConstruct } from 'constructs';
import { isObject } from '../base/json';
import { Problems } from '../checks/problems';
import { show } from '../checks/values';
import { withoutCapitals } from '../sign-in/attribute-schema';
import { schemaOf } from '../sign-in/schema';
import { isStandard } from '../sign-in/standard-attribute';
import { asBoolean } from '../template/scalars';
import { IndexedResource, TemplateIndex } from '../template/template-index';
import { belongingsOf, isBelonging } from './belongings';
import { ABSENT, Entry, isReadable, Json, sorted } from './content';
import { relyingPartyOf } from './relying-party';

/** Records that the template has named a sign-in policy: it has to from then on, because Cognito keeps the last one. */
export const SIGN_IN_POLICY = 'signInPolicy';

/** Whether a change of a setting is an error by itself: the others have rules of their own. */
export const isFixed = (name: string): boolean =>
  !['path', 'issuerType', 'conditional'].includes(name) && !isBelonging(name);

/** What a pool is to record. */
export function settingsOf(index: TemplateIndex, scope: IConstruct, pool: cognito.CfnUserPool): Entry {
  const { properties, isConditional } = index.resource(pool);
  // An override may make a function of any of them, which is then found to have tokens.
  const names = (list: unknown = []) => (Array.isArray(list) ? [...(list as string[])].sort() : (list as Json));
  const entry: Record<string, Json> = {
    path: scope.node.path,
    usernameAttributes: names(properties.UsernameAttributes),
    aliasAttributes: names(properties.AliasAttributes),
    caseSensitive: caseSetting(properties.UsernameConfiguration as Record<string, Json> | undefined),
    ...belongingsOf(index, pool),
  };
  if (isConditional) entry.conditional = 'true';
  const relyingPartyId = relyingPartyOf(index, pool);
  if (relyingPartyId !== undefined) entry.relyingPartyId = relyingPartyId;
  const issuerType = (properties.IssuerConfiguration as { Type?: Json } | undefined)?.Type;
  if (issuerType !== undefined && issuerType !== 'ORIGINAL') entry.issuerType = issuerType;
  if ((properties.Policies as { SignInPolicy?: unknown } | undefined)?.SignInPolicy) entry[SIGN_IN_POLICY] = 'named';
  Object.assign(entry, schemaSettings(schemaOf(pool, properties.Schema) as Json));
  return sorted(entry) as Entry;
}

function caseSetting(username: Record<string, Json> | undefined): Json {
  if (!username) return ABSENT;
  return hasToken(username) ? username : (asBoolean(username.CaseSensitive ?? true) as Json);
}

function schemaSettings(schema: Json): Record<string, Json> {
  if (!Array.isArray(schema)) return { schema };
  const all = (schema as Json[]).map((each) => attributeSetting(withoutCapitals(each) as Json));
  return Object.assign({}, ...all) as Record<string, Json>;
}

/** Cognito creates an attribute that does not say so as immutable. */
function attributeSetting(attribute: Json): Record<string, Json> {
  if (!isObject(attribute) || typeof attribute.name !== 'string') return { schema: attribute };
  const { name, required, mutable, developerOnlyAttribute, ...rest } = attribute;
  const flag = (value: Json = false) => asBoolean(value) as Json;
  if (!isStandard(name)) {
    const developerOnly = flag(developerOnlyAttribute);
    const marked: Record<string, Json> = developerOnly ? { developerOnlyAttribute: developerOnly } : {};
    return { [`custom:${name}`]: { mutable: flag(mutable), ...marked, ...rest } };
  }
  // A standard attribute with Cognito's default settings may be added and removed.
  const settings = { required: flag(required), mutable: flag(mutable) };
  return settings.required === false && settings.mutable === true ? {} : { [name]: settings };
}

export function hasToken(value: Json | undefined): boolean {
  if (typeof value === 'string') return Token.isUnresolved(value);
  if (value === null || value === undefined || typeof value === 'boolean') return false;
  // A resolved intrinsic is an object with one key, such as Ref.
  if (Object.keys(value).some((key) => /^(ref$|Ref$|[Ff]n::)/.test(key))) return true;
  return Object.values(value).some(hasToken);
}

/** Reports settings that can't be recorded. */
export function checkRecordable({ transform }: IndexedResource, settings: Entry, problems: Problems): void {
  const unknown = Object.keys(settings).filter((each) => isFixed(each) && hasToken(settings[each]));
  for (const name of transform ? [transform, ...unknown] : unknown) {
    problems.add({
      where: `lockFile, ${name}`,
      given: 'known only at deployment',
      outcome: "it can't be recorded, so a change of it would not be noticed",
      remedy: 'Give a literal value, or omit lockFile',
    });
  }
  for (const [name, value] of Object.entries(settings)) {
    if (unknown.includes(name) || isReadable(name, value)) continue;
    problems.add({
      where: `lockFile, ${name}`,
      given: show(value),
      outcome: "Cognito accepts no such value, and it can't be recorded",
      remedy: 'Correct the override that sets it',
    });
  }
}
