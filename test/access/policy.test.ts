import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Caller, evaluate, Policy, POLICY_SCOPE_PREFIX } from '../../lib/access/policy';
import { oracle } from '../support/policy-oracle';
import { seed } from '../support/random';

const PERSON: Caller = { person: true, groups: ['admins', 'b'], attributes: { 'custom:plan': 'pro' }, clientId: 'web' };
const MACHINE: Caller = { person: false, groups: ['admins'], attributes: { 'custom:plan': 'pro' }, clientId: 'batch' };
const YES: Policy = { signedIn: true };
const NO: Policy = { group: 'nobody' };

it('the prefix of policy scopes is "policy/"', () => {
  expect(POLICY_SCOPE_PREFIX).toBe('policy/');
});

describe('evaluate', () => {
  it.each<[Policy, person: boolean, machine: boolean]>([
    [{ signedIn: true }, true, false],
    [{ group: 'admins' }, true, false],
    [{ group: 'b' }, true, false],
    [{ group: 'c' }, false, false],
    [{ attribute: 'custom:plan', values: ['pro'] }, true, false],
    [{ attribute: 'custom:plan', values: ['free', 'pro'] }, true, false],
    [{ attribute: 'custom:plan', values: ['free'] }, false, false],
    [{ attribute: 'custom:plan', values: [] }, false, false],
    [{ attribute: 'custom:role', values: ['pro'] }, false, false],
    [{ client: 'web' }, true, false],
    [{ client: 'batch' }, false, true],
    [{ client: 'other' }, false, false],
    [{ anyOf: [] }, false, false],
    [{ anyOf: [NO, YES] }, true, false],
    [{ anyOf: [YES, { client: 'batch' }] }, true, true],
    [{ anyOf: [NO, NO] }, false, false],
    [{ allOf: [] }, false, false],
    [{ allOf: [YES] }, true, false],
    [{ allOf: [YES, { client: 'web' }] }, true, false],
    [{ allOf: [YES, { client: 'batch' }] }, false, false],
    [{ allOf: [{ client: 'batch' }] }, false, true],
    [{ allOf: [YES, NO] }, false, false],
    [{ allOf: [{ anyOf: [NO, YES] }, { anyOf: [{ group: 'b' }] }] }, true, false],
    [{ anyOf: [{ allOf: [] }] }, false, false],
    [{ allOf: [YES, { anyOf: [] }] }, false, false],
  ])('%j', (policy, person, machine) => {
    expect([evaluate(policy, PERSON), evaluate(policy, MACHINE)]).toEqual([person, machine]);
  });

  it.each(['Admins', 'admins ', ' admins', 'admin', 'adminss', 'a', ''])(
    'compares exactly: %j is not admins',
    (group) => {
      expect(evaluate({ group }, PERSON)).toBe(false);
    },
  );

  it('does not treat two spellings of a letter as equal', () => {
    const caller = { ...PERSON, groups: ['caf\u00e9'], attributes: { a: 'caf\u00e9' }, clientId: '\u212a' };
    expect(evaluate({ group: 'cafe\u0301' }, caller)).toBe(false);
    expect(evaluate({ attribute: 'a', values: ['cafe\u0301'] }, caller)).toBe(false);
    expect(evaluate({ client: 'K' }, caller)).toBe(false);
    expect(evaluate({ group: 'caf\u00e9' }, caller)).toBe(true);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'an attribute named %s exists only if the caller has it',
    (name) => {
      const policy: Policy = { attribute: name, values: ['x', 'function', '[object Object]'] };
      expect(evaluate(policy, { ...PERSON, attributes: {} })).toBe(false);
      const attributes = JSON.parse(`{"${name}":"x"}`) as Record<string, string>;
      expect(evaluate(policy, { ...PERSON, attributes })).toBe(true);
      expect(evaluate({ group: name }, { ...PERSON, groups: [] })).toBe(false);
    },
  );

  it.each([
    undefined,
    null,
    true,
    1,
    'signedIn',
    [],
    [{ signedIn: true }],
    {},
    { signedIn: false },
    { signedIn: 'true' },
    { signedIn: 1 },
    { signedIn: true, group: 'admins' },
    { signedIn: true, extra: undefined },
    { group: ['admins'] },
    { group: '' },
    { group: null },
    { attribute: 'custom:plan' },
    { attribute: 'custom:plan', values: 'pro' },
    { attribute: 'custom:plan', values: { 0: 'pro' } },
    { attribute: '', values: [''] },
    { values: ['pro'] },
    { values: ['pro'], attribute: 'custom:plan' },
    { client: '' },
    { client: ['web'] },
    { anyOf: { 0: { signedIn: true } } },
    { anyOf: 'signedIn' },
    { anyOf: [true, 'signedIn', null] },
    { allOf: true },
    { allOf: [{ signedIn: true }, null] },
    { allOf: new Array(1) },
    { not: { group: 'x' } },
    { SignedIn: true },
    JSON.parse('{"__proto__":{"signedIn":true}}'),
    Object.create({ signedIn: true }),
  ])('%j allows nobody', (policy) => {
    const nameless = { ...PERSON, groups: [''], attributes: { '': '' }, clientId: '' };
    for (const caller of [PERSON, MACHINE, nameless]) expect(evaluate(policy as Policy, caller)).toBe(false);
  });

  it.each<[string, object]>([
    ['person', { person: 'true' }],
    ['groups', { groups: 'admins' }],
    ['groups', { groups: null }],
    ['groups', { groups: [['admins']] }],
    ['attributes', { attributes: Object.create({ 'custom:plan': 'pro' }) }],
    ['attributes', { attributes: undefined }],
    ['attributes', { attributes: { 'custom:plan': ['pro'] } }],
    ['clientId', { clientId: ['web'] }],
  ])('a caller with malformed %s gains nothing by it: %j', (_, malformed) => {
    const policy: Policy = {
      allOf: [YES, { group: 'admins' }, { attribute: 'custom:plan', values: ['pro'] }, { client: 'web' }],
    };
    expect(evaluate(policy, PERSON)).toBe(true);
    expect(evaluate(policy, { ...PERSON, ...malformed })).toBe(false);
  });

  it('an attribute that is not a string has no value, even if the policy names it', () => {
    const policy = { attribute: 'a', values: [true, null, undefined] } as unknown as Policy;
    for (const a of [true, null, undefined]) {
      expect(evaluate(policy, { ...PERSON, attributes: { a } as unknown as Caller['attributes'] })).toBe(false);
    }
  });

  it.each(['anyOf', 'allOf'])('survives %s nested too deeply for the call stack', (kind) => {
    let policy: unknown = YES;
    for (let depth = 0; depth < 200_000; depth++) policy = { [kind]: [policy] };
    expect(evaluate(policy as Policy, PERSON)).toBe(false);
  });
});

const name = fc.constantFrom('a', 'b', '__proto__', 'constructor', 'A', 'ä');
const caller: fc.Arbitrary<Caller> = fc.record({
  person: fc.boolean(),
  groups: fc.array(name, { maxLength: 3 }),
  attributes: fc.uniqueArray(fc.tuple(name, name), { selector: ([key]) => key, maxLength: 3 }).map(Object.fromEntries),
  clientId: name,
});
const { policy } = fc.letrec<{ policy: Policy }>((tie) => ({
  policy: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constant<Policy>(YES),
    fc.record({ group: name }),
    fc.record({ attribute: name, values: fc.array(name, { maxLength: 3 }) }),
    fc.record({ client: name }),
    fc.record({ anyOf: fc.array(tie('policy'), { maxLength: 3 }) }),
    fc.record({ allOf: fc.array(tie('policy'), { maxLength: 3 }) }),
  ),
}));

describe('random policies', () => {
  it('mean what their parts mean', () => {
    fc.assert(
      fc.property(policy, caller, (each, who) => evaluate(each, who) === oracle(each, who)),
      { seed },
    );
  });

  it('still allow a caller with one more group or attribute', () => {
    fc.assert(
      fc.property(policy, caller, name, name, (each, who, group, value) => {
        const attributes = Object.hasOwn(who.attributes, group)
          ? who.attributes
          : (Object.fromEntries([...Object.entries(who.attributes), [group, value]]) as Record<string, string>);
        const more = { ...who, groups: [...who.groups, group], attributes };
        return !evaluate(each, who) || evaluate(each, more);
      }),
      { seed },
    );
  });

  it('allow no machine whose client they do not name', () => {
    fc.assert(
      fc.property(policy, caller, (each, who) => !evaluate(each, { ...who, person: false, clientId: 'machine' })),
      { seed },
    );
  });

  it('are true or false, whatever is passed', () => {
    const anything = fc.anything({ withNullPrototype: true, withSparseArray: true, withObjectString: true });
    fc.assert(
      fc.property(anything, anything, (each, who) => [true, false].includes(evaluate(each as Policy, who as Caller))),
      { seed },
    );
  });
});
