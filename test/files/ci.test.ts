import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isCi } from '../../lib/files/ci';

const SERVICES = [
  ['AWS CodeBuild', 'CODEBUILD_BUILD_ID', 'project:1a2b'],
  ['Azure Pipelines', 'TF_BUILD', 'True'],
  ['Jenkins', 'JENKINS_URL', 'https://ci.example.com/'],
] as const;

// Whatever runs this test.
beforeEach(() => {
  for (const name of ['CI', ...SERVICES.map(([, variable]) => variable)]) vi.stubEnv(name, undefined);
});
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

describe.each(SERVICES)('%s', (_, variable, value) => {
  it('counts', () => {
    vi.stubEnv(variable, value);
    expect(isCi()).toBe(true);
  });

  it('does not count if its variable is empty', () => {
    vi.stubEnv(variable, '');
    expect(isCi()).toBe(false);
  });

  it.each(['', 'false'])('does not count if CI is %j', (ci) => {
    vi.stubEnv(variable, value);
    vi.stubEnv('CI', ci);
    expect(isCi()).toBe(false);
  });
});
