import { CfnCondition, CfnParameter, Fn, Token } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import {
  AttributeSchema,
  ExistingUserPool,
  HostedUi,
  StandardAttribute,
  StandardAttributeOptions,
  UserAuthClient,
  UserAuthGroup,
  UserAuthPool,
  UserAuthPoolProps,
} from '../../lib';
import { LENIENT } from '../support/synth';
import { synth, Template, useDeployed } from './support';

const deployed = useDeployed();

describe('what only the deployment knows, as SAM and Serverless write it,', () => {
  const ofPool = (Type: string, Properties: object) => ({
    Type: `AWS::Cognito::UserPool${Type}`,
    Properties: { UserPoolId: { Ref: 'Pool' }, ...Properties },
  });
  const IF = { 'Fn::If': ['UseEmail', ['email'], ['phone_number']] };
  const NAMES = { UsernameAttributes: IF };
  const sam = (pool: object, resources: Template['Resources'] = {}) =>
    ExistingUserPool.fromTemplate(
      deployed.write({ Resources: { Pool: { Type: 'AWS::Cognito::UserPool', Properties: pool }, ...resources } }),
      'Pool',
    );
  const make = (props: UserAuthPoolProps, change?: (pool: UserAuthPool) => void) =>
    synth((stack) => {
      new CfnParameter(stack, 'Env');
      new CfnCondition(stack, 'UseEmail', { expression: Fn.conditionEquals(Fn.ref('Env'), 'a') });
      const pool = new UserAuthPool(stack, 'Users', { defaultClient: false, ...props });
      change?.(pool);
    }, LENIENT);
  /** Runs the code of a remedy. */
  const run = (code: string, more: object) => {
    const context = { Fn, Token, HostedUi, OAuthScope: cognito.OAuthScope, ...more };
    return runInNewContext(code.replace(/ as CfnResource/g, ''), context) as unknown;
  };
  const remediesIn = (error: string) =>
    error.split('\n').flatMap((line) => / Write (.*?)(?:; or, .*)?\.$/.exec(line)?.[1] ?? []);

  it.each([
    [
      'a group',
      ofPool('Group', { GroupName: { 'Fn::Sub': '${Env}-admins' } }),
      'pool.addGroup("Old", { groupName: Fn.sub("${Env}-admins") })',
    ],
    [
      'a resource server',
      ofPool('ResourceServer', { Identifier: { 'Fn::Join': ['/', ['api', { Ref: 'Env' }]] }, Name: 'a' }),
      'identifier: Fn.join("/", ["api", Fn.ref("Env")])',
    ],
    [
      'a domain',
      ofPool('Domain', { Domain: { 'Fn::Sub': 'shop-${AWS::AccountId}' } }),
      'domainPrefix: Fn.sub("shop-${AWS::AccountId}")',
    ],
    [
      'a client without a secret',
      ofPool('Client', { GenerateSecret: 'false' }),
      'pool.addClient("Old", { generateClientSecret: false })',
    ],
    ['a client with one', ofPool('Client', { GenerateSecret: 'true' }), 'pool.addServerClient("Old")'],
  ])('is added as a line says: %s', (_, resource, line) => {
    // prettier-ignore
    const existing = sam({ UsernameAttributes: ['email'] }, { Old: resource });
    const [remedy = ''] = remediesIn(make({ existing }).error);
    expect(remedy).toContain(line);
    const [, hostedUi] = /^hostedUi: (.*) in the props, and /.exec(remedy) ?? [];
    const props = hostedUi ? { hostedUi: run(hostedUi, {}) as HostedUi } : {};
    const rest = remedy.replace(/^hostedUi: .* in the props, and /, '');
    const followed = make({ existing, ...props }, (pool) => run(rest, { pool }));
    expect(followed.error).toBe('');
    expect(followed.template.Resources.Old?.Type).toBe(resource.Type);
  });

  it.each([
    ['a name', ofPool('Group', { GroupName: { 'Fn::Sub': '${Env}-admins' } }), 'Fn.sub("${Env}-admins") for groupName'],
    ['Booleans', ofPool('Client', { GenerateSecret: 'false' }), 'generateClientSecret: false'],
  ])('is written as a line says: %s', (_, resource, line) => {
    const existing = sam({ UsernameAttributes: ['email'] }, { Old: resource });
    const isGroup = resource.Type.endsWith('Group');
    const rename = (pool: UserAuthPool, options: object) => {
      if (isGroup) {
        (pool.addGroup('G', options).node.defaultChild as cognito.CfnUserPoolGroup).overrideLogicalId('Old');
      } else pool.addClient('C', options).cfnUserPoolClient.overrideLogicalId('Old');
    };
    expect(remediesIn(make({ existing }, (pool) => rename(pool, {})).error)).toEqual([line]);
    const options = isGroup ? { groupName: Fn.sub('${Env}-admins') } : { generateClientSecret: false };
    expect(make({ existing }, (pool) => rename(pool, options)).error).toBe('');
  });

  it('is the same name, whatever function it is', () => {
    const existing = sam(
      { UsernameAttributes: ['email'] },
      { Old: ofPool('Group', { GroupName: { 'Fn::Sub': 'a' } }) },
    );
    const add = (pool: UserAuthPool) =>
      (pool.addGroup('G', { groupName: 'a' }).node.defaultChild as cognito.CfnUserPoolGroup).overrideLogicalId('Old');
    expect(make({ existing }, add).error).toBe('');
  });

  it('is an override where no prop takes it: whether a client has a secret', () => {
    const secret = { 'Fn::If': ['UseEmail', true, false] };
    const existing = sam({ UsernameAttributes: ['email'] }, { Old: ofPool('Client', { GenerateSecret: secret }) });
    const where = ', where client is the client';
    const override = `client.cfnUserPoolClient.addPropertyOverride("GenerateSecret", ${JSON.stringify(secret)})`;
    const [remedy] = remediesIn(make({ existing }).error);
    expect(remedy).toBe(`pool.addClient("Old").cfnUserPoolClient.overrideLogicalId("Old"), and ${override}${where}`);
    const added = (change?: (client: UserAuthClient) => void) =>
      make({ existing }, (pool) => {
        const client = pool.addClient('Old');
        client.cfnUserPoolClient.overrideLogicalId('Old');
        change?.(client);
      }).error;
    expect(remediesIn(added())).toEqual([`${override}${where}`]);
    expect(added((client) => run(override, { client }))).toBe('');
  });

  it('is an override where no prop takes it: the name of a group without one, which policies get from the prop', () => {
    const existing = sam({ UsernameAttributes: ['email'] }, { Old: ofPool('Group', {}) });
    const where = ', where group is the group, whose groupName is the name that CloudFormation gave it';
    const override = '(group.node.defaultChild as CfnResource).addPropertyDeletionOverride("GroupName")';
    const add =
      '(pool.addGroup("Old", { groupName: "..." }).node.defaultChild as CfnResource).overrideLogicalId("Old")';
    expect(remediesIn(make({ existing }).error)).toEqual([`${add}, and ${override}${where}`]);
    const added = (change?: (group: UserAuthGroup, pool: UserAuthPool) => void) =>
      make({ existing }, (pool) => {
        const group = pool.addGroup('Admins', { groupName: 'S-Admins-AB12' });
        (group.node.defaultChild as cognito.CfnUserPoolGroup).overrideLogicalId('Old');
        change?.(group, pool);
      });
    expect(remediesIn(added().error)).toEqual([`${override}${where}`]);
    let scope: string | undefined;
    const { error, template } = added((group, pool) => {
      run(override, { group });
      scope = pool.scopeFor(group.policy);
    });
    expect(error).toBe('');
    expect(template.Resources.Old?.Properties).toEqual({ UserPoolId: { Ref: 'Pool' } });
    expect(scope).toMatch(/^policy\/group-s-admins-ab12-/);
  });

  it.each<[UserAuthPoolProps, number]>([
    [{}, 1],
    [{ allowUserName: true }, 2],
  ])('is an override where no prop takes it: what users sign in with, with %j', (props, lines) => {
    const existing = sam(NAMES);
    const [remedy = ''] = remediesIn(make({ ...props, existing }).error);
    expect(remedy).toContain(`pool.cfnUserPool.addPropertyOverride("UsernameAttributes", ${JSON.stringify(IF)})`);
    expect(remedy.split(', and ')).toHaveLength(lines);
    const followed = make({ ...props, existing }, (pool) =>
      remedy.split(', and ').forEach((each) => run(each, { pool })),
    );
    expect(followed.error).toBe('');
    expect(followed.template.Resources.Pool?.Properties).toMatchObject(NAMES);
  });

  it('may be the schema, which stays', () => {
    const Schema = {
      'Fn::If': ['UseEmail', [{ Name: 'email', Required: true, Mutable: true }], { Ref: 'AWS::NoValue' }],
    };
    const { error, template } = make({ existing: sam({ UsernameAttributes: ['email'], Schema }) });
    expect(error).toBe('');
    expect(template.Resources.Pool?.Properties).toMatchObject({ Schema });
  });
});

describe('Booleans that the old template has as text', () => {
  const attribute = { Name: 'name', AttributeDataType: 'String', Required: 'true', Mutable: 'true' };
  const properties = {
    UsernameAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: 'false' },
    Schema: [attribute],
  };
  const make = (props: UserAuthPoolProps) => {
    const old = { Resources: { Pool: { Type: 'AWS::Cognito::UserPool', Properties: properties } } };
    const existing = ExistingUserPool.fromTemplate(deployed.write(old), 'Pool');
    return synth((stack) => new UserAuthPool(stack, 'Users', { defaultClient: false, existing, ...props }), LENIENT)
      .error;
  };
  const name = (options: StandardAttributeOptions) => [AttributeSchema.standard(StandardAttribute.NAME, options)];

  it('are the same', () => {
    expect(make({})).toBe('');
    expect(make({ signInCaseSensitive: false, schema: name({ required: true }) })).toBe('');
  });

  it('are printed as Booleans', () => {
    expect(make({ signInCaseSensitive: true })).toContain('or write signInCaseSensitive: false, and remove');
    expect(make({ schema: name({}) })).toContain(
      'write AttributeSchema.standard(StandardAttribute.NAME, { required: true })',
    );
  });
});
