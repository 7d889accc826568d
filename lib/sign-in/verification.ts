import * as cognito from 'aws-cdk-lib/aws-cognito';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { TemplateIndex } from '../template/template-index';
import { Problems } from '../checks/problems';
import { checkChoice } from '../checks/values';
import { warnAtPool } from '../checks/warn';
import { hasDomain } from './pool-domain';
import { SignInNames } from './sign-in';

/**
 * How users verify their email address or phone number when they sign up.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html
 */
export enum UserVerificationType {
  /** Cognito emails a code that the user enters in the app. */
  EMAIL_CODE = 'email-code',

  /**
   * Cognito emails a link that the user opens. The link leads to the domain of the pool: without a domain, Cognito
   * rejects every sign-up.
   */
  EMAIL_LINK = 'email-link',

  /**
   * Cognito sends a code in a text message. Creates the role that Cognito needs to send text messages, which incur
   * charges.
   */
  SMS = 'sms',

  /**
   * Verifies nothing by itself. Unless `requireEmailVerification` or `requirePhoneNumberVerification` is set, an
   * administrator or a hook must confirm each user.
   */
  NONE = 'none',
}

/** @internal */
export interface VerificationProps {
  /**
   * How users verify their email address or phone number when they sign up.
   *
   * Determines which attribute Cognito verifies automatically, whether with a code or a link, and through which channel
   * users recover a forgotten password.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html
   * @default - EMAIL_CODE, or SMS if users sign in with a phone number but not with an email address
   */
  readonly userVerificationType?: UserVerificationType;

  /**
   * Whether Cognito verifies email addresses, in addition to what `userVerificationType` specifies. `false` fails
   * synthesis if that type verifies them.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html
   * @default - true if `userVerificationType` is EMAIL_CODE or EMAIL_LINK
   */
  readonly requireEmailVerification?: boolean;

  /**
   * Whether Cognito verifies phone numbers, in addition to what `userVerificationType` specifies. `false` fails
   * synthesis if that type verifies them. Creates the role that Cognito needs to send text messages. If Cognito
   * verifies both and a user provides both, it sends a code to the phone number only.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html
   * @default - true if `userVerificationType` is SMS
   */
  readonly requirePhoneNumberVerification?: boolean;

  /**
   * The attributes whose old value remains in use, for sign-in and messages, until the user has verified the new one.
   * An attribute that Cognito does not verify automatically fails synthesis, because Cognito rejects it.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-email-phone-verification.html
   * @default - every attribute that Cognito verifies automatically
   */
  readonly keepOriginal?: cognito.KeepOriginalAttrs;
}

/** How users verify themselves, and the attributes that Cognito verifies automatically, with defaults applied. */
export interface Verification {
  readonly type: UserVerificationType;
  readonly email: boolean;
  readonly phone: boolean;
}

export function verificationOf(props: VerificationProps, names: SignInNames): Verification {
  const byPhoneOnly = names.phone && !names.email;
  const type = props.userVerificationType ?? (byPhoneOnly ? UserVerificationType.SMS : UserVerificationType.EMAIL_CODE);
  return {
    type,
    email: props.requireEmailVerification === true || EMAIL_TYPES.includes(type),
    phone: props.requirePhoneNumberVerification === true || type === UserVerificationType.SMS,
  };
}

const EMAIL_TYPES = [UserVerificationType.EMAIL_CODE, UserVerificationType.EMAIL_LINK];
const CHANNELS = [
  { channel: 'email', attribute: 'email', prop: 'requireEmailVerification' },
  { channel: 'phone', attribute: 'phone_number', prop: 'requirePhoneNumberVerification' },
] as const;

const asWritten = (type: UserVerificationType) => `UserVerificationType.${type.toUpperCase().replace('-', '_')}`;

export function checkVerification(props: VerificationProps, verification: Verification, problems: Problems): void {
  checkChoice(problems, 'userVerificationType', props.userVerificationType, { UserVerificationType });
  for (const { channel, attribute, prop } of CHANNELS) {
    if (!verification[channel] && props.keepOriginal?.[channel]) {
      problems.add({
        where: `keepOriginal.${channel}`,
        given: 'true',
        outcome: `Cognito keeps the old value only of attributes that it verifies, which ${attribute} is not, and rejects the pool`,
        remedy: `Set ${prop} to true as well, or omit keepOriginal.${channel}`,
      });
    }
    if (verification[channel] && props[prop] === false) {
      problems.add({
        where: prop,
        given: `false, with userVerificationType ${asWritten(verification.type)}`,
        outcome: `that type verifies ${attribute}, which contradicts it`,
        remedy: `Omit ${prop}, or choose another userVerificationType`,
      });
    }
  }
}

export function renderVerification(props: VerificationProps, { type, email, phone }: Verification) {
  const link = type === UserVerificationType.EMAIL_LINK;
  return {
    autoVerify: { email, phone },
    userVerification: {
      emailStyle: link ? cognito.VerificationEmailStyle.LINK : cognito.VerificationEmailStyle.CODE,
    },
    keepOriginal: {
      email: props.keepOriginal?.email ?? email,
      phone: props.keepOriginal?.phone ?? phone,
    },
  } satisfies cognito.UserPoolProps;
}

/** Warns of settings that Cognito accepts but that surprise users later. */
export function warnOfVerification(
  index: TemplateIndex,
  pool: aws_cognito.IUserPoolRef,
  { names, verification }: { names: SignInNames; verification: Verification },
  confirmsUsers: boolean,
): void {
  if (verification.type === UserVerificationType.EMAIL_LINK && !hasDomain(index, pool)) {
    // aws-cdk issue 8674
    warnAtPool(
      pool,
      'verificationLinkWithoutDomain',
      'userVerificationType is UserVerificationType.EMAIL_LINK, but the pool has no domain for the link: Cognito rejects every sign-up. ' +
        'Give it one: hostedUi: HostedUi.cognitoDomain().',
    );
  }
  if (confirmsUsers) return;
  if (!verification.email && !verification.phone) {
    warnAtPool(
      pool,
      'signUpNeverConfirmed',
      "userVerificationType is UserVerificationType.NONE and users can sign themselves up: Cognito leaves each new user unconfirmed, and an unconfirmed user can't sign in. " +
        'Have an administrator or a preSignUp hook confirm them, or set allowOnlyAdminsToCreateAccount to true.',
    );
    return;
  }
  for (const { channel, attribute, prop } of CHANNELS) {
    if (!names[channel] || verification[channel]) continue;
    const other = channel === 'email' ? 'phone_number' : 'email';
    warnAtPool(
      pool,
      'unverifiedSignInName',
      `Users may sign in with their ${attribute}, which Cognito does not verify: a user who signs up without ${other} is never confirmed, and can't sign in. ` +
        `Have the sign-up form require ${other} as well, or set ${prop} to true.`,
    );
  }
}
