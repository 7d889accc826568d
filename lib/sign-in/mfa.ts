import * as cognito from 'aws-cdk-lib/aws-cognito';
import { IConstruct } from 'constructs';
import { Problems } from '../checks/problems';
import { checkChoice, checkText, isKnown, show } from '../checks/values';
import { warnAtPool } from '../checks/warn';
import { CODE, SMS_TEXT } from '../messages/messages';
import { TemplateIndex } from '../template/template-index';
import { attributesOf } from './pool-attributes';
import { SignInNames } from './sign-in';
import { StandardAttribute } from './standard-attribute';
import { Verification } from './verification';

/** Whether users need a second factor to sign in. */
export enum MfaStatus {
  /** No user has a second factor. */
  OFF = 'OFF',

  /** Every user needs a second factor, except users of an identity provider: for them, MFA is left to the provider. */
  ON = 'ON',

  /** Users may add a second factor. */
  OPTIONAL = 'OPTIONAL',
}

/** The types of second factors. */
export enum MfaType {
  /**
   * A code in a text message. Text messages incur charges and can be intercepted. Creates the role that Cognito needs
   * to send them.
   */
  SMS = 'SMS',

  /** A code from an authenticator app, free of charge. */
  SOFTWARE_TOKEN = 'SOFTWARE_TOKEN',

  /** A code in an email. Requires Amazon SES in `emailConfiguration`, and the Essentials plan. */
  EMAIL_OTP = 'EMAIL_OTP',
}

/**
 * The multi-factor authentication (MFA) of a user pool: the second factors that users may or must have.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html
 */
export interface MfaConfiguration {
  /**
   * Whether users need a second factor. `OFF` combined with types in `enabledTypes` fails synthesis, because Cognito
   * rejects it.
   *
   * @default MfaStatus.OPTIONAL
   */
  readonly status?: MfaStatus;

  /**
   * The types of second factors that users can choose from. An empty list fails synthesis, unless the status is `OFF`.
   * A pool that sends text messages for any other reason must include `SMS`, unless the status is `OFF`: otherwise
   * synthesis fails, because Cognito rejects such a pool.
   *
   * @default - SOFTWARE_TOKEN, and SMS if the pool sends text messages for another reason; none if the status is OFF
   */
  readonly enabledTypes?: MfaType[];

  /**
   * The text message for the type `SMS` and, unless the status is `OFF`, for `passwordless.smsCode`: 6 to 140
   * characters on one line, including the placeholder `{####}` for the code. Any other value fails synthesis.
   *
   * @default - the default text of Cognito
   */
  readonly smsMessage?: string;

  /**
   * The body of the email for the type `EMAIL_OTP` and for `passwordless.emailCode`: 6 to 20000 characters, including
   * the placeholder `{####}` for the code. Any other value fails synthesis, and so do characters that Cognito does not
   * accept in emails, such as the zero-width joiner of some emoji and the non-breaking space: write these in HTML, as
   * `&#8205;` and `&#160;`. Requires Amazon SES in `emailConfiguration`, the Essentials plan and a status other than
   * `OFF`; otherwise synthesis fails.
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_EmailMfaConfigType.html
   * @default - the default text of Cognito
   */
  readonly emailMessage?: string;

  /**
   * The subject of the email for the type `EMAIL_OTP` and for `passwordless.emailCode`: 1 to 140 characters, of those
   * that an email can have. Any other value fails synthesis. Requires Amazon SES in `emailConfiguration`, the
   * Essentials plan and a status other than `OFF`; otherwise synthesis fails.
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_EmailMfaConfigType.html
   * @default - the default text of Cognito
   */
  readonly emailSubject?: string;
}

/** @internal */
export interface MfaProps {
  /**
   * The second factors that users may or must have.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html
   * @default - users may add an authenticator app; SMS too, if the pool sends text messages for another reason
   */
  readonly mfaConfiguration?: MfaConfiguration;
}

/** The second factors, with defaults applied. */
export interface Mfa {
  readonly status: MfaStatus;
  readonly types: MfaType[];

  /** Whether the user names SMS as a type: it may be one only because Cognito requires it. */
  readonly namesSms: boolean;

  /** Whether the pool gets a configuration of MFA by email, of which the texts of emails are a part. */
  readonly configuresEmail: boolean;

  /** Why the pool sends text messages, apart from MFA. */
  readonly otherSms?: string;

  /** Whether the pool sends text messages, for MFA or for another reason, and therefore needs the role. */
  readonly sendsSms: boolean;
}

export function mfaOf({ mfaConfiguration = {} }: MfaProps, otherSms: string | undefined): Mfa {
  const { status = MfaStatus.OPTIONAL, enabledTypes, emailMessage, emailSubject } = mfaConfiguration;
  const byDefault = otherSms ? [MfaType.SOFTWARE_TOKEN, MfaType.SMS] : [MfaType.SOFTWARE_TOKEN];
  const types = enabledTypes ?? (status === MfaStatus.OFF ? [] : byDefault);
  const namesSms = enabledTypes?.includes(MfaType.SMS) ?? false;
  const hasEmailText = emailMessage !== undefined || emailSubject !== undefined;
  return {
    status,
    types,
    namesSms,
    configuresEmail: status !== MfaStatus.OFF && (types.includes(MfaType.EMAIL_OTP) || hasEmailText),
    otherSms,
    sendsSms: namesSms || otherSms !== undefined,
  };
}

/** Whether every user has to have a second factor, and this type may be it. */
export const requires = ({ status, types }: Mfa, type: MfaType) => status === MfaStatus.ON && types.includes(type);

/** Nothing but the status: types and texts are for factors. */
const OFF_ALONE = 'mfaConfiguration as { status: MfaStatus.OFF }';

export function checkMfa(props: MfaProps, mfa: Mfa, problems: Problems): void {
  const { enabledTypes, smsMessage, emailMessage, emailSubject } = props.mfaConfiguration ?? {};
  const { status, types, otherSms } = mfa;
  const where = 'mfaConfiguration.enabledTypes';
  checkChoice(problems, 'mfaConfiguration.status', status, { MfaStatus });
  checkChoice(problems, where, types, { MfaType });
  checkText(problems, 'mfaConfiguration.smsMessage', smsMessage, SMS_TEXT, CODE);

  if (!isKnown(status) || !isKnown(types)) return;
  if (status === MfaStatus.OFF) {
    if (types.length > 0 || emailMessage !== undefined || emailSubject !== undefined) {
      problems.add({
        where,
        given: `${types.length > 0 ? show(types) : 'missing, but an email text is given'}, with status "OFF"`,
        outcome: "Cognito can't turn off MFA and configure a factor at once, and rejects the pool",
        remedy: `Give ${OFF_ALONE}, or ${enabledTypes?.length === 0 ? 'name a type and set' : 'set'} the status to MfaStatus.OPTIONAL or MfaStatus.ON`,
      });
    }
    return;
  }
  if (types.length === 0) {
    problems.add({
      where,
      given: `empty, with status "${status}"`,
      outcome: 'Cognito requires at least one factor and rejects the pool',
      remedy: `Name a type, or give ${OFF_ALONE}`,
    });
    return;
  }
  if (otherSms && !types.includes(MfaType.SMS)) {
    problems.add({
      where,
      given: `${show(types)}, while the pool sends text messages for ${otherSms}`,
      outcome: "Cognito can't turn off SMS MFA on a pool that has an SMS configuration, and rejects the pool",
      remedy: `Add MfaType.SMS, give ${OFF_ALONE}, or stop sending text messages`,
    });
  }
}

const STATUS = {
  [MfaStatus.OFF]: cognito.Mfa.OFF,
  [MfaStatus.ON]: cognito.Mfa.REQUIRED,
  [MfaStatus.OPTIONAL]: cognito.Mfa.OPTIONAL,
};

/** The names of the types in CloudFormation, in a fixed order, so that the user's order makes no difference. */
const ENABLED_MFAS = {
  [MfaType.SMS]: 'SMS_MFA',
  [MfaType.SOFTWARE_TOKEN]: 'SOFTWARE_TOKEN_MFA',
  [MfaType.EMAIL_OTP]: 'EMAIL_OTP',
};

export function renderMfa({ status, types }: Mfa) {
  return {
    mfa: STATUS[status],
    mfaSecondFactor: { otp: types.includes(MfaType.SOFTWARE_TOKEN), sms: types.includes(MfaType.SMS) },
  } satisfies cognito.UserPoolProps;
}

/** Sets factors and a text that the CDK's own pool lacks, or that it derives from other props. */
export function refineMfa(pool: cognito.CfnUserPool, props: MfaProps, { status, types }: Mfa): void {
  // The CDK's own pool checks this text even if it has yet to look it up.
  pool.smsAuthenticationMessage = props.mfaConfiguration?.smsMessage;
  if (status === MfaStatus.OFF) return;
  pool.enabledMfas = Object.values(MfaType)
    .filter((type) => types.includes(type))
    .map((type) => ENABLED_MFAS[type]);
}

/** What decides who can get a second factor, and which text is sent. */
interface SignUp {
  readonly names: SignInNames;
  readonly verification: Verification;
  readonly mfa: Mfa;
  readonly sendsEmailCodes: boolean;
}

export function warnOfMfa(
  index: TemplateIndex,
  pool: IConstruct,
  cfnUserPool: cognito.CfnUserPool,
  props: MfaProps,
  signUp: SignUp,
): void {
  warnOfUnusedTexts(pool, props, signUp);
  warnOfNoPhoneNumber(index, pool, cfnUserPool, signUp);
}

/** Warns of a text that is never sent. */
function warnOfUnusedTexts(pool: IConstruct, props: MfaProps, { mfa, sendsEmailCodes }: SignUp): void {
  const { mfaConfiguration = {} } = props;
  const sendsSms = mfa.types.includes(MfaType.SMS);
  const isUsed = { smsMessage: sendsSms, emailMessage: sendsEmailCodes, emailSubject: sendsEmailCodes };
  const texts = ['smsMessage', 'emailMessage', 'emailSubject'] as const;
  const unused = texts.filter((text) => mfaConfiguration[text] !== undefined && !isUsed[text]);
  if (unused.length === 0) return;
  warnAtPool(
    pool,
    'unusedMfaMessage',
    `mfaConfiguration has ${unused.join(' and ')}, but not the type that it is for in enabledTypes: Cognito never sends it. Add the type, or omit the text.`,
  );
}

/** Cognito asks for no phone number at sign-in: a user has it from sign-up, or has no second factor by SMS. */
function warnOfNoPhoneNumber(
  index: TemplateIndex,
  pool: IConstruct,
  cfnUserPool: cognito.CfnUserPool,
  { names, verification, mfa }: SignUp,
): void {
  if (!requires(mfa, MfaType.SMS) || mfa.types.some((type) => type !== MfaType.SMS)) return;
  if (names.phone || verification.phone) return;
  if (attributesOf(index, cfnUserPool).required?.includes(StandardAttribute.PHONE_NUMBER)) return;
  warnAtPool(
    pool,
    'smsMfaWithoutPhoneNumber',
    'Every user needs a second factor, which can only be SMS, and a user may be created without a phone number: such a user can never sign in. Require StandardAttribute.PHONE_NUMBER in schema, or add MfaType.SOFTWARE_TOKEN to mfaConfiguration.enabledTypes.',
  );
}
