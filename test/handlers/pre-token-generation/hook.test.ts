import { afterEach, describe, expect, it, vi } from 'vitest';
import { PreTokenEvent } from '../../../handlers/pre-token-generation/event';
import { Aws, newHook } from '../../../handlers/pre-token-generation/hook';
import { machineEvent, personEvent } from './events';

const reject = () => Promise.reject(new Error('not to be called'));
const POLICIES = JSON.stringify({ 'policy/editors': { group: 'editors' }, 'policy/batch': { client: 'jobs' } });
const hookOf = (environment: Record<string, string>, aws: Partial<Aws> = {}) =>
  newHook({ POLICIES, ...environment }, { invoke: reject, readParameter: reject, ...aws });
const addedBy = async (hook: (event: PreTokenEvent) => Promise<{ response: any }>, event: PreTokenEvent) =>
  (await hook(event)).response.claimsAndScopeOverrideDetails.accessTokenGeneration.scopesToAdd as string[];

describe('the hook', () => {
  it('returns the event with its response', async () => {
    expect(await hookOf({})(personEvent())).toEqual({
      ...personEvent(),
      response: {
        claimsAndScopeOverrideDetails: {
          accessTokenGeneration: { scopesToAdd: ['policy/editors'], scopesToSuppress: ['policy/batch'] },
        },
      },
    });
  });

  it("applies the policies after the user's own hook", async () => {
    const functionArn = 'arn:aws:lambda:eu-west-1:111122223333:function:mine';
    const invoke: Aws['invoke'] = async (arn, event) => ({
      ...(event as object),
      response: {
        claimsAndScopeOverrideDetails: {
          accessTokenGeneration: { scopesToAdd: [arn, 'policy/editors'] },
          groupOverrideDetails: { groupsToOverride: [] },
        },
      },
    });
    const hook = hookOf({ USER_HOOK: JSON.stringify({ functionArn, version: 'V3_0' }) }, { invoke });
    expect(await addedBy(hook, personEvent())).toEqual([functionArn]);
  });

  it("fails with the user's own hook", async () => {
    const USER_HOOK = JSON.stringify({ functionArn: 'arn', version: 'V1_0' });
    const invoke = () => Promise.reject(new Error('the hook failed: no tenant'));
    await expect(hookOf({ USER_HOOK }, { invoke })(personEvent())).rejects.toThrow('the hook failed: no tenant');
  });
});

describe('the IDs of app clients', () => {
  it('are read while the instance starts, and once', async () => {
    let reads = 0;
    const readParameter = async (name: string) => (reads++, name === '/ids' ? '{"jobs":"batch"}' : undefined);
    const hook = hookOf({ CLIENTS_PARAMETER: '/ids' }, { readParameter });
    expect(reads).toBe(1);
    for (let i = 0; i < 3; i++) expect(await addedBy(hook, machineEvent())).toEqual(['policy/batch']);
    expect(reads).toBe(1);
  });

  describe('if they cannot be read', () => {
    const hook = (policies: object) => {
      vi.spyOn(console, 'error').mockReturnValue();
      vi.useFakeTimers({ toFake: ['setTimeout', 'Date'] });
      const readParameter = () => Promise.reject(new Error('throttled'));
      return hookOf({ CLIENTS_PARAMETER: '/ids', POLICIES: JSON.stringify(policies) }, { readParameter });
    };
    afterEach(() => {
      vi.useRealTimers();
      vi.restoreAllMocks();
    });

    it.each<[string, object, PreTokenEvent]>([
      ['a machine', { 'policy/batch': { client: 'jobs' } }, machineEvent()],
      ['a person', { 'policy/batch': { anyOf: [{ group: 'admins' }, { client: 'jobs' }] } }, personEvent()],
      ['a person', { 'policy/batch': { allOf: [{ group: 'editors' }, { client: 'jobs' }] } }, personEvent()],
    ])('%s whose scopes depend on them gets no token, and not one without a scope: %j', async (_, policies, event) => {
      const refused = expect(hook(policies)(event)).rejects.toThrow('could not be read. Try again.');
      await vi.advanceTimersByTimeAsync(5_000);
      await refused;
    });

    it.each<[string, object, PreTokenEvent, string[]]>([
      [
        'in a group',
        { 'policy/a': { anyOf: [{ group: 'editors' }, { client: 'jobs' }] } },
        personEvent(),
        ['policy/a'],
      ],
      ['not in a group', { 'policy/a': { allOf: [{ group: 'admins' }, { client: 'jobs' }] } }, personEvent(), []],
      ['without such policies', { 'policy/a': { group: 'editors' } }, personEvent(), ['policy/a']],
      ['of the client itself', { 'policy/a': { client: 'batch' } }, machineEvent(), ['policy/a']],
    ])('a caller %s gets a token at once: %j', async (_, policies, event, scopes) => {
      expect(await addedBy(hook(policies), event)).toEqual(scopes);
    });
  });

  it('are not read without the parameter', async () => {
    expect(await addedBy(hookOf({}), machineEvent())).toEqual([]);
  });
});

describe('a malformed environment', () => {
  it.each([
    ['POLICIES', ''],
    ['POLICIES', '[]'],
    ['POLICIES', 'null'],
    ['POLICIES', '{"policy/a":'],
    ['USER_HOOK', ''],
    ['USER_HOOK', '{}'],
    ['USER_HOOK', '{"functionArn":"arn","version":"V9"}'],
  ])('%s of %j is an error', (name, value) => {
    expect(() => hookOf({ [name]: value })).toThrow(`The environment variable ${name} is malformed.`);
  });

  it('without policies is an error', () => {
    expect(() => newHook({}, { invoke: reject, readParameter: reject })).toThrow('POLICIES');
  });

  it('with a malformed policy: nobody satisfies it', async () => {
    const hook = hookOf({ POLICIES: '{"policy/a":{"signedIn":"true"},"policy/b":null}' });
    expect(await addedBy(hook, personEvent())).toEqual([]);
  });
});
