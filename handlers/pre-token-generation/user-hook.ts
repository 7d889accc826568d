import { isObject } from '../../lib/base/json';
import { isStrings, JsonObject, objectAt } from '../json';
import { isForMachine, Overrides, PreTokenEvent } from './event';

/** The user's own hook, which runs before the policies are applied. */
export interface UserHook {
  readonly functionArn: string;
  readonly version: HookVersion;
}

const VERSIONS = ['V1_0', 'V2_0', 'V3_0'] as const;
export type HookVersion = (typeof VERSIONS)[number];

/** Calls a function with an event and returns its result. Throws the function's message if it failed. */
export type Invoke = (functionArn: string, event: unknown) => Promise<unknown>;

export function isUserHook(value: unknown): value is UserHook {
  if (!isObject(value) || typeof value.functionArn !== 'string' || value.functionArn === '') return false;
  return VERSIONS.includes(value.version as HookVersion);
}

/** The changes that the user's own hook makes. Cognito calls hooks for machines from V3_0 on. */
export async function callUserHook(hook: UserHook, event: PreTokenEvent, invoke: Invoke): Promise<Overrides> {
  if (hook.version !== 'V3_0' && isForMachine(event)) return {};
  const result = await invoke(hook.functionArn, hook.version === 'V1_0' ? asV1(event) : asLater(event, hook.version));
  const response = isObject(result) ? result.response : undefined;
  if (!isObject(response)) throw malformed('response is not an object');
  return hook.version === 'V1_0'
    ? fromV1(readObject(response, 'claimsOverrideDetails'))
    : fromLater(readObject(response, 'claimsAndScopeOverrideDetails'));
}

/** Events of V1_0 have no scopes. */
function asV1(event: PreTokenEvent) {
  const request: Record<string, unknown> = { ...objectAt(event, 'request') };
  delete request.scopes;
  return { ...event, version: '1', request, response: { claimsOverrideDetails: null } };
}

function asLater(event: PreTokenEvent, version: HookVersion) {
  return { ...event, version: version.charAt(1), response: { claimsAndScopeOverrideDetails: null } };
}

/** V1_0 changes the claims of the ID token, and the groups in both tokens. */
function fromV1({ groupOverrideDetails, ...idTokenGeneration }: JsonObject): Overrides {
  return { idTokenGeneration, ...groupsFrom(groupOverrideDetails) };
}

function fromLater(details: JsonObject): Overrides {
  const { idTokenGeneration, accessTokenGeneration, groupOverrideDetails, ...rest } = details;
  const access = readObject({ accessTokenGeneration }, 'accessTokenGeneration');
  for (const list of ['scopesToAdd', 'scopesToSuppress']) checkStrings(access, list);
  return {
    ...rest,
    ...(idTokenGeneration != null && { idTokenGeneration: readObject({ idTokenGeneration }, 'idTokenGeneration') }),
    ...(accessTokenGeneration != null && { accessTokenGeneration: access }),
    ...groupsFrom(groupOverrideDetails),
  };
}

function groupsFrom(groupOverrideDetails: unknown): Overrides {
  if (groupOverrideDetails === undefined) return {};
  checkStrings(readObject({ groupOverrideDetails }, 'groupOverrideDetails'), 'groupsToOverride');
  return { groupOverrideDetails };
}

function readObject(from: JsonObject, name: string): JsonObject {
  const value = from[name] ?? {};
  if (!isObject(value)) throw malformed(`${name} is not an object`);
  return value;
}

function checkStrings(from: JsonObject, name: string): void {
  if (!isStrings(from[name] ?? [])) throw malformed(`${name} is not a list of strings`);
}

function malformed(reason: string): Error {
  return new Error(`the hook's result is malformed: ${reason}`);
}
