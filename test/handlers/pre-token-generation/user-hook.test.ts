import { describe, expect, it } from 'vitest';
import { callUserHook, HookVersion, isUserHook } from '../../../handlers/pre-token-generation/user-hook';
import { machineEvent, personEvent } from './events';

const FUNCTION = 'arn:aws:lambda:eu-west-1:111122223333:function:mine';

/** Calls a hook that returns `response` in its event; returns what it was called with, and its changes. */
async function call(version: HookVersion, response: unknown, event = personEvent()) {
  const calls: unknown[] = [];
  const overrides = await callUserHook({ functionArn: FUNCTION, version }, event, async (functionArn, sent) => {
    calls.push({ functionArn, sent });
    return { ...(sent as object), response };
  });
  return { calls, overrides };
}

/** Calls a hook that returns this instead of an event. */
const callReturning = (version: HookVersion, result: unknown) =>
  callUserHook({ functionArn: FUNCTION, version }, personEvent(), async () => result);

describe('isUserHook', () => {
  it.each(['V1_0', 'V2_0', 'V3_0'])('accepts %s', (version) => {
    expect(isUserHook({ functionArn: FUNCTION, version })).toBe(true);
  });

  it.each([
    null,
    'x',
    [],
    {},
    { functionArn: FUNCTION },
    { functionArn: FUNCTION, version: 'V4_0' },
    { functionArn: '', version: 'V1_0' },
    { functionArn: 1, version: 'V1_0' },
  ])('rejects %j', (value) => {
    expect(isUserHook(value)).toBe(false);
  });
});

describe('the event', () => {
  it('of V1_0 has no scopes', async () => {
    const { calls } = await call('V1_0', {});
    // As documented for V1_0: attributes, groups and metadata.
    const { userAttributes, groupConfiguration, clientMetadata } = personEvent().request;
    expect(calls).toEqual([
      {
        functionArn: FUNCTION,
        sent: {
          version: '1',
          triggerSource: 'TokenGeneration_HostedAuth',
          region: 'eu-west-1',
          userPoolId: 'eu-west-1_Pool1',
          userName: 'ada',
          callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: 'web' },
          request: { userAttributes, groupConfiguration, clientMetadata },
          response: { claimsOverrideDetails: null },
        },
      },
    ]);
  });

  it.each([
    ['V2_0', '2'],
    ['V3_0', '3'],
  ] as const)('of %s is the event from Cognito, with version %s', async (version, number) => {
    const { calls } = await call(version, {}, personEvent({}, { version: '3', response: { stray: true } }));
    expect(calls).toEqual([{ functionArn: FUNCTION, sent: { ...personEvent(), version: number } }]);
  });

  it.each([
    ['V1_0', 0],
    ['V2_0', 0],
    ['V3_0', 1],
  ] as const)('of a machine: a hook of %s gets %i', async (version, count) => {
    const { calls, overrides } = await call(version, {}, machineEvent());
    expect(calls).toHaveLength(count);
    expect(overrides).toEqual({});
  });
});

describe('the result', () => {
  const claims = { claimsToAddOrOverride: { tenant: 'a' }, claimsToSuppress: ['email'] };
  const groupOverrideDetails = { groupsToOverride: ['a'], iamRolesToOverride: ['arn'], preferredRole: 'arn' };

  it('of V1_0 changes the claims of the ID token and the groups', async () => {
    const { overrides } = await call('V1_0', { claimsOverrideDetails: { ...claims, groupOverrideDetails } });
    expect(overrides).toEqual({ idTokenGeneration: claims, groupOverrideDetails });
  });

  it('of V1_0 cannot change the access token', async () => {
    const accessTokenGeneration = { scopesToAdd: ['a'] };
    const { overrides } = await call('V1_0', { claimsAndScopeOverrideDetails: { accessTokenGeneration } });
    expect(overrides).not.toHaveProperty('accessTokenGeneration');
  });

  it.each(['V2_0', 'V3_0'] as const)('of %s is kept in full', async (version) => {
    const details = {
      idTokenGeneration: claims,
      accessTokenGeneration: { ...claims, scopesToAdd: ['a'], scopesToSuppress: ['b'] },
      groupOverrideDetails,
      ofTheFuture: { a: 1 },
    };
    expect((await call(version, { claimsAndScopeOverrideDetails: details })).overrides).toEqual(details);
  });

  it.each([
    ['V1_0', { claimsOverrideDetails: null }, { idTokenGeneration: {} }],
    ['V2_0', { claimsAndScopeOverrideDetails: null }, {}],
    ['V3_0', {}, {}],
    ['V3_0', { claimsAndScopeOverrideDetails: { idTokenGeneration: null, accessTokenGeneration: null } }, {}],
    [
      'V2_0',
      { claimsAndScopeOverrideDetails: { accessTokenGeneration: { scopesToAdd: null } } },
      { accessTokenGeneration: { scopesToAdd: null } },
    ],
  ] as const)('of %s may be empty: %j', async (version, response, expected) => {
    expect((await call(version, response)).overrides).toEqual(expected);
  });

  it.each([
    ['V1_0', 'claimsOverrideDetails'],
    ['V2_0', 'claimsAndScopeOverrideDetails'],
  ] as const)('of %s may be null for the groups, which removes them, or omit them', async (version, details) => {
    const nothing = await call(version, { [details]: {} });
    const empty = await call(version, { [details]: { groupOverrideDetails: null } });
    expect(nothing.overrides).not.toHaveProperty('groupOverrideDetails');
    expect(empty.overrides).toHaveProperty('groupOverrideDetails', null);
  });

  it.each([undefined, null, 'ok', 1, [], {}, { response: null }, { response: 'ok' }, { response: [] }])(
    'that is %j has no response',
    async (result) => {
      await expect(callReturning('V3_0', result)).rejects.toThrow(
        /^the hook's result is malformed: response is not an object$/,
      );
    },
  );

  it.each<[HookVersion, unknown, string]>([
    ['V1_0', { claimsOverrideDetails: 'x' }, 'claimsOverrideDetails is not an object'],
    ['V1_0', { claimsOverrideDetails: { groupOverrideDetails: ['a'] } }, 'groupOverrideDetails is not an object'],
    ['V2_0', { claimsAndScopeOverrideDetails: [] }, 'claimsAndScopeOverrideDetails is not an object'],
    ['V2_0', { claimsAndScopeOverrideDetails: { idTokenGeneration: 'x' } }, 'idTokenGeneration is not an object'],
    [
      'V2_0',
      { claimsAndScopeOverrideDetails: { accessTokenGeneration: [] } },
      'accessTokenGeneration is not an object',
    ],
    [
      'V3_0',
      { claimsAndScopeOverrideDetails: { accessTokenGeneration: { scopesToAdd: 'a' } } },
      'scopesToAdd is not a list of strings',
    ],
    [
      'V3_0',
      { claimsAndScopeOverrideDetails: { accessTokenGeneration: { scopesToSuppress: [1] } } },
      'scopesToSuppress is not a list of strings',
    ],
    [
      'V3_0',
      { claimsAndScopeOverrideDetails: { groupOverrideDetails: { groupsToOverride: 'admins' } } },
      'groupsToOverride is not a list of strings',
    ],
  ])('of %s that is %j is rejected', async (version, response, reason) => {
    await expect(call(version, response)).rejects.toThrow(`the hook's result is malformed: ${reason}`);
  });
});
