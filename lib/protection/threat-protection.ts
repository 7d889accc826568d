import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { isIP } from 'node:net';
import { Problems } from '../checks/problems';
import { checkCount, checkEnum, checkValue, isKnown } from '../checks/values';
import { warnAtPool } from '../checks/warn';
import { EmailProps, replyTo, sender, sendsWithSes, sesIdentityArn } from '../messages/email';
import { FeaturePlanNeeds } from '../checks/feature-plan';
import { Mfa, MfaStatus } from '../sign-in/mfa';

/** The action that Cognito takes on a sign-in that looks like an account takeover attempt. */
export enum AccountTakeoverAction {
  /** Allows the sign-in. */
  NO_ACTION = 'NO_ACTION',
  /** Requires the second factor of users who have one, and allows the sign-in of others. */
  MFA_IF_CONFIGURED = 'MFA_IF_CONFIGURED',
  /** Requires the second factor of users who have one, and blocks the sign-in of others. */
  MFA_REQUIRED = 'MFA_REQUIRED',
  /** Blocks the sign-in. */
  BLOCK = 'BLOCK',
}

/** The actions that Cognito takes on sign-ins that look like account takeover attempts, by risk level. */
export interface AccountTakeoverActions {
  /**
   * The action at low risk.
   *
   * @default AccountTakeoverAction.NO_ACTION
   */
  readonly low?: AccountTakeoverAction;

  /**
   * The action at medium risk.
   *
   * @default AccountTakeoverAction.MFA_IF_CONFIGURED
   */
  readonly medium?: AccountTakeoverAction;

  /**
   * The action at high risk.
   *
   * @default AccountTakeoverAction.BLOCK
   */
  readonly high?: AccountTakeoverAction;
}

/**
 * The threat protection of a user pool. It does not cover users who sign in through an identity provider.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-threat-protection.html
 */
export interface ThreatProtection {
  /**
   * What Cognito does about threats in standard authentication: acts on them (FULL_FUNCTION), only records them
   * (AUDIT_ONLY), or neither (NO_ENFORCEMENT, which is useful only together with `customMode`).
   *
   * @default StandardThreatProtectionMode.FULL_FUNCTION
   */
  readonly standardMode?: cognito.StandardThreatProtectionMode;

  /**
   * Whether Cognito also monitors custom authentication (the challenge hooks), and whether it acts on the threats that
   * it detects or only records them.
   *
   * @default - custom authentication is not monitored
   */
  readonly customMode?: cognito.CustomThreatProtectionMode;

  /**
   * Whether Cognito blocks passwords that are known to have been leaked elsewhere. It checks them at sign-up, when they
   * are changed, and at sign-ins that send the password; it can't check them in sign-ins with SRP or custom
   * authentication.
   *
   * @default true
   */
  readonly blockCompromisedCredentials?: boolean;

  /**
   * The actions that Cognito takes on sign-ins that look like account takeover attempts.
   *
   * @default - NO_ACTION at low risk, MFA_IF_CONFIGURED at medium risk, BLOCK at high risk
   */
  readonly accountTakeover?: AccountTakeoverActions;

  /**
   * Whether Cognito notifies users of such sign-ins by email. Requires Amazon SES in `emailConfiguration`; otherwise
   * synthesis fails.
   *
   * @default false
   */
  readonly notifyUsers?: boolean;

  /**
   * IP address ranges whose sign-ins are always allowed without a risk assessment, in CIDR notation: at most 200. More
   * ranges, or any other notation, fail synthesis.
   *
   * @default - none
   */
  readonly alwaysAllowedIpRanges?: string[];

  /**
   * IP address ranges whose sign-ins are always blocked, in CIDR notation: at most 200. More ranges, or any other
   * notation, fail synthesis.
   *
   * @default - none
   */
  readonly alwaysBlockedIpRanges?: string[];
}

/** @internal */
export interface ThreatProtectionProps {
  /**
   * Protects users from compromised passwords and account takeover. Requires the Plus plan, which costs more per user;
   * it fails synthesis if `featurePlan` is a lower plan.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-threat-protection.html
   * @default - no threat protection
   */
  readonly threatProtection?: ThreatProtection;
}

type Props = ThreatProtectionProps & EmailProps;

const { FULL_FUNCTION, NO_ENFORCEMENT } = cognito.StandardThreatProtectionMode;

function standardMode(protection: ThreatProtection): cognito.StandardThreatProtectionMode {
  return protection.standardMode ?? FULL_FUNCTION;
}

/** Whether Cognito neither acts on threats nor records them. */
function isOff(protection: ThreatProtection): boolean {
  return standardMode(protection) === NO_ENFORCEMENT && protection.customMode === undefined;
}

/** Whether Cognito acts on threats, and therefore needs a risk configuration. */
export function hasRiskConfiguration({ threatProtection }: ThreatProtectionProps): boolean {
  if (!threatProtection) return false;
  return (
    standardMode(threatProtection) === FULL_FUNCTION ||
    threatProtection.customMode === cognito.CustomThreatProtectionMode.FULL_FUNCTION
  );
}

export function checkThreatProtection(props: Props, plan: FeaturePlanNeeds, problems: Problems): void {
  const protection = props.threatProtection;
  if (!protection) return;
  if (!isOff(protection)) plan.needsPlan(cognito.FeaturePlan.PLUS, 'threatProtection', problems);
  checkEnum(problems, 'threatProtection.standardMode', protection.standardMode, {
    StandardThreatProtectionMode: cognito.StandardThreatProtectionMode,
  });
  checkEnum(problems, 'threatProtection.customMode', protection.customMode, {
    CustomThreatProtectionMode: cognito.CustomThreatProtectionMode,
  });
  for (const [risk, action] of Object.entries(protection.accountTakeover ?? {})) {
    checkEnum(problems, `threatProtection.accountTakeover.${risk}`, action as string, { AccountTakeoverAction });
  }
  if (protection.notifyUsers && !sendsWithSes(props)) {
    problems.add({
      where: 'threatProtection.notifyUsers',
      given: 'true, without emailConfiguration.sesIdentity',
      outcome: 'Cognito sends these emails only through Amazon SES and rejects the risk configuration',
      remedy: 'Give a verified identity in emailConfiguration.sesIdentity, or omit notifyUsers',
    });
  }
  checkIpRanges(protection, problems);
}

function checkIpRanges(protection: ThreatProtection, problems: Problems): void {
  for (const prop of ['alwaysAllowedIpRanges', 'alwaysBlockedIpRanges'] as const) {
    const where = `threatProtection.${prop}`;
    const ranges = protection[prop];
    if (!isKnown(ranges)) continue;
    checkCount(problems, where, ranges, [0, 200], {
      outcome: 'Cognito accepts at most 200, and would reject the risk configuration',
      remedy: 'Merge adjacent ranges, or use a firewall',
    });
    for (const range of ranges) {
      checkValue(problems, where, range, isCidr, {
        outcome: 'Cognito accepts only ranges in CIDR notation, and would reject the risk configuration',
        remedy: 'Write it as, for example, "203.0.113.0/24"',
      });
    }
  }
}

function isCidr(range: string): boolean {
  const [address = '', bits = '', ...more] = range.split('/');
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return more.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= most;
}

export function renderThreatProtection({ threatProtection }: ThreatProtectionProps) {
  if (!threatProtection) return {};
  return {
    standardThreatProtectionMode: standardMode(threatProtection),
    customThreatProtectionMode: threatProtection.customMode,
  } satisfies cognito.UserPoolProps;
}

/** Creates the risk configuration, without which Cognito would only record threats. */
export function makeRiskConfiguration(
  scope: Construct,
  userPool: cognito.UserPool,
  props: Props,
): cognito.CfnUserPoolRiskConfigurationAttachment | undefined {
  const protection = props.threatProtection;
  if (!protection || !hasRiskConfiguration(props)) return undefined;
  const { low, medium, high } = protection.accountTakeover ?? {};
  const notify = protection.notifyUsers ?? false;
  const action = (eventAction: AccountTakeoverAction) => ({ eventAction, notify });
  const identity = sesIdentityArn(scope, props);
  return new cognito.CfnUserPoolRiskConfigurationAttachment(scope, 'RiskConfiguration', {
    userPoolId: userPool.userPoolId,
    clientId: 'ALL',
    compromisedCredentialsRiskConfiguration: {
      actions: { eventAction: (protection.blockCompromisedCredentials ?? true) ? 'BLOCK' : 'NO_ACTION' },
    },
    accountTakeoverRiskConfiguration: {
      actions: {
        lowAction: action(low ?? AccountTakeoverAction.NO_ACTION),
        mediumAction: action(medium ?? AccountTakeoverAction.MFA_IF_CONFIGURED),
        highAction: action(high ?? AccountTakeoverAction.BLOCK),
      },
      notifyConfiguration:
        notify && identity ? { sourceArn: identity, from: sender(props), replyTo: replyTo(props) } : undefined,
    },
    riskExceptionConfiguration:
      protection.alwaysAllowedIpRanges || protection.alwaysBlockedIpRanges
        ? {
            skippedIpRangeList: protection.alwaysAllowedIpRanges,
            blockedIpRangeList: protection.alwaysBlockedIpRanges,
          }
        : undefined,
  });
}

export function warnOfThreatProtection(scope: Construct, props: ThreatProtectionProps, mfa: Mfa): void {
  const protection = props.threatProtection;
  if (!protection) return;
  if (hasRiskConfiguration(props)) warnOfMissingMfa(scope, protection, mfa);
  else warnOfNoAction(scope, protection);
}

/** The props that apply only if Cognito acts on threats. */
const OF_ACTION = [
  'blockCompromisedCredentials',
  'accountTakeover',
  'notifyUsers',
  'alwaysAllowedIpRanges',
  'alwaysBlockedIpRanges',
] as const;

function warnOfNoAction(scope: Construct, protection: ThreatProtection): void {
  const unused = OF_ACTION.filter((prop) => protection[prop] !== undefined);
  if (unused.length === 0 && !isOff(protection)) return;
  warnAtPool(
    scope,
    'threatProtectionAuditOnly',
    `threatProtection is in a mode in which Cognito does not act${unused.length > 0 ? `, so these have no effect: ${unused.join(', ')}` : ''}. Set standardMode to FULL_FUNCTION, or omit threatProtection.`,
  );
}

function warnOfMissingMfa(scope: Construct, protection: ThreatProtection, mfa: Mfa): void {
  const { MFA_REQUIRED, MFA_IF_CONFIGURED } = AccountTakeoverAction;
  const asked = Object.values(protection.accountTakeover ?? {}) as AccountTakeoverAction[];
  if (mfa.status === MfaStatus.OFF && asked.some((each) => [MFA_REQUIRED, MFA_IF_CONFIGURED].includes(each))) {
    warnAtPool(
      scope,
      'adaptiveAuthenticationWithoutMfa',
      'threatProtection.accountTakeover asks for a second factor, but MFA is off: MFA_REQUIRED blocks every user, and MFA_IF_CONFIGURED has no effect. Set mfaConfiguration.status to MfaStatus.OPTIONAL.',
    );
  }
}
