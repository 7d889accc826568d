import { Construct } from 'constructs';
import { isObject } from '../base/json';
import { withArticle } from '../checks/article';
import { Problems } from '../checks/problems';
import { show } from '../checks/values';
import { renameLine } from '../lock/identity';
import { schemaLine } from '../sign-in/schema-line';
import { asBoolean, isSameInTemplate } from '../template/scalars';
import { addLine, NO_GROUP_NAME, secretOverride } from './add-line';
import { codeOf, quoted } from './code';
import { Deployed, DeployedResource, mentions, Properties } from './deployed';
import { InStack } from './in-stack';
import { namesOf } from './resource-names';
import { createOnlyOf, describeType, mayGo, nameOf, namePropertyOf, typeOf } from './resource-types';
import { successorsOf } from './successors';

/** Reports what would replace or delete the pool or what belongs to it, each with the line to write. */
export function checkReplacements(
  now: ReadonlyMap<string, InStack>,
  pool: { readonly construct: Construct; readonly logicalId: string },
  deployed: Deployed,
  problems: Problems,
  omitSchema = false,
): void {
  const { resources, source } = deployed;
  const properties = now.get(pool.logicalId)?.properties ?? {};
  checkSignInNames(properties, deployed, problems);
  checkCase(properties, deployed, problems);
  if (!omitSchema) checkSchema(properties, deployed, problems);
  const [namesBefore, namesNow] = [namesOf(resources), namesOf(now)];
  /** The properties whose change makes CloudFormation replace a resource under the same logical ID. */
  const changedIn = (before: DeployedResource, after: InStack) =>
    (createOnlyOf(before) ?? []).filter(
      (property) => !isSameInTemplate(namesBefore(before.properties[property]), namesNow(after.properties[property])),
    );
  const staying = [...resources].filter(([, before]) => !mayGo(before));
  const isGone = ([logicalId, before]: readonly [string, DeployedResource]) => now.get(logicalId)?.type !== before.type;
  const free = [...now.values()].filter(
    ({ logicalId, properties }) => !resources.has(logicalId) && mentions(properties.UserPoolId, pool.logicalId),
  );
  const successors = successorsOf(staying.filter(isGone), free);
  for (const [logicalId, before] of staying) {
    const after = now.get(logicalId);
    if (after?.type === before.type) {
      for (const property of changedIn(before, after)) problems.add(replaced(property, before, after, source));
      continue;
    }
    const candidates = successors.get(logicalId);
    const line = candidates
      ? replaceLine(logicalId, before, candidates, changedIn)
      : addLine(logicalId, before, pool.construct, namesBefore);
    problems.add({
      where: `existing, ${logicalId}`,
      given: `${withArticle(describeType(before))} in ${source}${nameIn(before)}, which the stack of the pool does not have`,
      outcome: outcomeOf(before, candidates),
      remedy: `Write ${line}${dropLine(logicalId, before, source, candidates)}`,
    });
  }
}

/** A pool can have two clients of the same name, but not two of anything else. */
function outcomeOf(before: DeployedResource, candidates?: readonly InStack[]): string {
  if (!candidates) return 'CloudFormation deletes it';
  return typeOf(before) === 'UserPoolClient'
    ? 'CloudFormation deletes it, and creates a new one in its place, with another ID'
    : 'CloudFormation creates a new one first, and Cognito rejects it, because the pool already has one of that name';
}

/** How to go without a resource on purpose. Of two with the same name, Cognito rejects the new one. */
function dropLine(
  logicalId: string,
  before: DeployedResource,
  source: string,
  candidates?: readonly InStack[],
): string {
  if (candidates && typeOf(before) !== 'UserPoolClient') return '';
  // A pool can have one domain of each kind, and CloudFormation creates before it deletes.
  const more = typeOf(before) === 'UserPoolDomain' ? ', and deploy once without hostedUi' : '';
  return `; or, if it is to go, remove ${quoted(logicalId)} from ${source}${more}`;
}

function checkSignInNames(now: Properties, { properties: before, source }: Deployed, problems: Problems): void {
  const names = (value: unknown = []) =>
    JSON.stringify(Array.isArray(value) ? [...(value as unknown[])].sort() : value);
  const differs = (property: string) => names(now[property]) !== names(before[property]);
  const [property, ...others] = ['UsernameAttributes', 'AliasAttributes'].filter(differs);
  if (property === undefined) return;
  const given = (each: string) => `${shown(before[each])} in ${source}, and ${shown(now[each])} now`;
  problems.add({
    where: `existing, ${property}`,
    given: [given(property), ...others.map((each) => `${each} is ${given(each)}`)].join('; '),
    outcome: "Cognito can't change what users sign in with, so the deployment fails midway",
    remedy: `Write ${signInLine(before, [property, ...others])}`,
  });
}

function checkCase(
  { UsernameConfiguration: now }: Properties,
  { properties: { UsernameConfiguration: before }, source }: Deployed,
  problems: Problems,
): void {
  if (isSameInTemplate(now, before)) return;
  const { CaseSensitive: wasSensitive } = (before ?? {}) as Properties;
  const isSensitive = asBoolean(wasSensitive);
  problems.add({
    where: 'existing, UsernameConfiguration',
    given: `${shown(before)} in ${source}, and ${shown(now)} now`,
    outcome: "Cognito can't add it, remove it or change it, so the deployment fails midway",
    remedy: `Omit signInCaseSensitive${typeof isSensitive === 'boolean' ? `, or write signInCaseSensitive: ${isSensitive}` : ''}, and remove overrides of UsernameConfiguration`,
  });
}

function checkSchema(now: Properties, { schema, source }: Deployed, problems: Problems): void {
  const list = Array.isArray(now.Schema) ? (now.Schema as Properties[]) : [];
  for (const attribute of schema) {
    const found = list.find(({ Name: name }) => isSameInTemplate(name, attribute.Name));
    if (isSameInTemplate(found, attribute)) continue;
    problems.add({
      where: `existing, Schema, ${String(attribute.Name)}`,
      given: `${show(attribute)} in ${source}, and ${shown(found)} now`,
      outcome: "Cognito can't change or remove an attribute, so the deployment fails midway",
      remedy: `Remove the override of Schema, or keep ${schemaLine(attribute)} in it as it was`,
    });
  }
}

/** The code that gives a pool the sign-in names that it has: props, unless only the deployment knows these names. */
function signInLine(before: Properties, different: readonly string[]): string {
  const { UsernameAttributes: names, AliasAttributes: aliases } = before;
  if (!areNames(names) || !areNames(aliases)) {
    return different.map((each) => overrideLine(each, before[each])).join(', and ');
  }
  const has = (list: unknown, name: string) => Array.isArray(list) && list.includes(name);
  const isAlias = !Array.isArray(names) || names.length === 0;
  const list = isAlias ? aliases : names;
  return [
    `allowEmailAsUserName: ${has(list, 'email')}`,
    `allowPhoneNumberAsUserName: ${has(list, 'phone_number')}`,
    `allowUserName: ${isAlias}`,
    `allowPreferredUserName: ${has(aliases, 'preferred_username')}`,
  ].join(', ');
}

const areNames = (list: unknown = []) => Array.isArray(list) && list.every((each) => typeof each === 'string');

const overrideLine = (property: string, value: unknown) =>
  value === undefined
    ? `pool.cfnUserPool.addPropertyDeletionOverride(${quoted(property)})`
    : `pool.cfnUserPool.addPropertyOverride(${quoted(property)}, ${quoted(value)})`;

const shown = (value: unknown) => (value === undefined ? 'absent' : show(value));

const replaced = (property: string, before: DeployedResource, after: InStack, source: string) => ({
  where: `existing, ${after.logicalId}.${property}`,
  given: `${shown(before.properties[property])} in ${source}, and ${shown(after.properties[property])} now, in ${after.path}`,
  outcome: `CloudFormation replaces the ${describeType(before)}${property === 'GenerateSecret' ? ', which gets a new ID, and every app that uses the old one stops working' : ', or fails to, because Cognito accepts its name once'}`,
  remedy: lineFor(property, before.properties[property]),
});

const PROPS: Readonly<Record<string, string>> = {
  Domain: 'domainPrefix or domainName',
  GroupName: 'groupName',
  ProviderName: 'the name of the identity provider',
  ProviderType: 'the type of the identity provider',
  Identifier: 'identifier',
  UserPoolId: 'userPool',
};

function lineFor(property: string, was: unknown): string {
  if (property === 'GenerateSecret') {
    if (isObject(was)) return `Write ${secretOverride(was)}`;
    return was === undefined ? 'Omit generateClientSecret' : `Write generateClientSecret: ${quoted(asBoolean(was))}`;
  }
  const prop = PROPS[property] ?? property;
  // The pool is a construct.
  const code = property === 'UserPoolId' ? show(was) : codeOf(was);
  // Of these properties, only the name of a group may be absent.
  return was === undefined ? `Write ${NO_GROUP_NAME}` : `Write ${code} for ${prop}`;
}

function nameIn(resource: DeployedResource): string {
  const name = nameOf(resource);
  return name === undefined ? '' : ` (${namePropertyOf(resource)} ${show(name)})`;
}

/** The code that gives an old logical ID to the resource in its place, and the settings that it needs. */
function replaceLine(
  logicalId: string,
  before: DeployedResource,
  candidates: readonly InStack[],
  changedIn: (before: DeployedResource, after: InStack) => readonly string[],
): string {
  const [only, ...others] = candidates;
  if (only && others.length === 0) {
    const more = changedIn(before, only).map((property) => lineFor(property, before.properties[property]));
    const line = renameLine(only.logicalId, logicalId, 'pool');
    return [line, ...more.map((each) => each.charAt(0).toLowerCase() + each.slice(1))].join(', and ');
  }
  const names = candidates.map((each) => `${quoted(each.logicalId)} (${each.path})`);
  return `Stack.of(pool).renameLogicalId(NEW, ${quoted(logicalId)}), where NEW is one of ${names.join(', ')}`;
}
