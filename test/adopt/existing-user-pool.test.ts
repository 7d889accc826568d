import * as cognito from 'aws-cdk-lib/aws-cognito';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ExistingUserPool, UserAuthPool } from '../../lib';
import { messageOf, newStack } from '../support/synth';
import { synth, templateIn, useDeployed } from './support';

const deployed = useDeployed();
const old = templateIn(
  (stack) => new cognito.UserPool(stack, 'Users', { signInAliases: { email: true }, selfSignUpEnabled: true }),
);
const ID = 'Users0A0EEA89';
const make = (existing: ExistingUserPool) => messageOf(() => new UserAuthPool(newStack('S'), 'Users', { existing }));

describe('a template', () => {
  it.each<[string, unknown]>([
    ['as it is', old],
    ['as the AWS CLI prints it', { TemplateBody: old, StagesAvailable: ['Original'] }],
    ['as the AWS CLI prints its text', { TemplateBody: JSON.stringify(old) }],
    ['as a text', JSON.stringify(old)],
  ])('%s', (_, content) => {
    const path = deployed.write(JSON.stringify(content));
    const { template, error } = synth(
      (stack) => new UserAuthPool(stack, 'People', { existing: ExistingUserPool.fromTemplate(path, ID) }),
    );
    expect(error).toBe('');
    expect(Object.keys(template.Resources)).toContain(ID);
  });

  it.each<[string, string | undefined, string]>([
    ['that does not exist', undefined, 'which does not exist'],
    ['in YAML', 'Resources:\n  Users: {}', 'which is not a CloudFormation template in JSON'],
    ['without resources', '{"Parameters": {}}', 'which is not a CloudFormation template in JSON'],
    ['with malformed resources', '{"Resources": {"Users": null}}', 'which is not a CloudFormation template in JSON'],
    [
      'with a text that is not JSON',
      '{"TemplateBody": "Resources:"}',
      'which is not a CloudFormation template in JSON',
    ],
  ])('%s is told', (_, content, expected) => {
    const path = content === undefined ? join(deployed.folder, 'none.json') : deployed.write(content);
    const message = make(ExistingUserPool.fromTemplate(path, ID));
    expect(message).toContain(expected);
    expect(message).toContain(
      'Give the path of a CloudFormation template in JSON, as written by: aws cloudformation get-template --template-stage Processed --stack-name NAME --query TemplateBody. Convert a template in YAML first, for example with cfn-flip.',
    );
  });

  it('that lacks the pool is told, with the pools that it has', () => {
    const path = deployed.write(old);
    expect(make(ExistingUserPool.fromTemplate(path, 'Users'))).toContain(
      `existing is the pool "Users" of "${path}", which has no such pool: CloudFormation would create a new pool, without users. Write ExistingUserPool.fromTemplate("${path}", "${ID}").`,
    );
    expect(make(ExistingUserPool.fromTemplate(deployed.write({ Resources: {} }), 'Users'))).toContain(
      'Give the template of the stack that has the pool',
    );
  });
});

describe('a description', () => {
  const pool = {
    Id: 'eu-west-1_Ab12Cd34E',
    Name: 'users',
    UsernameAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
    MfaConfiguration: 'OFF',
    SchemaAttributes: [
      { Name: 'sub', AttributeDataType: 'String', Required: true, Mutable: false },
      { Name: 'email', AttributeDataType: 'String', Required: true, Mutable: true },
      { Name: 'custom:tenant', AttributeDataType: 'String', Mutable: true, StringAttributeConstraints: {} },
    ],
  };

  it.each<[string, unknown]>([
    ['as the AWS CLI prints it', { UserPool: pool }],
    ['alone', pool],
  ])('%s', (_, content) => {
    const path = deployed.write(content);
    const { template, warnings, error } = synth(
      (stack) => new UserAuthPool(stack, 'Users', { existing: ExistingUserPool.fromDescription(path) }),
    );
    expect(error).toBe('');
    const { Properties } = template.Resources[ID]!;
    expect(Properties).toMatchObject({
      UsernameConfiguration: { CaseSensitive: false },
      Schema: [
        { Name: 'email', AttributeDataType: 'String', Required: true, Mutable: true },
        { Name: 'tenant', AttributeDataType: 'String', Mutable: true },
      ],
    });
    expect(warnings.join()).toContain(`${ID}.MfaConfiguration: "OFF" -> "OPTIONAL"`);
    expect(warnings.join()).not.toContain('EnabledMfas');
  });

  it('is compared', () => {
    const path = deployed.write({ UserPool: { ...pool, UsernameAttributes: [], AliasAttributes: ['email'] } });
    const { error } = synth(
      (stack) => new UserAuthPool(stack, 'Users', { existing: ExistingUserPool.fromDescription(path) }),
    );
    expect(error).toContain('existing, UsernameAttributes is []');
    expect(error).toContain('allowEmailAsUserName: true, allowPhoneNumberAsUserName: false, allowUserName: true');
  });

  it.each(['', '[]', '{"UserPool": {}}', '{"UserPool": {"Id": "x"}}', 'null'])('%j is told', (content) => {
    const message = make(ExistingUserPool.fromDescription(deployed.write(content)));
    expect(message).toContain('which is not the description of a user pool');
    expect(message).toMatch(/as written by: aws cognito-idp describe-user-pool --user-pool-id ID\.$/);
  });
});

it('arguments of a wrong kind are told', () => {
  expect(messageOf(() => ExistingUserPool.fromTemplate(5 as unknown as string, 'Users'))).toContain('path');
  expect(messageOf(() => ExistingUserPool.fromDescription({} as unknown as string))).toContain('path');
});
