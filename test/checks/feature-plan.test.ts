import { CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as ses from 'aws-cdk-lib/aws-ses';
import { describe, expect, it } from 'vitest';
import {
  AccessPolicy,
  Branding,
  CognitoHttpApiAuthorizer,
  HostedUi,
  LogDestination,
  MfaStatus,
  MfaType,
  PreTokenGenerationVersion,
  UserAuthPool,
  UserAuthPoolProps,
} from '../../lib';
import { messageOf, newFunction, newStack, only, templateOf, warningsOf } from '../support/synth';

const { LITE, ESSENTIALS, PLUS } = cognito.FeaturePlan;
const PLANS = [LITE, ESSENTIALS, PLUS];

type NewProps = (stack: Stack) => UserAuthPoolProps;

const make = (newProps: NewProps, featurePlan?: cognito.FeaturePlan) => {
  const stack = newStack('S');
  new UserAuthPool(stack, 'Pool', { ...newProps(stack), featurePlan });
  return stack;
};
const infosOf = (stack: Stack) =>
  Annotations.fromStack(stack)
    .findInfo('*', Match.anyValue())
    .map((info) => info.entry.data as unknown);

const emailMfa: NewProps = (stack) => ({
  emailConfiguration: {
    sesIdentity: ses.EmailIdentity.fromEmailIdentityName(stack, 'Identity', 'example.com'),
    fromEmail: 'no-reply@example.com',
  },
  mfaConfiguration: { enabledTypes: [MfaType.SOFTWARE_TOKEN, MfaType.EMAIL_OTP] },
});
const hook = (preTokenGenerationVersion: PreTokenGenerationVersion): NewProps => {
  return (stack) => ({ hooks: { preTokenGeneration: newFunction(stack, 'Fn'), preTokenGenerationVersion } });
};
const events: NewProps = (stack) => ({
  logDelivery: { authenticationEvents: LogDestination.s3(s3.Bucket.fromBucketName(stack, 'Bucket', 'mine')) },
});
const withoutMfa = { mfaConfiguration: { status: MfaStatus.OFF } };

const ROTATION = { refreshTokenRotationGracePeriod: Duration.seconds(10) };
const CHOICE = { allowChoiceBasedSignIn: true };

/** The feature as the user wrote it, the plan that it needs, and props that set it. */
const FEATURES: [string, cognito.FeaturePlan, NewProps][] = [
  ['passwordless', ESSENTIALS, () => ({ passwordless: { emailCode: true }, ...withoutMfa })],
  ['passwordless', ESSENTIALS, () => ({ passwordless: { smsCode: true }, ...withoutMfa })],
  ['passwordless', ESSENTIALS, () => ({ passwordless: { passkeys: {} }, ...withoutMfa })],
  ['MfaType.EMAIL_OTP in mfaConfiguration.enabledTypes', ESSENTIALS, emailMfa],
  ['passwordPolicy.passwordHistorySize', ESSENTIALS, () => ({ passwordPolicy: { passwordHistorySize: 1 } })],
  ['refreshTokenRotationGracePeriod', ESSENTIALS, () => ({ client: ROTATION })],
  ['allowChoiceBasedSignIn', ESSENTIALS, () => ({ client: CHOICE })],
  ['hooks.preTokenGenerationVersion', ESSENTIALS, hook(PreTokenGenerationVersion.V2_0)],
  ['hooks.preTokenGenerationVersion', ESSENTIALS, hook(PreTokenGenerationVersion.V3_0)],
  ['threatProtection', PLUS, () => ({ threatProtection: {} })],
  ['logDelivery.authenticationEvents', PLUS, events],
];

describe('featurePlan', () => {
  it.each(PLANS)('%s', (plan) => {
    expect(only(templateOf(make(() => ({}), plan)), 'AWS::Cognito::UserPool').properties.UserPoolTier).toBe(plan);
  });

  it('is left to Cognito by default', () => {
    expect(only(templateOf(make(() => ({}))), 'AWS::Cognito::UserPool').properties).not.toHaveProperty('UserPoolTier');
  });

  it('rejects any other', () => {
    expect(messageOf(() => make(() => ({}), 'FREE' as cognito.FeaturePlan))).toBe(
      'S/Pool has 1 problem:\n  1. featurePlan is "FREE": it is not one of the values that this library knows. Use one of FeaturePlan.LITE, FeaturePlan.ESSENTIALS, FeaturePlan.PLUS.',
    );
  });

  it('LITE has what every pool has', () => {
    const props = { passwordless: { emailCode: false }, mfaConfiguration: { status: MfaStatus.ON } };
    expect(warningsOf(make(() => props, LITE))).toEqual([]);
    expect(() => make(hook(PreTokenGenerationVersion.V1_0), LITE)).not.toThrow();
  });

  it('LITE has no password history, not even one of 0', () => {
    expect(messageOf(() => make(() => ({ passwordPolicy: { passwordHistorySize: 0 } }), LITE))).toMatch(
      /^S\/Pool has 1 problem:\n {2}1\. passwordPolicy\.passwordHistorySize is set, with featurePlan "LITE": /,
    );
  });

  it('tells every feature that it lacks in one error', () => {
    const everything: NewProps = (stack) =>
      Object.assign({}, ...FEATURES.map(([, , newProps], index) => newProps(new Stack(stack, `${index}`))), {
        client: { ...ROTATION, ...CHOICE },
      });
    const problems = messageOf(() => make(everything, LITE)).split('\n');
    expect(problems[0]).toBe('S/Pool has 8 problems:');
    for (const [where] of FEATURES) {
      expect(problems).toContainEqual(expect.stringContaining(`${where} is set, with featurePlan "LITE"`));
    }
  });
});

it('a client that is added needs the plan of the pool', () => {
  const pool = new UserAuthPool(newStack('S'), 'Pool', { featurePlan: LITE });
  for (const options of [ROTATION, CHOICE]) {
    const [name = ''] = Object.keys(options);
    expect(messageOf(() => pool.addClient(name, options))).toContain(
      `${name} is set, with featurePlan "LITE": it requires the ESSENTIALS plan or higher`,
    );
  }
  expect(() => pool.addClient('Mobile', { allowChoiceBasedSignIn: false })).not.toThrow();
});

describe.each(FEATURES)('%s needs %s', (where, needed, newProps) => {
  const [lacking, offering] = [PLANS.slice(0, PLANS.indexOf(needed)), PLANS.slice(PLANS.indexOf(needed))];

  it.each(lacking)('so %s is rejected', (plan) => {
    expect(messageOf(() => make(newProps, plan))).toBe(
      `S/Pool has 1 problem:\n  1. ${where} is set, with featurePlan "${plan}": it requires the ${needed} plan or higher, and Cognito rejects the pool. ` +
        `Set featurePlan to FeaturePlan.${needed}, or remove ${where}.`,
    );
  });

  it.each(offering)('so %s goes, without a word', (plan) => {
    expect(infosOf(make(newProps, plan))).toEqual([]);
  });

  it('so a plan that only deployment will know goes', () => {
    const stack = newStack();
    const featurePlan = new CfnParameter(stack, 'Plan').valueAsString as cognito.FeaturePlan;
    new UserAuthPool(stack, 'Pool', { ...newProps(stack), featurePlan });
    expect(infosOf(stack)).toEqual([]);
    templateOf(stack).hasResourceProperties('AWS::Cognito::UserPool', { UserPoolTier: { Ref: 'Plan' } });
  });

  it('but a pool without a named plan may be an old one, so it is only said', () => {
    expect(infosOf(make(newProps))).toEqual([
      `The pool needs the ${needed} plan, for ${where}. New pools get ESSENTIALS; an older pool may have another plan. To have the plan set and checked, specify featurePlan. [ack: cdk-user-auth-pool:UserAuthPool.neededPlan]`,
    ]);
  });
});

describe('what is said of the plan', () => {
  it('is nothing, where the pool needs none', () => {
    expect(infosOf(make(() => ({})))).toEqual([]);
    expect(infosOf(make(hook(PreTokenGenerationVersion.V1_0)))).toEqual([]);
  });

  it('is every feature that needs it', () => {
    const props = { passwordless: { passkeys: {} }, passwordPolicy: { passwordHistorySize: 5 }, ...withoutMfa };
    expect(infosOf(make(() => props))).toEqual([
      expect.stringContaining('needs the ESSENTIALS plan, for passwordPolicy.passwordHistorySize, passwordless.'),
    ]);
  });

  it('is that managed login needs it, which hostedUi has by default, and that policies of routes do', () => {
    expect(infosOf(make(() => ({ hostedUi: HostedUi.cognitoDomain() })))).toEqual([
      expect.stringContaining('needs the ESSENTIALS plan, for hostedUi with managed login.'),
    ]);
    const classic = HostedUi.cognitoDomain({ branding: Branding.classic() });
    expect(infosOf(make(() => ({ hostedUi: classic })))).toEqual([]);
    const stack = newStack();
    const userAuthPool = new UserAuthPool(stack, 'Pool');
    const authorizer = new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool });
    const accessPolicy = AccessPolicy.group('admins');
    const httpApi = new apigwv2.HttpApi(stack, 'Api');
    authorizer.addLambdaRoute(newFunction(stack, 'Fn'), { httpApi, path: '/', accessPolicy });
    expect(infosOf(stack)).toEqual([
      expect.stringContaining('needs the ESSENTIALS plan, for enforcement in the token.'),
    ]);
  });

  it('is the higher plan, where the pool needs both', () => {
    const props = { passwordless: { passkeys: {} }, threatProtection: {}, ...withoutMfa };
    expect(infosOf(make(() => props))).toEqual([
      expect.stringContaining(
        'needs the PLUS plan, for threatProtection. New pools get ESSENTIALS; an older pool may have another plan.',
      ),
    ]);
  });
});
