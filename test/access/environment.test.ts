import { expect, it } from 'vitest';
import { environmentSize } from '../../lib/access/environment';

it('an environment is measured as JSON, in bytes', () => {
  expect(environmentSize({})).toBe('{}'.length);
  expect(environmentSize({ A: 'b' })).toBe('{"A":"b"}'.length);
  expect(environmentSize({ A: '"' })).toBe('{"A":"\\""}'.length);
  expect(environmentSize({ A: 'é' })).toBe('{"A":"e"}'.length + 1);
});
