import { describe, expect, it } from 'vitest';
import { readJson, readPolicies } from '../../handlers/environment';

const isString = (value: unknown): value is string => typeof value === 'string';

describe('readJson', () => {
  it('returns the value of the variable', () => {
    expect(readJson({ A: '"b"' }, 'A', isString)).toBe('b');
  });

  it.each([undefined, '', 'secret', '{"a":', '["secret"]'])('rejects %j without repeating it', (value) => {
    expect(() => readJson({ A: value }, 'A', isString)).toThrow(/^The environment variable A is malformed\.$/);
  });
});

describe('readPolicies', () => {
  it('returns them', () => {
    expect(readPolicies({ POLICIES: '+00admins*' })).toEqual([{ group: 'admins' }, { signedIn: true }]);
    expect(readPolicies({ POLICIES: '' })).toEqual([]);
  });

  it('rejects a missing variable', () => {
    expect(() => readPolicies({})).toThrow('The environment variable POLICIES is missing.');
  });

  it('rejects malformed ones without repeating them', () => {
    expect(() => readPolicies({ POLICIES: '[{"group":"secret"}]' })).toThrow(/^The policies are malformed\.$/);
  });
});
