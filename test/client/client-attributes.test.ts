import { Aws, CfnCondition, Fn } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { describe, expect, it } from 'vitest';
import {
  AttributeSchema,
  HostedUi,
  StandardAttribute,
  UserAuthClient,
  UserAuthClientOptions,
  UserAuthPool,
  UserAuthPoolProps,
} from '../../lib';
import { refusalOf } from '../support/policies';
import { newStack, templateOf } from '../support/synth';
import { errorOf, newProvider, propertiesOf, resourceOf } from './support';

const hostedUi = HostedUi.cognitoDomain();
const attributes = (mask: cognito.StandardAttributesMask, ...custom: string[]) =>
  new cognito.ClientAttributes().withStandardAttributes(mask).withCustomAttributes(...custom);
const attribute = (name: string) => cognito.ProviderAttribute.other(name);

/** Of one client, with identity providers that come after it. */
const withProviders = (options: UserAuthClientOptions, props: UserAuthPoolProps = {}) => {
  const stack = newStack();
  const pool = new UserAuthPool(stack, 'Pool', {
    hostedUi,
    schema: [AttributeSchema.customString('team')],
    identityProviders: [newProvider('Acme', { nickname: attribute('nick'), custom: { team: attribute('team') } })],
    ...props,
  });
  const client = pool.addClient('C', options);
  pool.addIdentityProvider(
    newProvider('Zeta', { website: attribute('site'), emailVerified: attribute('verified'), email: attribute('mail') }),
  );
  return resourceOf(stack, client).Properties;
};

const refusalWith = (client: UserAuthClientOptions, props: UserAuthPoolProps) => {
  const stack = newStack();
  new UserAuthPool(stack, 'Pool', { ...props, client });
  return refusalOf(stack);
};

describe('what an application may read and write', () => {
  it('is everything to read, and the standard attributes to write, unless it is said', () => {
    const properties = propertiesOf({}, { schema: [AttributeSchema.customString('tenant')] });
    expect(properties).not.toHaveProperty('ReadAttributes');
    expect(properties.WriteAttributes).toEqual(Object.values(StandardAttribute).sort());
  });

  it('is what a provider fills, too', () => {
    expect(withProviders({}).WriteAttributes).toEqual(
      ['custom:team', ...Object.values(StandardAttribute).sort()].sort(),
    );
  });

  it('is a custom attribute to write, once it is named', () => {
    const schema = [AttributeSchema.customString('team'), AttributeSchema.customString('tenant')];
    const { WriteAttributes } = propertiesOf({ writableCustomAttributes: ['team'] }, { schema });
    expect(WriteAttributes).toEqual(['custom:team', ...Object.values(StandardAttribute)].sort());
    const both = { writeAttributes: attributes({ locale: true }, 'tenant'), writableCustomAttributes: ['team'] };
    expect(propertiesOf(both, { schema }).WriteAttributes).toEqual(['custom:team', 'custom:tenant', 'locale']);
  });

  it.each([
    [
      ['other'],
      'writableCustomAttributes is a list that has "other": the pool has no such attribute, and Cognito rejects the client. Add it to the schema of the pool, or omit it; the custom attributes of the pool are "team".',
    ],
    [['custom:team'], 'writableCustomAttributes is a list that has "custom:team": the library adds the prefix'],
    [
      ['sub'],
      'writableCustomAttributes is a list that has "sub": the pool has no such attribute, and Cognito rejects the client. Omit it; the custom attributes of the pool are "team".',
    ],
  ])('rejects the writable custom attributes %j', (writableCustomAttributes, expected) => {
    const schema = [AttributeSchema.customString('team')];
    expect(refusalWith({ writableCustomAttributes }, { schema })).toContain(expected);
  });

  it('is what is said, by the names that Cognito has for it', () => {
    expect(
      propertiesOf(
        {
          readAttributes: attributes({ email: true, emailVerified: true, fullname: true }, 'team'),
          writeAttributes: attributes({ fullname: true, locale: true }, 'team'),
        },
        { schema: [AttributeSchema.customString('team')] },
      ),
    ).toMatchObject({
      ReadAttributes: ['custom:team', 'email', 'email_verified', 'name'],
      WriteAttributes: ['custom:team', 'locale', 'name'],
    });
  });

  it('is never that something is verified: only Cognito writes that', () => {
    const writeAttributes = attributes({ email: true, emailVerified: true, phoneNumberVerified: true });
    expect(propertiesOf({ writeAttributes }).WriteAttributes).toEqual(['email']);
  });

  it('says nothing of reading where only writing is given, and the other way round', () => {
    expect(propertiesOf({ writeAttributes: attributes({ locale: true }) })).not.toHaveProperty('ReadAttributes');
    expect(propertiesOf({ readAttributes: attributes({ locale: true }) }).WriteAttributes).toContain('email');
  });
});

describe('what the identity providers of a client fill', () => {
  const writeAttributes = attributes({ locale: true });

  it('can be written through it, by those that are added later too', () => {
    const { WriteAttributes } = withProviders({ writeAttributes });
    // The default mapping of a SAML provider fills the rest.
    for (const name of ['locale', 'nickname', 'custom:team', 'website', 'email']) {
      expect(WriteAttributes).toContain(name);
    }
    expect(WriteAttributes).not.toContain('email_verified');
    expect(WriteAttributes).toHaveLength(new Set(WriteAttributes).size);
  });

  it('can be written through it only if they are its own', () => {
    const supportedIdentityProviders = [cognito.UserPoolClientIdentityProvider.custom('Zeta')];
    const { WriteAttributes } = withProviders({ writeAttributes, supportedIdentityProviders });
    expect(WriteAttributes).toContain('website');
    expect(WriteAttributes).not.toContain('nickname');
    expect(WriteAttributes).not.toContain('custom:team');
    const { COGNITO } = cognito.UserPoolClientIdentityProvider;
    const local = withProviders({ writeAttributes, supportedIdentityProviders: [COGNITO] });
    expect(local.WriteAttributes).toEqual(['locale']);
  });

  it('is not the username, which no client writes', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool', { hostedUi, client: { writeAttributes } });
    new cognito.CfnUserPoolIdentityProvider(stack, 'L1', {
      userPoolId: pool.userPoolId,
      providerName: 'Acme',
      providerType: 'SAML',
      providerDetails: { MetadataURL: 'https://acme.example.com/metadata' },
      attributeMapping: { username: 'sub', nickname: 'nick' },
    });
    expect(resourceOf(stack, pool.client).Properties.WriteAttributes).toEqual(['locale', 'nickname']);
  });

  it('may be one that a condition decides', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool', { hostedUi, client: { writeAttributes } });
    new CfnCondition(stack, 'C', { expression: Fn.conditionEquals(Aws.REGION, 'x') });
    const provider = new cognito.CfnUserPoolIdentityProvider(stack, 'L1', {
      userPoolId: pool.userPoolId,
      providerName: 'Acme',
      providerType: 'SAML',
      providerDetails: { MetadataURL: 'https://acme.example.com/metadata' },
    });
    provider.addPropertyOverride('AttributeMapping', { 'Fn::If': ['C', { nickname: 'nick' }, { website: 'web' }] });
    const { WriteAttributes } = resourceOf(stack, pool.client).Properties;
    expect(WriteAttributes).toEqual(['locale', 'nickname', 'website']);
  });

  it('is not what the application may read', () => {
    expect(withProviders({ readAttributes: attributes({ locale: true }) }).ReadAttributes).toEqual(['locale']);
  });

  it('is enough, where the application may write nothing else', () => {
    const { WriteAttributes } = withProviders({ writeAttributes: new cognito.ClientAttributes() });
    expect(WriteAttributes).toContain('custom:team');
    expect(WriteAttributes).not.toContain('locale');
  });
});

describe('an empty list, which Cognito takes for no list, is an error', () => {
  const errorWith = (options: UserAuthClientOptions) => {
    const stack = newStack('S');
    new UserAuthPool(stack, 'Pool').addClient('C', options);
    return errorOf(stack);
  };
  const OUTCOME =
    'Cognito treats an empty list like none, and gives the application all attributes. Name at least one attribute, such as locale.';

  it('of what may be read', () => {
    expect(errorWith({ readAttributes: new cognito.ClientAttributes() })).toContain(
      `[S/Pool/C] readAttributes is empty: ${OUTCOME}`,
    );
  });

  it.each([
    ['as it is given', new cognito.ClientAttributes()],
    ['once what nobody may write is missing', attributes({ emailVerified: true, phoneNumberVerified: true })],
  ])('of what may be written, %s', (_, writeAttributes) => {
    expect(errorWith({ writeAttributes })).toContain(
      `[S/Pool/C] writeAttributes is empty, or lists only attributes that no application can write: ${OUTCOME}`,
    );
  });

  it('of the default client too', () => {
    const stack = newStack('S');
    new UserAuthPool(stack, 'Pool', { client: { writeAttributes: new cognito.ClientAttributes() } });
    expect(errorOf(stack)).toContain('[S/Pool/Client] writeAttributes is empty');
  });
});

describe('attributes that the pool requires', () => {
  const email = AttributeSchema.standard(StandardAttribute.EMAIL, { required: true });
  const writeAttributes = attributes({ locale: true });

  it('are written by every client, for Cognito keeps them writable', () => {
    expect(propertiesOf({ writeAttributes }, { schema: [email] }).WriteAttributes).toEqual(['email', 'locale']);
    const readAttributes = attributes({ locale: true });
    expect(propertiesOf({ readAttributes }, { schema: [email] }).ReadAttributes).toEqual(['locale']);
  });

  it('count by whatever way they are required', () => {
    const overrides = { userPool: { Schema: [{ Name: 'email', Required: true }] } };
    expect(propertiesOf({ writeAttributes }, { overrides }).WriteAttributes).toEqual(['email', 'locale']);
  });
});

describe('an attribute that the pool lacks', () => {
  const schema = [AttributeSchema.customString('team'), AttributeSchema.customString('rank', { developerOnly: true })];

  it.each(['readAttributes', 'writeAttributes'] as const)('is rejected among the %s', (name) => {
    const withCustom = (...custom: string[]) => ({ [name]: attributes({ locale: true }, ...custom) });
    expect(propertiesOf(withCustom('team'), { schema })).toBeDefined();
    const has = 'the custom attributes of the pool are "custom:team", "dev:custom:rank"';
    const lacks = (attribute: string, it: string) =>
      `${name} is a list that has "${attribute}": the pool has no such attribute, and Cognito rejects the client. Add it to the schema of the pool, or omit it; ${it}.`;
    expect(refusalWith(withCustom('other'), { schema })).toContain(lacks('custom:other', has));
    // The prefix of one for developers only is another.
    expect(refusalWith(withCustom('rank'), { schema })).toContain(lacks('custom:rank', has));
    expect(refusalWith(withCustom('other'), {})).toContain(lacks('custom:other', 'the pool has no custom attributes'));
  });

  it('is not judged of a pool that stands elsewhere', () => {
    const stack = newStack();
    const userPool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', { userPoolId: 'eu-west-1_Ab12Cd34E' });
    const client = new UserAuthClient(stack, 'C', { userPool, readAttributes: attributes({}, 'other') });
    expect(resourceOf(stack, client).Properties.ReadAttributes).toEqual(['custom:other']);
  });
});

it('are not judged where the pool has an attribute of a name that the CDK has yet to look up', () => {
  const stack = newStack('S', { env: { account: '111111111111', region: 'eu-west-1' } });
  new UserAuthPool(stack, 'Pool', {
    schema: [AttributeSchema.customString(StringParameter.valueFromLookup(stack, 'plan'))],
    client: { readAttributes: attributes({ email: true }, 'plan') },
  });
  expect(() => templateOf(stack)).not.toThrow();
});
