import { Token } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { IConstruct } from 'constructs';
import { Problems } from '../checks/problems';
import { show } from '../checks/values';
import { warn } from '../checks/warn';
import { schemaOf } from '../sign-in/schema';
import { isStandard } from '../sign-in/standard-attribute';
import { nameOf } from '../template/names';
import { IndexedResource, TemplateIndex } from '../template/template-index';
import { differences, Entry, isMap, Json, Recorded, sorted } from './content';
import { logicalIdOf, renameLine } from './identity';

/** Settings that may be added to an entry later, but not changed or removed. An old entry may lack the others. */
const isAddable = (name: string) =>
  name.startsWith('custom:') || ['relyingPartyId', 'caseSensitive', SIGN_IN_POLICY].includes(name);

const CLIENT = cognito.CfnUserPoolClient.CFN_RESOURCE_TYPE_NAME;

/** Once a pool has had a sign-in policy, its template names one. */
export const SIGN_IN_POLICY = 'signInPolicy';

/** Maps of what belongs to the pool, which have rules of their own. */
const BELONGINGS = ['clients', 'generateSecret', 'domains', 'identityProviders'] as const;
const isFixed = (name: string) => !['path', 'issuerType', 'conditional', ...BELONGINGS].includes(name);

const REJECTED = "Cognito can't change it on a pool that exists, so the deployment fails midway";
const OUTCOMES = new Map([['relyingPartyId', 'Cognito changes it, and every passkey of every user stops working']]);
const NEW_CLIENT =
  'CloudFormation creates another app client, with a new ID and secret, and every app and session of the old one ends';

/** What a pool is to record. */
export function settingsOf(index: TemplateIndex, scope: IConstruct, pool: cognito.CfnUserPool): Entry {
  const { properties, isConditional } = index.resource(pool);
  // An override may make a function of any of them, which is then found to have tokens.
  const names = (list: unknown = []) => (Array.isArray(list) ? [...(list as string[])].sort() : (list as Json));
  const username = properties.UsernameConfiguration as Record<string, Json> | undefined;
  const entry: Record<string, Json> = {
    path: scope.node.path,
    usernameAttributes: names(properties.UsernameAttributes),
    aliasAttributes: names(properties.AliasAttributes),
    caseSensitive: username && (hasToken(username) ? username : (username.CaseSensitive ?? true)),
    ...belongingsOf(index, pool),
  } as Record<string, Json>;
  entry.caseSensitive ??= 'absent';
  if (isConditional) entry.conditional = 'true';
  if (properties.WebAuthnRelyingPartyID !== undefined) entry.relyingPartyId = properties.WebAuthnRelyingPartyID as Json;
  const issuerType = (properties.IssuerConfiguration as { Type?: Json } | undefined)?.Type;
  if (issuerType !== undefined && issuerType !== 'ORIGINAL') entry.issuerType = issuerType;
  if ((properties.Policies as { SignInPolicy?: unknown } | undefined)?.SignInPolicy) entry[SIGN_IN_POLICY] = 'named';
  const schema = schemaOf(pool, properties.Schema) as Json[];
  if (!Array.isArray(schema)) entry.schema = schema;
  for (const attribute of Array.isArray(schema) ? schema : []) {
    // Cognito creates an attribute that does not say so as immutable.
    const {
      name = null,
      required,
      mutable = false,
      developerOnlyAttribute,
      ...rest
    } = asWritten(attribute) as Record<string, Json>;
    if (typeof name !== 'string') {
      entry.schema = name;
      continue;
    }
    const isCustom = !isStandard(name);
    // A standard attribute with Cognito's default settings may be added and removed.
    if (!isCustom && required !== true && mutable) continue;
    const developerOnly: Record<string, Json> = developerOnlyAttribute ? { developerOnlyAttribute } : {};
    entry[`${isCustom ? 'custom:' : ''}${name}`] = isCustom
      ? { mutable, ...developerOnly, ...rest }
      : { required: required ?? false, mutable };
  }
  return sorted(entry) as Entry;
}

/** Whether users of the pool can have passkeys. */
export const hasPasskeys = (index: TemplateIndex, pool: cognito.CfnUserPool): boolean =>
  index.resource(pool).properties.WebAuthnUserVerification !== undefined;

/** What hangs on the pool in its own stack, by logical ID; providers by name. */
function belongingsOf(index: TemplateIndex, pool: cognito.CfnUserPool): Partial<Record<string, Json>> {
  const ofType = (type: string) =>
    index.ofPool(pool, type).filter(({ cfnResource }) => cfnResource.stack === pool.stack);
  const map = (type: string, value: (resource: IndexedResource) => Json) => {
    const entries = ofType(type).map((resource) => [logicalIdOf(resource.cfnResource), value(resource)]);
    return entries.length > 0 ? (Object.fromEntries(entries) as Json) : undefined;
  };
  const asText = (value: unknown) =>
    typeof value === 'string' && !Token.isUnresolved(value)
      ? value
      : JSON.stringify(pool.stack.resolve(index.references.toTokens(value)));
  const maps = {
    clients: map(CLIENT, ({ cfnResource }) => nameOf(cfnResource)),
    generateSecret: map(CLIENT, ({ properties: { GenerateSecret: value } }) =>
      value === undefined ? 'absent' : asText(value),
    ),
    domains: map(cognito.CfnUserPoolDomain.CFN_RESOURCE_TYPE_NAME, ({ properties }) => asText(properties.Domain)),
    identityProviders: map(cognito.CfnUserPoolIdentityProvider.CFN_RESOURCE_TYPE_NAME, ({ properties }) =>
      asText(properties.ProviderName),
    ),
  };
  return Object.fromEntries(Object.entries(maps).filter(([, each]) => each !== undefined));
}

/** Replaces the property names of CloudFormation with those of the CDK, which the file uses. */
function asWritten(value: Json): Json {
  if (!isMap(value)) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(
    entries.map(([name, each]) => [
      /^[A-Z]/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name,
      asWritten(each),
    ]),
  );
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
}

/** Whether a pool has what the file lacks. */
export const isIncomplete = ({ entry }: Recorded, settings: Entry): boolean =>
  differences(entry, settings).some((difference) => !isNewPath(difference));

/** The path of the pool or of a client that has another one now, which is no reason to stop a deployment. */
const isNewPath = ([name, was, is]: ReturnType<typeof differences>[number]) =>
  name === 'path' || (name.startsWith('clients.') && was !== undefined && is !== undefined);

/** Reports every difference that Cognito can't apply in place, which is all except additions. */
export function checkAgainstEntry(
  pool: IConstruct,
  file: string,
  { key, entry }: Recorded,
  current: Entry,
  problems: Problems,
): void {
  for (const [name, was, is] of differences(entry, current)) {
    const [setting = ''] = name.split('.');
    if (!isFixed(setting) || (entry[setting] === undefined && isAddable(setting))) continue;
    const gone = current[setting] === undefined && setting.startsWith('custom:');
    problems.add({
      where: `lockFile, ${name}`,
      given:
        was === undefined
          ? `${show(is)}, which is new`
          : `${show(was)} in ${file}, and ${is === undefined ? 'gone' : show(is)} now`,
      outcome: OUTCOMES.get(setting) ?? REJECTED,
      remedy: `Undo the change; ${gone ? `or, if it was never deployed, remove ${name} from ${file}; ` : ''}or, to have a new pool without the users of this one, remove ${show(key)} from ${file} and give the pool a new ID`,
    });
  }
  compareIssuers(pool, file, entry.issuerType, current.issuerType);
  checkCondition(file, entry, current, problems);
  const movesOf = (name: (typeof BELONGINGS)[number]) => moves(entry[name], current[name]);
  const clients = movesOf('clients');
  compareClients(pool, file, clients, problems);
  compareSecrets(file, clients, movesOf('generateSecret'), problems);
  compareDomains(file, movesOf('domains'), problems);
  compareProviders(pool, file, movesOf('identityProviders'), problems);
}

/** A pool that a deployment had without a condition may be gone with one. */
function checkCondition(file: string, was: Entry, is: Entry, problems: Problems): void {
  if (was.conditional !== undefined || is.conditional === undefined) return;
  problems.add({
    where: 'lockFile, the condition of the pool',
    given: `new: ${file} has the pool without one`,
    outcome: 'where it is false, CloudFormation removes the pool from the stack, and the app loses its users',
    remedy: `Remove the condition of the pool or of the nested stack that it is in; or, if it has always had one, add "conditional": "true" to its entry in ${file}`,
  });
}

/** Cognito changes the issuer in place, but tokens that it has issued keep the old one. */
function compareIssuers(pool: IConstruct, file: string, was: Json = 'ORIGINAL', is: Json = 'ORIGINAL'): void {
  if (was === is || hasToken(is)) return;
  warn(
    pool,
    'issuerChanges',
    `issuerType is ${show(was)} in ${file}, and ${show(is)} now: JWT authorizers reject every token that was issued before the deployment, until apps have refreshed them. ` +
      'Deploy it when few people are signed in, and have apps refresh their tokens when they get a 401.',
  );
}

/** What is gone from a map, what is new in it, and what is there as before or with another value. */
function moves(was: Json = {}, is: Json = {}) {
  const mapOf = (each: Json) => new Map(isMap(each) ? (Object.entries(each) as [string, string][]) : []);
  const before = mapOf(was);
  const after = mapOf(is);
  return {
    before,
    after,
    gone: [...before].filter(([id]) => !after.has(id)),
    added: [...after].filter(([id]) => !before.has(id)),
  };
}
type Moves = ReturnType<typeof moves>;

function compareClients(pool: IConstruct, file: string, { gone, added }: Moves, problems: Problems): void {
  for (const [id, path] of gone) {
    const successor = added.find(([, other]) => other === path);
    if (successor) {
      problems.add({
        where: 'lockFile, clients',
        given: `${id} in ${file} for ${path}, which has the logical ID ${successor[0]} now`,
        outcome: NEW_CLIENT,
        remedy: `Keep the old logical ID: ${renameLine(successor[0], id)}; or, if that is what you want, remove ${show(id)} from ${file}`,
      });
    } else {
      warn(
        pool,
        'clientRemoved',
        `${file} has the app client ${id} (${path}), which the app no longer creates: at the next deployment, its ID is gone, and so are its sessions. ` +
          `If only its construct has moved, keep its logical ID with renameLogicalId() of its stack. If other stacks use its ID, deploy once with exportValue() of the stack that had it, and take that out afterwards.`,
      );
    }
  }
}

/** To CloudFormation, false differs from no value at all. */
function compareSecrets(file: string, clients: Moves, secrets: Moves, problems: Problems): void {
  for (const [id, path] of clients.after) {
    const [was, is] = [secrets.before.get(id), secrets.after.get(id)];
    // An old entry may lack it.
    if (!clients.before.has(id) || was === undefined || was === is) continue;
    problems.add({
      where: `lockFile, generateSecret of ${path}`,
      given: `${was} in ${file}, and ${is} now`,
      outcome: NEW_CLIENT,
      remedy: `Undo the change, and add another client for applications that need one; or, if that is what you want, remove ${show(id)} from clients in ${file}`,
    });
  }
}

function compareDomains(file: string, { before, after, gone, added }: Moves, problems: Problems): void {
  const changed = [...after].filter(([id, domain]) => before.has(id) && before.get(id) !== domain);
  const isCustom = (domain: string) => !domain.startsWith('{') && domain.includes('.');
  const replaced = [
    ...changed.map(([id, domain]) => [before.get(id)!, domain] as const),
    // Under another logical ID, it is created before the old one is deleted. A pool can have one of each kind.
    ...gone.flatMap(([, was]) =>
      added.filter(([, is]) => isCustom(is) === isCustom(was)).map(([, is]) => [was, is] as const),
    ),
  ];
  for (const [was, is] of replaced) {
    problems.add({
      where: 'lockFile, domains',
      given: `${show(was)} in ${file}, and ${was === is ? 'the same under another logical ID' : show(is)} now`,
      outcome: 'CloudFormation creates the new domain first, and Cognito rejects it, because the pool already has one',
      remedy:
        was === is
          ? 'Keep the old logical ID, with renameLogicalId() of the stack'
          : 'Deploy once without hostedUi, and once more with the new domain; in between, nobody can sign in on the hosted pages',
    });
  }
}

function compareProviders(pool: IConstruct, file: string, { gone, after }: Moves, problems: Problems): void {
  for (const [id, name] of gone) {
    const successor = [...after].find(([, other]) => other === name);
    if (successor) {
      problems.add({
        where: 'lockFile, identityProviders',
        given: `${show(name)} in ${file} with the logical ID ${id}, and with ${successor[0]} now`,
        outcome:
          'CloudFormation creates the new one first, and Cognito rejects it, because the pool already has a provider of that name',
        remedy: `Keep the old logical ID: ${renameLine(successor[0], id)}`,
      });
      continue;
    }
    warn(
      pool,
      'identityProviderRemoved',
      `${file} has the identity provider ${name}, which the app no longer adds: users who signed in through it can't sign in anymore. Add it again, or give those users another way to sign in first.`,
    );
  }
}
