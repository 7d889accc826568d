import { Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as kms from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { describe, expect, it } from 'vitest';
import { LogDelivery, LogDestination, UserAuthPool } from '../../lib';
import { messageOf, newApp, newFunction, newStack, only, templateOf, warningsOf } from '../support/synth';

const POOL = 'AWS::Cognito::UserPool';
const ARN = 'arn:aws:kms:eu-west-1:111111111111:key/a1b2';

const make = (newKey: (stack: Stack) => kms.IKeyRef) => {
  const stack = newStack('S');
  new UserAuthPool(stack, 'Pool', { encryptionKey: newKey(stack) });
  return stack;
};
const newCfnKey = (stack: Stack, keySpec?: string) => {
  const key = new kms.CfnKey(stack, 'Key', {
    keySpec,
    keyPolicy: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111111111111:root' }, Action: 'kms:*', Resource: '*' },
      ],
    },
  });
  key.applyRemovalPolicy(RemovalPolicy.RETAIN);
  return key;
};

describe('encryptionKey', () => {
  it("is AWS's own by default", () => {
    const stack = newStack();
    new UserAuthPool(stack, 'Pool');
    expect(only(templateOf(stack), POOL).properties).not.toHaveProperty('KeyConfiguration');
  });

  it.each<[string, (stack: Stack) => kms.IKeyRef, unknown]>([
    ['a key', (stack) => new kms.Key(stack, 'Key'), { 'Fn::GetAtt': ['Key961B73FD', 'Arn'] }],
    [
      'a key that is said to be symmetric',
      (stack) => new kms.Key(stack, 'Key', { keySpec: kms.KeySpec.SYMMETRIC_DEFAULT }),
      { 'Fn::GetAtt': ['Key961B73FD', 'Arn'] },
    ],
    ['a CfnKey', (stack) => newCfnKey(stack), { 'Fn::GetAtt': ['Key', 'Arn'] }],
    ['an alias', (stack) => new kms.Key(stack, 'Key').addAlias('mine'), { 'Fn::GetAtt': ['Key961B73FD', 'Arn'] }],
    ['an imported key', (stack) => kms.Key.fromKeyArn(stack, 'Key', ARN), ARN],
  ])('is %s', (_, newKey, expected) => {
    const stack = make(newKey);
    expect(only(templateOf(stack), POOL).properties.KeyConfiguration).toEqual({
      KeyType: 'CUSTOMER_MANAGED_KEY',
      KmsKeyArn: expected,
    });
    expect(warningsOf(stack).filter((warning) => !warning.includes('keyPolicyWithoutCognito'))).toEqual([]);
  });

  it('crosses from another stack', () => {
    const app = newApp();
    const encryptionKey = new kms.Key(new Stack(app, 'Keys'), 'Key');
    const stack = new Stack(app, 'Users');
    new UserAuthPool(stack, 'Pool', { encryptionKey });
    expect(only(templateOf(stack), POOL).properties.KeyConfiguration).toEqual({
      KeyType: 'CUSTOMER_MANAGED_KEY',
      KmsKeyArn: { 'Fn::ImportValue': expect.stringMatching(/^Keys:/) },
    });
  });

  it.each<[string, string, (stack: Stack) => kms.IKeyRef]>([
    ['RSA_2048', 'S/Key', (stack) => new kms.Key(stack, 'Key', { keySpec: kms.KeySpec.RSA_2048 })],
    ['ECC_NIST_P256', 'S/Key', (stack) => newCfnKey(stack, 'ECC_NIST_P256')],
    ['HMAC_256', 'S/Key', (stack) => newCfnKey(stack, 'HMAC_256')],
  ])('rejects a key of the kind %s', (kind, path, newKey) => {
    expect(messageOf(() => make(newKey))).toBe(
      `S/Pool has 1 problem:\n  1. encryptionKey is ${path}, which is a key with the key spec "${kind}": Cognito encrypts with symmetric keys only and rejects the pool. ` +
        'Give a key with the key spec SYMMETRIC_DEFAULT.',
    );
  });

  it('is told beside other mistakes', () => {
    const stack = newStack('S');
    const key = newCfnKey(stack, 'RSA_2048');
    const props = { encryptionKey: key, customSenderKmsKey: key, userPoolName: '' };
    expect(messageOf(() => new UserAuthPool(stack, 'Pool', props)).split('\n')).toEqual([
      'S/Pool has 3 problems:',
      expect.stringMatching(/1\. userPoolName is ""/),
      expect.stringMatching(/2\. customSenderKmsKey is S\/Key/),
      expect.stringMatching(/3\. encryptionKey is S\/Key/),
    ]);
  });

  it('rejects an alias of which only the name is known: permissions on it would be none', () => {
    expect(messageOf(() => make((stack) => kms.Alias.fromAliasName(stack, 'Alias', 'alias/mine')))).toBe(
      'S/Pool has 1 problem:\n  1. encryptionKey is S/Alias, which is an alias that is known only by its name: permissions on an alias do not apply to its key, so nobody could decrypt. ' +
        'Give the key itself: kms.Key.fromKeyArn() or kms.Key.fromLookup().',
    );
  });

  it('rejects a key of another region, of an alias too', () => {
    const stack = new Stack(newApp(), 'S', { env: { region: 'eu-central-1' } });
    const encryptionKey = kms.Key.fromKeyArn(stack, 'Key', ARN);
    expect(messageOf(() => new UserAuthPool(stack, 'Pool', { encryptionKey }))).toBe(
      'S/Pool has 1 problem:\n  1. encryptionKey is S/Key, which is in "eu-west-1": the pool is in "eu-central-1", and Cognito rejects resources in other regions. Use one in eu-central-1.',
    );
  });

  it.each([RemovalPolicy.DESTROY, RemovalPolicy.RETAIN, RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE])(
    'of a policy %s is a warning where the pool is kept and the key is not',
    (removalPolicy) => {
      const warned =
        removalPolicy === RemovalPolicy.DESTROY
          ? [expect.stringContaining('its encryptionKey is not: without S/Key/Resource nobody could sign in')]
          : [];
      expect(warningsOf(make((stack) => new kms.Key(stack, 'Key', { removalPolicy })))).toEqual(warned);
      const stack = newStack('S');
      const encryptionKey = new kms.Key(stack, 'Key', { removalPolicy });
      new UserAuthPool(stack, 'Pool', { encryptionKey, removalPolicy: RemovalPolicy.DESTROY });
      expect(warningsOf(stack)).toEqual([]);
    },
  );

  it('of custom senders is kept with the pool too', () => {
    const stack = newStack('S');
    const customSenderKmsKey = new kms.Key(stack, 'Key', { removalPolicy: RemovalPolicy.DESTROY });
    new UserAuthPool(stack, 'Pool', { customSenderKmsKey, hooks: { customEmailSender: newFunction(stack, 'Fn') } });
    expect(warningsOf(stack)).toEqual([expect.stringContaining('its customSenderKmsKey is not')]);
  });

  it('does not judge a kind that only deployment will know', () => {
    expect(() => make((stack) => newCfnKey(stack, Lazy.string({ produce: () => 'SYMMETRIC_DEFAULT' })))).not.toThrow();
  });
});

describe('the policy of the key', () => {
  const [REGION, ACCOUNT, PARTITION] = [{ Ref: 'AWS::Region' }, { Ref: 'AWS::AccountId' }, { Ref: 'AWS::Partition' }];
  const POOLS = { 'Fn::Join': ['', ['arn:', PARTITION, ':cognito-idp:', REGION, ':', ACCOUNT, ':userpool/*']] };

  const OF_POOLS = { StringLike: { 'kms:EncryptionContext:aws:cognito-idp:userpool-arn': POOLS } };
  const statementsOf = (stack: Stack) =>
    (only(templateOf(stack), 'AWS::KMS::Key').properties as { KeyPolicy: { Statement: object[] } }).KeyPolicy.Statement;
  const both = (Principal: object, Condition: object) => {
    const common = { Effect: 'Allow', Principal, Resource: '*' };
    return [
      { ...common, Action: 'kms:DescribeKey', Condition },
      {
        ...common,
        Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKeyWithoutPlaintext'],
        Condition: { ...Condition, ...OF_POOLS },
      },
    ];
  };
  const BY_CALLERS = both(
    { AWS: '*' },
    {
      StringEquals: {
        'kms:CallerAccount': ACCOUNT,
        'kms:ViaService': { 'Fn::Join': ['', ['cognito-idp.', REGION, '.amazonaws.com']] },
      },
    },
  );
  const BY_COGNITO = both(
    { Service: ['cognito-idp.amazonaws.com', 'identitystore.amazonaws.com'] },
    { StringEquals: { 'aws:SourceAccount': ACCOUNT }, ArnLike: { 'aws:SourceArn': POOLS } },
  );

  it('lets Cognito and its callers use a key of the app, for the pools of the account, once', () => {
    const stack = newStack('S');
    const encryptionKey = new kms.Key(stack, 'Key');
    for (const id of ['One', 'Two']) new UserAuthPool(stack, id, { encryptionKey });
    expect(statementsOf(stack).slice(1)).toEqual([...BY_COGNITO, ...BY_CALLERS]);
  });

  it.each<[string, (stack: Stack) => LogDelivery]>([
    ['messages that could not be sent', (stack) => ({ notificationErrors: new LogGroup(stack, 'Errors') })],
    ['sign-ins', (stack) => ({ authenticationEvents: LogDestination.cloudWatch(new LogGroup(stack, 'Events')) })],
  ])('lets Cognito encrypt the log of %s, and log delivery decrypt it', (_, newDelivery) => {
    const stack = newStack('S');
    new UserAuthPool(stack, 'Pool', { encryptionKey: new kms.Key(stack, 'Key'), logDelivery: newDelivery(stack) });
    const logs = { 'Fn::Join': ['', ['arn:', PARTITION, ':logs:', REGION, ':', ACCOUNT, ':*']] };
    const allowed = (Service: string, action: string) => ({
      Effect: 'Allow',
      Principal: { Service },
      Action: ['kms:GenerateDataKey', action],
      Resource: '*',
      Condition: { StringLike: { 'kms:EncryptionContext:SourceArn': logs } },
    });
    expect(statementsOf(stack).slice(1)).toEqual([
      ...BY_COGNITO,
      ...BY_CALLERS,
      allowed('cognito-idp.amazonaws.com', 'kms:Encrypt'),
      allowed('delivery.logs.amazonaws.com', 'kms:Decrypt'),
    ]);
  });

  it('is changed behind an alias, and in another stack', () => {
    const app = newApp();
    const keys = new Stack(app, 'Keys');
    const encryptionKey = new kms.Key(keys, 'Key').addAlias('mine');
    new UserAuthPool(new Stack(app, 'Users'), 'Pool', { encryptionKey });
    expect(JSON.stringify(only(templateOf(keys), 'AWS::KMS::Key').properties)).toContain('identitystore.amazonaws.com');
  });

  it.each<[string, (stack: Stack) => kms.IKeyRef, number]>([
    ['an imported key', (stack) => kms.Key.fromKeyArn(stack, 'Key', ARN), 1],
    ['a CfnKey', (stack) => newCfnKey(stack), 1],
    [
      'a CfnKey that lets Cognito use it',
      (stack) => {
        const key = newCfnKey(stack);
        const services = ['cognito-idp.amazonaws.com', 'identitystore.amazonaws.com'];
        const statement = { Effect: 'Allow', Principal: { Service: services }, Action: 'kms:*', Resource: '*' };
        key.keyPolicy = { Version: '2012-10-17', Statement: [statement] };
        return key;
      },
      0,
    ],
  ])('is a warning if the app cannot change it: %s', (_, newKey, count) => {
    const warnings = warningsOf(make(newKey)).filter((warning) => warning.includes('keyPolicyWithoutCognito'));
    expect(warnings).toHaveLength(count);
    for (const warning of warnings) expect(warning).toContain('Let the principals cognito-idp.amazonaws.com and');
  });

  it.each([
    [[], ['cognito-idp.amazonaws.com and', 'also let', 'delivery.logs.amazonaws.com kms:GenerateDataKey']],
    [['cognito-idp.amazonaws.com', 'identitystore.amazonaws.com'], ['delivery.logs.amazonaws.com kms:GenerateDataKey']],
    [['cognito-idp.amazonaws.com', 'identitystore.amazonaws.com', 'delivery.logs.amazonaws.com'], []],
  ])('of a CfnKey that lets %j use it is one too if the pool delivers logs', (services, parts) => {
    const stack = newStack('S');
    const key = newCfnKey(stack);
    const statement = { Effect: 'Allow', Principal: { Service: services }, Action: 'kms:*', Resource: '*' };
    key.keyPolicy = { Version: '2012-10-17', Statement: [statement] };
    new UserAuthPool(stack, 'Pool', {
      encryptionKey: key,
      logDelivery: { notificationErrors: new LogGroup(stack, 'Errors') },
    });
    const warnings = warningsOf(stack).filter((warning) => warning.includes('keyPolicyWithoutCognito'));
    expect(warnings).toHaveLength(parts.length > 0 ? 1 : 0);
    for (const part of parts) expect(warnings[0]).toContain(part);
  });

  it('is of no use on the Lite plan, which has no key of its own', () => {
    const stack = newStack('S');
    const props = { encryptionKey: new kms.Key(stack, 'Key'), featurePlan: cognito.FeaturePlan.LITE };
    expect(messageOf(() => new UserAuthPool(stack, 'Pool', props))).toMatch(
      /encryptionKey is set, with featurePlan "LITE": it requires the ESSENTIALS plan or higher/,
    );
  });
});
