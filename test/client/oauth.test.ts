import { CfnParameter, Fn, Lazy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { show } from '../../lib/checks/values';
import { HostedUi, OAuthFlow, UserAuthPool } from '../../lib';
import { newStack } from '../support/synth';
import { problemsOf, propertiesOf, resourceOf } from './support';

const URL = 'https://app.example.com/signed-in';
const { OPENID, EMAIL, COGNITO_ADMIN } = cognito.OAuthScope;

describe('a client with callbackUrls', () => {
  it('has the code flow open, and no other', () => {
    expect(propertiesOf({ callbackUrls: [URL] })).toMatchObject({
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      CallbackURLs: [URL],
    });
  });

  it('may ask who a user is, and nothing else', () => {
    const { AllowedOAuthScopes } = propertiesOf({ callbackUrls: [URL] });
    expect([...AllowedOAuthScopes].sort()).toEqual(['email', 'openid', 'profile']);
  });

  it('has no other URL than those given', () => {
    const properties = propertiesOf({ callbackUrls: [URL] });
    expect(properties).not.toHaveProperty('LogoutURLs');
    expect(properties).not.toHaveProperty('DefaultRedirectURI');
  });

  it('has what it is given', () => {
    const callbackUrls = [URL, 'http://localhost:3000'];
    const properties = propertiesOf({
      callbackUrls,
      logoutUrls: ['https://app.example.com/'],
      defaultRedirectUri: 'http://localhost:3000',
      allowedOAuthFlows: [OAuthFlow.CODE, OAuthFlow.IMPLICIT],
      allowedOAuthScopes: [OPENID, COGNITO_ADMIN, cognito.OAuthScope.custom('api/read')],
    });
    expect(properties).toMatchObject({
      CallbackURLs: callbackUrls,
      LogoutURLs: ['https://app.example.com/'],
      DefaultRedirectURI: 'http://localhost:3000',
      AllowedOAuthScopes: ['openid', 'aws.cognito.signin.user.admin', 'api/read'],
    });
    expect([...properties.AllowedOAuthFlows].sort()).toEqual(['code', 'implicit']);
  });

  it('can have the implicit flow alone', () => {
    const properties = propertiesOf({ callbackUrls: [URL], allowedOAuthFlows: [OAuthFlow.IMPLICIT] });
    expect(properties.AllowedOAuthFlows).toEqual(['implicit']);
  });
});

it('a client without callbackUrls has no OAuth flow open', () => {
  const properties = propertiesOf({});
  expect(properties.AllowedOAuthFlowsUserPoolClient).toBe(false);
  expect(properties).not.toHaveProperty('AllowedOAuthFlows');
});

it.each([
  ['logoutUrls', [URL]],
  ['defaultRedirectUri', URL],
  ['allowedOAuthFlows', [OAuthFlow.CODE]],
  ['allowedOAuthScopes', [OPENID]],
])('%s without callbackUrls is an error', (name, value) => {
  expect(problemsOf({ [name]: value })).toEqual([
    `${name} is set, without callbackUrls: the hosted page could not send users back, so the client has no OAuth flow. Give callbackUrls as well, or omit it.`,
  ]);
});

const NO_URL = 'it is not an absolute URL, and Cognito rejects the client';

describe.each([
  ['callbackUrls', (url: string) => ({ callbackUrls: [url] }), 'CallbackURLs'],
  ['logoutUrls', (url: string) => ({ callbackUrls: [URL], logoutUrls: [url] }), 'LogoutURLs'],
])('each of the %s', (name, options, property) => {
  it.each([
    'https://app.example.com',
    'https://app.example.com:8443/a/b?c=d&e=f',
    'HTTPS://app.example.com/',
    'https://localhost:3000',
    'http://localhost',
    'http://localhost:3000/signed-in',
    'http://127.0.0.1:8080',
    'http://[::1]:8080/signed-in',
    'myapp://signed-in',
    'myapp://',
    'com.example.app:/signed-in',
    'com.example.app://oauth@callback',
    `https://a.example/${'a'.repeat(1024 - 'https://a.example/'.length)}`,
  ])('may be %s', (url) => {
    expect(propertiesOf(options(url))).toMatchObject({ [property]: [url] });
  });

  it.each([
    ['http://app.example.com', 'it is neither https nor local, and Cognito rejects the client'],
    ['http://localhost.example.com', 'it is neither https nor local, and Cognito rejects the client'],
    ['http://127.0.0.1.example.com', 'it is neither https nor local, and Cognito rejects the client'],
    ['http://127.0.0.2', 'it is neither https nor local, and Cognito rejects the client'],
    ['http://user@example.com@localhost.evil.com', 'it is neither https nor local, and Cognito rejects the client'],
    ['https://app.example.com/#signed-in', 'it has a fragment, and Cognito rejects the client'],
    ['https://app.example.com#', 'it has a fragment, and Cognito rejects the client'],
    ['myapp://signed-in#now', 'it has a fragment, and Cognito rejects the client'],
    ['https://user@app.example.com', 'it has a username, which browsers drop or warn about'],
    ['', NO_URL],
    ['/signed-in', NO_URL],
    ['//app.example.com', NO_URL],
    ['app.example.com/signed-in', NO_URL],
    ['https://', NO_URL],
    ['https:app.example.com', NO_URL],
    ['https:///signed-in', NO_URL],
    ['https://app.example.com/signed in', NO_URL],
    [' https://app.example.com', NO_URL],
    ['https://app.example.com\n', NO_URL],
    ['localhost:3000', 'it has a host and a port but no scheme, so no page has that address'],
    ['app.example.com:443/a', 'it has a host and a port but no scheme, so no page has that address'],
    ['https://*.example.com', 'Cognito compares URLs character by character, so a wildcard never matches'],
    ['https://app.example.com/*', 'Cognito compares URLs character by character, so a wildcard never matches'],
    [
      `https://a.example/${'a'.repeat(1025 - 'https://a.example/'.length)}`,
      'it has more than 1024 characters, and Cognito rejects the client',
    ],
  ])('is not %s', (url, outcome) => {
    const [problem, ...others] = problemsOf(options(url));
    expect(others).toEqual([]);
    expect(problem).toContain(`${name} is "`);
    expect(problem).toContain(`: ${outcome}. Write it as, for example, "https://app.example.com/signed-in"`);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'vbscript:x', 'blob:x', 'about:blank'])(
    'is no address of an application: %s',
    (url) => {
      expect(problemsOf(options(url))).toEqual([
        expect.stringContaining(
          `${show(url)}: it is not an address of an application, and a browser would run or open it.`,
        ),
      ]);
    },
  );

  it('is not judged before it is known', () => {
    const url = Lazy.string({ produce: () => URL });
    expect(propertiesOf(options(`http://${url}`))).toMatchObject({ [property]: [`http://${URL}`] });
  });
});

describe('the list of URLs', () => {
  const list = (length: number) => Array.from({ length }, (_, index) => `${URL}/${index}`);

  it('has a hundred of each at most', () => {
    const { CallbackURLs, LogoutURLs } = propertiesOf({ callbackUrls: list(100), logoutUrls: list(100) });
    expect(CallbackURLs).toHaveLength(100);
    expect(LogoutURLs).toHaveLength(100);
    expect(problemsOf({ callbackUrls: list(101), logoutUrls: list(101) })).toEqual([
      'callbackUrls is a list of 101: Cognito accepts only 1 to 100, and would reject the client. Add another client for the others.',
      'logoutUrls is a list of 101: Cognito accepts only 0 to 100, and would reject the client. Add another client for the others.',
    ]);
  });

  it('has one callback URL at least', () => {
    expect(problemsOf({ callbackUrls: [] })).toEqual([
      'callbackUrls is a list of 0: Cognito accepts only 1 to 100, and would reject the client. Give at least one, or omit it for a client without a hosted page.',
    ]);
  });

  it('is not judged before it is known', () => {
    const stack = newStack();
    const urls = new CfnParameter(stack, 'Urls', { type: 'CommaDelimitedList' }).valueAsList;
    const pool = new UserAuthPool(stack, 'Pool', { hostedUi: HostedUi.cognitoDomain() });
    const client = pool.addClient('C', { callbackUrls: urls, logoutUrls: urls });
    expect(resourceOf(stack, client).Properties).toMatchObject({
      CallbackURLs: { Ref: 'Urls' },
      LogoutURLs: { Ref: 'Urls' },
    });
  });

  it('has the one that counts by default', () => {
    expect(problemsOf({ callbackUrls: [URL], defaultRedirectUri: `${URL}/` })).toEqual([
      `defaultRedirectUri is "${URL}/": it is not one of the callbackUrls and Cognito rejects the client. Add it to callbackUrls, or give one of them.`,
    ]);
  });

  it('may have it in what only deployment will know', () => {
    const unknown = Fn.importValue('url');
    expect(propertiesOf({ callbackUrls: [unknown], defaultRedirectUri: unknown })).toMatchObject({
      DefaultRedirectURI: { 'Fn::ImportValue': 'url' },
    });
  });
});

describe('flows', () => {
  it('are one at least', () => {
    expect(problemsOf({ callbackUrls: [URL], allowedOAuthFlows: [] })).toEqual([
      'allowedOAuthFlows is empty: Cognito rejects a client that has OAuth without a flow. Omit it for the code flow.',
    ]);
  });

  it('are those that there are', () => {
    const allowedOAuthFlows = ['client_credentials' as OAuthFlow];
    expect(problemsOf({ callbackUrls: [URL], allowedOAuthFlows })).toEqual([
      'allowedOAuthFlows is "client_credentials": it is not one of the values that this library knows. Use one of OAuthFlow.CODE, OAuthFlow.IMPLICIT.',
    ]);
  });
});

describe('scopes', () => {
  const list = (length: number) =>
    Array.from({ length }, (_, index) => cognito.OAuthScope.custom(`api/${String(index)}`));
  const named = (name: string) => ({ callbackUrls: [URL], allowedOAuthScopes: [cognito.OAuthScope.custom(name)] });

  it('are 1 to 50', () => {
    expect(propertiesOf({ callbackUrls: [URL], allowedOAuthScopes: list(50) }).AllowedOAuthScopes).toHaveLength(50);
    for (const length of [0, 51]) {
      expect(problemsOf({ callbackUrls: [URL], allowedOAuthScopes: list(length) })).toEqual([
        `allowedOAuthScopes is a list of ${length}: Cognito accepts only 1 to 50 scopes, and would reject the client. Give the scopes that the application needs.`,
      ]);
    }
  });

  it.each(['a', '!', '~', 'https://api.example.com/read:all', 'a'.repeat(256)])('may be called %s', (name) => {
    expect(propertiesOf(named(name)).AllowedOAuthScopes).toEqual([name]);
  });

  it.each(['', 'a b', 'a"b', 'a\\b', 'ä', 'a\tb', 'a'.repeat(257)])('are not called "%s"', (name) => {
    expect(problemsOf(named(name))).toEqual([
      expect.stringMatching(/^allowedOAuthScopes is ".*: Cognito accepts only 1 to 256 printable characters of ASCII/),
    ]);
  });

  it('are not judged before they are known', () => {
    expect(propertiesOf(named(Lazy.string({ produce: () => 'api/read' }))).AllowedOAuthScopes).toEqual(['api/read']);
  });

  it('that say who a user is come with the one that they need', () => {
    const { AllowedOAuthScopes } = propertiesOf({ callbackUrls: [URL], allowedOAuthScopes: [EMAIL] });
    expect([...AllowedOAuthScopes].sort()).toEqual(['email', 'openid']);
  });
});
