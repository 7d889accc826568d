import { Problems } from '../checks/problems';
import { show } from '../checks/values';
import { schemaLine } from '../sign-in/schema-line';
import { Deployed, DeployedResource, PREFIX, Properties } from './deployed';
import { InStack } from './in-stack';

/**
 * Properties with which CloudFormation creates a resource and that it cannot change, by type. A change of one replaces
 * the resource. For the pool there is none.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_Cognito.html
 */
const CREATE_ONLY: Readonly<Record<string, readonly string[]>> = {
  UserPool: [],
  UserPoolClient: ['GenerateSecret', 'UserPoolId'],
  UserPoolDomain: ['Domain', 'UserPoolId'],
  UserPoolGroup: ['GroupName', 'UserPoolId'],
  UserPoolIdentityProvider: ['ProviderName', 'ProviderType', 'UserPoolId'],
  UserPoolResourceServer: ['Identifier', 'UserPoolId'],
};

/** Properties of a pool that Cognito can't change, or only extends: a deployment that changes one fails. */
const POOL_FIXED = ['UsernameAttributes', 'AliasAttributes', 'UsernameConfiguration', 'Schema'];

/** What tells resources of a type apart, for whoever reads a template. */
const NAME: Readonly<Record<string, string>> = {
  UserPoolClient: 'ClientName',
  UserPoolDomain: 'Domain',
  UserPoolGroup: 'GroupName',
  UserPoolIdentityProvider: 'ProviderName',
  UserPoolResourceServer: 'Identifier',
};

const typeOf = ({ type }: DeployedResource) => type.slice(PREFIX.length);

/** Whether a property must not change: a difference is an error here, not one of the changes that are listed. */
export const isFixed = (resource: DeployedResource, property: string): boolean =>
  (typeOf(resource) === 'UserPool' ? POOL_FIXED : (CREATE_ONLY[typeOf(resource)] ?? [])).includes(property);

/** Reports everything that would make the pool, or what hangs on it, another one, each with the line to write. */
export function checkReplacements(
  now: ReadonlyMap<string, InStack>,
  poolId: string,
  deployed: Deployed,
  problems: Problems,
  { omitSchema = false }: { readonly omitSchema?: boolean },
): void {
  checkPool(now.get(poolId)?.properties ?? {}, deployed, problems, omitSchema);
  const taken = new Set(deployed.resources.keys());
  const free = [...now.values()].filter(({ logicalId }) => !taken.has(logicalId));
  for (const [logicalId, before] of deployed.resources) {
    const createOnly = CREATE_ONLY[typeOf(before)];
    if (!createOnly) continue;
    const after = now.get(logicalId);
    if (after?.type !== before.type) problems.add(missing(logicalId, before, free, deployed.source));
    else {
      for (const property of createOnly) checkSameProperty(property, before, after, deployed.source, problems);
    }
  }
}

function checkPool(
  now: Properties,
  { properties: before, schema, source }: Deployed,
  problems: Problems,
  omitSchema: boolean,
) {
  const names = (value: unknown = []) =>
    JSON.stringify(Array.isArray(value) ? [...(value as unknown[])].sort() : value);
  const differs = (property: string) => names(now[property]) !== names(before[property]);
  for (const property of ['UsernameAttributes', 'AliasAttributes'].filter(differs)) {
    problems.add({
      where: `existing, ${property}`,
      given: `${show(before[property] ?? 'absent')} in ${source}, and ${show(now[property] ?? 'absent')} now`,
      outcome: "Cognito can't change what users sign in with, so the deployment fails midway",
      remedy: `Write ${signInLine(before)}`,
    });
  }
  if (JSON.stringify(now.UsernameConfiguration) !== JSON.stringify(before.UsernameConfiguration)) {
    const { CaseSensitive: isSensitive } = (before.UsernameConfiguration ?? {}) as Properties;
    problems.add({
      where: 'existing, UsernameConfiguration',
      given: `${show(before.UsernameConfiguration ?? 'absent')} in ${source}, and ${show(now.UsernameConfiguration ?? 'absent')} now`,
      outcome: "Cognito can't add it, remove it or change it, so the deployment fails midway",
      remedy: `Omit signInCaseSensitive${isSensitive === undefined ? '' : `, or write signInCaseSensitive: ${show(isSensitive)}`}, and remove overrides of UsernameConfiguration`,
    });
  }
  if (omitSchema) return;
  const list = Array.isArray(now.Schema) ? (now.Schema as Properties[]) : [];
  for (const attribute of schema) {
    const found = list.find(({ Name: name }) => name === attribute.Name);
    if (JSON.stringify(found) === JSON.stringify(attribute)) continue;
    const line = schemaLine(attribute);
    problems.add({
      where: `existing, Schema, ${String(attribute.Name)}`,
      given: `${show(attribute)} in ${source}, and ${show(found ?? 'absent')} now`,
      outcome: "Cognito can't change or remove an attribute, so the deployment fails midway",
      remedy: `Remove the override of Schema${line === undefined ? '' : `, or keep ${line} in it as it was`}`,
    });
  }
}

/** The props that give a pool the sign-in names that it has. */
function signInLine({ UsernameAttributes: names, AliasAttributes: aliases }: Properties): string {
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

function checkSameProperty(
  property: string,
  before: DeployedResource,
  after: InStack,
  source: string,
  problems: Problems,
) {
  const [was, is] = [before.properties[property], after.properties[property]];
  if (JSON.stringify(was) === JSON.stringify(is)) return;
  problems.add({
    where: `existing, ${after.logicalId}.${property}`,
    given: `${show(was ?? 'absent')} in ${source}, and ${show(is ?? 'absent')} now, in ${after.path}`,
    outcome: `CloudFormation replaces the ${describe(before)}${property === 'GenerateSecret' ? ', which gets a new ID, and every app that uses the old one stops working' : ', or fails to, because Cognito accepts its name once'}`,
    remedy: lineFor(property, was),
  });
}

function lineFor(property: string, was: unknown): string {
  if (property === 'GenerateSecret') {
    return was === undefined ? 'Omit generateClientSecret' : `Write generateClientSecret: ${show(was)}`;
  }
  const props: Record<string, string> = {
    Domain: 'domainPrefix or domainName',
    GroupName: 'groupName',
    ProviderName: 'the name of the identity provider',
    ProviderType: 'the type of the identity provider',
    Identifier: 'identifier',
    UserPoolId: 'userPool',
  };
  return `Write ${show(was ?? 'absent')} for ${props[property] ?? property}`;
}

const describe = (resource: DeployedResource) =>
  typeOf(resource)
    .replace('UserPool', '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase() || 'pool';

/** A resource that the stack no longer has: the line that gives its ID to the one in its place, or that adds it. */
function missing(logicalId: string, before: DeployedResource, free: readonly InStack[], source: string) {
  const ofType = free.filter(({ type }) => type === before.type);
  const name = NAME[typeOf(before)] ?? '';
  const nameOf = (properties: Properties) => JSON.stringify(properties[name]);
  const named = ofType.filter(
    ({ properties }) => properties[name] !== undefined && nameOf(properties) === nameOf(before.properties),
  );
  const candidates = named.length > 0 ? named : ofType;
  const [only, ...others] = candidates;
  return {
    where: `existing, ${logicalId}`,
    given: `a ${describe(before)} in ${source}${before.properties[name] === undefined ? '' : ` (${name} ${show(before.properties[name])})`}, which the stack of the pool does not have`,
    outcome: 'CloudFormation deletes it, and creates a new one in its place, with another ID',
    remedy:
      only === undefined
        ? `Write ${addLine(logicalId, before)}`
        : others.length === 0
          ? `Write Stack.of(pool).renameLogicalId(${show(only.logicalId)}, ${show(logicalId)})`
          : `Write Stack.of(pool).renameLogicalId(NEW, ${show(logicalId)}), where NEW is one of ${candidates.map((each) => `${show(each.logicalId)} (${each.path})`).join(', ')}`,
  };
}

function addLine(logicalId: string, resource: DeployedResource): string {
  const { properties } = resource;
  const id = show(logicalId);
  const named = (name: string) => show(properties[name] ?? '...');
  switch (typeOf(resource)) {
    case 'UserPoolGroup':
      return `(pool.addGroup(${named('GroupName')}).node.defaultChild as CfnResource).overrideLogicalId(${id})`;
    case 'UserPoolDomain':
      return `hostedUi: HostedUi.cognitoDomain({ domainPrefix: ${named('Domain')} }) in the props, and pool.hostedUiDomain?.cfnUserPoolDomain.overrideLogicalId(${id})`;
    case 'UserPoolIdentityProvider':
      return `pool.addIdentityProvider(provider).overrideLogicalId(${id}), where provider is an IdentityProvider with the name ${named('ProviderName')}`;
    case 'UserPoolResourceServer':
      return `(pool.addResourceServer(${named('Identifier')}, { scopes }).node.defaultChild as CfnResource).overrideLogicalId(${id}), with scopes as in the old template`;
    default:
      return `pool.addClient(${id}).cfnUserPoolClient.overrideLogicalId(${id})`;
  }
}

/** Whether a resource may be deleted without that being an error. */
export const mayGo = (resource: DeployedResource): boolean => CREATE_ONLY[typeOf(resource)] === undefined;
