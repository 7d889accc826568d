import { CfnParameter, Lazy, Token } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { AccountRecovery } from 'aws-cdk-lib/aws-cognito';
import { EmailIdentity } from 'aws-cdk-lib/aws-ses';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { describe, expect, it } from 'vitest';
import {
  AttributeSchema,
  MfaConfiguration,
  MfaStatus,
  MfaType,
  SmsSender,
  StandardAttribute,
  UserAuthPool,
  UserAuthPoolProps,
} from '../../lib';
import { messageOf, newStack, only, templateOf, warningsOf } from '../support/synth';
import { make, reject, render } from './mfa-support';

const POOL = 'AWS::Cognito::UserPool';
const { ON, OFF, OPTIONAL } = MfaStatus;
const { SMS, SOFTWARE_TOKEN, EMAIL_OTP } = MfaType;
const EMAIL_CODE = { passwordless: { emailCode: true } };

describe('the default', () => {
  it('offers an authenticator app to everybody and asks it of nobody', () => {
    for (const configuration of [undefined, {}]) {
      expect(render(configuration)).toMatchObject({
        MfaConfiguration: 'OPTIONAL',
        EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      });
    }
  });

  it('offers SMS too, where the pool sends text messages anyway', () => {
    expect(render({}, { requirePhoneNumberVerification: true })).toMatchObject({
      MfaConfiguration: 'OPTIONAL',
      EnabledMfas: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'],
    });
  });
});

describe('status and types', () => {
  it.each<[MfaStatus, MfaType[] | undefined, string, string[]]>([
    [ON, undefined, 'ON', ['SOFTWARE_TOKEN_MFA']],
    [ON, [SOFTWARE_TOKEN], 'ON', ['SOFTWARE_TOKEN_MFA']],
    [ON, [SMS], 'ON', ['SMS_MFA']],
    [ON, [EMAIL_OTP, SOFTWARE_TOKEN], 'ON', ['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP']],
    [OPTIONAL, undefined, 'OPTIONAL', ['SOFTWARE_TOKEN_MFA']],
    [OPTIONAL, [SMS], 'OPTIONAL', ['SMS_MFA']],
    [OPTIONAL, [EMAIL_OTP], 'OPTIONAL', ['EMAIL_OTP']],
    [OPTIONAL, [EMAIL_OTP, SOFTWARE_TOKEN, SMS], 'OPTIONAL', ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP']],
    [OPTIONAL, [SMS, SMS], 'OPTIONAL', ['SMS_MFA']],
  ])('%s with %s', (status, enabledTypes, configuration, mfas) => {
    const properties = render({ status, enabledTypes });
    expect(properties.MfaConfiguration).toBe(configuration);
    expect(properties.EnabledMfas).toEqual(mfas);
  });

  it.each([undefined, []])('OFF with %s', (enabledTypes) => {
    const properties = render({ status: OFF, enabledTypes });
    expect(properties.MfaConfiguration).toBe('OFF');
    expect(properties.EnabledMfas).toBeUndefined();
  });

  it('SMS makes the role that it needs, the others make none', () => {
    const template = templateOf(make({ enabledTypes: [SMS] }));
    template.hasResourceProperties(POOL, {
      SmsConfiguration: { SnsCallerArn: { 'Fn::GetAtt': [only(template, 'AWS::IAM::Role').id, 'Arn'] } },
    });
    templateOf(make({ enabledTypes: [SOFTWARE_TOKEN, EMAIL_OTP] })).resourceCountIs('AWS::IAM::Role', 0);
  });
});

describe('texts', () => {
  it('are those of the user', () => {
    const enabledTypes = [SMS, EMAIL_OTP];
    const texts = { smsMessage: 'SMS {####}', emailMessage: 'Email {####}', emailSubject: 'Your code' };
    expect(render({ enabledTypes, ...texts })).toMatchObject({
      SmsAuthenticationMessage: 'SMS {####}',
      EmailAuthenticationMessage: 'Email {####}',
      EmailAuthenticationSubject: 'Your code',
    });
  });

  it("are Cognito's own by default", () => {
    templateOf(make({ enabledTypes: [SMS, EMAIL_OTP] })).hasResourceProperties(POOL, {
      SmsAuthenticationMessage: Match.absent(),
      EmailAuthenticationMessage: Match.absent(),
      EmailAuthenticationSubject: Match.absent(),
    });
  });

  it.each([
    ['smsMessage', '{####}'],
    ['smsMessage', '{####}'.padEnd(140)],
    ['emailMessage', '{####}'],
    ['emailMessage', '{####}'.padEnd(20000)],
    ['emailSubject', 'x'],
    ['emailSubject', 'x'.repeat(140)],
  ])('%s may be %j', (prop, text) => {
    expect(() => render({ enabledTypes: [SMS, EMAIL_OTP], [prop]: text })).not.toThrow();
  });

  it.each([
    ['smsMessage', '{####}'.padEnd(141), '141 characters long', 'Cognito accepts only 6 to 140 characters'],
    ['emailMessage', '{####}'.padEnd(20001), '20001 characters long', 'Cognito accepts only 6 to 20000 characters'],
    ['emailSubject', 'x'.repeat(141), '141 characters long', 'Cognito accepts only 1 to 140 characters'],
  ])('%s may not be longer', (prop, text, shown, outcome) => {
    expect(reject({ enabledTypes: [SMS, EMAIL_OTP], [prop]: text })).toBe(
      `S/Pool has 1 problem:\n  1. mfaConfiguration.${prop} is ${shown}: ${outcome}, and would reject the pool. Shorten it.`,
    );
  });

  it.each(['smsMessage', 'emailMessage'])('%s needs the place of the code', (prop) => {
    expect(reject({ enabledTypes: [SMS, EMAIL_OTP], [prop]: 'Your code' })).toBe(
      `S/Pool has 1 problem:\n  1. mfaConfiguration.${prop} is "Your code": Cognito requires {####} in it, for the code, and rejects the pool. ` +
        'Add {####} to the text.',
    );
  });

  it('are not judged where only deployment will know them', () => {
    const stack = newStack();
    const text = new CfnParameter(stack, 'Text').valueAsString;
    const sesIdentity = EmailIdentity.fromEmailIdentityName(stack, 'Ses', 'no-reply@example.com');
    new UserAuthPool(stack, 'Pool', {
      emailConfiguration: { sesIdentity },
      mfaConfiguration: { enabledTypes: [SMS, EMAIL_OTP], smsMessage: text, emailMessage: text, emailSubject: text },
    });
    templateOf(stack).hasResourceProperties(POOL, {
      SmsAuthenticationMessage: { Ref: 'Text' },
      EmailAuthenticationMessage: { Ref: 'Text' },
      EmailAuthenticationSubject: { Ref: 'Text' },
    });
  });

  it.each<[string, MfaConfiguration, RegExp | undefined, UserAuthPoolProps?]>([
    ['of a type that is not offered', { smsMessage: '{####}' }, /has smsMessage, .+unusedMfaMessage/],
    [
      'of another type that is not offered',
      { enabledTypes: [SMS], emailMessage: '{####}', emailSubject: 'Code' },
      /has emailMessage and emailSubject, .+unusedMfaMessage/,
    ],
    ['of a pool without MFA', { status: OFF, smsMessage: '{####}' }, /unusedMfaMessage/],
    [
      'that are sent give no warning',
      { enabledTypes: [SMS, EMAIL_OTP], smsMessage: '{####}', emailMessage: '{####}', emailSubject: 'Code' },
      undefined,
    ],
    ['of a code in place of a password', { emailMessage: '{####}', emailSubject: 'Code' }, undefined, EMAIL_CODE],
    [
      'by SMS, which a pool without MFA does not send',
      { status: OFF, smsMessage: '{####}' },
      /unusedMfaMessage/,
      { passwordless: { smsCode: true } },
    ],
  ])('%s', (_, configuration, expected, props = {}) => {
    const warnings = warningsOf(make(configuration, { accountRecovery: AccountRecovery.NONE, ...props })).filter(
      (each) => !each.includes('mfaDisablesPasswordless'),
    );
    if (expected) expect(warnings).toEqual([expect.stringMatching(expected)]);
    else expect(warnings).toEqual([]);
  });
});

describe('what Cognito rejects', () => {
  it.each<[string, MfaConfiguration, string]>([
    ['types', { status: OFF, enabledTypes: [SOFTWARE_TOKEN] }, '["SOFTWARE_TOKEN"]'],
    ['an email', { status: OFF, emailMessage: '{####}' }, 'missing, but an email text is given'],
    ['a subject', { status: OFF, emailSubject: 'Code' }, 'missing, but an email text is given'],
  ])('OFF with %s', (_, configuration, shown) => {
    expect(reject(configuration)).toBe(
      `S/Pool has 1 problem:\n  1. mfaConfiguration.enabledTypes is ${shown}, with status "OFF": ` +
        "Cognito can't turn off MFA and configure a factor at once, and rejects the pool. " +
        'Give mfaConfiguration as { status: MfaStatus.OFF }, or set the status to MfaStatus.OPTIONAL or MfaStatus.ON.',
    );
  });

  it.each([ON, OPTIONAL])('%s with no type', (status) => {
    expect(reject({ status, enabledTypes: [] })).toBe(
      `S/Pool has 1 problem:\n  1. mfaConfiguration.enabledTypes is empty, with status "${status}": ` +
        'Cognito requires at least one factor and rejects the pool. Name a type, or give mfaConfiguration as { status: MfaStatus.OFF }.',
    );
  });

  it.each<[string, UserAuthPoolProps]>([
    ['the verification of phone numbers', { requirePhoneNumberVerification: true }],
    ['passwordless.smsCode', { passwordless: { smsCode: true } }],
    ['inviteMessageConfig.smsMessage', { inviteMessageConfig: { smsMessage: '{username} {####}' } }],
    ['smsSender', { smsSender: SmsSender.sns() }],
  ])('no SMS, where the pool sends text messages for %s', (reason, props) => {
    expect(reject({ enabledTypes: [SOFTWARE_TOKEN] }, props)).toBe(
      `S/Pool has 1 problem:\n  1. mfaConfiguration.enabledTypes is ["SOFTWARE_TOKEN"], while the pool sends text messages for ${reason}: ` +
        "Cognito can't turn off SMS MFA on a pool that has an SMS configuration, and rejects the pool. " +
        'Add MfaType.SMS, give mfaConfiguration as { status: MfaStatus.OFF }, or stop sending text messages.',
    );
    expect(() => render({ enabledTypes: [SOFTWARE_TOKEN, SMS] }, props)).not.toThrow();
    expect(() => render({ status: OFF }, props)).not.toThrow();
  });

  it('values that it does not know, all at once', () => {
    const configuration = { status: 'MAYBE' as MfaStatus, enabledTypes: ['FAX' as MfaType, SOFTWARE_TOKEN] };
    expect(reject(configuration)).toBe(
      'S/Pool has 2 problems:\n' +
        '  1. mfaConfiguration.status is "MAYBE": it is not one of the values that this library knows. Use one of MfaStatus.OFF, MfaStatus.ON, MfaStatus.OPTIONAL.\n' +
        '  2. mfaConfiguration.enabledTypes is "FAX": it is not one of the values that this library knows. Use one of MfaType.SMS, MfaType.SOFTWARE_TOKEN, MfaType.EMAIL_OTP.',
    );
  });
});

it.each([
  ['status', { status: Token.asString({ Ref: 'Status' }) as MfaStatus }],
  ['enabledTypes', { enabledTypes: Lazy.list({ produce: () => ['SMS'] }) as MfaType[] }],
])('rejects a token as %s, since it decides what the pool is made of', (prop, mfaConfiguration) => {
  expect(messageOf(() => new UserAuthPool(newStack('S'), 'Pool', { mfaConfiguration }))).toBe(
    `S/Pool has 1 problem:\n  1. mfaConfiguration.${prop} is known only at deployment: it decides which resources are created, and must be known at synthesis. Give the value itself.`,
  );
});

it('may have a text that the CDK has yet to look up', () => {
  const stack = newStack('S', { env: { account: '111111111111', region: 'eu-west-1' } });
  const smsMessage = StringParameter.valueFromLookup(stack, '/text/of/sms');
  const mfaConfiguration = { status: MfaStatus.OPTIONAL, enabledTypes: [MfaType.SMS], smsMessage };
  const { cfnUserPool } = new UserAuthPool(stack, 'Pool', { mfaConfiguration });
  expect(cfnUserPool.smsAuthenticationMessage).toBe(smsMessage);
});

describe('a second factor that can only be SMS', () => {
  const requiredPhone = AttributeSchema.standard(StandardAttribute.PHONE_NUMBER, { required: true });
  const optionalPhone = AttributeSchema.standard(StandardAttribute.PHONE_NUMBER);
  const warnings = (mfaConfiguration: MfaConfiguration, props: UserAuthPoolProps = {}) =>
    warningsOf(make(mfaConfiguration, props)).filter((each) => each.includes('smsMfaWithoutPhoneNumber'));

  it.each<UserAuthPoolProps>([{}, { schema: [optionalPhone] }, { allowUserName: true, allowEmailAsUserName: false }])(
    'is none for users without a phone number, of a pool with %o',
    (props) => {
      expect(warnings({ status: ON, enabledTypes: [SMS] }, props)).toEqual([
        expect.stringContaining(
          'Every user needs a second factor, which can only be SMS, and a user may be created without a phone number: such a user can never sign in. ',
        ),
      ]);
    },
  );

  it.each<[MfaConfiguration, UserAuthPoolProps]>([
    [{ status: OPTIONAL, enabledTypes: [SMS] }, {}],
    [{ status: ON, enabledTypes: [SMS, SOFTWARE_TOKEN] }, {}],
    [{ status: ON, enabledTypes: [SMS] }, { schema: [requiredPhone] }],
    [{ status: ON, enabledTypes: [SMS] }, { requirePhoneNumberVerification: true }],
    [{ status: ON, enabledTypes: [SMS] }, { allowPhoneNumberAsUserName: true }],
    [{ status: ON }, {}],
  ])('gives no warning with %o and %o', (configuration, props) => {
    expect(warnings(configuration, props)).toEqual([]);
  });
});
