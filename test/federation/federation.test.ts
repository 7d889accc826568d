import { Lazy, SecretValue, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import {
  AttributeSchema,
  HostedUi,
  IdentityProvider,
  SamlMetadata,
  StandardAttribute,
  UserAuthPool,
  UserAuthPoolProps,
} from '../../lib';
import { messageOf, newStack, only, templateOf, warningsOf } from '../support/synth';

const PROVIDER = 'AWS::Cognito::UserPoolIdentityProvider';
const CLIENT = 'AWS::Cognito::UserPoolClient';
const google = () => IdentityProvider.google({ clientId: 'id', clientSecret: SecretValue.secretsManager('google') });
const saml = (name: string) =>
  IdentityProvider.saml(name, { metadata: SamlMetadata.fromUrl('https://idp.example.com/metadata') });
const props: UserAuthPoolProps = {
  hostedUi: HostedUi.cognitoDomain({ domainPrefix: 'mine' }),
  client: { callbackUrls: ['https://example.com/'] },
};

/** A pool with a client and a provider, in either order. */
function make(stack: Stack, order: 'props' | 'provider first' | 'client first') {
  const pool = new UserAuthPool(stack, 'Pool', order === 'props' ? { ...props, identityProviders: [google()] } : props);
  const addClient = () => pool.addClient('Other', { callbackUrls: ['https://other.example.com/'] });
  if (order === 'client first') addClient();
  if (order !== 'props') pool.addIdentityProvider(google());
  if (order !== 'client first') addClient();
  return pool;
}

describe('clients come after identity providers', () => {
  it.each(['props', 'provider first', 'client first'] as const)('%s', (order) => {
    const stack = newStack();
    make(stack, order);
    const template = templateOf(stack);
    const provider = only(template, PROVIDER).id;
    const clients = Object.values(template.findResources(CLIENT));
    expect(clients).toHaveLength(2);
    for (const client of clients) {
      expect(client.DependsOn).toContain(provider);
      expect(client.Properties.SupportedIdentityProviders).toEqual(['COGNITO', 'Google']);
    }
  });

  it('the order of calls makes no difference', () => {
    const [one, other] = (['provider first', 'client first'] as const).map((order) => {
      const stack = newStack();
      make(stack, order);
      return templateOf(stack).toJSON();
    });
    expect(one).toEqual(other);
  });

  it('and no provider replaces a client', () => {
    const idOf = (pool: UserAuthPool) => {
      const client = pool.client.cfnUserPoolClient;
      const { GenerateSecret, UserPoolId } = templateOf(Stack.of(pool)).findResources(CLIENT)[
        Stack.of(pool).getLogicalId(client)
      ]!.Properties;
      return [Stack.of(pool).getLogicalId(client), GenerateSecret, UserPoolId];
    };
    const without = new UserAuthPool(newStack(), 'Pool', props);
    const withOne = new UserAuthPool(newStack(), 'Pool', { ...props, identityProviders: [google()] });
    expect(idOf(withOne)).toEqual(idOf(without));
  });

  it('are in an order that no order of calls changes', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool', { ...props, identityProviders: [saml('zeta'), saml('alpha')] });
    pool.addIdentityProvider(saml('midway'));
    expect(only(templateOf(stack), CLIENT).properties.SupportedIdentityProviders).toEqual([
      'COGNITO',
      'alpha',
      'midway',
      'zeta',
    ]);
  });
});

describe('the names of identity providers', () => {
  it('are each there once', () => {
    const twice = () => new UserAuthPool(newStack('S'), 'Pool', { identityProviders: [google(), google()] });
    expect(messageOf(twice)).toMatch(
      /identityProviders\[1\] is a second provider with the name "Google": Cognito accepts each name once/,
    );
    const pool = new UserAuthPool(newStack('S'), 'Pool', { identityProviders: [saml('Staff')] });
    expect(messageOf(() => pool.addIdentityProvider(saml('Staff')))).toMatch(/^S\/Pool has 1 problem:[^]*"Staff"/);
    expect(pool.node.findAll().filter((node) => node instanceof cognito.CfnUserPoolIdentityProvider)).toHaveLength(1);
    expect(() => pool.addIdentityProvider(saml('Partners'))).not.toThrow();
  });

  it('are known at synth', () => {
    const name = Lazy.string({ produce: () => 'Staff' });
    expect(messageOf(() => new UserAuthPool(newStack('S'), 'Pool', { identityProviders: [saml(name)] }))).toMatch(
      /identityProviders\[0\] name is known only at deployment/,
    );
  });
});

describe('an attribute that the pool requires', () => {
  const warnings = (claims: cognito.AttributeMapping) => {
    const stack = newStack();
    new UserAuthPool(stack, 'Pool', {
      ...props,
      schema: [AttributeSchema.standard(StandardAttribute.BIRTHDATE, { required: true })],
      identityProviders: [
        IdentityProvider.google({
          clientId: 'id',
          clientSecret: SecretValue.secretsManager('google'),
          attributeMapping: claims,
        }),
      ],
    });
    templateOf(stack);
    return warningsOf(stack).filter((text) => text.includes('requiredAttributeNotMapped'));
  };

  it('and a provider does not fill is a warning', () => {
    expect(warnings({})).toEqual([expect.stringMatching(/requires birthdate .* attributeMapping of Google/)]);
    expect(warnings({ birthdate: cognito.ProviderAttribute.GOOGLE_BIRTHDAYS })).toEqual([]);
  });
});

describe('identifiers', () => {
  const identified = (name: string, ...identifiers: string[]) =>
    IdentityProvider.saml(name, { metadata: SamlMetadata.fromUrl('https://idp.example.com/metadata'), identifiers });
  const twice =
    'identifiers is a list that has "example.com" a second time: Cognito finds a provider by it, and accepts each only once in a pool. Give it to one provider only.';

  it('are each there once in a pool', () => {
    const make = (...identityProviders: IdentityProvider[]) =>
      new UserAuthPool(newStack('S'), 'Pool', { ...props, identityProviders });
    expect(() => make(identified('One', 'example.com'), identified('Other', 'example.org'))).not.toThrow();
    const later = Lazy.string({ produce: () => 'example.com' });
    expect(() => make(identified('One', later), identified('Other', later))).not.toThrow();
    expect(messageOf(() => make(identified('One', 'example.com'), identified('Other', 'a', 'example.com')))).toBe(
      `S/Pool has 1 problem:\n  1. identityProviders[1] ${twice}`,
    );
    expect(messageOf(() => make(identified('One', 'example.com', 'example.com')))).toBe(
      `S/Pool has 1 problem:\n  1. identityProviders[0] ${twice}`,
    );
    const pool = make(identified('One', 'example.com'));
    expect(messageOf(() => pool.addIdentityProvider(identified('Later', 'example.com')))).toContain(twice);
  });
});

it('providers without a domain, on whose pages users would sign in, are a warning', () => {
  const warningsWith = (props: UserAuthPoolProps) => {
    const stack = newStack();
    new UserAuthPool(stack, 'Pool', { identityProviders: [saml('Acme')], ...props });
    return warningsOf(stack);
  };
  expect(warningsWith({})).toEqual([
    expect.stringMatching(
      /The pool has identity providers, but no domain .*UserAuthPool\.identityProvidersWithoutDomain/,
    ),
  ]);
  const hostedUi = HostedUi.cognitoDomain();
  expect(warningsWith({ hostedUi })).toEqual([expect.stringContaining('identityProvidersWithoutCallbackUrls')]);
  expect(warningsWith({ hostedUi, client: { callbackUrls: ['https://example.com'] } })).toEqual([]);
});

describe('a required attribute that a provider does not fill', () => {
  const warningsWith = (mutable: boolean, nickname?: cognito.ProviderAttribute) => {
    const stack = newStack('S');
    new UserAuthPool(stack, 'Pool', {
      hostedUi: HostedUi.cognitoDomain(),
      client: { callbackUrls: ['https://example.com'] },
      schema: [AttributeSchema.standard(StandardAttribute.NICKNAME, { required: true, mutable })],
      identityProviders: [
        IdentityProvider.saml('Acme', {
          metadata: SamlMetadata.fromUrl('https://acme.example.com/metadata'),
          attributeMapping: nickname && { nickname },
        }),
      ],
    });
    return warningsOf(stack);
  };
  const claim = cognito.ProviderAttribute.other('mail');

  it('has a remedy that is accepted: the mapping', () => {
    expect(warningsWith(true)).toEqual([expect.stringContaining('Map it to a claim of the provider.')]);
    expect(warningsWith(true, claim)).toEqual([]);
  });

  it('has another one if the attribute cannot be mapped', () => {
    expect(warningsWith(false)).toEqual([expect.stringContaining('Make nickname mutable in schema')]);
    expect(() => warningsWith(false, claim)).toThrow(/is not mutable in schema/);
  });
});

describe("a provider of the CDK's own", () => {
  const made = (
    attribute: AttributeSchema,
    attributeMapping?: cognito.AttributeMapping,
    poolProps: UserAuthPoolProps = props,
  ) => {
    const stack = newStack('S');
    const userPool = new UserAuthPool(stack, 'Pool', { ...poolProps, schema: [attribute] }).userPool;
    new cognito.UserPoolIdentityProviderFacebook(stack, 'Facebook', {
      userPool,
      clientId: 'id',
      clientSecret: 'of no use',
      attributeMapping,
    });
    return stack;
  };
  const email = (mutable: boolean) => AttributeSchema.standard(StandardAttribute.EMAIL, { required: true, mutable });
  const toEmail = { email: cognito.ProviderAttribute.FACEBOOK_EMAIL };

  it('may fill no attribute that Cognito could not write', () => {
    expect(() => templateOf(made(email(false), toEmail))).toThrow(
      'AttributeMapping.email of S/Facebook/Resource is "email": Cognito writes email at each sign-in',
    );
    const custom = { custom: { 'custom:tenant': cognito.ProviderAttribute.other('tenant') } };
    expect(() => templateOf(made(email(true), custom))).toThrow('the pool has no attribute custom:tenant');
    expect(() => templateOf(made(AttributeSchema.customString('tenant'), custom))).not.toThrow();
  });

  it('fills what the pool requires, or there is a warning', () => {
    const warning = 'requires email of each user, and the attributeMapping of Facebook does not fill that';
    expect(warningsOf(made(email(true)))).toEqual([expect.stringContaining(warning)]);
    expect(warningsOf(made(email(false)))).toEqual([expect.stringContaining('Make email mutable in schema')]);
    expect(warningsOf(made(email(true), toEmail))).toEqual([]);
  });

  it('needs a domain and a client with callbackUrls', () => {
    const warned = (poolProps: UserAuthPoolProps) => warningsOf(made(email(true), toEmail, poolProps));
    expect(warned({})).toEqual([expect.stringContaining('identityProvidersWithoutDomain')]);
    expect(warned({ hostedUi: HostedUi.cognitoDomain() })).toEqual([
      expect.stringContaining('identityProvidersWithoutCallbackUrls'),
    ]);
  });
});
