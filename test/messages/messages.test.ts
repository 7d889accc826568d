import { CfnParameter, Lazy } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import {
  InviteMessageConfig,
  Passwordless,
  UserAuthPool,
  UserAuthPoolProps,
  UserVerificationMessageConfig,
  UserVerificationType,
} from '../../lib';
import { messageOf, newStack, only, templateOf } from '../support/synth';

const POOL = 'AWS::Cognito::UserPool';
const make = (props: UserAuthPoolProps) => {
  const stack = newStack('S');
  new UserAuthPool(stack, 'Pool', props);
  return stack;
};
const render = (props: UserAuthPoolProps) => templateOf(make(props));

/** A text of this length that has the marks in it. */
const long = (length: number, marks = '') => marks + 'x'.repeat(length - marks.length);

const CODE_TEXT = 'The verification code to your new account is {####}';
const LINK_TEXT = 'Verify your account by clicking on {##Verify Email##}';
const SUBJECT = 'Verify your new account';
const GIVEN = {
  emailMessageUsingCode: 'Code: {####}',
  emailMessageUsingLink: 'Link: {##here##}',
  emailSubjectUsingCode: 'A code',
  emailSubjectUsingLink: 'A link',
  smsMessage: 'SMS: {####}',
};

describe('userVerificationMessageConfig', () => {
  it.each([
    [UserVerificationType.EMAIL_CODE, 'CONFIRM_WITH_CODE'],
    [UserVerificationType.EMAIL_LINK, 'CONFIRM_WITH_LINK'],
  ])('has a short English text for everything by default, with %s', (userVerificationType, option) => {
    const { properties } = only(render({ userVerificationType }), POOL);
    expect(properties.VerificationMessageTemplate).toEqual({
      DefaultEmailOption: option,
      EmailMessage: CODE_TEXT,
      EmailSubject: SUBJECT,
      EmailMessageByLink: LINK_TEXT,
      EmailSubjectByLink: SUBJECT,
      SmsMessage: CODE_TEXT,
    });
    expect(properties).toMatchObject({
      EmailVerificationMessage: CODE_TEXT,
      EmailVerificationSubject: SUBJECT,
      SmsVerificationMessage: CODE_TEXT,
    });
  });

  it.each([
    [UserVerificationType.EMAIL_CODE, 'CONFIRM_WITH_CODE'],
    [UserVerificationType.EMAIL_LINK, 'CONFIRM_WITH_LINK'],
  ])('sets all five texts, with %s', (userVerificationType, option) => {
    const { properties } = only(render({ userVerificationType, userVerificationMessageConfig: GIVEN }), POOL);
    expect(properties.VerificationMessageTemplate).toEqual({
      DefaultEmailOption: option,
      EmailMessage: 'Code: {####}',
      EmailSubject: 'A code',
      EmailMessageByLink: 'Link: {##here##}',
      EmailSubjectByLink: 'A link',
      SmsMessage: 'SMS: {####}',
    });
    expect(properties).toMatchObject({
      EmailVerificationMessage: 'Code: {####}',
      EmailVerificationSubject: 'A code',
      SmsVerificationMessage: 'SMS: {####}',
    });
  });

  it('keeps the default of what is missing', () => {
    render({ userVerificationMessageConfig: { emailSubjectUsingCode: 'A code' } }).hasResourceProperties(POOL, {
      VerificationMessageTemplate: { EmailMessage: CODE_TEXT, EmailSubject: 'A code', EmailSubjectByLink: SUBJECT },
    });
  });

  it('makes no SMS role', () => {
    render({ userVerificationMessageConfig: GIVEN }).resourceCountIs('AWS::IAM::Role', 0);
  });
});

describe('inviteMessageConfig', () => {
  it('is left to Cognito by default', () => {
    render({}).hasResourceProperties(POOL, { AdminCreateUserConfig: { InviteMessageTemplate: Match.absent() } });
  });

  it('sets the email', () => {
    const template = render({
      inviteMessageConfig: { emailMessage: 'Hi {username}, {####}', emailSubject: 'Welcome' },
    });
    expect(only(template, POOL).properties.AdminCreateUserConfig).toEqual({
      AllowAdminCreateUserOnly: false,
      InviteMessageTemplate: { EmailMessage: 'Hi {username}, {####}', EmailSubject: 'Welcome' },
    });
    template.resourceCountIs('AWS::IAM::Role', 0);
  });

  it('sets the text message, and makes the role that it needs', () => {
    const template = render({ inviteMessageConfig: { smsMessage: '{username} {####}' } });
    template.hasResourceProperties(POOL, {
      AdminCreateUserConfig: { InviteMessageTemplate: { SMSMessage: '{username} {####}' } },
      SmsConfiguration: { SnsCallerArn: { 'Fn::GetAtt': [only(template, 'AWS::IAM::Role').id, 'Arn'] } },
    });
  });
});

const BOTH = '{username}{####}';
const TEXTS: [keyof UserVerificationMessageConfig, string, number][] = [
  ['emailMessageUsingCode', '{####}', 20000],
  ['emailMessageUsingLink', '{##a##}', 20000],
  ['emailSubjectUsingCode', '', 140],
  ['emailSubjectUsingLink', '', 140],
  ['smsMessage', '{####}', 140],
];
const INVITES: [keyof InviteMessageConfig, string, number][] = [
  ['emailMessage', BOTH, 20000],
  ['emailSubject', '', 140],
  ['smsMessage', BOTH, 140],
];
const ALL = [
  ...TEXTS.map(([prop, marks, max]) => ['userVerificationMessageConfig', prop, marks, max] as const),
  ...INVITES.map(([prop, marks, max]) => ['inviteMessageConfig', prop, marks, max] as const),
];

describe('lengths', () => {
  it.each(ALL)('%s.%s may be as long as Cognito lets it be', (config, prop, marks, max) => {
    expect(() => render({ [config]: { [prop]: long(max, marks) } })).not.toThrow();
  });

  it.each(ALL)('%s.%s may not be longer', (config, prop, marks, max) => {
    const min = marks === '' ? 1 : 6;
    expect(messageOf(() => make({ [config]: { [prop]: long(max + 1, marks) } }))).toBe(
      `S/Pool has 1 problem:\n  1. ${config}.${prop} is ${max + 1} characters long: ` +
        `Cognito accepts only ${min} to ${max} characters, and would reject the pool. Shorten it.`,
    );
  });

  it.each(ALL)('%s.%s may be as short as its marks, but one character at least', (config, prop, marks) => {
    expect(() => render({ [config]: { [prop]: marks || 'x' } })).not.toThrow();
  });

  it.each([
    ['userVerificationMessageConfig', 'emailSubjectUsingCode'],
    ['userVerificationMessageConfig', 'emailSubjectUsingLink'],
    ['inviteMessageConfig', 'emailSubject'],
  ])('%s.%s may not be empty', (config, prop) => {
    expect(messageOf(() => make({ [config]: { [prop]: '' } }))).toBe(
      `S/Pool has 1 problem:\n  1. ${config}.${prop} is "": Cognito accepts only 1 to 140 characters, and would reject the pool. ` +
        'Give a string, or omit it for the default.',
    );
  });
});

describe('marks', () => {
  it.each([
    ['userVerificationMessageConfig', 'emailMessageUsingCode', 'Code: {###}', '{####}', 'for the code'],
    ['userVerificationMessageConfig', 'emailMessageUsingLink', 'Link: {####}', '{##text##}', 'for the link'],
    ['userVerificationMessageConfig', 'smsMessage', 'No code', '{####}', 'for the code'],
    ['inviteMessageConfig', 'emailMessage', '{username} only', '{####}', 'for the temporary password'],
    ['inviteMessageConfig', 'emailMessage', '{####} only', '{username}', 'for the username'],
    ['inviteMessageConfig', 'smsMessage', '{username} only', '{####}', 'for the temporary password'],
    ['inviteMessageConfig', 'smsMessage', '{####} only', '{username}', 'for the username'],
  ])('%s.%s is rejected as %j', (config, prop, text, mark, stands) => {
    expect(messageOf(() => make({ [config]: { [prop]: text } }))).toBe(
      `S/Pool has 1 problem:\n  1. ${config}.${prop} is "${text}": Cognito requires ${mark} in it, ${stands}, and rejects the pool. ` +
        `Add ${mark} to the text.`,
    );
  });

  it.each<[string, Passwordless, boolean]>([
    ['a code by email', { emailCode: true }, true],
    ['a code by text message', { smsCode: true }, true],
    ['both and a passkey', { emailCode: true, smsCode: true, passkeys: {} }, true],
    ['a passkey, which nobody has before the first sign-in', { passkeys: {} }, false],
    ['no code', { emailCode: false, smsCode: false }, false],
  ])('an invitation without a password is for users who may sign in with %s', (_, passwordless, isAccepted) => {
    for (const prop of ['emailMessage', 'smsMessage'] as const) {
      const invite = (text: string) => () => make({ passwordless, inviteMessageConfig: { [prop]: text } });
      expect(invite('Welcome, {username}, {####}')).not.toThrow();
      if (isAccepted) expect(invite('Welcome, {username}')).not.toThrow();
      else expect(messageOf(invite('Welcome, {username}'))).toContain('Cognito requires {####} in it');
      expect(messageOf(invite('Welcome'))).toContain('Cognito requires {username} in it');
    }
  });

  it.each(['{##Verify Email##}', '<b>{##přejít na stránku##}</b>'])('a link may read %s', (emailMessageUsingLink) => {
    expect(() => render({ userVerificationMessageConfig: { emailMessageUsingLink } })).not.toThrow();
  });
});

describe('characters', () => {
  const foreign = (name: string, accepts: string) =>
    `Cognito does not accept its character ${name}, only ${accepts}, and would reject the pool`;
  const inEmail = 'letters, marks, symbols, numbers, punctuation and the white space of ASCII in an email';
  const BODIES = ALL.filter(([, prop]) => prop.startsWith('emailMessage'));
  const SUBJECTS = ALL.filter(([, prop]) => prop.startsWith('emailSubject'));

  it.each([...BODIES, ...SUBJECTS])('%s.%s may have those of any language, and line breaks', (config, prop, marks) => {
    const text = `${marks} <b>Grüße, 你好, שלום\u05B0, नमस्ते 😀 ❤\uFE0F €*</b>\t\r\n\v\f`;
    expect(() => render({ [config]: { [prop]: text } })).not.toThrow();
  });

  it.each([
    ['\u200D', 'U+200D', 8205],
    ['\u200B', 'U+200B', 8203],
    ['\u00A0', 'U+00A0', 160],
    ['\u3000', 'U+3000', 12288],
    ['\u2028', 'U+2028', 8232],
    ['\u0007', 'U+0007', 7],
  ])('an email may not have %j', (character, name, codePoint) => {
    for (const [config, prop, marks] of BODIES) {
      expect(messageOf(() => make({ [config]: { [prop]: `${marks}${character}` } }))).toContain(
        `${foreign(name, inEmail)}. Remove it, or write it in HTML: &#${codePoint};.`,
      );
    }
    for (const [config, prop] of SUBJECTS) {
      expect(messageOf(() => make({ [config]: { [prop]: `Hi${character}` } }))).toContain(
        `${foreign(name, inEmail)}. Remove it.`,
      );
    }
  });

  it.each([
    ['\n', 'U+000A'],
    ['\r\n', 'U+000D'],
    ['\u2028', 'U+2028'],
    ['\u2029', 'U+2029'],
  ])('a text message may not have %j, unless it is an invitation', (character, name) => {
    const smsMessage = `Code:${character}{####} {username} 👩\u200D💻\u00A0`;
    expect(messageOf(() => make({ userVerificationMessageConfig: { smsMessage } }))).toContain(
      `userVerificationMessageConfig.smsMessage is ${JSON.stringify(smsMessage)}: ${foreign(name, 'one line')}. Write a space in its place.`,
    );
    expect(() => render({ inviteMessageConfig: { smsMessage } })).not.toThrow();
  });
});

it('tells of all bad texts at once', () => {
  const props = {
    userVerificationMessageConfig: { smsMessage: 'Hi', emailSubjectUsingCode: '' },
    inviteMessageConfig: { emailMessage: 'Welcome' },
  };
  expect(messageOf(() => make(props)).split('\n')).toEqual([
    'S/Pool has 5 problems:',
    expect.stringMatching(/^ {2}1\. userVerificationMessageConfig\.emailSubjectUsingCode is "": /),
    expect.stringMatching(/^ {2}2\. userVerificationMessageConfig\.smsMessage is "Hi": Cognito accepts only 6 to 140 /),
    expect.stringMatching(/^ {2}3\. userVerificationMessageConfig\.smsMessage is "Hi": Cognito requires \{####\} /),
    expect.stringMatching(/^ {2}4\. inviteMessageConfig\.emailMessage is "Welcome": Cognito requires \{username\} /),
    expect.stringMatching(/^ {2}5\. inviteMessageConfig\.emailMessage is "Welcome": Cognito requires \{####\} /),
  ]);
});

it('does not judge what only deployment will know', () => {
  const stack = newStack();
  const text = new CfnParameter(stack, 'Text').valueAsString;
  const lazy = Lazy.string({ produce: () => 'Hello, {username}: {####}' });
  new UserAuthPool(stack, 'Pool', {
    userVerificationMessageConfig: { emailMessageUsingCode: text, emailMessageUsingLink: text, smsMessage: text },
    inviteMessageConfig: { emailMessage: lazy, emailSubject: text, smsMessage: lazy },
  });
  templateOf(stack).hasResourceProperties(POOL, {
    VerificationMessageTemplate: { EmailMessage: { Ref: 'Text' }, EmailMessageByLink: { Ref: 'Text' } },
    SmsVerificationMessage: { Ref: 'Text' },
    AdminCreateUserConfig: { InviteMessageTemplate: { EmailMessage: 'Hello, {username}: {####}' } },
  });
});
