/* Random props of a pool, right and wrong, without what needs other constructs. */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import fc from 'fast-check';
import {
  AccountTakeoverAction,
  AttributeSchema,
  Firewall,
  MfaStatus,
  MfaType,
  SmsSender,
  StandardAttribute,
  UserAuthPoolProps,
  UserVerificationType,
} from '../../lib';
import { values } from './random';

/** Mostly what is right, now and then what is not. */
export const mostly = <T>(right: fc.Arbitrary<T>, wrong: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 12, arbitrary: right }, { weight: 1, arbitrary: wrong });
export const some = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record<T>(model, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;
const text = (max: number, ...parts: string[]) =>
  mostly(
    fc
      .string({ minLength: 1, maxLength: max - parts.join(' ').length - 2 })
      .map((words) => `${words} ${parts.join(' ')}`),
    fc.string({ maxLength: max + 10 }),
  );
const days = mostly(
  fc.integer({ min: 1, max: 365 }).map((count) => Duration.days(count)),
  fc.integer({ min: 0, max: 20000 }).map((count) => Duration.hours(count)),
);
const attributeName = mostly(fc.stringMatching(/^[a-z_]{1,20}$/), fc.string({ maxLength: 25 }));
const options = some({ mutable: fc.boolean(), developerOnly: fc.boolean() });
const bound = mostly(fc.integer({ min: 0, max: 2048 }), fc.double());
const attribute = fc.oneof(
  fc
    .tuple(values(StandardAttribute), some({ required: fc.boolean(), mutable: fc.boolean() }))
    .map(([name, rules]) => AttributeSchema.standard(name, rules)),
  fc
    .tuple(attributeName, some({ minLength: bound, maxLength: bound }), options)
    .map(([name, bounds, rights]) => AttributeSchema.customString(name, { ...bounds, ...rights })),
  fc
    .tuple(attributeName, some({ min: bound, max: bound }), options)
    .map(([name, bounds, rights]) => AttributeSchema.customNumber(name, { ...bounds, ...rights })),
  fc.tuple(attributeName, options).map(([name, rights]) => AttributeSchema.customBoolean(name, rights)),
  fc.tuple(attributeName, options).map(([name, rights]) => AttributeSchema.customDateTime(name, rights)),
);
const cidr = mostly(
  fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })).map(([address, bits]) => `${address}/${bits}`),
  fc.string(),
);

/** A few of all props at a time: with all of them at once, hardly a pool would be free of contradictions. */
const few = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc
    .subarray(Object.keys(model) as (keyof T)[], { maxLength: 7 })
    .chain((chosen) => fc.record(Object.fromEntries(chosen.map((key) => [key, model[key]])))) as fc.Arbitrary<
    Partial<T>
  >;

export const plainProps = few<UserAuthPoolProps>({
  userPoolName: mostly(fc.stringMatching(/^[\w ]{1,40}$/), fc.string()),
  allowEmailAsUserName: fc.boolean(),
  allowPhoneNumberAsUserName: fc.boolean(),
  allowUserName: fc.boolean(),
  allowPreferredUserName: fc.boolean(),
  signInCaseSensitive: fc.boolean(),
  allowOnlyAdminsToCreateAccount: fc.boolean(),
  deviceTracking: fc.record({
    challengeRequiredOnNewDevice: fc.boolean(),
    deviceOnlyRememberedOnUserPrompt: fc.boolean(),
  }),
  schema: fc.array(attribute, { maxLength: 4 }),
  userVerificationType: values(UserVerificationType),
  requireEmailVerification: fc.constant(true),
  requirePhoneNumberVerification: fc.constant(true),
  keepOriginal: some({ email: fc.boolean(), phone: fc.boolean() }),
  userVerificationMessageConfig: some({
    emailMessageUsingCode: text(200, '{####}'),
    emailMessageUsingLink: text(200, '{##Click here##}'),
    emailSubjectUsingCode: text(140),
    emailSubjectUsingLink: text(140),
    smsMessage: text(140, '{####}'),
  }),
  inviteMessageConfig: some({
    emailMessage: text(200, '{username}', '{####}'),
    emailSubject: text(140),
    smsMessage: text(140, '{username}', '{####}'),
  }),
  accountRecovery: fc.constantFrom(
    ...Object.values(cognito.AccountRecovery).filter((each) => typeof each === 'number'),
  ),
  passwordPolicy: some({
    minimumLength: mostly(fc.integer({ min: 6, max: 99 }), fc.double()),
    requireLowercase: fc.boolean(),
    requireUppercase: fc.boolean(),
    requireNumbers: fc.boolean(),
    requireSymbols: fc.boolean(),
    temporaryPasswordValidity: days,
    passwordHistorySize: mostly(fc.integer({ min: 0, max: 24 }), fc.integer()),
  }),
  unusedAccountValidity: days,
  passwordless: some({
    emailCode: fc.boolean(),
    smsCode: fc.boolean(),
    passkeys: some({
      relyingPartyId: mostly(fc.domain(), fc.string({ maxLength: 140 })),
      userVerification: values(cognito.PasskeyUserVerification),
      multiFactor: fc.boolean(),
    }),
  }),
  mfaConfiguration: some({
    status: values(MfaStatus),
    enabledTypes: fc.uniqueArray(values(MfaType)),
    smsMessage: text(140, '{####}'),
    emailMessage: text(200, '{####}'),
    emailSubject: text(140),
  }),
  smsSender: fc.oneof(
    some({ region: mostly(fc.constant('eu-west-1'), fc.string()) }).map((given) => SmsSender.sns(given)),
    some({
      originationIdentity: fc.constantFrom(
        'pool-0123456789abcdef',
        'arn:aws:sms-voice:us-east-1:111111111111:pool/pool-1',
      ),
      configurationSetName: fc.constant('set'),
    }).map((given) => SmsSender.endUserMessaging(given)),
  ),
  featurePlan: values(cognito.FeaturePlan),
  threatProtection: some({
    standardMode: values(cognito.StandardThreatProtectionMode),
    customMode: values(cognito.CustomThreatProtectionMode),
    blockCompromisedCredentials: fc.boolean(),
    accountTakeover: some({
      low: values(AccountTakeoverAction),
      medium: values(AccountTakeoverAction),
      high: values(AccountTakeoverAction),
    }),
    notifyUsers: fc.boolean(),
    alwaysAllowedIpRanges: fc.array(cidr, { maxLength: 3 }),
    alwaysBlockedIpRanges: fc.array(cidr, { maxLength: 3 }),
  }),
  firewall: mostly(fc.constant('arn:aws:wafv2:us-east-1:111111111111:regional/webacl/acl/0123'), fc.string()).map(
    (arn) => Firewall.fromWebAclArn(arn),
  ),
  removalPolicy: values(RemovalPolicy),
  deletionProtection: fc.boolean(),
});
