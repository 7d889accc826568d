import { Aws, Fn, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { MfaType, SmsSender, UserAuthPool, UserAuthPoolProps, UserVerificationType } from '../../lib';
import { messageOf, newApp, newStack, only, templateOf, warningsOf } from '../support/synth';

const POOL = 'AWS::Cognito::UserPool';
const make = (props: UserAuthPoolProps) => {
  const stack = newStack('S');
  const pool = new UserAuthPool(stack, 'Pool', props);
  return { stack, pool };
};
const sender = (smsSender: SmsSender) => {
  const template = templateOf(make({ smsSender }).stack);
  const role = only(template, 'AWS::IAM::Role');
  const [policy] = role.properties.Policies as { PolicyDocument: { Statement: unknown[] } }[];
  return {
    roleArn: { 'Fn::GetAtt': [role.id, 'Arn'] },
    statements: policy?.PolicyDocument.Statement,
    configuration: only(template, POOL).properties.SmsConfiguration,
  };
};

it('gives a pool that sends text messages a role of its own', () => {
  const stack = newStack();
  const pool = new UserAuthPool(stack, 'Pool', {
    allowPhoneNumberAsUserName: true,
    userVerificationType: UserVerificationType.SMS,
  });
  const template = templateOf(stack);
  const role = only(template, 'AWS::IAM::Role');
  const trust = (role.properties.AssumeRolePolicyDocument as { Statement: unknown[] }).Statement;
  const externalId = (only(template, 'AWS::Cognito::UserPool').properties.SmsConfiguration as { ExternalId: string })
    .ExternalId;

  expect(externalId).toMatch(/^\w{2,128}$/);
  expect(trust).toEqual([
    {
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': externalId, 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      Effect: 'Allow',
      Principal: { Service: 'cognito-idp.amazonaws.com' },
    },
  ]);
  expect(role.properties.Policies).toEqual([
    {
      PolicyName: 'SendTextMessages',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Action: 'sns:Publish',
            Effect: 'Allow',
            NotResource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':sns:*:*:*']] },
          },
        ],
      },
    },
  ]);
  expect(role.properties.ManagedPolicyArns).toBeUndefined();
  template.hasResourceProperties('AWS::Cognito::UserPool', {
    SmsConfiguration: { SnsCallerArn: { 'Fn::GetAtt': [role.id, 'Arn'] } },
  });
  expect(pool.smsRole?.roleArn).toBeDefined();
});

describe('the role', () => {
  it.each<[string, UserAuthPoolProps]>([
    ['the verification of phone numbers', { requirePhoneNumberVerification: true }],
    ['MFA by SMS', { mfaConfiguration: { enabledTypes: [MfaType.SMS] } }],
    ['codes in place of passwords', { passwordless: { smsCode: true } }],
    ['invitations', { inviteMessageConfig: { smsMessage: '{username} {####}' } }],
    ['a sender that is named', { smsSender: SmsSender.sns() }],
  ])('is made for %s', (_, props) => {
    const { stack, pool } = make(props);
    templateOf(stack).resourceCountIs('AWS::IAM::Role', 1);
    expect(pool.smsRole).toBeDefined();
  });

  it.each<[string, UserAuthPoolProps]>([
    ['a pool without props', {}],
    ['phone numbers that sign in', { allowPhoneNumberAsUserName: true }],
    ['another second factor', { mfaConfiguration: { enabledTypes: [MfaType.SOFTWARE_TOKEN] } }],
    ['a text that is never sent', { userVerificationMessageConfig: { smsMessage: 'Code: {####}' } }],
    ['an invitation by email', { inviteMessageConfig: { emailMessage: '{username} {####}' } }],
    ['other ways to sign in', { passwordless: { passkeys: {}, smsCode: false } }],
  ])('is not made for %s', (_, props) => {
    const { stack, pool } = make(props);
    const template = templateOf(stack);
    template.resourceCountIs('AWS::IAM::Role', 0);
    template.hasResourceProperties(POOL, { SmsConfiguration: Match.absent() });
    expect(pool.smsRole).toBeUndefined();
  });

  it('has an external id of its own in each pool', () => {
    const stack = newStack();
    for (const id of ['One', 'Two']) new UserAuthPool(stack, id, { smsSender: SmsSender.sns() });
    const pools = Object.values(templateOf(stack).findResources(POOL));
    expect(new Set(pools.map((pool) => pool.Properties.SmsConfiguration.ExternalId)).size).toBe(2);
  });
});

/** A pool in a region, with a sender, and the warnings about it. */
const poolIn = (region: string, smsSender: SmsSender) => {
  const stack = new Stack(newApp(), 'S', { env: { region } });
  new UserAuthPool(stack, 'Pool', { smsSender });
  return { stack, warnings: warningsOf(stack) };
};
const snsRegionOf = (stack: Stack) =>
  (only(templateOf(stack), POOL).properties.SmsConfiguration as Record<string, unknown>).SnsRegion;

describe('SmsSender.sns', () => {
  it.each([
    ['eu-west-3', 'eu-west-3'],
    // Cognito would choose another region by itself.
    ['us-east-2', 'us-east-2'],
    ['eu-central-1', 'eu-central-1'],
    // Pools of these can use one other region only.
    ['ap-east-1', 'ap-southeast-1'],
    ['ap-northeast-2', 'ap-northeast-1'],
    ['ap-southeast-5', 'ap-southeast-1'],
    ['ap-southeast-7', 'ap-south-1'],
    ['us-gov-west-1', 'us-gov-west-1'],
  ])('of a pool in %s sends from %s by default', (region, from) => {
    const { stack, warnings } = poolIn(region, SmsSender.sns());
    expect(snsRegionOf(stack)).toBe(from);
    expect(warnings).toEqual([]);
  });

  it('sends from the region of the pool where only deployment will know it, unless that cannot be', () => {
    const { stack } = make({ smsSender: SmsSender.sns() });
    const { If } = Object.fromEntries(
      Object.entries(snsRegionOf(stack) as object).map(([name, value]) => [name.replace('Fn::', ''), value]),
    ) as { If: [string, unknown, unknown] };
    expect(If).toEqual([expect.any(String), { Ref: 'AWS::NoValue' }, { Ref: 'AWS::Region' }]);
    const regions = ['ap-east-1', 'ap-northeast-2', 'ap-southeast-5', 'ap-southeast-7'];
    expect(templateOf(stack).toJSON().Conditions).toEqual({
      [If[0]]: { 'Fn::Or': regions.map((each) => ({ 'Fn::Equals': [{ Ref: 'AWS::Region' }, each] })) },
    });
  });

  it('sends from another region if it is given one', () => {
    const elsewhere = sender(SmsSender.sns({ region: 'us-east-1' }));
    expect(elsewhere.configuration).toEqual({
      SnsCallerArn: elsewhere.roleArn,
      ExternalId: expect.any(String),
      SnsRegion: 'us-east-1',
    });
  });

  it.each([
    ['us-east-2', 'us-east-1'],
    ['ap-south-1', 'ap-southeast-1'],
    ['ca-central-1', 'us-east-1'],
    ['eu-central-1', 'eu-west-1'],
    ['eu-west-2', 'eu-west-1'],
    ['ap-northeast-2', 'ap-northeast-1'],
    ['eu-west-3', 'eu-west-3'],
  ])('of a pool in %s may send from %s', (region, from) => {
    const { stack, warnings } = poolIn(region, SmsSender.sns({ region: from }));
    expect(snsRegionOf(stack)).toBe(from);
    expect(warnings).toEqual([]);
  });

  it.each([
    ['eu-central-1', 'us-east-1', 'eu-central-1, eu-west-1'],
    ['eu-west-3', 'eu-west-1', 'eu-west-3'],
    ['ap-east-1', 'ap-east-1', 'ap-southeast-1'],
  ])('of a pool in %s is not known to send from %s', (region, from, known) => {
    expect(poolIn(region, SmsSender.sns({ region: from })).warnings).toEqual([
      expect.stringContaining(
        `Text messages would be sent by Amazon SNS in ${from}. For a pool in ${region}, Cognito is known to accept only ${known}, and may reject the pool.`,
      ),
    ]);
  });
});

describe('SmsSender.endUserMessaging', () => {
  const arn = (resource: string, region: unknown = { Ref: 'AWS::Region' }) => ({
    'Fn::Join': [
      '',
      typeof region === 'string'
        ? ['arn:', { Ref: 'AWS::Partition' }, `:sms-voice:${region}:`, { Ref: 'AWS::AccountId' }, `:${resource}`]
        : ['arn:', { Ref: 'AWS::Partition' }, ':sms-voice:', region, ':', { Ref: 'AWS::AccountId' }, `:${resource}`],
    ],
  });
  const mayUse = (Resource: unknown) => [{ Action: 'sms-voice:SendTextMessage', Effect: 'Allow', Resource }];

  it('may send from whatever the account has, by default', () => {
    const { configuration, roleArn, statements } = sender(SmsSender.endUserMessaging());
    expect(configuration).toEqual({ EumsSms: { CallerArn: roleArn, ExternalId: expect.any(String) } });
    expect(statements).toEqual(mayUse('*'));
  });

  it.each([
    ['pool-0123', 'pool/pool-0123'],
    ['phone-0123', 'phone-number/phone-0123'],
  ])('may send from nothing but %s, which it names as the policy does', (originationIdentity, resource) => {
    for (const region of [undefined, 'eu-west-1']) {
      const { configuration, statements } = sender(SmsSender.endUserMessaging({ originationIdentity, region }));
      expect(configuration).toMatchObject({ EumsSms: { OriginationIdentity: arn(resource, region) } });
      expect(statements).toEqual(mayUse(arn(resource, region)));
    }
  });

  it('may send from nothing but what it is given as an ARN', () => {
    const originationIdentity = 'arn:aws:sms-voice:eu-west-1:111111111111:phone-number/phone-1234';
    const { configuration, roleArn, statements } = sender(
      SmsSender.endUserMessaging({ originationIdentity, configurationSetName: 'logs', region: 'eu-west-1' }),
    );
    expect(configuration).toEqual({
      EumsSms: {
        CallerArn: roleArn,
        ExternalId: expect.any(String),
        OriginationIdentity: originationIdentity,
        ConfigurationSetName: 'logs',
        Region: 'eu-west-1',
      },
    });
    expect(statements).toEqual(mayUse([originationIdentity, arn('configuration-set/logs', 'eu-west-1')]));
    expect(sender(SmsSender.endUserMessaging({ originationIdentity })).statements).toEqual(mayUse(originationIdentity));
  });

  it.each<[string, string, unknown]>([
    ['a number in digits', '+15555550100', '+15555550100'],
    ['a value of the deployment', Fn.importValue('Phone'), { 'Fn::ImportValue': 'Phone' }],
  ])('may send from %s, which no ARN in the policy would equal', (_, originationIdentity, expected) => {
    const { configuration, statements } = sender(SmsSender.endUserMessaging({ originationIdentity }));
    expect(configuration).toMatchObject({ EumsSms: { OriginationIdentity: expected } });
    expect(statements).toEqual(mayUse('*'));
  });
});

describe('the region of a sender', () => {
  it.each([SmsSender.sns({ region: 'Ireland' }), SmsSender.endUserMessaging({ region: 'Ireland' })])(
    'is rejected where there is no such region',
    (smsSender) => {
      expect(messageOf(() => make({ smsSender }))).toBe(
        'S/Pool has 1 problem:\n  1. smsSender.region is "Ireland": there is no such region and Cognito rejects the pool. ' +
          'Write it as, for example, "eu-west-1", or omit it for the region of the pool.',
      );
    },
  );

  it.each(['originationIdentity', 'configurationSetName'])('has no empty %s', (option) => {
    expect(messageOf(() => SmsSender.endUserMessaging({ [option]: '' }))).toBe(
      `SmsSender.endUserMessaging() has 1 problem:\n  1. ${option} is "": AWS End User Messaging rejects it, so no message is sent. Give a value, or omit it.`,
    );
  });

  it.each(['ap-northeast-2', 'us-east-1'])('of a pool in Seoul cannot be %s', (region) => {
    expect(messageOf(() => poolIn('ap-northeast-2', SmsSender.sns({ region })))).toBe(
      `S/Pool has 1 problem:\n  1. smsSender.region is "${region}", for a pool in ap-northeast-2: Cognito sends the text messages of that region only through Amazon SNS in ap-northeast-1, and would reject the pool. ` +
        'Omit it, or write "ap-northeast-1".',
    );
  });

  it('of AWS End User Messaging can only be that of the pool', () => {
    expect(poolIn('eu-west-1', SmsSender.endUserMessaging({ region: 'eu-west-1' })).warnings).toEqual([]);
    expect(messageOf(() => poolIn('eu-west-1', SmsSender.endUserMessaging({ region: 'us-east-1' })))).toBe(
      'S/Pool has 1 problem:\n  1. smsSender.region is "us-east-1", for a pool in eu-west-1: Cognito uses AWS End User Messaging only in the region of the pool, and would reject the pool. Omit it.',
    );
  });

  it.each(['ap-east-1', 'ap-southeast-5', 'ap-southeast-7'])('%s is not known to have the latter', (region) => {
    expect(poolIn(region, SmsSender.endUserMessaging()).warnings).toEqual([
      expect.stringContaining(`Cognito is not known to use it for pools in ${region}, and may reject the pool.`),
    ]);
  });

  it.each(['ap-east-2', 'ap-southeast-6'])('%s is not known to have Amazon SNS', (region) => {
    const expected = [
      expect.stringContaining(
        `Cognito is not known to use it for pools in ${region}, and may reject the pool. Use smsSender: SmsSender.endUserMessaging().`,
      ),
    ];
    expect(poolIn(region, SmsSender.sns()).warnings).toEqual(expected);
    expect(poolIn(region, SmsSender.sns({ region })).warnings).toEqual(expected);
    expect(poolIn(region, SmsSender.endUserMessaging()).warnings).toEqual([]);
    const warningsWith = (props: UserAuthPoolProps) => {
      const stack = new Stack(newApp(), 'S', { env: { region } });
      new UserAuthPool(stack, 'Pool', props);
      return warningsOf(stack);
    };
    expect(warningsWith({ requirePhoneNumberVerification: true })).toEqual(expected);
    expect(warningsWith({})).toEqual([]);
  });

  it('is not judged where only deployment will know it', () => {
    expect(sender(SmsSender.sns({ region: Aws.REGION })).configuration).toMatchObject({
      SnsRegion: { Ref: 'AWS::Region' },
    });
    expect(sender(SmsSender.endUserMessaging({ region: Aws.REGION })).configuration).toMatchObject({
      EumsSms: { Region: { Ref: 'AWS::Region' } },
    });
  });
});
