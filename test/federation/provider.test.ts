import { Lazy } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { Problems } from '../../lib/checks/problems';
import {
  checkDetails,
  checkClientId,
  checkScopes,
  ProviderDefinition,
  renderDetails,
} from '../../lib/federation/provider';
import { newStack } from '../support/synth';

const problemsOf = (check: (problems: Problems) => void) => {
  const problems = new Problems(newStack());
  check(problems);
  return problems.messages();
};
const provider = (
  details: Record<string, string | undefined>,
  providerDetails?: Record<string, string>,
): ProviderDefinition => ({
  type: 'OIDC',
  name: 'Example',
  options: { providerDetails },
  claims: {},
  check: () => {},
  details: () => details,
});

describe('details', () => {
  it('are those of the provider, without what is missing', () => {
    expect(renderDetails(provider({ client_id: 'id', api_version: undefined }))).toStrictEqual({ client_id: 'id' });
  });

  it('are added to, and what is given wins', () => {
    expect(renderDetails(provider({ client_id: 'id', a: 'ours' }, { a: 'theirs', b: 'new' }))).toEqual({
      client_id: 'id',
      a: 'theirs',
      b: 'new',
    });
  });

  it.each(['client_secret', 'private_key', 'Client_Secret', 'privateKey', 'password'])('hold no secret: %s', (key) => {
    const messages = problemsOf((problems) => checkDetails(problems, 'p', { providerDetails: { [key]: 'hunter2' } }));
    expect(messages).toEqual([
      `p.providerDetails["${key}"] is set: it is a secret, and a string would put it into the template. ` +
        'Give the secret in its own option, as a SecretValue.',
    ]);
  });

  it('may be anything else, or nothing', () => {
    const providerDetails = { authorize_url: 'https://x', jwks_uri: 'https://x', key_id: 'k', MetadataFile: '<x/>' };
    expect(problemsOf((problems) => checkDetails(problems, 'p', { providerDetails }))).toEqual([]);
    expect(problemsOf((problems) => checkDetails(problems, 'p', {}))).toEqual([]);
  });
});

describe('what has to be given', () => {
  it.each([
    ['""', ''],
    ['missing', undefined],
    ['missing', null],
  ])('is rejected where it is %s', (given, value) => {
    expect(problemsOf((problems) => checkClientId(problems, 'clientId', value as string))).toEqual([
      `clientId is ${given}: the provider could not identify the application, and every sign-in fails. Give the value that the provider's console shows.`,
    ]);
  });

  it.each(['id ', ' id', 'id\n'])('has no blank at either end: %j', (value) => {
    expect(problemsOf((problems) => checkClientId(problems, 'clientId', value))).toEqual([
      `clientId is ${JSON.stringify(value)}: the provider knows no application with a space at its start or end, and every sign-in fails. Remove the space.`,
    ]);
  });

  it.each(['id', Lazy.string({ produce: () => '' })])('is fine as %s', (value) => {
    expect(problemsOf((problems) => checkClientId(problems, 'clientId', value))).toEqual([]);
  });
});

describe('scopes', () => {
  it('are not an empty list', () => {
    expect(problemsOf((problems) => checkScopes(problems, 'scopes', []))).toEqual([
      'scopes is an empty list: Cognito would request no scope, so the provider returns nothing. ' +
        'List the scopes, or omit it for the default.',
    ]);
  });

  it.each([{ scopes: undefined }, { scopes: ['email'] }, { scopes: Lazy.list({ produce: () => [] }) }])(
    'are fine as $scopes',
    ({ scopes }) => {
      expect(problemsOf((problems) => checkScopes(problems, 'scopes', scopes))).toEqual([]);
    },
  );
});
