import { afterEach, describe, expect, it, vi } from 'vitest';
import { PreTokenEvent } from '../../../handlers/pre-token-generation/event';
import { Aws, newHook } from '../../../handlers/pre-token-generation/hook';
import { Policy, policyScope } from '../../../lib/access/policy';
import { encodePolicies } from '../../../lib/access/policy-codec';
import { machineEvent, personEvent } from './events';

const reject = () => Promise.reject(new Error('not to be called'));
const EDITORS: Policy = { group: 'editors' };
const BATCH: Policy = { client: 'jobs' };
const POLICIES = encodePolicies([EDITORS, BATCH]);
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
          accessTokenGeneration: { scopesToAdd: [policyScope(EDITORS)], scopesToSuppress: [policyScope(BATCH)] },
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
          accessTokenGeneration: { scopesToAdd: [arn, policyScope(EDITORS)] },
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
    for (let i = 0; i < 3; i++) expect(await addedBy(hook, machineEvent())).toEqual([policyScope(BATCH)]);
    expect(reads).toBe(1);
  });

  describe('if they cannot be read', () => {
    const hook = (policy: Policy) => {
      vi.spyOn(console, 'error').mockReturnValue();
      vi.useFakeTimers({ toFake: ['setTimeout', 'Date'] });
      const readParameter = () => Promise.reject(new Error('throttled'));
      return hookOf({ CLIENTS_PARAMETER: '/ids', POLICIES: encodePolicies([policy]) }, { readParameter });
    };
    afterEach(() => {
      vi.useRealTimers();
      vi.restoreAllMocks();
    });

    it.each<[string, Policy, PreTokenEvent]>([
      ['a machine', BATCH, machineEvent()],
      ['a person', { anyOf: [{ group: 'admins' }, BATCH] }, personEvent()],
      ['a person', { allOf: [EDITORS, BATCH] }, personEvent()],
    ])('%s whose scopes depend on them gets no token, and not one without a scope: %j', async (_, policy, event) => {
      const refused = expect(hook(policy)(event)).rejects.toThrow('could not be read. Try again.');
      await vi.advanceTimersByTimeAsync(5_000);
      await refused;
    });

    it.each<[string, Policy, PreTokenEvent, boolean]>([
      ['in a group', { anyOf: [EDITORS, BATCH] }, personEvent(), true],
      ['not in a group', { allOf: [{ group: 'admins' }, BATCH] }, personEvent(), false],
      ['without such policies', EDITORS, personEvent(), true],
      ['of the client itself', { client: 'batch' }, machineEvent(), true],
    ])('a caller %s gets a token at once: %j', async (_, policy, event, earns) => {
      expect(await addedBy(hook(policy), event)).toEqual(earns ? [policyScope(policy)] : []);
    });
  });

  it('are not read without the parameter', async () => {
    expect(await addedBy(hookOf({}), machineEvent())).toEqual([]);
  });
});

describe('a malformed environment', () => {
  it.each([
    ['USER_HOOK', ''],
    ['USER_HOOK', '{}'],
    ['USER_HOOK', '{"functionArn":"arn","version":"V9"}'],
  ])('%s of %j is an error', (name, value) => {
    expect(() => hookOf({ [name]: value })).toThrow(`The environment variable ${name} is malformed.`);
  });

  it('without policies is an error', () => {
    expect(() => newHook({}, { invoke: reject, readParameter: reject })).toThrow('POLICIES');
  });

  it.each(['{"policy/a":{"signedIn":true}}', '+', '+00editors)'])('with policies of %j is an error', (policies) => {
    expect(() => hookOf({ POLICIES: policies })).toThrow('The policies are malformed.');
  });
});
