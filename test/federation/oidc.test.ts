import { Lazy, SecretValue } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { IdentityProvider } from '../../lib/federation/identity-provider';
import { OidcOptions } from '../../lib/federation/oidc';
import { problemsOf, REFERENCE, render, SECRET } from './support';

const OPTIONS = { clientId: 'id', clientSecret: SECRET, issuerUrl: 'https://login.example.com' };
const ENDPOINTS = {
  authorization: 'https://login.example.com/authorize',
  token: 'https://login.example.com/token',
  userInfo: 'https://login.example.com/userinfo',
  jwksUri: 'https://login.example.com/keys',
};
const make = (options: Partial<OidcOptions> = {}, name = 'Example') =>
  IdentityProvider.oidc(name, { ...OPTIONS, ...options });
const where = 'identityProviders[0]';

describe('what Cognito is told', () => {
  it('is where the issuer is, and what to ask for', () => {
    expect(render(make())).toEqual({
      UserPoolId: { Ref: 'PoolD3F588B8' },
      ProviderName: 'Example',
      ProviderType: 'OIDC',
      ProviderDetails: {
        client_id: 'id',
        client_secret: REFERENCE,
        attributes_request_method: 'GET',
        oidc_issuer: 'https://login.example.com',
        authorize_scopes: 'openid email profile',
      },
      AttributeMapping: {
        email: 'email',
        email_verified: 'email_verified',
        name: 'name',
        given_name: 'given_name',
        family_name: 'family_name',
      },
    });
  });

  it('is all that can be set', () => {
    const provider = make({
      endpoints: ENDPOINTS,
      attributesRequestMethod: cognito.OidcAttributeRequestMethod.POST,
      scopes: ['openid', 'groups'],
      identifiers: ['example.com', 'example.org'],
      attributeMapping: { fullname: cognito.ProviderAttribute.other('display_name') },
      providerDetails: { attributes_url_add_attributes: 'true' },
    });
    expect(problemsOf(provider)).toEqual([]);
    expect(render(provider)).toMatchObject({
      ProviderDetails: {
        client_id: 'id',
        client_secret: REFERENCE,
        attributes_request_method: 'POST',
        oidc_issuer: 'https://login.example.com',
        authorize_scopes: 'openid groups',
        authorize_url: 'https://login.example.com/authorize',
        token_url: 'https://login.example.com/token',
        attributes_url: 'https://login.example.com/userinfo',
        jwks_uri: 'https://login.example.com/keys',
        attributes_url_add_attributes: 'true',
      },
      AttributeMapping: { email: 'email', name: 'display_name' },
      IdpIdentifiers: ['example.com', 'example.org'],
    });
  });
});

describe('the issuer', () => {
  it.each([
    'https://login.example.com',
    'https://login.example.com:443',
    'https://login.example.com:80/tenant/v2.0',
    'https://login.microsoftonline.com/0c8f/v2.0',
    `https://${Lazy.string({ produce: () => 'x' })}/`,
    Lazy.string({ produce: () => '' }),
  ])('may be %s', (issuerUrl) => {
    expect(problemsOf(make({ issuerUrl }))).toEqual([]);
  });

  it.each([
    '',
    'http://login.example.com',
    'login.example.com',
    'https://',
    'https://a b.com',
    'https://u@example.com',
  ])('is an address with https: not %j', (issuerUrl) => {
    expect(problemsOf(make({ issuerUrl }))).toEqual([
      `${where}.issuerUrl is "${issuerUrl}": Cognito connects to a provider only over https, and every sign-in fails. ` +
        'Give a URL such as "https://login.example.com".',
    ]);
  });

  it('is not missing', () => {
    expect(() => make({ issuerUrl: undefined })).toThrow('issuerUrl is missing: it is required. Give a string.');
  });

  it.each(['https://login.example.com:8443', 'https://login.example.com:4433/x', 'https://login.example.com:8'])(
    'has a port that Cognito reaches: not %s',
    (issuerUrl) => {
      expect(problemsOf(make({ issuerUrl }))).toEqual([
        `${where}.issuerUrl is "${issuerUrl}": Cognito connects to a provider only on ports 443 and 80, and every sign-in fails. ` +
          'Give a URL without a port.',
      ]);
    },
  );

  it('has no slash at its end', () => {
    expect(problemsOf(make({ issuerUrl: 'https://example.auth0.com/' }))).toEqual([
      `${where}.issuerUrl is "https://example.auth0.com/": Cognito accepts no slash at the end of an issuer. Write "https://example.auth0.com".`,
    ]);
    // Who knows better goes over it.
    const provider = make({ providerDetails: { oidc_issuer: 'https://example.auth0.com/' } });
    expect(problemsOf(provider)).toEqual([]);
    expect(render(provider).ProviderDetails.oidc_issuer).toBe('https://example.auth0.com/');
  });

  it('is not the discovery document', () => {
    expect(problemsOf(make({ issuerUrl: 'https://example.com/a/.well-known/openid-configuration' }))).toEqual([
      `${where}.issuerUrl is "https://example.com/a/.well-known/openid-configuration": ` +
        'it is the address of the discovery document, and Cognito looks for that document below the issuer. Write "https://example.com/a".',
    ]);
  });

  it.each(['https://example.com?tenant=a', 'https://example.com/#a'])(
    'has no query and no fragment: %s',
    (issuerUrl) => {
      expect(problemsOf(make({ issuerUrl }))).toEqual([
        `${where}.issuerUrl is "${issuerUrl}": an issuer has no query or fragment, and Cognito looks for the discovery document below it. ` +
          'Remove the part that begins with ? or #.',
      ]);
    },
  );
});

describe('endpoints', () => {
  it('are all four or none', () => {
    const { authorization, token } = ENDPOINTS;
    expect(problemsOf(make({ endpoints: { authorization, token } as cognito.OidcEndpoints }))).toEqual([
      `${where}.endpoints is without userInfo, jwksUri: Cognito accepts either all four URLs or none, and would reject the provider. ` +
        'Give those too, or omit all four to have Cognito look them up at the issuer.',
    ]);
  });

  it.each(['authorization', 'token', 'userInfo', 'jwksUri'])('are addresses with https: %s', (name) => {
    const endpoints = { ...ENDPOINTS, [name]: 'http://login.example.com/x' };
    expect(problemsOf(make({ endpoints }))).toEqual([
      expect.stringMatching(`^identityProviders\\[0\\]\\.endpoints\\.${name} is "http://login.example.com/x": `),
    ]);
  });

  it('may have a slash at the end and a query, and may be known at deployment', () => {
    const endpoints = {
      ...ENDPOINTS,
      token: 'https://login.example.com/token/?policy=a',
      jwksUri: Lazy.string({ produce: () => 'x' }),
    };
    expect(problemsOf(make({ endpoints }))).toEqual([]);
  });
});

describe('scopes', () => {
  it.each([['openid'], ['email', 'openid'], ['openid email'], [Lazy.string({ produce: () => 'openid' })]])(
    'may be %s',
    (...scopes) => {
      expect(problemsOf(make({ scopes }))).toEqual([]);
    },
  );

  it('have openid among them', () => {
    expect(problemsOf(make({ scopes: ['email', 'profile'] }))).toEqual([
      `${where}.scopes is ["email","profile"]: without the scope openid, the provider issues no ID token, and every sign-in fails. Add "openid".`,
    ]);
    expect(problemsOf(make({ scopes: [] }))).toEqual([
      expect.stringMatching(/^identityProviders\[0\]\.scopes is an empty list: /),
    ]);
  });
});

it('tells all that is wrong', () => {
  const provider = make(
    {
      clientId: '',
      clientSecret: SecretValue.unsafePlainText('hunter2'),
      issuerUrl: 'x',
      attributesRequestMethod: 'PUT' as cognito.OidcAttributeRequestMethod,
      scopes: [],
      identifiers: ['/'],
      attributeMapping: { custom: { tenant: cognito.ProviderAttribute.other('org') } },
      providerDetails: { client_secret: 'hunter2' },
    },
    'my_provider',
  );
  const messages = problemsOf(provider);
  expect(messages.map((message) => message.split(' is ')[0])).toEqual([
    `${where}.providerName`,
    `${where}.clientId`,
    `${where}.clientSecret`,
    `${where}.issuerUrl`,
    `${where}.attributesRequestMethod`,
    `${where}.scopes`,
    `${where}.identifiers[0]`,
    `${where}.attributeMapping.custom["tenant"]`,
    `${where}.providerDetails["client_secret"]`,
  ]);
  expect(messages.join()).not.toContain('hunter2');
});
