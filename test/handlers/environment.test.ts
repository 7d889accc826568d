import { describe, expect, it } from 'vitest';
import { readJson } from '../../handlers/environment';

const isText = (value: unknown): value is string => typeof value === 'string';

describe('readJson', () => {
  it('gives what the variable holds', () => {
    expect(readJson({ A: '"b"' }, 'A', isText)).toBe('b');
  });

  it.each([undefined, '', 'secret', '{"a":', '["secret"]'])('refuses %j, and does not repeat it', (value) => {
    expect(() => readJson({ A: value }, 'A', isText)).toThrow(/^The environment variable A is malformed\.$/);
  });
});
