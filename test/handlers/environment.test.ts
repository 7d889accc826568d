import { describe, expect, it } from 'vitest';
import { readJson } from '../../handlers/environment';

const isString = (value: unknown): value is string => typeof value === 'string';

describe('readJson', () => {
  it('returns the value of the variable', () => {
    expect(readJson({ A: '"b"' }, 'A', isString)).toBe('b');
  });

  it.each([undefined, '', 'secret', '{"a":', '["secret"]'])('rejects %j without repeating it', (value) => {
    expect(() => readJson({ A: value }, 'A', isString)).toThrow(/^The environment variable A is malformed\.$/);
  });
});
