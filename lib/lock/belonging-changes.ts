import { IConstruct } from 'constructs';
import { posix } from 'node:path';
import { Problems } from '../checks/problems';
import { show } from '../checks/values';
import { warnAtPool } from '../checks/warn';
import { Belonging, BELONGINGS, belongingsIn, functionIn } from './belongings';
import { ABSENT, Entry } from './content';
import { keepNestedStack, renameLine } from './identity';

const NEW_CLIENT =
  'CloudFormation creates another app client, with a new ID and secret, and every app and session of the old one ends';

/** What to say of a kind of resource that Cognito knows by a name. */
interface Kind {
  readonly setting: 'identityProviders' | 'groups' | 'resourceServers';
  readonly what: string;
  /** The ID of the warning of its removal, to which that of the resource is added. */
  readonly warning: string;
  /** What a new name under the same logical ID means, what the removal, and what a deployment without it. */
  readonly renamed: string;
  readonly removed: string;
  readonly without: string;
}

const KINDS: readonly Kind[] = [
  {
    setting: 'identityProviders',
    what: 'identity provider',
    warning: 'identityProviderRemoved',
    renamed:
      "CloudFormation replaces the provider, and users of the old one can't sign in to their accounts anymore, which belong to its name",
    removed:
      "users who signed in through it can't sign in anymore. Add it again, or give those users another way to sign in first",
    without: 'in between, nobody can sign in through it',
  },
  {
    setting: 'groups',
    what: 'group',
    warning: 'groupRemoved',
    renamed: 'CloudFormation creates another group, without members, and deletes the old one with its memberships',
    removed: 'CloudFormation deletes it, and who its members were is lost',
    without: 'its memberships are lost then',
  },
  {
    setting: 'resourceServers',
    what: 'resource server',
    warning: 'resourceServerRemoved',
    renamed:
      'CloudFormation replaces the resource server, and Cognito rejects all requests for its old scopes, which start with the old identifier',
    removed: 'Cognito rejects all requests for its scopes. First have applications stop requesting them',
    without: 'in between, Cognito rejects all requests for its scopes',
  },
];

const stackIn = (id: string) => id.split('/').slice(0, -1).join('/');
const isBeside = (id: string, other: string) => stackIn(id) === stackIn(other);
const logicalIdIn = (id: string) => id.split('/').at(-1) ?? id;

/** A pool that is recorded, and where to report what is wrong with it. */
interface Place {
  readonly pool: IConstruct;
  readonly file: string;
  readonly key: string;
  readonly problems: Problems;
}

/** Where the file lists a resource: what to remove, so that it is forgotten. */
export const listedAs = (id: string, setting: Belonging, key: string): string =>
  `${show(id)} from ${setting} of ${show(key)}`;

/** Reports and warns of what belongs to a pool and will not be the same after the deployment. */
export function compareBelongings(place: Place, entry: Entry, current: Entry): void {
  const movesOf = (setting: Belonging) => moves(belongingsIn(entry, setting), belongingsIn(current, setting));
  const clients = movesOf('clients');
  const secrets = movesOf('generateSecret');
  compareClients(place, clients, successorsOf(clients, secrets, entry.path, current.path));
  compareSecrets(place, clients, secrets);
  compareTypes(place, movesOf('identityProviders'), movesOf('providerTypes'));
  compareDomains(place, movesOf('domains'));
  for (const kind of KINDS) compareNames(place, kind, movesOf(kind.setting));
}

/** What is gone, what is new, and what is there with another value than before. */
function moves(was: [string, string][], is: [string, string][]) {
  const before = new Map(was);
  const after = new Map(is);
  return {
    before,
    after,
    gone: was.filter(([id]) => !after.has(id)),
    added: is.filter(([id]) => !before.has(id)),
    changed: is.filter(([id, value]) => before.has(id) && before.get(id) !== value),
  };
}
type Moves = ReturnType<typeof moves>;

/** A client that is there, and may be one that is gone. */
interface Successor {
  readonly id: string;
  readonly path: string;
  /** Whether its path says so, seen from the root or from the pool, which may have moved with it. */
  readonly isSure: boolean;
}

function successorsOf({ gone, added, after }: Moves, secrets: Moves, from: string, to: string): Map<string, Successor> {
  const found = new Map<string, Successor>();
  for (const [id, path] of gone) {
    // It need not be new: it may have a logical ID that the file has of another client, which is gone.
    const beside = [...after].filter(([other]) => isBeside(other, id));
    const successor =
      beside.find(([, other]) => other === path) ??
      beside.find(([, other]) => posix.relative(to, other) === posix.relative(from, path)) ??
      added.find(([other]) => keepNestedStack(other.split('/'), id.split('/')) !== undefined);
    if (successor) found.set(id, { id: successor[0], path: successor[1], isSure: true });
  }
  const taken = new Set([...found.values()].map(({ id }) => id));
  for (const [id] of gone) {
    const isLeft = ([other]: readonly [string, string]) => !found.has(other) && isBeside(other, id);
    const candidates = added.filter(([other]) => !taken.has(other) && isBeside(other, id));
    const [only] = candidates;
    if (!only || candidates.length > 1 || gone.filter(isLeft).length > 1) continue;
    const secret = secrets.before.get(id);
    // An old entry may lack the secret.
    if (secret !== undefined && secret !== secrets.after.get(only[0])) continue;
    found.set(id, { id: only[0], path: only[1], isSure: false });
  }
  return found;
}

function compareClients(place: Place, { gone }: Moves, successors: Map<string, Successor>): void {
  const { pool, file, key, problems } = place;
  for (const [id, path] of gone) {
    const successor = successors.get(id);
    if (!successor) {
      warnAtPool(
        pool,
        `clientRemoved:${id}`,
        `${file} has the app client ${id} (${path}), which the app no longer creates: at the next deployment, its ID is gone, and so are its sessions. ` +
          `If only its construct has moved, keep its logical ID with renameLogicalId() of its stack. If another stack imports its ID, deploy once with exportValue(ID, { name }) in the stack that had it, where ID is its ID and name the name of its export in the deployed template, and take that out afterwards. ` +
          `If it is to go, remove ${listedAs(id, 'clients', key)} in the file.`,
      );
      continue;
    }
    const { isSure } = successor;
    const now = isBeside(successor.id, id) ? logicalIdIn(successor.id) : successor.id;
    problems.add({
      where: 'lockFile, clients',
      given: isSure
        ? `${id} in ${file} for ${path}, which has the logical ID ${now} now`
        : `${id} in ${file} for ${path}, which the app no longer creates, while ${successor.path} is new, with the logical ID ${now}`,
      outcome: isSure ? NEW_CLIENT : `if it is the same client, ${NEW_CLIENT}`,
      remedy: `${keepLine(successor.id, id)}; or, if ${isSure ? 'that is what you want' : 'the old one is to go'}, remove ${listedAs(id, 'clients', place.key)} in ${place.file}`,
    });
  }
}

/** To CloudFormation, false differs from no value at all. */
function compareSecrets(place: Place, clients: Moves, secrets: Moves): void {
  for (const [id, is] of secrets.changed) {
    // An old entry may lack the client.
    if (!clients.before.has(id)) continue;
    place.problems.add({
      where: `lockFile, generateSecret of ${clients.after.get(id) ?? id}`,
      given: `${secrets.before.get(id)} in ${place.file}, and ${is} now`,
      outcome: NEW_CLIENT,
      remedy: `Undo the change, and add another client for applications that need one; or, if that is what you want, remove ${listedAs(id, 'clients', place.key)} in ${place.file}`,
    });
  }
}

function compareTypes(place: Place, { before, after }: Moves, { before: was, changed }: Moves): void {
  for (const [id, is] of changed) {
    const name = before.get(id);
    // Another name is a problem of its own.
    if (name === undefined || name !== after.get(id)) continue;
    place.problems.add({
      where: `lockFile, the type of the identity provider ${name}`,
      given: `${was.get(id)} in ${place.file}, and ${is} now`,
      outcome: `CloudFormation creates another one first, and Cognito rejects it, because the pool already has one of that name`,
      remedy: `Add another identity provider, with a name and a construct ID of its own; or deploy once without it: in between, nobody can sign in through it; or, if the old one is not deployed, remove ${listedAs(id, 'identityProviders', place.key)} in ${place.file}`,
    });
  }
}

function compareDomains(place: Place, { before, gone, added, changed }: Moves): void {
  const isCustom = (domain: string) => !functionIn(domain) && domain.includes('.');
  const replaced = [
    ...changed.map(([id, is]) => [before.get(id)!, is, id, id] as const),
    // Under another logical ID, it is created before the old one is deleted.
    ...gone.flatMap(([id, was]) => added.map(([now, is]) => [was, is, id, now] as const)),
    // A pool can have one of each kind.
  ].filter(([was, is]) => isCustom(is) === isCustom(was));
  const without = 'in between, nobody can sign in on the hosted pages';
  for (const [was, is, id, now] of replaced) {
    const isSame = was === is;
    place.problems.add({
      where: 'lockFile, domains',
      given: `${show(was)} in ${place.file}${isSame ? ` with the logical ID ${id}, and with ${now} now` : `, and ${show(is)} now`}`,
      outcome: 'CloudFormation creates the new domain first, and Cognito rejects it, because the pool already has one',
      remedy: `${isSame ? keep(now, id, without) : `Deploy once without hostedUi, and once more with the new domain; ${without}`}; or, if the old one was never deployed, remove ${listedAs(id, 'domains', place.key)} in ${place.file}`,
    });
  }
}

/** How a new pool gets the domain of the old one, which CloudFormation deletes after it has made the new one. */
export const giveDomain = (entry: Entry): string =>
  belongingsIn(entry, 'domains').length > 0
    ? '. Give the new one another domain, or deploy once without hostedUi first'
    : '';

/** Compares resources that Cognito knows by a name. A new name means a new resource, and each name may exist once. */
function compareNames(place: Place, kind: Kind, names: Moves): void {
  const { pool, file, key, problems } = place;
  const { setting, what, warning } = kind;
  const where = `lockFile, ${setting}`;
  for (const [id, name] of names.changed) {
    problems.add({
      where,
      given: `${show(names.before.get(id))} in ${file}, and ${show(name)} now, with the same logical ID ${id}`,
      outcome: kind.renamed,
      remedy: `Keep the old ${BELONGINGS[setting].property}, and add another ${what} with a construct ID of its own; or, if that is what you want or it was never deployed, remove ${listedAs(id, setting, place.key)} in ${place.file}`,
    });
  }
  for (const [id, name] of names.gone) {
    // Names that Cognito gives differ.
    const successor = name === ABSENT ? undefined : names.added.find(([, other]) => other === name);
    if (successor) {
      problems.add({
        where,
        given: `${show(name)} in ${file} with the logical ID ${id}, and with ${successor[0]} now`,
        outcome: `CloudFormation creates the new one first, and Cognito rejects it, because the pool already has one of that name`,
        remedy: `${keep(successor[0], id, kind.without)}; or, if the old one is not deployed, remove ${listedAs(id, setting, place.key)} in ${place.file}`,
      });
      continue;
    }
    warnAtPool(
      pool,
      `${warning}:${id}`,
      `${file} has the ${what} ${name}, which the app no longer creates: at the next deployment, ${kind.removed}. If it is to go, remove ${listedAs(id, setting, key)} in the file.`,
    );
  }
}

/** The line that keeps a resource as it is deployed. Undefined if it is in another stack than before. */
const keepLine = (now: string, before: string) =>
  isBeside(now, before)
    ? `Keep the old logical ID: ${renameLine(logicalIdIn(now), logicalIdIn(before))}`
    : keepNestedStack(now.split('/'), before.split('/'));

/** What keeps a resource as it is deployed: its logical ID, or else its stack. */
const keep = (now: string, before: string, without: string) =>
  keepLine(now, before) ??
  `Keep it in the stack ${stackIn(before) || 'of the pool'}, or deploy once without it; ${without}`;
