import type { PreTokenGenerationV2TriggerEvent, PreTokenGenerationV3TriggerEvent } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Overrides, PreTokenEvent } from '../../../handlers/pre-token-generation/event';
import { enforcePolicies, callerOfEvent } from '../../../handlers/pre-token-generation/scopes';
import { Policy } from '../../../lib/access/policy';
import { oracle } from '../../support/policy-oracle';
import { seed } from '../../support/random';
import { machineEvent, personEvent } from './events';

const POLICIES: Record<string, Policy> = {
  'policy/signed-in': { signedIn: true },
  'policy/editors': { group: 'editors' },
  'policy/admins': { group: 'admins' },
  'policy/pro': { attribute: 'custom:plan', values: ['pro'] },
  'policy/batch': { client: 'batch' },
};
const enforce = (event: PreTokenEvent, overrides: Overrides = {}, policies = POLICIES) =>
  enforcePolicies(event, new Map(Object.entries(policies)), overrides, callerOfEvent(event, overrides));
const scopesOf = (overrides: Overrides) => {
  const { scopesToAdd, scopesToSuppress } = overrides.accessTokenGeneration!;
  return { added: [...scopesToAdd!].sort(), suppressed: [...scopesToSuppress!].sort() };
};

describe('the scopes of policies', () => {
  it('are added if they are earned and suppressed if not', () => {
    expect(enforce(personEvent())).toEqual({
      accessTokenGeneration: {
        scopesToAdd: ['policy/signed-in', 'policy/editors', 'policy/pro'],
        scopesToSuppress: ['policy/admins', 'policy/batch'],
      },
    });
  });

  it('are earned by a machine through its client alone', () => {
    const event = machineEvent({
      userAttributes: { 'custom:plan': 'pro' },
      groupConfiguration: { groupsToOverride: ['editors'] },
    });
    expect(scopesOf(enforce(event))).toEqual({
      added: ['policy/batch'],
      suppressed: ['policy/admins', 'policy/editors', 'policy/pro', 'policy/signed-in'],
    });
  });

  it.each([
    'TokenGeneration_HostedAuth',
    'TokenGeneration_Authentication',
    'TokenGeneration_NewPasswordChallenge',
    'TokenGeneration_AuthenticateDevice',
    'TokenGeneration_RefreshTokens',
  ])('are earned by a person on %s', (triggerSource) => {
    expect(scopesOf(enforce(personEvent({}, { triggerSource }))).added).toContain('policy/signed-in');
  });

  it('are earned through federated groups as well', () => {
    const policies: Record<string, Policy> = { 'policy/google': { group: 'eu-west-1_Pool1_Google' } };
    expect(scopesOf(enforce(personEvent(), {}, policies)).added).toEqual(['policy/google']);
  });

  it.each<[string, Overrides['groupOverrideDetails'], string[]]>([
    ['sets the groups', { groupsToOverride: ['admins'] }, ['policy/admins']],
    ['removes the groups', { groupsToOverride: [] }, []],
    ['returns no groups, which removes them', {}, []],
    ['returns null, which removes them', null, []],
    ['leaves the groups alone', undefined, ['policy/editors']],
  ])('are earned through the groups that the token will have, if a hook %s', (_, groupOverrideDetails, expected) => {
    const { 'policy/admins': admins, 'policy/editors': editors } = POLICIES;
    const overrides = groupOverrideDetails === undefined ? {} : { groupOverrideDetails };
    const policies = { 'policy/admins': admins!, 'policy/editors': editors! };
    const result = enforce(personEvent(), overrides, policies);
    expect(scopesOf(result).added).toEqual(expected);
    expect('groupOverrideDetails' in result).toBe('groupOverrideDetails' in overrides);
    expect(result.groupOverrideDetails).toEqual(groupOverrideDetails);
  });

  it.each([
    [['policy/admins'], ['policy/admins', 'policy/batch']],
    [['policy/removed-long-ago'], ['policy/admins', 'policy/batch', 'policy/removed-long-ago']],
    [['openid policy/hidden'], ['policy/admins', 'policy/batch', 'policy/hidden']],
    [
      ['openid', 'orders/policy/x'],
      ['policy/admins', 'policy/batch'],
    ],
  ])('are suppressed if the client requested %j', (scopes, suppressed) => {
    expect(scopesOf(enforce(personEvent({ scopes }))).suppressed).toEqual(suppressed);
  });

  it('are suppressed without the prefix too', () => {
    const result = enforce(personEvent({ scopes: ['special'] }), {}, { special: { group: 'admins' } });
    expect(scopesOf(result)).toEqual({ added: [], suppressed: ['special'] });
  });
});

describe("the user's own hook", () => {
  it('keeps its claims, scopes, suppressions and groups', () => {
    const own: Overrides = {
      idTokenGeneration: { claimsToAddOrOverride: { tenant: 'a' }, claimsToSuppress: ['email'] },
      accessTokenGeneration: {
        claimsToAddOrOverride: { tenant: { id: 1 }, scope: 'orders/read' },
        claimsToSuppress: ['event_id'],
        scopesToAdd: ['orders/read'],
        scopesToSuppress: ['email'],
      },
      groupOverrideDetails: { groupsToOverride: ['editors'] },
    };
    expect(enforce(personEvent(), own)).toEqual({
      ...own,
      accessTokenGeneration: {
        ...own.accessTokenGeneration,
        scopesToAdd: ['orders/read', 'policy/signed-in', 'policy/editors', 'policy/pro'],
        scopesToSuppress: ['email', 'policy/admins', 'policy/batch'],
      },
    });
  });

  it.each([[['policy/admins']], [['policy/other']], [['orders/read policy/admins']], [['a\tpolicy/other']]])(
    'cannot add %j',
    (scopesToAdd) => {
      const { added, suppressed } = scopesOf(enforce(personEvent(), { accessTokenGeneration: { scopesToAdd } }));
      expect(added).toEqual(['policy/editors', 'policy/pro', 'policy/signed-in']);
      expect(suppressed).toContain(scopesToAdd[0]!.split(/\s/).at(-1));
    },
  );

  it('may add a policy scope that is earned anyway, once', () => {
    const result = enforce(personEvent(), { accessTokenGeneration: { scopesToAdd: ['policy/pro', 'policy/pro'] } });
    expect(scopesOf(result).added).toEqual(['policy/editors', 'policy/pro', 'policy/signed-in']);
  });

  it.each([[[]], [['policy/pro']], [['a policy/pro']]])(
    'may suppress a policy scope, even if it adds %j',
    (scopesToAdd) => {
      const { added, suppressed } = scopesOf(
        enforce(personEvent(), { accessTokenGeneration: { scopesToAdd, scopesToSuppress: ['policy/pro'] } }),
      );
      expect(added).toEqual(['policy/editors', 'policy/signed-in']);
      expect(suppressed).toEqual(['policy/admins', 'policy/batch', 'policy/pro']);
    },
  );

  it('suppresses a scope that it both adds and suppresses', () => {
    const access = { scopesToAdd: ['a', 'b c'], scopesToSuppress: ['a', 'b c'] };
    const { added, suppressed } = scopesOf(enforce(personEvent(), { accessTokenGeneration: access }, {}));
    expect({ added, suppressed }).toEqual({ added: [], suppressed: ['a', 'b c'] });
  });

  it.each([
    ['scope', 'openid policy/admins'],
    ['scope', ['policy/admins']],
    ['scp', 'policy/other'],
    ['scp', ['openid', ['policy/admins openid']]],
    ['scope', '["policy/admins"]'],
    ['scope', '[policy/admins]'],
    ['scope', 'openid,policy/admins'],
    ['scp', { 0: 'policy/admins' }],
  ])('cannot bring a scope back by the claim %s with %j', (name, value) => {
    const generation = { claimsToAddOrOverride: { [name]: value, tenant: 'a' } };
    const result = enforce(personEvent(), { idTokenGeneration: generation, accessTokenGeneration: generation });
    expect(result.idTokenGeneration).toEqual({ claimsToAddOrOverride: { tenant: 'a' } });
    expect(result.accessTokenGeneration).toMatchObject({ claimsToAddOrOverride: { tenant: 'a' } });
    expect(result.accessTokenGeneration?.claimsToAddOrOverride).not.toHaveProperty(name);
  });
});

describe('hostile events', () => {
  it.each<[string, PreTokenEvent]>([
    ['empty', {}],
    ['without a request', { triggerSource: 'TokenGeneration_HostedAuth', request: null, callerContext: null }],
    ['without lists', personEvent({ groupConfiguration: null, scopes: null, userAttributes: null })],
    ['with null lists', personEvent({ groupConfiguration: { groupsToOverride: null }, scopes: [null, 1, {}] })],
    [
      'with strings for lists',
      personEvent({ groupConfiguration: { groupsToOverride: 'admins' }, scopes: 'policy/admins' }),
    ],
    ['with an odd client', personEvent({}, { callerContext: { clientId: ['batch'] } })],
  ])('%s: nobody becomes an admin, and nothing is thrown', (_, event) => {
    const { added, suppressed } = scopesOf(enforce(event));
    expect(added).not.toContain('policy/admins');
    expect(suppressed).toEqual(expect.arrayContaining(['policy/admins', 'policy/batch']));
  });

  it('without a trigger source: nobody earns anything', () => {
    expect(scopesOf(enforce(personEvent({}, { triggerSource: undefined }))).added).toEqual([]);
  });
});

it('accepts the events of @types/aws-lambda', () => {
  const v2 = (event: PreTokenGenerationV2TriggerEvent) => scopesOf(enforce(event)).added;
  const v3 = (event: PreTokenGenerationV3TriggerEvent) => scopesOf(enforce(event)).added;
  expect(v2(personEvent() as unknown as PreTokenGenerationV2TriggerEvent)).toHaveLength(3);
  expect(v3(machineEvent() as unknown as PreTokenGenerationV3TriggerEvent)).toHaveLength(1);
});

it('no policy scope survives unearned, and no group with a space, whatever is requested or added', () => {
  const scope = fc.constantFrom(
    ...Object.keys(POLICIES),
    'policy/x',
    'openid',
    'a policy/admins',
    'policy/',
    'special',
  );
  const scopes = fc.option(fc.array(scope, { maxLength: 5 }));
  const names = ['editors', 'admins', 'Not admins', 'admins\teditors'];
  const groups = fc.option(fc.array(fc.constantFrom(...names), { maxLength: 3 }));
  const claims = fc.option(
    fc.dictionary(fc.constantFrom('scope', 'scp', 'other'), fc.oneof(scope, fc.array(scope, { maxLength: 3 }))),
  );
  const generation = { claimsToAddOrOverride: claims };
  const overrides = fc.record(
    {
      idTokenGeneration: fc.record(generation),
      accessTokenGeneration: fc.record({ ...generation, scopesToAdd: scopes, scopesToSuppress: scopes }),
      groupOverrideDetails: fc.option(fc.record({ groupsToOverride: groups })),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Overrides>;
  const policies: Record<string, Policy> = {
    ...POLICIES,
    'policy/report': { client: 'report' },
    special: { group: 'admins' },
  };
  const client = fc.constantFrom('batch', 'report', 'web', '');
  const words = (value: unknown) => [value].flat().flatMap((each) => String(each).split(' '));

  fc.assert(
    fc.property(fc.boolean(), client, scopes, groups, overrides, (machine, clientId, requested, inGroups, own) => {
      const request = { scopes: requested, groupConfiguration: { groupsToOverride: inGroups } };
      const event = { ...(machine ? machineEvent(request) : personEvent(request)), callerContext: { clientId } };
      const result = enforce(event, own, policies);
      const has =
        (own.groupOverrideDetails === undefined ? inGroups : own.groupOverrideDetails?.groupsToOverride) ?? [];
      const caller = { person: !machine, groups: has, attributes: { 'custom:plan': 'pro' }, clientId };
      const earned = Object.keys(policies).filter((each) => oracle(policies[each]!, caller));
      const hidden = own.accessTokenGeneration?.scopesToSuppress ?? [];
      const { added, suppressed } = scopesOf(result);
      const isPolicy = (each: string) => each in policies || each.startsWith('policy/');

      expect(
        added
          .flatMap(words)
          .filter(isPolicy)
          .filter((each) => !earned.includes(each)),
      ).toEqual([]);
      expect(added.filter((each) => each in policies)).toEqual(earned.filter((each) => !hidden.includes(each)).sort());
      expect(added.filter((each) => suppressed.includes(each))).toEqual([]);
      // The requested scopes that Cognito leaves in the token.
      const left = (requested ?? []).flatMap(words).filter((each) => !suppressed.includes(each));
      expect(left.filter(isPolicy).filter((each) => !earned.includes(each))).toEqual([]);
      // A group that the token separates into two would be another one.
      const given =
        result.groupOverrideDetails === undefined ? inGroups : result.groupOverrideDetails?.groupsToOverride;
      expect(given ?? []).toEqual(has.filter((each) => !/\s/.test(each)));
      for (const each of [result.idTokenGeneration, result.accessTokenGeneration]) {
        const { scope: inScope = [], scp = [] } = each?.claimsToAddOrOverride ?? {};
        const claimed = [...words(inScope), ...words(scp)];
        expect(claimed.filter(isPolicy).filter((name) => !earned.includes(name))).toEqual([]);
      }
    }),
    { numRuns: 500, seed },
  );
});

describe('a group whose name has a space', () => {
  const policies = new Map([['policy/a', { group: 'admins' }]]);
  const groupsIn = (event: PreTokenEvent, overrides: Overrides = {}) =>
    enforcePolicies(event, policies, overrides, callerOfEvent(event, overrides)).groupOverrideDetails;

  it('is removed, for API Gateway would make two of it, and the others stay', () => {
    const groupConfiguration = {
      groupsToOverride: ['Not admins', 'editors'],
      iamRolesToOverride: ['r'],
      preferredRole: 'r',
    };
    expect(groupsIn(personEvent({ groupConfiguration }))).toEqual({
      groupsToOverride: ['editors'],
      iamRolesToOverride: ['r'],
      preferredRole: 'r',
    });
  });

  it("is removed if the user's own hook adds it", () => {
    const groupOverrideDetails = { groupsToOverride: ['a\tb', 'c'] };
    expect(groupsIn(personEvent(), { groupOverrideDetails })).toEqual({ groupsToOverride: ['c'] });
  });

  it('is the only one that changes groups', () => {
    expect(groupsIn(personEvent())).toBeUndefined();
  });
});
