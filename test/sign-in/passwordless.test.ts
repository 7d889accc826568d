import { CfnParameter } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { FeaturePlan, PasskeyUserVerification } from 'aws-cdk-lib/aws-cognito';
import { EmailIdentity } from 'aws-cdk-lib/aws-ses';
import { describe, expect, it } from 'vitest';
import { Branding, HostedUi, MfaStatus, Passwordless, UserAuthPool, UserAuthPoolProps, UserPoolHook } from '../../lib';
import { messageOf, newFunction, newStack, only, templateOf, warningsOf } from '../support/synth';

const POOL = 'AWS::Cognito::UserPool';
const { ON, OFF, OPTIONAL } = MfaStatus;
const { PREFERRED, REQUIRED } = PasskeyUserVerification;

const make = (passwordless?: Passwordless, status?: MfaStatus, props: UserAuthPoolProps = {}) => {
  const stack = newStack('S');
  const sesIdentity = EmailIdentity.fromEmailIdentityName(stack, 'Ses', 'no-reply@example.com');
  new UserAuthPool(stack, 'Pool', {
    passwordless,
    mfaConfiguration: { status },
    emailConfiguration: { sesIdentity },
    ...props,
  });
  return stack;
};
const render = (passwordless?: Passwordless, status?: MfaStatus, props?: UserAuthPoolProps) =>
  only(templateOf(make(passwordless, status, props)), POOL).properties;
const factors = (passwordless?: Passwordless) =>
  (render(passwordless).Policies as { SignInPolicy?: unknown }).SignInPolicy;

const codeRefused = (prop: string) =>
  `passwordless.${prop} is true, while MFA is required: in that case Cognito accepts only passwords and passkeys as the first factor, and would reject the pool. ` +
  'Use passkeys instead, or set mfaConfiguration.status to MfaStatus.OPTIONAL.';
const SINGLE_REFUSED =
  'passwordless.passkeys.multiFactor is false, while MFA is required: in that case Cognito accepts passkeys only as two factors in one, and would reject the pool. ' +
  'Omit it, or set mfaConfiguration.status to MfaStatus.OPTIONAL.';
const PREFERRED_REFUSED =
  'passwordless.passkeys.userVerification is "preferred": a passkey counts as two factors only if the device verifies its user. ' +
  'Omit it, or use PasskeyUserVerification.REQUIRED.';

describe('first factors', () => {
  it.each<[Passwordless, string[]]>([
    [{ emailCode: true }, ['PASSWORD', 'EMAIL_OTP']],
    [{ smsCode: true }, ['PASSWORD', 'SMS_OTP']],
    [{ passkeys: {} }, ['PASSWORD', 'WEB_AUTHN']],
    [{ passkeys: {}, smsCode: true, emailCode: true }, ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN']],
  ])('%j', (passwordless, expected) => {
    expect(factors(passwordless)).toEqual({ AllowedFirstAuthFactors: expected });
  });

  it.each([undefined, {}, { emailCode: false, smsCode: false }])('are the password alone with %j', (passwordless) => {
    expect(factors(passwordless)).toBeUndefined();
    templateOf(make(passwordless)).hasResourceProperties(POOL, {
      WebAuthnRelyingPartyID: Match.absent(),
      WebAuthnUserVerification: Match.absent(),
      WebAuthnFactorConfiguration: Match.absent(),
    });
  });

  it('let the clients of the pool offer the choice', () => {
    const client = (passwordless?: Passwordless) =>
      only(templateOf(make(passwordless)), 'AWS::Cognito::UserPoolClient').properties.ExplicitAuthFlows;
    expect(client({ emailCode: true })).toContain('ALLOW_USER_AUTH');
    expect(client()).not.toContain('ALLOW_USER_AUTH');
  });

  it('by text message make the role that it needs', () => {
    const template = templateOf(make({ smsCode: true }));
    template.hasResourceProperties(POOL, {
      SmsConfiguration: { SnsCallerArn: { 'Fn::GetAtt': [only(template, 'AWS::IAM::Role').id, 'Arn'] } },
    });
    templateOf(make({ emailCode: true, passkeys: {} })).resourceCountIs('AWS::IAM::Role', 0);
  });
});

describe('passkeys', () => {
  it.each([
    [{}, OPTIONAL, 'preferred', 'SINGLE_FACTOR'],
    [{}, OFF, 'preferred', 'SINGLE_FACTOR'],
    [{}, ON, 'required', 'MULTI_FACTOR_WITH_USER_VERIFICATION'],
    [{ userVerification: REQUIRED }, OPTIONAL, 'required', 'SINGLE_FACTOR'],
    [{ userVerification: REQUIRED }, ON, 'required', 'MULTI_FACTOR_WITH_USER_VERIFICATION'],
    [{ multiFactor: true }, OPTIONAL, 'required', 'MULTI_FACTOR_WITH_USER_VERIFICATION'],
    [{ multiFactor: true }, ON, 'required', 'MULTI_FACTOR_WITH_USER_VERIFICATION'],
    [{ multiFactor: false, userVerification: PREFERRED }, OPTIONAL, 'preferred', 'SINGLE_FACTOR'],
  ])('%j, with MFA %s', (passkeys, status, verification, configuration) => {
    const properties = render({ passkeys }, status);
    expect(properties.WebAuthnUserVerification).toBe(verification);
    expect(properties.WebAuthnFactorConfiguration).toBe(configuration);
    expect(properties.WebAuthnRelyingPartyID).toBeUndefined();
  });

  it.each([
    'example.com',
    'Login.example.com',
    'xn--bcher-kva.example',
    'localhost',
    'mine.auth.eu-west-1.amazoncognito.com',
    `${'a.'.repeat(31)}a`,
  ])('accepts the relying party %s', (relyingPartyId) => {
    expect(render({ passkeys: { relyingPartyId } }).WebAuthnRelyingPartyID).toBe(relyingPartyId);
  });

  it.each(['https://example.com', 'example.com:8080', 'example.com/', '.example.com', '', `${'a.'.repeat(31)}aa`])(
    'rejects the relying party %j',
    (relyingPartyId) => {
      expect(messageOf(() => make({ passkeys: { relyingPartyId } }))).toBe(
        `S/Pool has 1 problem:\n  1. passwordless.passkeys.relyingPartyId is "${relyingPartyId}": Cognito accepts only a domain name of 1 to 63 characters, and would reject the pool. ` +
          'Write it as, for example, "example.com", without scheme, port and path.',
      );
    },
  );

  it.each([
    'com',
    'Example',
    'amazoncognito.com',
    'eu-west-1.amazoncognito.com',
    'auth.eu-west-1.amazoncognito.com',
    'auth-fips.us-gov-west-1.amazoncognito.com',
  ])('rejects the relying party %s, which is above domains of different owners', (relyingPartyId) => {
    expect(messageOf(() => make({ passkeys: { relyingPartyId } }))).toBe(
      `S/Pool has 1 problem:\n  1. passwordless.passkeys.relyingPartyId is "${relyingPartyId}": domains below it belong to different owners, so Cognito would reject the pool. ` +
        'Give the whole domain, such as "example.com".',
    );
  });

  it('does not judge a relying party that only deployment will know', () => {
    const stack = newStack();
    const relyingPartyId = new CfnParameter(stack, 'Domain').valueAsString;
    new UserAuthPool(stack, 'Pool', { passwordless: { passkeys: { relyingPartyId } } });
    templateOf(stack).hasResourceProperties(POOL, { WebAuthnRelyingPartyID: { Ref: 'Domain' } });
  });

  it('rejects a user verification that is not one of the two', () => {
    const userVerification = 'maybe' as PasskeyUserVerification;
    expect(messageOf(() => make({ passkeys: { userVerification } }))).toBe(
      'S/Pool has 1 problem:\n  1. passwordless.passkeys.userVerification is "maybe": it is not one of the values that this library knows. ' +
        'Use one of PasskeyUserVerification.PREFERRED, PasskeyUserVerification.REQUIRED.',
    );
  });
});

describe('MFA and first factors', () => {
  it.each<[MfaStatus, Passwordless, string[]]>([
    [OFF, {}, []],
    [OFF, { emailCode: true }, []],
    [OFF, { smsCode: true }, []],
    [OFF, { passkeys: {} }, []],
    [OFF, { passkeys: { multiFactor: false } }, []],
    [OPTIONAL, {}, []],
    [OPTIONAL, { emailCode: true }, []],
    [OPTIONAL, { smsCode: true }, []],
    [OPTIONAL, { passkeys: {} }, []],
    [OPTIONAL, { passkeys: { multiFactor: false, userVerification: PREFERRED } }, []],
    [OPTIONAL, { passkeys: { multiFactor: true } }, []],
    [OPTIONAL, { passkeys: { multiFactor: true, userVerification: PREFERRED } }, [PREFERRED_REFUSED]],
    [ON, {}, []],
    [ON, { emailCode: true }, [codeRefused('emailCode')]],
    [ON, { smsCode: true }, [codeRefused('smsCode')]],
    [ON, { emailCode: true, smsCode: true }, [codeRefused('emailCode'), codeRefused('smsCode')]],
    [ON, { emailCode: true, passkeys: {} }, [codeRefused('emailCode')]],
    [ON, { passkeys: {} }, []],
    [ON, { passkeys: { multiFactor: true } }, []],
    [ON, { passkeys: { multiFactor: true, userVerification: REQUIRED } }, []],
    [ON, { passkeys: { multiFactor: false } }, [SINGLE_REFUSED]],
    [ON, { passkeys: { userVerification: PREFERRED } }, [PREFERRED_REFUSED]],
  ])('%s, %j', (status, passwordless, problems) => {
    if (problems.length === 0) {
      expect(() => render(passwordless, status)).not.toThrow();
      return;
    }
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    expect(messageOf(() => make(passwordless, status)).split('\n')).toEqual([
      `S/Pool has ${count}:`,
      ...problems.map((problem, index) => `  ${index + 1}. ${problem}`),
    ]);
  });
});

describe('the feature plan', () => {
  it.each<[Passwordless, MfaStatus | undefined]>([
    [{ emailCode: true }, undefined],
    [{ smsCode: true }, undefined],
    [{ passkeys: {} }, undefined],
    [{ passkeys: {} }, ON],
  ])('LITE has no %j, with MFA %s', (passwordless, status) => {
    expect(messageOf(() => make(passwordless, status, { featurePlan: FeaturePlan.LITE }))).toBe(
      'S/Pool has 1 problem:\n  1. passwordless is set, with featurePlan "LITE": ' +
        'it requires the ESSENTIALS plan or higher, and Cognito rejects the pool. ' +
        'Set featurePlan to FeaturePlan.ESSENTIALS, or remove passwordless.',
    );
  });

  it.each([undefined, FeaturePlan.ESSENTIALS, FeaturePlan.PLUS])('%s has them', (featurePlan) => {
    const passwordless = { emailCode: true, smsCode: true, passkeys: { multiFactor: true } };
    expect(() => render(passwordless, OPTIONAL, { featurePlan })).not.toThrow();
  });

  it('LITE has the password', () => {
    expect(() => render({ emailCode: false }, OPTIONAL, { featurePlan: FeaturePlan.LITE })).not.toThrow();
  });
});

describe('warnings', () => {
  const noSes = { emailConfiguration: undefined };
  const SHUT_OUT = expect.stringMatching(/mfaDisablesPasswordless/) as string;
  const NO_DOMAIN = expect.stringMatching(/passkeysWithoutDomain/) as string;
  const AT_HOME = { relyingPartyId: 'example.com' };
  const NO_SES = expect.stringMatching(/emailCodesWithoutSes/) as string;
  it.each<[string, Passwordless, MfaStatus, UserAuthPoolProps, string[]]>([
    ['codes by email without Amazon SES', { emailCode: true }, OFF, noSes, [NO_SES]],
    ['none for codes by email with Amazon SES', { emailCode: true }, OFF, {}, []],
    ['none for text messages without Amazon SES', { smsCode: true }, OFF, noSes, []],
    ['codes by email beside an optional second factor', { emailCode: true }, OPTIONAL, {}, [SHUT_OUT]],
    ['codes by SMS beside an optional second factor', { smsCode: true }, OPTIONAL, {}, [SHUT_OUT]],
    ['passkeys beside an optional second factor', { passkeys: AT_HOME }, OPTIONAL, {}, [SHUT_OUT]],
    ['none for passkeys that are two factors', { passkeys: { ...AT_HOME, multiFactor: true } }, OPTIONAL, {}, []],
    ['none for passkeys where MFA is required', { passkeys: AT_HOME }, ON, {}, []],
    ['none for passkeys where MFA is off', { passkeys: AT_HOME }, OFF, {}, []],
    ['passkeys that belong to no domain', { passkeys: {} }, OFF, {}, [NO_DOMAIN]],
    ['none for the password alone', {}, OPTIONAL, {}, []],
    ['both', { emailCode: true }, OPTIONAL, noSes, [NO_SES, SHUT_OUT]],
  ])('%s', (_, passwordless, status, props, expected) => {
    expect(warningsOf(make(passwordless, status, props))).toEqual(expected);
  });

  it('none for passkeys that belong to the domain of the pool', () => {
    const stack = newStack('S');
    const pool = new UserAuthPool(stack, 'Pool', {
      mfaConfiguration: { status: OFF },
      passwordless: { passkeys: {} },
      client: { callbackUrls: ['https://example.com'] },
    });
    pool.userPool.addDomain('Domain', { cognitoDomain: { domainPrefix: 'my-app' } });
    expect(warningsOf(stack)).toEqual([]);
  });

  it('none for codes that a hook sends, whenever it is added', () => {
    const stack = newStack('S');
    const props = { mfaConfiguration: { status: OFF }, passwordless: { emailCode: true } };
    const pool = new UserAuthPool(stack, 'Pool', props);
    pool.addHook(UserPoolHook.CUSTOM_EMAIL_SENDER, newFunction(stack, 'Sender'));
    expect(warningsOf(stack)).toEqual([]);
  });
});

it('is a warning on the classic pages, which offer passwords only', () => {
  const warningsWith = (branding: Branding) => {
    const stack = newStack();
    const hostedUi = HostedUi.cognitoDomain({ branding });
    new UserAuthPool(stack, 'Pool', {
      hostedUi,
      client: { callbackUrls: ['https://example.com'] },
      passwordless: { passkeys: {} },
      mfaConfiguration: { status: MfaStatus.OFF },
    });
    return warningsOf(stack);
  };
  expect(warningsWith(Branding.classic())).toEqual([expect.stringContaining('passwordlessOnClassicPages')]);
  expect(warningsWith(Branding.managedLogin())).toEqual([]);
});
