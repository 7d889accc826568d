import { IConstruct } from 'constructs';
import { isObject } from '../base/json';
import { Problems } from '../checks/problems';
import { show } from '../checks/values';
import { warnAtPool } from '../checks/warn';
import { withCapitals } from '../sign-in/attribute-schema';
import { schemaLine } from '../sign-in/schema-line';
import { isStandard } from '../sign-in/standard-attribute';
import { compareBelongings, giveDomain } from './belonging-changes';
import { withRemoved } from './belongings';
import { differences, Entry, Json, Recorded } from './content';
import { hasToken, isFixed, SIGN_IN_POLICY } from './settings';

/** Settings that may be added to an entry later, but not changed or removed. An old entry may lack the others. */
const isAddable = (name: string) =>
  name.startsWith('custom:') || ['relyingPartyId', 'caseSensitive', SIGN_IN_POLICY].includes(name);

const REJECTED = "Cognito can't change it on a pool that exists, so the deployment fails midway";
const OUTCOMES = new Map([['relyingPartyId', 'Cognito changes it, and every passkey of every user stops working']]);

/** What a pool has and its entry lacks, or has in another way. */
export const missingIn = ({ entry }: Recorded, settings: Entry): string[] =>
  differences(entry, withRemoved(settings, entry))
    .filter((difference) => !isNewPath(difference))
    .map(([path]) => path.join('.'));

/** The path of the pool or of a client that has another one now, which is no reason to stop a deployment. */
const isNewPath = ([[setting], was, is]: ReturnType<typeof differences>[number]) =>
  setting === 'path' || (setting === 'clients' && typeof was === 'string' && typeof is === 'string');

/** Reports every difference that Cognito can't apply in place, which is all except additions. */
export function checkAgainstEntry(
  pool: IConstruct,
  file: string,
  { key, entry }: Recorded,
  current: Entry,
  problems: Problems,
): void {
  for (const [path, was, is] of differences(entry, current)) {
    const [setting = ''] = path;
    if (!isFixed(setting) || (entry[setting] === undefined && isAddable(setting))) continue;
    const line = attributeLine(setting, entry[setting]);
    const accepted = OUTCOMES.has(setting) ? ' or that is acceptable' : '';
    const undeployed = isAddable(setting)
      ? `if it was never deployed${accepted}, remove ${show(setting)} of ${show(key)}`
      : `if the pool was never deployed, remove ${show(key)}`;
    problems.add({
      where: `lockFile, ${path.join('.')}`,
      given:
        was === undefined
          ? `${show(is)}, which is new`
          : `${show(was)} in ${file}, and ${is === undefined ? 'gone' : show(is)} now`,
      outcome: OUTCOMES.get(setting) ?? REJECTED,
      remedy: `${line === undefined ? 'Undo the change' : `Write ${line} in schema`}; or, ${undeployed} from ${file}; or, to have a new pool without the users of this one, remove ${show(key)} from ${file} and give the pool a new ID${giveDomain(entry)}`,
    });
  }
  compareIssuers(pool, file, entry.issuerType, current.issuerType);
  checkCondition(file, entry, current, problems);
  compareBelongings({ pool, file, key, problems }, entry, current);
}

/** The code that declares an attribute as the file has it. Undefined for other settings and for a new attribute. */
function attributeLine(setting: string, recorded: Json | undefined): string | undefined {
  const name = setting.replace(/^custom:/, '');
  if (!isObject(recorded) || (name === setting && !isStandard(name))) return undefined;
  return schemaLine({ Name: name, ...(withCapitals(recorded) as object) });
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
  warnAtPool(
    pool,
    'issuerChanges',
    `issuerType is ${show(was)} in ${file}, and ${show(is)} now: JWT authorizers reject every token that was issued before the deployment, until apps have refreshed them. ` +
      'Deploy it when few people are signed in, and have apps refresh their tokens when they get a 401.',
  );
}
