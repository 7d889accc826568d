import { afterEach, expect, it, vi } from 'vitest';
import { isCi } from '../../lib/files/ci';

afterEach(() => vi.unstubAllEnvs());

it.each([
  [undefined, false],
  ['', false],
  ['false', false],
  ['0', false],
  ['true', true],
  ['1', true],
  ['github', true],
])('with the environment variable CI as %j: %s', (value, expected) => {
  vi.stubEnv('CI', value);
  expect(isCi()).toBe(expected);
});
