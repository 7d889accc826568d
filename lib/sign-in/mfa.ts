import * as cognito from 'aws-cdk-lib/aws-cognito';
import { IConstruct } from 'constructs';
import { Problems } from '../checks/problems';
import { checkChoice, checkText, isKnown, show } from '../checks/values';
import { warnAtPool } from '../checks/warn';
import { EmailProps, sendsWithSes } from '../messages/email';
import { FeaturePlanNeeds } from '../checks/feature-plan';
import { CODE, EMAIL_BODY, SMS_TEXT, SUBJECT } from '../messages/messages';
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
   * `&#8205;` and `&#160;`. Requires Amazon SES in `emailConfiguration`, and the Essentials plan; otherwise synthesis
   * fails.
   *
   * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_EmailMfaConfigType.html
   * @default - the default text of Cognito
   */
  readonly emailMessage?: string;

  /**
   * The subject of the email for the type `EMAIL_OTP` and for `passwordless.emailCode`: 1 to 140 characters, of those
   * that an email can have. Any other value fails synthesis. Requires Amazon SES in `emailConfiguration`, and the
   * Essentials plan; otherwise synthesis fails.
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
   * @default - users may add an authenticator app
   */
  readonly mfaConfiguration?: MfaConfiguration;
}

/** The second factors, with defaults applied. */
export interface Mfa {
  readonly status: MfaStatus;
  readonly types: MfaType[];

  /** Why the pool sends text messages, apart from MFA. */
  readonly otherSms?: string;

  /** Whether the pool sends text messages, for MFA or for another reason, and therefore needs the role. */
  readonly sendsSms: boolean;
}

export function mfaOf({ mfaConfiguration }: MfaProps, otherSms: string | undefined): Mfa {
  const { status = MfaStatus.OPTIONAL, enabledTypes } = mfaConfiguration ?? {};
  const byDefault = otherSms ? [MfaType.SOFTWARE_TOKEN, MfaType.SMS] : [MfaType.SOFTWARE_TOKEN];
  return {
    status,
    types: enabledTypes ?? (status === MfaStatus.OFF ? [] : byDefault),
    otherSms,
    sendsSms: (enabledTypes?.includes(MfaType.SMS) ?? false) || otherSms !== undefined,
  };
}

/** Whether every user has to have a second factor, and this type may be it. */
export const requires = ({ status, types }: Mfa, type: MfaType) => status === MfaStatus.ON && types.includes(type);

/** Whether the pool gets a configuration of MFA by email, of which the texts of emails are a part. */
export const configuresEmailMfa = ({ mfaConfiguration }: MfaProps, { status, types }: Mfa): boolean =>
  status !== MfaStatus.OFF &&
  (types.includes(MfaType.EMAIL_OTP) ||
    mfaConfiguration?.emailMessage !== undefined ||
    mfaConfiguration?.emailSubject !== undefined);

/** Nothing but the status: types and texts are for factors. */
const OFF_ALONE = 'mfaConfiguration as { status: MfaStatus.OFF }';

export function checkMfa(props: MfaProps & EmailProps, mfa: Mfa, plan: FeaturePlanNeeds, problems: Problems): void {
  const { enabledTypes, smsMessage, emailMessage, emailSubject } = props.mfaConfiguration ?? {};
  const { status, types, otherSms } = mfa;
  const where = 'mfaConfiguration.enabledTypes';
  checkChoice(problems, 'mfaConfiguration.status', status, MfaStatus);
  checkChoice(problems, where, types, MfaType);
  checkText(problems, 'mfaConfiguration.smsMessage', smsMessage, SMS_TEXT, CODE);
  checkText(problems, 'mfaConfiguration.emailMessage', emailMessage, EMAIL_BODY, CODE);
  checkText(problems, 'mfaConfiguration.emailSubject', emailSubject, SUBJECT);

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
  if (types.includes(MfaType.EMAIL_OTP)) {
    if (!sendsWithSes(props)) {
      problems.add({
        where,
        given: `${show(types)}, without emailConfiguration.sesIdentity`,
        outcome: 'Cognito sends codes for MFA only through Amazon SES and rejects the pool',
        remedy: 'Give a verified identity in emailConfiguration.sesIdentity, or omit MfaType.EMAIL_OTP',
      });
    }
    plan.needsPlan(cognito.FeaturePlan.ESSENTIALS, `MfaType.EMAIL_OTP in ${where}`, problems);
  } else {
    checkEmailTexts(props, plan, problems);
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

/** The texts of emails are part of the configuration of MFA by email, also where they are for sign-in alone. */
function checkEmailTexts(props: MfaProps & EmailProps, plan: FeaturePlanNeeds, problems: Problems): void {
  for (const text of ['emailMessage', 'emailSubject'] as const) {
    if (!isKnown(props.mfaConfiguration?.[text])) continue;
    const where = `mfaConfiguration.${text}`;
    plan.needsPlan(cognito.FeaturePlan.ESSENTIALS, where, problems);
    if (sendsWithSes(props)) continue;
    problems.add({
      where,
      given: 'set, without emailConfiguration.sesIdentity',
      outcome:
        'Cognito accepts a text for codes by email only on a pool that sends through Amazon SES, and would reject the pool',
      remedy: `Give a verified identity in emailConfiguration.sesIdentity, or omit ${text}`,
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

/** Sets factors and texts that the CDK's own pool lacks, or that it derives from other props. */
export function refineMfa(pool: cognito.CfnUserPool, props: MfaProps, { status, types }: Mfa): void {
  // The CDK's own pool checks this text even if it has yet to look it up.
  pool.smsAuthenticationMessage = props.mfaConfiguration?.smsMessage;
  pool.emailAuthenticationMessage = props.mfaConfiguration?.emailMessage;
  pool.emailAuthenticationSubject = props.mfaConfiguration?.emailSubject;
  if (status === MfaStatus.OFF) return;
  pool.enabledMfas = Object.values(MfaType)
    .filter((type) => types.includes(type))
    .map((type) => ENABLED_MFAS[type]);
}

/** What decides who can get a second factor. */
interface SignUp {
  readonly names: SignInNames;
  readonly verification: Verification;
  readonly mfa: Mfa;
}

/** A part of the props on sign-in without passwords, whose file needs this one. */
interface EmailCodeProps {
  readonly passwordless?: { readonly emailCode?: boolean };
}

export function warnOfMfa(
  index: TemplateIndex,
  pool: IConstruct,
  cfnUserPool: cognito.CfnUserPool,
  props: MfaProps & EmailCodeProps,
  signUp: SignUp,
): void {
  warnOfUnusedTexts(pool, props, signUp.mfa);
  warnOfNoPhoneNumber(index, pool, cfnUserPool, signUp);
}

/** Warns of a text that is never sent. */
function warnOfUnusedTexts(pool: IConstruct, props: MfaProps & EmailCodeProps, { types }: Mfa): void {
  const { smsMessage, emailMessage, emailSubject } = props.mfaConfiguration ?? {};
  const sendsEmail = types.includes(MfaType.EMAIL_OTP) || props.passwordless?.emailCode;
  const unused = [
    ...(smsMessage !== undefined && !types.includes(MfaType.SMS) ? ['smsMessage'] : []),
    ...(emailMessage !== undefined && !sendsEmail ? ['emailMessage'] : []),
    ...(emailSubject !== undefined && !sendsEmail ? ['emailSubject'] : []),
  ];
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
  if (attributesOf(index, cfnUserPool).required.includes(StandardAttribute.PHONE_NUMBER)) return;
  warnAtPool(
    pool,
    'smsMfaWithoutPhoneNumber',
    'Every user needs a second factor, which can only be SMS, and a user may be created without a phone number: such a user can never sign in. Require StandardAttribute.PHONE_NUMBER in schema, or add MfaType.SOFTWARE_TOKEN to mfaConfiguration.enabledTypes.',
  );
}
