import { CfnParameter, Lazy, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as ses from 'aws-cdk-lib/aws-ses';
import { describe, expect, it } from 'vitest';
import {
  AccountTakeoverAction,
  AccountTakeoverActions,
  MfaStatus,
  ThreatProtection,
  UserAuthPool,
  UserAuthPoolProps,
} from '../../lib';
import { messageOf, newStack, only, templateOf, warningsOf } from '../support/synth';

const POOL = 'AWS::Cognito::UserPool';
const RISK = 'AWS::Cognito::UserPoolRiskConfigurationAttachment';
const { FULL_FUNCTION, AUDIT_ONLY, NO_ENFORCEMENT } = cognito.StandardThreatProtectionMode;
const CUSTOM = cognito.CustomThreatProtectionMode;
const { LITE, ESSENTIALS, PLUS } = cognito.FeaturePlan;

const make = (threatProtection: ThreatProtection, props: UserAuthPoolProps = {}) => {
  const stack = newStack('S');
  const pool = new UserAuthPool(stack, 'Pool', { threatProtection, ...props });
  return { stack, pool };
};
const withSes = (stack: Stack) => ({
  sesIdentity: ses.EmailIdentity.fromEmailIdentityName(stack, 'Identity', 'example.com'),
  fromEmail: 'no-reply@example.com',
  replyToEmailAddress: 'help@example.com',
});
const riskOf = (protection: ThreatProtection) => only(templateOf(make(protection).stack), RISK).properties;
const reject = (protection: ThreatProtection) => messageOf(() => make(protection));

const DEFAULT = {
  UserPoolId: { Ref: 'PoolD3F588B8' },
  ClientId: 'ALL',
  CompromisedCredentialsRiskConfiguration: { Actions: { EventAction: 'BLOCK' } },
  AccountTakeoverRiskConfiguration: {
    Actions: {
      LowAction: { EventAction: 'NO_ACTION', Notify: false },
      MediumAction: { EventAction: 'MFA_IF_CONFIGURED', Notify: false },
      HighAction: { EventAction: 'BLOCK', Notify: false },
    },
  },
};

describe('threatProtection', () => {
  it('is off by default', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool');
    templateOf(stack).hasResourceProperties(POOL, { UserPoolAddOns: Match.absent() });
    templateOf(stack).resourceCountIs(RISK, 0);
    expect(pool.riskConfiguration).toBeUndefined();
  });

  it('acts on what it finds, once it is on', () => {
    const { stack, pool } = make({}, { featurePlan: PLUS });
    const template = templateOf(stack);
    expect(only(template, POOL).properties.UserPoolAddOns).toEqual({ AdvancedSecurityMode: 'ENFORCED' });
    expect(only(template, RISK).properties).toEqual(DEFAULT);
    expect(stack.resolve(pool.riskConfiguration?.logicalId)).toBe(only(template, RISK).id);
    expect(warningsOf(stack)).toEqual([]);
  });

  it.each<[ThreatProtection, object, number]>([
    [{ standardMode: FULL_FUNCTION }, { AdvancedSecurityMode: 'ENFORCED' }, 1],
    [{ standardMode: AUDIT_ONLY }, { AdvancedSecurityMode: 'AUDIT' }, 0],
    [{ standardMode: NO_ENFORCEMENT }, { AdvancedSecurityMode: 'OFF' }, 0],
    [
      { customMode: CUSTOM.FULL_FUNCTION },
      { AdvancedSecurityMode: 'ENFORCED', AdvancedSecurityAdditionalFlows: { CustomAuthMode: 'ENFORCED' } },
      1,
    ],
    [
      { standardMode: AUDIT_ONLY, customMode: CUSTOM.AUDIT_ONLY },
      { AdvancedSecurityMode: 'AUDIT', AdvancedSecurityAdditionalFlows: { CustomAuthMode: 'AUDIT' } },
      0,
    ],
    [
      { standardMode: AUDIT_ONLY, customMode: CUSTOM.FULL_FUNCTION },
      { AdvancedSecurityMode: 'AUDIT', AdvancedSecurityAdditionalFlows: { CustomAuthMode: 'ENFORCED' } },
      1,
    ],
  ])('%o needs to be told what to do only where it acts', (protection, addOns, count) => {
    const template = templateOf(make(protection).stack);
    expect(only(template, POOL).properties.UserPoolAddOns).toEqual(addOns);
    template.resourceCountIs(RISK, count);
  });

  it('lets leaked passwords pass where it is told to', () => {
    expect(riskOf({ blockCompromisedCredentials: false })).toEqual({
      ...DEFAULT,
      CompromisedCredentialsRiskConfiguration: { Actions: { EventAction: 'NO_ACTION' } },
    });
  });

  it.each<[keyof AccountTakeoverActions, string]>([
    ['low', 'LowAction'],
    ['medium', 'MediumAction'],
    ['high', 'HighAction'],
  ])('does what it is told at a %s risk, and the default at the others', (risk, property) => {
    const { Actions } = DEFAULT.AccountTakeoverRiskConfiguration;
    for (const action of Object.values(AccountTakeoverAction)) {
      expect(riskOf({ accountTakeover: { [risk]: action } }).AccountTakeoverRiskConfiguration).toEqual({
        Actions: { ...Actions, [property]: { EventAction: action, Notify: false } },
      });
    }
  });

  it('tells users through Amazon SES', () => {
    const stack = newStack();
    const emailConfiguration = withSes(stack);
    new UserAuthPool(stack, 'Pool', { threatProtection: { notifyUsers: true }, emailConfiguration });
    const identity = [
      'arn:',
      { Ref: 'AWS::Partition' },
      ':ses:',
      { Ref: 'AWS::Region' },
      ':',
      { Ref: 'AWS::AccountId' },
      ':identity/example.com',
    ];
    expect(only(templateOf(stack), RISK).properties.AccountTakeoverRiskConfiguration).toEqual({
      Actions: {
        LowAction: { EventAction: 'NO_ACTION', Notify: true },
        MediumAction: { EventAction: 'MFA_IF_CONFIGURED', Notify: true },
        HighAction: { EventAction: 'BLOCK', Notify: true },
      },
      NotifyConfiguration: {
        SourceArn: { 'Fn::Join': ['', identity] },
        From: 'no-reply@example.com',
        ReplyTo: 'help@example.com',
      },
    });
  });

  it('asks for replies to an address in ASCII, as the pool does', () => {
    const stack = newStack();
    const emailConfiguration = { ...withSes(stack), replyToEmailAddress: 'help@exämple.com' };
    new UserAuthPool(stack, 'Pool', { threatProtection: { notifyUsers: true }, emailConfiguration });
    const template = templateOf(stack);
    const inAscii = 'help@xn--exmple-cua.com';
    template.hasResourceProperties(RISK, {
      AccountTakeoverRiskConfiguration: { NotifyConfiguration: { ReplyTo: inAscii } },
    });
    template.hasResourceProperties(POOL, { EmailConfiguration: { ReplyToEmailAddress: inAscii } });
  });

  it('tells users nothing unless told to, Amazon SES or not', () => {
    const stack = newStack();
    new UserAuthPool(stack, 'Pool', { threatProtection: {}, emailConfiguration: withSes(stack) });
    expect(only(templateOf(stack), RISK).properties).toEqual(DEFAULT);
  });

  it('refuses to tell users without Amazon SES', () => {
    expect(reject({ notifyUsers: true })).toBe(
      'S/Pool has 1 problem:\n  1. threatProtection.notifyUsers is true, without emailConfiguration.sesIdentity: Cognito sends these emails only through Amazon SES and rejects the risk configuration. ' +
        'Give a verified identity in emailConfiguration.sesIdentity, or omit notifyUsers.',
    );
    expect(() => make({ notifyUsers: false })).not.toThrow();
  });

  it('rejects values that it does not know, all at once', () => {
    const message = reject({
      standardMode: 'ON' as cognito.StandardThreatProtectionMode,
      customMode: 'OFF' as cognito.CustomThreatProtectionMode,
      accountTakeover: { low: 'LAUGH' as AccountTakeoverAction },
    });
    const unknown = 'it is not one of the values that this library knows. Use one of';
    expect(message.split('\n')).toEqual([
      'S/Pool has 3 problems:',
      `  1. threatProtection.standardMode is "ON": ${unknown} StandardThreatProtectionMode.FULL_FUNCTION, StandardThreatProtectionMode.AUDIT_ONLY, StandardThreatProtectionMode.NO_ENFORCEMENT.`,
      `  2. threatProtection.customMode is "OFF": ${unknown} CustomThreatProtectionMode.FULL_FUNCTION, CustomThreatProtectionMode.AUDIT_ONLY.`,
      `  3. threatProtection.accountTakeover.low is "LAUGH": ${unknown} AccountTakeoverAction.NO_ACTION, AccountTakeoverAction.MFA_IF_CONFIGURED, AccountTakeoverAction.MFA_REQUIRED, AccountTakeoverAction.BLOCK.`,
    ]);
  });
});

describe.each(['alwaysAllowedIpRanges', 'alwaysBlockedIpRanges'] as const)('%s', (prop) => {
  const property = prop === 'alwaysAllowedIpRanges' ? 'SkippedIPRangeList' : 'BlockedIPRangeList';
  const exceptionsOf = (ranges: string[]) => riskOf({ [prop]: ranges }).RiskExceptionConfiguration;

  it.each(['203.0.113.0/24', '203.0.113.7/32', '0.0.0.0/0', '2001:db8::/32', '::1/128'])('accepts %s', (range) => {
    expect(exceptionsOf([range])).toEqual({ [property]: [range] });
  });

  it.each(['203.0.113.7', '203.0.113.0/33', '203.0.113/24', '203.0.113.0/', '2001:db8::/129', '1.2.3.4/8/8', 'home/8'])(
    'rejects %s',
    (range) => {
      expect(reject({ [prop]: ['203.0.113.0/24', range] })).toBe(
        `S/Pool has 1 problem:\n  1. threatProtection.${prop} is "${range}": Cognito accepts only ranges in CIDR notation, and would reject the risk configuration. ` +
          'Write it as, for example, "203.0.113.0/24".',
      );
    },
  );

  const many = (count: number) => Array.from({ length: count }, (_, index) => `10.0.${index}.0/24`);

  it('takes 200 ranges and rejects 201', () => {
    expect(exceptionsOf(many(200))).toEqual({ [property]: many(200) });
    expect(reject({ [prop]: many(201) })).toBe(
      `S/Pool has 1 problem:\n  1. threatProtection.${prop} is a list of 201: Cognito accepts at most 200, and would reject the risk configuration. ` +
        'Merge adjacent ranges, or use a firewall.',
    );
  });

  it('does not judge what only deployment will know', () => {
    const range = Lazy.string({ produce: () => '203.0.113.0/24' });
    expect(exceptionsOf([range])).toEqual({ [property]: ['203.0.113.0/24'] });
    const stack = newStack();
    const ranges = new CfnParameter(stack, 'Ranges', { type: 'CommaDelimitedList' }).valueAsList;
    new UserAuthPool(stack, 'Pool', { threatProtection: { [prop]: ranges } });
    templateOf(stack).hasResourceProperties(RISK, { RiskExceptionConfiguration: { [property]: { Ref: 'Ranges' } } });
  });

  it('is not dropped without a word where Cognito does not act', () => {
    const { stack } = make({ standardMode: AUDIT_ONLY, [prop]: ['203.0.113.0/24'] });
    expect(warningsOf(stack)).toEqual([
      expect.stringMatching(`these have no effect: ${prop}.*threatProtectionAuditOnly`),
    ]);
  });
});

describe('the Plus plan', () => {
  it.each([PLUS, undefined])('goes with %s', (featurePlan) => {
    expect(() => make({}, { featurePlan })).not.toThrow();
  });

  it.each([LITE, ESSENTIALS])('is needed: %s is rejected', (featurePlan) => {
    expect(messageOf(() => make({}, { featurePlan }))).toBe(
      `S/Pool has 1 problem:\n  1. threatProtection is set, with featurePlan "${featurePlan}": it requires the PLUS plan or higher, and Cognito rejects the pool. ` +
        'Set featurePlan to FeaturePlan.PLUS, or remove threatProtection.',
    );
  });
});

describe('warnings', () => {
  const OFF = { mfaConfiguration: { status: MfaStatus.OFF } };
  const { MFA_REQUIRED, MFA_IF_CONFIGURED, BLOCK } = AccountTakeoverAction;

  it.each<[string, ThreatProtection, UserAuthPoolProps, RegExp | undefined]>([
    ['a mode that only watches', { standardMode: AUDIT_ONLY }, {}, undefined],
    [
      'actions in a mode that only watches',
      { standardMode: AUDIT_ONLY, blockCompromisedCredentials: true, accountTakeover: {} },
      {},
      /so these have no effect: blockCompromisedCredentials, accountTakeover\..*threatProtectionAuditOnly/,
    ],
    [
      'a mode that watches only sign-ins of your own',
      { standardMode: NO_ENFORCEMENT, customMode: CUSTOM.AUDIT_ONLY },
      {},
      undefined,
    ],
    [
      'a mode that does not even watch',
      { standardMode: NO_ENFORCEMENT },
      {},
      /does not act\. .*threatProtectionAuditOnly/,
    ],
    [
      'actions where sign-ins of your own are acted upon',
      { standardMode: AUDIT_ONLY, customMode: CUSTOM.FULL_FUNCTION, accountTakeover: { low: BLOCK } },
      {},
      undefined,
    ],
    [
      'a second factor, with MFA off',
      { accountTakeover: { high: MFA_REQUIRED } },
      OFF,
      /adaptiveAuthenticationWithoutMfa/,
    ],
    [
      'a second factor if there is one, with MFA off',
      { accountTakeover: { low: MFA_IF_CONFIGURED } },
      OFF,
      /adaptiveAuthenticationWithoutMfa/,
    ],
    ['a second factor, with MFA on', { accountTakeover: { high: MFA_REQUIRED } }, {}, undefined],
    ['no second factor, with MFA off', { accountTakeover: { medium: BLOCK } }, OFF, undefined],
    ['the default, with MFA off', {}, OFF, undefined],
  ])('%s', (_, protection, props, expected) => {
    const warnings = warningsOf(make(protection, props).stack);
    if (expected) expect(warnings).toEqual([expect.stringMatching(expected)]);
    else expect(warnings).toEqual([]);
  });
});

it('may be off on every plan', () => {
  const threatProtection = { standardMode: cognito.StandardThreatProtectionMode.NO_ENFORCEMENT };
  const make = () =>
    new UserAuthPool(newStack(), 'Pool', { featurePlan: cognito.FeaturePlan.ESSENTIALS, threatProtection });
  expect(make).not.toThrow();
});
