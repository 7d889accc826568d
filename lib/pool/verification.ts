import * as cognito from 'aws-cdk-lib/aws-cognito';
import { IConstruct } from 'constructs';
import { partsOfPool } from '../checks/parts';
import { Problems } from '../checks/problems';
import { checkChoice } from '../checks/values';
import { warn } from '../checks/warn';
import { signInNames, SignInProps } from './sign-in';

/**
 * How users prove that an e-mail address or a phone number is theirs when they sign up.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html
 */
export enum UserVerificationType {
  /** Cognito e-mails a code, which the user enters in the app. */
  EMAIL_CODE = 'email-code',

  /**
   * Cognito e-mails a link, which the user opens. The link leads to the pool's domain: without one, Cognito refuses every sign-up.
   */
  EMAIL_LINK = 'email-link',

  /** Cognito sends a code in a text message. Makes an IAM role through which Cognito sends it; messages cost money. */
  SMS = 'sms',

  /** Nothing is verified: an administrator, or a hook, has to confirm each user. */
  NONE = 'none',
}

/** @internal */
export interface VerificationProps {
  /**
   * How users prove that an e-mail address or a phone number is theirs when they sign up.
   *
   * It sets which attribute Cognito verifies by itself, whether by code or by link, and through which channel a user
   * recovers a forgotten password.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html
   * @default - EMAIL_CODE, or SMS where users sign in with a phone number and not with an e-mail address
   */
  readonly userVerificationType?: UserVerificationType;

  /**
   * Whether Cognito verifies e-mail addresses too, beside what `userVerificationType` names.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html
   * @default - true where `userVerificationType` is EMAIL_CODE or EMAIL_LINK
   */
  readonly requireEmailVerification?: boolean;

  /**
   * Whether Cognito verifies phone numbers too, beside what `userVerificationType` names. Makes the role that text messages need. Cognito verifies the phone
   * number of a user who gives both, and the e-mail address of the others.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html
   * @default - true where `userVerificationType` is SMS
   */
  readonly requirePhoneNumberVerification?: boolean;

  /**
   * Which attributes keep their old value, for signing in and for messages, until the user has verified the new one. Cognito refuses an attribute here that it does not
   * verify by itself; that fails synthesis.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-email-phone-verification.html
   * @default - every attribute that Cognito verifies by itself
   */
  readonly keepOriginal?: cognito.KeepOriginalAttrs;
}

export function verificationType(props: VerificationProps & SignInProps): UserVerificationType {
  const names = signInNames(props);
  const byPhoneOnly = names.phone && !names.email;
  return props.userVerificationType ?? (byPhoneOnly ? UserVerificationType.SMS : UserVerificationType.EMAIL_CODE);
}

/** What Cognito verifies by itself. */
export function verified(props: VerificationProps & SignInProps): { email: boolean; phone: boolean } {
  const type = verificationType(props);
  return {
    email:
      props.requireEmailVerification === true ||
      type === UserVerificationType.EMAIL_CODE ||
      type === UserVerificationType.EMAIL_LINK,
    phone: props.requirePhoneNumberVerification === true || type === UserVerificationType.SMS,
  };
}

const ATTRIBUTE = { email: 'email', phone: 'phone_number' } as const;
const DEMAND = { email: 'requireEmailVerification', phone: 'requirePhoneNumberVerification' } as const;
const CHANNELS = ['email', 'phone'] as const;

export function checkVerification(props: VerificationProps & SignInProps, problems: Problems): void {
  checkChoice(problems, 'userVerificationType', props.userVerificationType, UserVerificationType);
  const automatic = verified(props);
  for (const channel of CHANNELS) {
    if (props.keepOriginal?.[channel] && !automatic[channel]) {
      problems.add({
        where: `keepOriginal.${channel}`,
        given: 'true',
        outcome: `Cognito keeps the old value only of what it verifies by itself, which ${ATTRIBUTE[channel]} is not, and refuses the pool`,
        remedy: `Set ${DEMAND[channel]} to true as well, or leave keepOriginal.${channel} out`,
      });
    }
  }
  for (const channel of CHANNELS) {
    const prop = DEMAND[channel];
    if (props[prop] !== false || !automatic[channel]) continue;
    problems.add({
      where: prop,
      given: `false, with userVerificationType "${verificationType(props)}"`,
      outcome: `that type verifies ${ATTRIBUTE[channel]}, so the two contradict each other`,
      remedy: `Leave ${prop} out, or choose another userVerificationType`,
    });
  }
}

export function renderVerification(props: VerificationProps & SignInProps) {
  const automatic = verified(props);
  const link = verificationType(props) === UserVerificationType.EMAIL_LINK;
  return {
    autoVerify: automatic,
    userVerification: {
      emailStyle: link ? cognito.VerificationEmailStyle.LINK : cognito.VerificationEmailStyle.CODE,
    },
    keepOriginal: {
      email: props.keepOriginal?.email ?? automatic.email,
      phone: props.keepOriginal?.phone ?? automatic.phone,
    },
  } satisfies cognito.UserPoolProps;
}

/** Whether a domain has been put before the pool, by whatever way. */
export function hasDomain(pool: cognito.CfnUserPool): boolean {
  return partsOfPool(pool, (node) => cognito.CfnUserPoolDomain.isCfnUserPoolDomain(node)).length > 0;
}

/** What Cognito accepts, and what then surprises the users. */
export function warnOfVerification(
  pool: IConstruct,
  cfnUserPool: cognito.CfnUserPool,
  props: VerificationProps & SignInProps,
  confirmsByHook: boolean,
): void {
  const names = signInNames(props);
  const automatic = verified(props);

  if (verificationType(props) === UserVerificationType.EMAIL_LINK && !hasDomain(cfnUserPool)) {
    // aws-cdk issue 8674
    warn(
      pool,
      'linkWithoutDomain',
      'userVerificationType is "email-link", but the pool has no domain for the link to lead to: Cognito refuses every sign-up. ' +
        'Give it one: hostedUi: HostedUi.cognitoDomain().',
    );
  }
  if (props.allowOnlyAdminsToCreateAccount || confirmsByHook) return;
  if (!automatic.email && !automatic.phone) {
    warn(
      pool,
      'signUpStaysUnconfirmed',
      'userVerificationType is "none" and users may sign up by themselves: Cognito leaves each new user unconfirmed, and an unconfirmed user can\'t sign in. ' +
        'Let an administrator or a preSignUp hook confirm them, or set allowOnlyAdminsToCreateAccount to true.',
    );
    return;
  }
  for (const channel of CHANNELS) {
    if (!names[channel] || automatic[channel]) continue;
    const [attribute, other] = channel === 'email' ? ['email', 'phone_number'] : ['phone_number', 'email'];
    warn(
      pool,
      'signInNameStaysUnverified',
      `Users may sign in with their ${attribute}, which Cognito does not verify: who signs up without ${other} is never confirmed, and can't sign in. ` +
        `Have the sign-up form ask for ${other} as well, or set ${DEMAND[channel]} to true.`,
    );
  }
}
