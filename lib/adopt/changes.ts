import { Duration } from 'aws-cdk-lib';
import { isObject } from '../base/json';
import { sortedBy } from '../base/sorted-by';
import { show } from '../checks/values';
import { asText } from '../template/scalars';
import { withKept } from './cognito-defaults';
import { comparable } from './comparable';
import { Deployed, DeployedResource, isLiteralObject, Properties } from './deployed';
import { InStack } from './in-stack';
import { letInRank } from './let-in';
import { Change, lockOutRank } from './lock-out';
import { namesOf } from './resource-names';
import { isFixed, mayGo } from './resource-types';

/** All that will change in the pool and what belongs to it, and is not reported as an error, gravest first. */
export function changesOf(
  { resources, properties, logicalId }: Deployed,
  now: ReadonlyMap<string, InStack>,
  poolId: string,
): Change[] {
  const [namesBefore, namesNow] = [namesOf(resources), namesOf(now)];
  // A pool outside CloudFormation has no other resources.
  const all = logicalId ? resources : new Map([[poolId, describedPool(properties, now.get(poolId))]]);
  const changes = [...all].flatMap(([id, before]): Change[] => {
    const after = now.get(id);
    if (after?.type !== before.type) {
      return mayGo(before) ? [{ setting: id, before: before.type, after: undefined }] : [];
    }
    const kept = { ...after, properties: withKept(before.properties, after.properties) };
    const [was, is] = [comparable(before, namesBefore), comparable(kept, namesNow)];
    const names = new Set([...Object.keys(was), ...Object.keys(is)]);
    const settings = [...names].filter((name) => !isFixed(before, name));
    return settings.flatMap((name) => deployedDifferences(was[name], is[name], `${id}.${name}`));
  });
  // Those of the same rank stay in the order of their names.
  return sortedBy(changes, ({ setting }) => setting).sort((one, other) => {
    const [[part, rank], [otherPart, otherRank]] = [placeOf(one), placeOf(other)];
    return part - otherPart || rank - otherRank;
  });
}

/** The parts of the list, by what the changes in them may do. */
const PARTS = [
  'These may let more people in:',
  'These may lock out apps or users:',
  'These are texts of messages:',
  'The others:',
] as const;

/** The part that a change is in, and its place there. */
function placeOf(change: Change): readonly [part: number, rank: number] {
  const [letIn, lockOut] = [letInRank(change), lockOutRank(change)];
  if (letIn !== undefined) return [0, letIn];
  if (MESSAGE_TEXT.test(change.setting)) return [2, 0];
  return lockOut === undefined ? [3, 0] : [1, lockOut];
}

/** Cognito has a text of its own for each message. */
const MESSAGE_TEXT = /\.(?:Email(?:Message|Subject|Verification)\w*|(?:SMS|Sms)\w*Message)$/;

/** The lines of a message that list changes. */
export function listOf(changes: readonly Change[]): string {
  const describe = ({ setting, before, after }: Change) =>
    // A template may have the secret itself.
    /\.(?:client_secret|private_key)$/.test(setting)
      ? `  ${setting}: another value`
      : `  ${setting}: ${showProperty(before)} -> ${showProperty(after)}`;
  return PARTS.flatMap((title, part) => {
    const lines = changes.filter((each) => placeOf(each)[0] === part).map(describe);
    return lines.length > 0 ? [title, ...lines] : [];
  }).join('\n');
}

function showProperty(value: unknown): string {
  if (value === undefined) return 'absent';
  return value instanceof Duration ? show(value) : JSON.stringify(value);
}

/** What a description of a pool says, and a template can. */
const DESCRIBED = [
  'AccountRecoverySetting',
  'AdminCreateUserConfig',
  'AutoVerifiedAttributes',
  'DeletionProtection',
  'DeviceConfiguration',
  'EmailConfiguration',
  'EmailVerificationMessage',
  'EmailVerificationSubject',
  'IssuerConfiguration',
  'KeyConfiguration',
  'LambdaConfig',
  'MfaConfiguration',
  'Policies',
  'SmsAuthenticationMessage',
  'SmsConfiguration',
  'SmsVerificationMessage',
  'UserAttributeUpdateSettings',
  'UserPoolAddOns',
  'UserPoolName',
  'UserPoolTags',
  'UserPoolTier',
  'VerificationMessageTemplate',
];

/** A pool outside CloudFormation. What its description never says counts as the same. */
function describedPool(described: Properties, now?: InStack): DeployedResource {
  const settings = DESCRIBED.map((name) => [name, described[name]]);
  return { type: now?.type ?? '', properties: { ...now?.properties, ...(Object.fromEntries(settings) as Properties) } };
}

/** The innermost differences. Lists are one value, and of names in any order. */
function deployedDifferences(before: unknown, after: unknown, setting: string): Change[] {
  const [was = {}, is = {}] = [before, after];
  if (isSection(was) && isSection(is)) {
    const names = new Set([...Object.keys(was), ...Object.keys(is)]);
    return [...names].flatMap((name) => deployedDifferences(was[name], is[name], `${setting}.${name}`));
  }
  return canonicalText(before) === canonicalText(after) ? [] : [{ setting, before, after }];
}

const isSection = (value: unknown): value is Properties => isLiteralObject(value) && !(value instanceof Duration);

/** The same text for what is the same to CloudFormation, which takes numbers and Booleans as text too. */
function canonicalText(value: unknown): string | undefined {
  if (value instanceof Duration) return show(value);
  const isSet = Array.isArray(value) && !value.some(isLiteralObject);
  return JSON.stringify(isSet ? value.map(canonicalText).sort() : value, (_, each: unknown) => {
    return isObject(each) ? Object.fromEntries(Object.entries(each).sort()) : asText(each);
  });
}
