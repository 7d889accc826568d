import { Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { unmappedRequired } from '../../lib/federation/attribute-mapping';
import { IdentityProvider } from '../../lib/federation/identity-provider';
import { SamlMetadata } from '../../lib/federation/saml';
import { AttributeSchema } from '../../lib/sign-in/attribute-schema';
import { SchemaProps } from '../../lib/sign-in/schema';
import { StandardAttribute } from '../../lib/sign-in/standard-attribute';
import { newApp, newStack, only, templateOf } from '../support/synth';
import { problemsOf, REFERENCE, render, SECRET } from './support';

const CLIENT = { clientId: 'id', clientSecret: SECRET };
const ALL = {
  Google: IdentityProvider.google(CLIENT),
  Facebook: IdentityProvider.facebook(CLIENT),
  LoginWithAmazon: IdentityProvider.loginWithAmazon(CLIENT),
  SignInWithApple: IdentityProvider.signInWithApple({
    clientId: 'com.example.web',
    teamId: 'AB12CD34EF',
    keyId: 'GH56IJ78KL',
    privateKey: SECRET,
  }),
  Partner: IdentityProvider.oidc('Partner', { ...CLIENT, issuerUrl: 'https://login.example.com' }),
  Company: IdentityProvider.saml('Company', { metadata: SamlMetadata.fromUrl('https://example.com/metadata.xml') }),
};
const each = Object.entries(ALL);

describe.each(each)('%s', (name, provider) => {
  it('has its name, for the pool and for app clients', () => {
    expect(provider.providerName).toBe(name);
    const stack = newStack();
    const userPool = new cognito.UserPool(stack, 'Pool');
    const made = provider._bind(stack, 'Provider', userPool, {});
    const client = userPool.addClient('Client', { supportedIdentityProviders: [provider.supportedProvider] });
    client.node.addDependency(made);
    const template = templateOf(stack);
    expect(only(template, 'AWS::Cognito::UserPoolClient').properties.SupportedIdentityProviders).toEqual([name]);
    expect(only(template, 'AWS::Cognito::UserPoolIdentityProvider').properties.ProviderName).toBe(name);
  });

  it('has no secret in the template but by reference, where the CDK watches over secrets too', () => {
    const stack = new Stack(newApp({ '@aws-cdk/core:checkSecretUsage': true }), 'S');
    const { client_secret, private_key } = render(provider, undefined, stack).ProviderDetails;
    expect(client_secret ?? private_key).toBe(name === 'Company' ? undefined : REFERENCE);
  });

  it('is fine as it is', () => {
    expect(problemsOf(provider)).toEqual([]);
  });
});

it('one provider serves any number of pools', () => {
  const stack = newStack();
  for (const id of ['A', 'B']) {
    ALL.Google._bind(stack, `Google${id}`, new cognito.UserPool(stack, id), {});
  }
  templateOf(stack).resourceCountIs('AWS::Cognito::UserPoolIdentityProvider', 2);
});

it('a pool takes all kinds at once', () => {
  const stack = newStack();
  const userPool = new cognito.UserPool(stack, 'Pool');
  for (const [name, provider] of each) provider._bind(stack, name, userPool, {});
  templateOf(stack).resourceCountIs('AWS::Cognito::UserPoolIdentityProvider', 6);
});

describe('attributes', () => {
  const schema = [
    AttributeSchema.standard(StandardAttribute.EMAIL, { required: true, mutable: false }),
    AttributeSchema.standard(StandardAttribute.NAME, { required: true }),
    AttributeSchema.customString('tenant'),
  ];
  const other = (claim: string) => cognito.ProviderAttribute.other(claim);
  const google = (attributeMapping?: cognito.AttributeMapping) =>
    IdentityProvider.google({ ...CLIENT, attributeMapping });

  it('are mapped as the pool allows', () => {
    const provider = google({ custom: { tenant: other('hd') } });
    const mapping = {
      email_verified: 'email_verified',
      name: 'name',
      given_name: 'given_name',
      family_name: 'family_name',
      'custom:tenant': 'hd',
    };
    expect(problemsOf(provider, schema)).toEqual([]);
    expect(provider._mapping({ schema })).toEqual(mapping);
    expect(render(provider, schema).AttributeMapping).toEqual(mapping);
  });

  it('are told where sign-up needs them and the provider does not fill them', () => {
    const unmapped = (provider: IdentityProvider, pool: SchemaProps) =>
      unmappedRequired(Object.keys(provider._mapping(pool)), pool);
    expect(unmapped(google(), { schema }).all).toEqual(['email']);
    expect(unmapped(google({ fullname: other('') }), { schema }).all).toEqual(['email', 'name']);
    expect(unmapped(google(), {}).all).toEqual([]);
  });

  it('are rejected where the pool cannot take them', () => {
    expect(problemsOf(google({ email: other('email'), custom: { team: other('hd') } }), schema)).toEqual([
      expect.stringMatching(
        /^identityProviders\[0\]\.attributeMapping\.email is "email": Cognito writes email at each/,
      ),
      expect.stringMatching(/^identityProviders\[0\]\.attributeMapping\.custom\["team"\] is "hd": the pool has no/),
    ]);
  });

  it('may be none at all', () => {
    const none = { email: other(''), fullname: other('') };
    const provider = IdentityProvider.loginWithAmazon({ ...CLIENT, attributeMapping: none });
    expect(render(provider)).not.toHaveProperty('AttributeMapping');
  });
});

it('only SAML providers can send users of their own accord', () => {
  for (const [, provider] of each) expect(provider._definition.idpInitiated).toBeUndefined();
});
