/*
 * Random pools. Each is either rejected with one clear error or synthesizes to a template that the validator and
 * cfn-lint accept; never anything else, and never two outcomes for one input.
 *
 * RANDOM_RUNS=5000 runs more of them, RANDOM_SEED=... those of an earlier run; a failure prints its seed.
 */
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as ses from 'aws-cdk-lib/aws-ses';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  AccountTakeoverAction,
  AttributeSchema,
  Firewall,
  LogDestination,
  MfaStatus,
  MfaType,
  PreTokenGenerationVersion,
  SmsSender,
  StandardAttribute,
  UserAuthPool,
  UserAuthPoolProps,
  UserPoolHook,
  UserPoolHooks,
  UserVerificationType,
} from '../lib';
import { runsOr, seed } from './support/random';
import { newStack, templateOf } from './support/synth';

const runs = runsOr(200);

/** Mostly what is right, now and then what is not. */
const mostly = <T>(right: fc.Arbitrary<T>, wrong: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 12, arbitrary: right }, { weight: 1, arbitrary: wrong });
const some = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record<T>(model, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;
const values = <T>(of: Record<string, T>) => fc.constantFrom(...Object.values(of));
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

const plainProps = few<UserAuthPoolProps>({
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

/** What needs other constructs: which of them, and how they are put together in a stack. */
const seldom = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
const surroundings = fc.record({
  hooks: fc.subarray(Object.values(UserPoolHook)),
  version: seldom(values(PreTokenGenerationVersion)),
  ses: seldom(
    some({
      fromEmail: mostly(fc.constantFrom('a@example.com', 'A <a@example.com>'), fc.string()),
      replyToEmailAddress: fc.emailAddress(),
    }),
  ),
  logs: seldom(fc.constantFrom('errors', 's3', 'cloudWatch')),
  encrypted: fc.boolean(),
});

type Surroundings = typeof surroundings extends fc.Arbitrary<infer T> ? T : never;

function make(stack: Stack, id: string, plain: Partial<UserAuthPoolProps>, around: Surroundings): UserAuthPool {
  const fn = lambda.Function.fromFunctionAttributes(stack, `${id}Function`, {
    functionArn: 'arn:aws:lambda:us-east-1:111111111111:function:f',
    sameEnvironment: true,
  });
  const logGroup = () => logs.LogGroup.fromLogGroupName(stack, `${id}Logs`, 'logs');
  const hooks = Object.fromEntries(around.hooks.map((hook) => [hook, fn])) as UserPoolHooks;
  return new UserAuthPool(stack, id, {
    ...plain,
    hooks: { ...hooks, preTokenGenerationVersion: around.version },
    emailConfiguration: around.ses && {
      ...around.ses,
      sesIdentity: ses.EmailIdentity.fromEmailIdentityName(stack, `${id}Identity`, 'example.com'),
    },
    logDelivery: around.logs && {
      ...(around.logs === 'errors' && { notificationErrors: logGroup() }),
      ...(around.logs === 'cloudWatch' && { authenticationEvents: LogDestination.cloudWatch(logGroup()) }),
      ...(around.logs === 's3' && {
        authenticationEvents: LogDestination.s3(s3.Bucket.fromBucketName(stack, `${id}Bucket`, 'events')),
      }),
    },
    encryptionKey: around.encrypted
      ? kms.Key.fromKeyArn(stack, `${id}Key`, 'arn:aws:kms:us-east-1:111111111111:key/0123')
      : undefined,
  });
}

const rejection: string[] = [];
const accepted: [Partial<UserAuthPoolProps>, Surroundings][] = [];

/** The template, or the error that rejects the pool. Any other error is a fault of the library. */
function outcome(plain: Partial<UserAuthPoolProps>, around: Surroundings): string {
  const stack = newStack('S', { env: { region: 'us-east-1', account: '111111111111' } });
  try {
    make(stack, 'Pool', plain, around);
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    const { message } = error as Error;
    expect(message).toMatch(
      /^S\/Pool has (1 problem|\d+ problems):\n( {2}\d+\. [^]+? is [^]+?: [^]+?\. [^]+?\.(\n|$))+/,
    );
    return message;
  }
  return JSON.stringify(templateOf(stack, { keep: false }).toJSON());
}

describe('a random pool', () => {
  it(`is rejected with one clear error or gives a valid template (seed ${seed})`, { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(plainProps, surroundings, (plain, around) => {
        const first = outcome(plain, around);
        expect(outcome(plain, around)).toBe(first);
        if (first.startsWith('{')) accepted.push([plain, around]);
        else rejection.push(first);
      }),
      { numRuns: runs, seed },
    );
  });

  it('is of both kinds often enough to mean something', () => {
    expect(accepted.length).toBeGreaterThan(runs / 20);
    expect(rejection.length).toBeGreaterThan(runs / 20);
  });
});

afterAll(() => {
  // For cfn-lint, many to a template; in one lane, since both make the same.
  if (process.env.LANE !== 'latest') return;
  for (let start = 0; start < accepted.length; start += 20) {
    const stack = newStack(`Random${start}`, { env: { region: 'us-east-1', account: '111111111111' } });
    accepted.slice(start, start + 20).forEach(([plain, around], index) => make(stack, `Pool${index}`, plain, around));
    templateOf(stack);
  }
}, 600_000);
