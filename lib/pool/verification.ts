import { Annotations } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { IConstruct } from 'constructs';
import { Problems } from '../checks/problems';
import { checkEnum } from '../checks/values';
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

  /** Cognito sends a code in a text message. Makes an IAM role through which Cognito publishes with Amazon SNS; messages cost money. */
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
   * recovers a forgotten password. A verified attribute keeps its old value until the new one is verified too.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html
   * @default - EMAIL_CODE, or SMS where the phone number is the only user name allowed
   */
  readonly userVerificationType?: UserVerificationType;
}

export function verificationType(props: VerificationProps & SignInProps): UserVerificationType {
  const names = signInNames(props);
  const byPhoneOnly = names.phone && !names.email;
  return props.userVerificationType ?? (byPhoneOnly ? UserVerificationType.SMS : UserVerificationType.EMAIL_CODE);
}

export function checkVerification(props: VerificationProps, problems: Problems): void {
  checkEnum(problems, 'userVerificationType', props.userVerificationType, UserVerificationType);
}

export function renderVerification(props: VerificationProps & SignInProps) {
  const type = verificationType(props);
  const phone = type === UserVerificationType.SMS;
  const email = type === UserVerificationType.EMAIL_CODE || type === UserVerificationType.EMAIL_LINK;
  return {
    autoVerify: { email, phone },
    userVerification: {
      emailStyle:
        type === UserVerificationType.EMAIL_LINK
          ? cognito.VerificationEmailStyle.LINK
          : cognito.VerificationEmailStyle.CODE,
    },
    keepOriginal: { email, phone },
    accountRecovery: phone ? cognito.AccountRecovery.PHONE_ONLY_WITHOUT_MFA : cognito.AccountRecovery.EMAIL_ONLY,
  } satisfies cognito.UserPoolProps;
}

/** What Cognito accepts, and what then surprises the users. */
export function warnOfVerification(pool: IConstruct, props: VerificationProps & SignInProps): void {
  const type = verificationType(props);
  const names = signInNames(props);
  const warn = (id: string, text: string) =>
    Annotations.of(pool).addWarningV2(`cdk-user-auth-pool:UserAuthPool.${id}`, text);

  if (type === UserVerificationType.NONE && !props.allowOnlyAdminsToCreateAccount) {
    warn(
      'signUpStaysUnconfirmed',
      'userVerificationType is "none" and users may sign up by themselves: Cognito leaves each new user unconfirmed, and an unconfirmed user can\'t sign in. ' +
        'Let an administrator or a preSignUp hook confirm them, or set allowOnlyAdminsToCreateAccount to true.',
    );
  }
  const verified = { 'email-code': 'email', 'email-link': 'email', sms: 'phone', none: undefined } as const;
  const channel = verified[type];
  if ((names.email || names.phone) && channel && !names[channel]) {
    const attribute = channel === 'email' ? 'email' : 'phone_number';
    warn(
      'signInNameStaysUnverified',
      `userVerificationType is "${type}", but users sign in with the other of e-mail and phone number: Cognito verifies only ${attribute}, and confirms only users who give one when they sign up. ` +
        `Have the sign-up form ask for ${attribute}, or verify what users sign in with.`,
    );
  }
}

/** Cognito accepts a pool that verifies by link and has no domain, then refuses every sign-up (aws-cdk issue 8674). */
export function warnOfLinkWithoutDomain(pool: cognito.UserPool, props: VerificationProps & SignInProps): void {
  if (verificationType(props) !== UserVerificationType.EMAIL_LINK) return;
  const poolId = JSON.stringify(pool.stack.resolve(pool.userPoolId));
  const domains = pool.node.root.node.findAll().filter((node) => node instanceof cognito.CfnUserPoolDomain);
  if (domains.some((domain) => JSON.stringify(pool.stack.resolve(domain.userPoolId)) === poolId)) return;
  Annotations.of(pool).addWarningV2(
    'cdk-user-auth-pool:UserAuthPool.linkWithoutDomain',
    'userVerificationType is "email-link", but the pool has no domain for the link to lead to: Cognito refuses every sign-up. ' +
      "Give it one: pool.userPool.addDomain('Domain', { cognitoDomain: { domainPrefix: 'my-app' } }).",
  );
}
