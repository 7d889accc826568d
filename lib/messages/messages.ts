import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Problems } from '../checks/problems';
import { checkText, TextKind } from '../checks/values';

/**
 * The messages that Cognito sends to users who must verify an email address or phone number. They can be customized
 * with or without Amazon SES.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-email-verification-message-customization.html
 */
export interface UserVerificationMessageConfig {
  /**
   * The body of the email with a code: 6 to 20000 characters, including the placeholder `{####}` for the code. It may
   * contain HTML. Any other value fails synthesis, and so do characters that Cognito does not accept in emails, such as
   * the zero-width joiner of some emoji and the non-breaking space: write these in HTML, as `&#8205;` and `&#160;`.
   *
   * @default 'The verification code to your new account is {####}'
   */
  readonly emailMessageUsingCode?: string;

  /**
   * The body of the email with a link: 6 to 20000 characters, including the placeholder `{##text##}` for the link,
   * where `text` is the text of the link. It may contain HTML. Any other value fails synthesis, and so does a
   * character that `emailMessageUsingCode` cannot have.
   *
   * @default 'Verify your account by clicking on {##Verify Email##}'
   */
  readonly emailMessageUsingLink?: string;

  /**
   * The subject of the email with a code: 1 to 140 characters, of those that an email can have. Any other value fails
   * synthesis.
   *
   * @default 'Verify your new account'
   */
  readonly emailSubjectUsingCode?: string;

  /**
   * The subject of the email with a link: 1 to 140 characters, of those that an email can have. Any other value fails
   * synthesis.
   *
   * @default 'Verify your new account'
   */
  readonly emailSubjectUsingLink?: string;

  /**
   * The text message with a code: 6 to 140 characters on one line, including the placeholder `{####}` for the code. Any
   * other value fails synthesis.
   *
   * @default 'The verification code to your new account is {####}'
   */
  readonly smsMessage?: string;
}

/**
 * The messages that Cognito sends to users whose account was created by an administrator. They can be customized with
 * or without Amazon SES.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-user-invitation-message-customization.html
 */
export interface InviteMessageConfig {
  /**
   * The body of the email: 6 to 20000 characters, including the placeholders `{username}` for the username and `{####}`
   * for the temporary password. The latter can be left out if `passwordless` has codes, so that administrators can
   * create users without a password. It may contain HTML. Any other value fails synthesis, and so do characters that
   * Cognito does not accept in emails, such as the zero-width joiner of some emoji and the non-breaking space: write
   * these in HTML, as `&#8205;` and `&#160;`.
   *
   * @default - the default text of Cognito
   */
  readonly emailMessage?: string;

  /**
   * The subject of the email: 1 to 140 characters, of those that an email can have. Any other value fails synthesis.
   *
   * @default - the default text of Cognito
   */
  readonly emailSubject?: string;

  /**
   * The text message: 6 to 140 characters, including the placeholders `{username}` for the username and `{####}` for
   * the temporary password. The latter can be left out if `passwordless` has codes, so that administrators can create
   * users without a password. Any other value fails synthesis. Setting it creates the role that Cognito needs to send
   * text messages.
   *
   * @default - the default text of Cognito
   */
  readonly smsMessage?: string;
}

/** @internal */
export interface MessageProps {
  /**
   * The messages that Cognito sends to users who must verify an email address or phone number.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-email-verification-message-customization.html
   * @default - short messages in English
   */
  readonly userVerificationMessageConfig?: UserVerificationMessageConfig;

  /**
   * The messages that Cognito sends to users whose account was created by an administrator.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-user-invitation-message-customization.html
   * @default - the default text of Cognito
   */
  readonly inviteMessageConfig?: InviteMessageConfig;
}

export const CODE = { mark: '{####}', pattern: /\{####\}/, stands: 'for the code' };
const LINK = { mark: '{##text##}', pattern: /\{##[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]+##\}/u, stands: 'for the link' };
const PASSWORD = { ...CODE, stands: 'for the temporary password' };
const USER_NAME = { mark: '{username}', pattern: /\{username\}/, stands: 'for the username' };

/**
 * The characters that the Cognito API takes in an email; white space is that of Java, which is in ASCII.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerificationMessageTemplateType.html
 */
const IN_EMAIL = {
  foreign: /[^\p{L}\p{M}\p{S}\p{N}\p{P} \t\n\v\f\r]/u,
  accepts: 'letters, marks, symbols, numbers, punctuation and the white space of ASCII in an email',
};

export const EMAIL_BODY: TextKind = {
  length: [6, 20000],
  ...IN_EMAIL,
  instead: (codePoint) => `Remove it, or write it in HTML: &#${codePoint};`,
};
export const SUBJECT: TextKind = { length: [1, 140], ...IN_EMAIL };
export const SMS_TEXT: TextKind = {
  length: [6, 140],
  foreign: /[\n\r\u2028\u2029]/,
  accepts: 'one line',
  instead: () => 'Write a space in its place',
};
/** An invitation may have several lines. */
const SMS_INVITATION: TextKind = { length: [6, 140] };

const DEFAULT_CODE_TEXT = 'The verification code to your new account is {####}';
const DEFAULT_LINK_TEXT = 'Verify your account by clicking on {##Verify Email##}';
const DEFAULT_SUBJECT = 'Verify your new account';

export function checkMessages(props: MessageProps, usersHavePasswords: boolean, problems: Problems): void {
  const verification = props.userVerificationMessageConfig ?? {};
  const at = (prop: string) => `userVerificationMessageConfig.${prop}`;
  checkText(problems, at('emailMessageUsingCode'), verification.emailMessageUsingCode, EMAIL_BODY, CODE);
  checkText(problems, at('emailMessageUsingLink'), verification.emailMessageUsingLink, EMAIL_BODY, LINK);
  checkText(problems, at('emailSubjectUsingCode'), verification.emailSubjectUsingCode, SUBJECT);
  checkText(problems, at('emailSubjectUsingLink'), verification.emailSubjectUsingLink, SUBJECT);
  checkText(problems, at('smsMessage'), verification.smsMessage, SMS_TEXT, CODE);

  const invite = props.inviteMessageConfig ?? {};
  const placeholders = usersHavePasswords ? [USER_NAME, PASSWORD] : [USER_NAME];
  checkText(problems, 'inviteMessageConfig.emailMessage', invite.emailMessage, EMAIL_BODY, ...placeholders);
  checkText(problems, 'inviteMessageConfig.emailSubject', invite.emailSubject, SUBJECT);
  checkText(problems, 'inviteMessageConfig.smsMessage', invite.smsMessage, SMS_INVITATION, ...placeholders);
}

/** Sets all five texts, whether codes or links are in use: the CDK's own pool sets only those in use. */
export function refineMessages(pool: cognito.CfnUserPool, props: MessageProps): void {
  const texts = props.userVerificationMessageConfig ?? {};
  const emailMessage = texts.emailMessageUsingCode ?? DEFAULT_CODE_TEXT;
  const emailSubject = texts.emailSubjectUsingCode ?? DEFAULT_SUBJECT;
  const smsMessage = texts.smsMessage ?? DEFAULT_CODE_TEXT;
  pool.emailVerificationMessage = emailMessage;
  pool.emailVerificationSubject = emailSubject;
  pool.smsVerificationMessage = smsMessage;
  const { defaultEmailOption } =
    pool.verificationMessageTemplate as cognito.CfnUserPool.VerificationMessageTemplateProperty;
  pool.verificationMessageTemplate = {
    defaultEmailOption,
    emailMessage,
    emailSubject,
    emailMessageByLink: texts.emailMessageUsingLink ?? DEFAULT_LINK_TEXT,
    emailSubjectByLink: texts.emailSubjectUsingLink ?? DEFAULT_SUBJECT,
    smsMessage,
  };
}

export function renderMessages({ inviteMessageConfig: invite }: MessageProps) {
  if (!invite) return {};
  return {
    userInvitation: {
      emailBody: invite.emailMessage,
      emailSubject: invite.emailSubject,
      smsMessage: invite.smsMessage,
    },
  } satisfies cognito.UserPoolProps;
}
