import { CfnParameter, Lazy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { Problems } from '../../lib/checks/problems';
import { checkMapping, renderMapping, unmappedRequired } from '../../lib/federation/attribute-mapping';
import { AttributeSchema } from '../../lib/sign-in/attribute-schema';
import { StandardAttribute } from '../../lib/sign-in/standard-attribute';
import { newStack } from '../support/synth';

const other = (claim: string) => cognito.ProviderAttribute.other(claim);
const standard = (attribute: StandardAttribute, required: boolean, mutable: boolean) =>
  AttributeSchema.standard(attribute, { required, mutable });
const problemsOf = (given: cognito.AttributeMapping, ...schema: AttributeSchema[]) => {
  const problems = new Problems(newStack());
  checkMapping(problems, 'p', given, { schema });
  return problems.messages();
};

describe('a mapping', () => {
  it("has Cognito's name for every attribute that the CDK has a name for", () => {
    const names: Record<keyof Omit<cognito.AttributeMapping, 'custom'>, string> = {
      address: 'address',
      birthdate: 'birthdate',
      email: 'email',
      emailVerified: 'email_verified',
      familyName: 'family_name',
      gender: 'gender',
      givenName: 'given_name',
      locale: 'locale',
      middleName: 'middle_name',
      fullname: 'name',
      nickname: 'nickname',
      phoneNumber: 'phone_number',
      profilePicture: 'picture',
      preferredUsername: 'preferred_username',
      profilePage: 'profile',
      timezone: 'zoneinfo',
      lastUpdateTime: 'updated_at',
      website: 'website',
    };
    for (const [key, name] of Object.entries(names)) {
      expect(renderMapping({}, { [key]: other('claim') }, {})).toEqual({ [name]: 'claim' });
      expect(problemsOf({ [key]: other('claim') })).toEqual([]);
    }
  });

  it.each(['tenant', 'custom:tenant'])('has the full name of an attribute of your own, given as %s', (key) => {
    const given = { custom: { [key]: other('org_id') } };
    expect(renderMapping({}, given, { schema: [AttributeSchema.customString('tenant')] })).toEqual({
      'custom:tenant': 'org_id',
    });
    expect(problemsOf(given, AttributeSchema.customString('tenant'))).toEqual([]);
  });

  it.each(['phone_number_verified', 'email_verified', 'username', 'name'])(
    'takes a standard attribute among those of your own too: %s',
    (key) => {
      const given = { custom: { [key]: other('claim') } };
      expect(renderMapping({}, given, {})).toEqual({ [key]: 'claim' });
      expect(problemsOf(given)).toEqual([]);
    },
  );

  it('goes over the default one, attribute by attribute', () => {
    const defaults = { email: 'email', name: 'name', given_name: 'given_name' };
    expect(renderMapping(defaults, undefined, {})).toEqual(defaults);
    const given = { fullname: other('display_name'), nickname: other('nick'), givenName: other('') };
    expect(renderMapping(defaults, given, {})).toEqual({ email: 'email', name: 'display_name', nickname: 'nick' });
  });

  it('ignores what is given as undefined', () => {
    expect(renderMapping({ email: 'email' }, { email: undefined }, {})).toEqual({ email: 'email' });
  });

  it('leaves default claims out for attributes that cannot change', () => {
    const schema = [standard(StandardAttribute.EMAIL, true, false), standard(StandardAttribute.NAME, true, true)];
    expect(renderMapping({ email: 'email', name: 'name' }, undefined, { schema })).toEqual({ name: 'name' });
  });
});

describe('a mapping is rejected', () => {
  it.each<[string, object]>([
    ['email', { email: 'mail' }],
    ['custom:dept', { 'custom:dept': 'dept' }],
    ['custom["dept"]', { custom: { dept: {} } }],
  ])('to what is not a claim, in plain JavaScript: %s', (prop, given) => {
    expect(problemsOf(given, AttributeSchema.customString('dept'))).toEqual([
      `p.attributeMapping.${prop} is not a ProviderAttribute: the attribute would not be mapped. ` +
        "Give ProviderAttribute.other('the name of the claim').",
    ]);
  });

  const onlyOnce = (prop: string, claim: string, attribute: string) =>
    `p.attributeMapping.${prop} is "${claim}": Cognito writes ${attribute} at each sign-in, and it is not mutable in schema, ` +
    'so a user can sign in only once. Make the attribute mutable in schema, or omit the mapping.';

  it('onto attributes that cannot change', () => {
    const schema = [
      standard(StandardAttribute.EMAIL, false, false),
      AttributeSchema.customString('tenant', { mutable: false }),
    ];
    expect(problemsOf({ email: other('mail'), custom: { tenant: other('org') } }, ...schema)).toEqual([
      onlyOnce('email', 'mail', 'email'),
      onlyOnce('custom["tenant"]', 'org', 'custom:tenant'),
    ]);
    expect(problemsOf({ email: other('') }, ...schema)).toEqual([]);
    expect(problemsOf({ email: other('mail') }, standard(StandardAttribute.EMAIL, true, true))).toEqual([]);
  });

  it.each(['tennant', 'custom:tennant'])('onto an attribute that the pool lacks: %s', (key) => {
    expect(problemsOf({ custom: { [key]: other('org') } }, AttributeSchema.customString('tenant'))).toEqual([
      `p.attributeMapping.custom["${key}"] is "org": the pool has no attribute custom:tennant and Cognito rejects the provider. ` +
        'Add AttributeSchema.customString("tennant") to schema, or use the name that it has there.',
    ]);
    expect(problemsOf({ custom: { [key]: other('org') } })).toHaveLength(1);
  });

  it('onto an attribute that only administrators can write', () => {
    const schema = [AttributeSchema.customString('tenant', { developerOnly: true })];
    expect(problemsOf({ custom: { tenant: other('org') } }, ...schema)).toEqual([
      'p.attributeMapping.custom["tenant"] is "org": only administrators can write custom:tenant, since it is developerOnly, and Cognito rejects the provider. ' +
        'Omit developerOnly in schema, or omit the mapping.',
    ]);
  });

  it('never for what only deployment knows', () => {
    const token = new CfnParameter(newStack(), 'Name').valueAsString;
    expect(problemsOf({ custom: { [token]: other('org') } })).toEqual([]);
    expect(problemsOf({ custom: { tenant: other('org') } }, AttributeSchema.customString(token))).toEqual([]);
    expect(problemsOf({ email: other(Lazy.string({ produce: () => '' })) })).toEqual([]);
  });
});

describe('required attributes', () => {
  const schema = [
    standard(StandardAttribute.EMAIL, true, true),
    standard(StandardAttribute.PHONE_NUMBER, true, true),
    standard(StandardAttribute.NAME, false, true),
    AttributeSchema.customString('tenant'),
  ];

  it('are told where the provider does not fill them', () => {
    expect(unmappedRequired(['email'], { schema }).all).toEqual(['phone_number']);
    expect(unmappedRequired([], { schema }).all).toEqual(['email', 'phone_number']);
    expect(unmappedRequired(['email', 'phone_number'], { schema }).all).toEqual([]);
  });

  it('are none in a pool without a schema', () => {
    expect(unmappedRequired([], {}).all).toEqual([]);
  });
});
