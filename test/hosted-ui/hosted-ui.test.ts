import { CfnParameter, Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { FeaturePlanNeeds } from '../../lib/checks/feature-plan';
import { Problems } from '../../lib/checks/problems';
import { Branding } from '../../lib/hosted-ui/branding';
import { HostedUi } from '../../lib/hosted-ui/hosted-ui';
import { MfaStatus, UserAuthPool } from '../../lib';
import { newStack, only, templateOf, warningsOf } from '../support/synth';

const { LITE, ESSENTIALS, PLUS } = cognito.FeaturePlan;

const problemsOf = (hostedUi: HostedUi, featurePlan?: cognito.FeaturePlan, region = 'eu-west-1') => {
  const problems = new Problems(newStack());
  hostedUi._check(problems, { region, featurePlan, plan: new FeaturePlanNeeds(featurePlan) });
  return problems.messages();
};

describe('HostedUi', () => {
  it.each([undefined, LITE, ESSENTIALS, PLUS])('at a domain of Cognito needs nothing, with featurePlan %s', (plan) => {
    expect(problemsOf(HostedUi.cognitoDomain(), plan)).toEqual([]);
    expect(problemsOf(HostedUi.cognitoDomain({ branding: Branding.classic() }), plan)).toEqual([]);
  });

  it('keeps the logical id, of which a change would be another domain', () => {
    const stack = newStack();
    new UserAuthPool(stack, 'Pool', { hostedUi: HostedUi.cognitoDomain() });
    expect(only(templateOf(stack), 'AWS::Cognito::UserPoolDomain').id).toBe('PoolDomainCFC71F56');
  });

  it('tells the problems of the branding, as the pool names them', () => {
    const branding = Branding.classic({ css: '' });
    for (const hostedUi of [
      HostedUi.cognitoDomain({ domainPrefix: 'aws', branding }),
      HostedUi.customDomain({ domainName: 'com', branding }),
    ]) {
      expect(problemsOf(hostedUi).at(-1)).toMatch(/^hostedUi\.branding\.css is 0 characters long: /);
      expect(problemsOf(hostedUi).length).toBeGreaterThan(1);
    }
  });

  it('does not check the prefix of an own domain, nor the certificate of a prefix', () => {
    expect(problemsOf(HostedUi.customDomain({ domainName: 'cognito.example.com' }))).toEqual([
      expect.stringMatching(/^hostedUi\.certificate is missing/),
    ]);
  });
});

describe('managed login', () => {
  const hostedUi = HostedUi.cognitoDomain({ branding: Branding.managedLogin() });

  it('is rejected on the Lite plan', () => {
    expect(problemsOf(hostedUi, LITE)).toEqual([
      'hostedUi.branding is set, with featurePlan "LITE": it requires the ESSENTIALS plan or higher, and Cognito rejects the pool. ' +
        'Set featurePlan to FeaturePlan.ESSENTIALS, or use Branding.classic().',
    ]);
  });

  it.each([undefined, ESSENTIALS, PLUS])('is none with featurePlan %s', (plan) => {
    expect(problemsOf(hostedUi, plan)).toEqual([]);
  });

  it('is not judged on a plan that only deployment will know', () => {
    const plan = new CfnParameter(new Stack(), 'Plan').valueAsString as cognito.FeaturePlan;
    expect(problemsOf(hostedUi, plan)).toEqual([]);
  });
});

/** The pages, a domain of theirs, how a warning names it, and what it advises. */
const PLACES: [string, string, string, string, (stack: Stack, branding?: Branding) => HostedUi][] = [
  [
    'a domain of Cognito',
    'mine.auth.eu-west-1.amazoncognito.com',
    'which is one of Cognito',
    'Omit relyingPartyId, or use HostedUi.customDomain(). ',
    (_, branding) => HostedUi.cognitoDomain({ domainPrefix: 'mine', branding }),
  ],
  [
    'a domain of your own',
    'auth.example.com',
    '"auth.example.com"',
    'Omit relyingPartyId. ',
    (stack, branding) => HostedUi.customDomain({ ...atOwnDomain(stack), branding }),
  ],
];

function atOwnDomain(stack: Stack, domainName = 'auth.example.com') {
  const arn = 'arn:aws:acm:us-east-1:111111111111:certificate/0123';
  return { domainName, certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', arn) };
}

describe.each(PLACES)('passkeys on managed login at %s', (_, domain, named, advice, newHostedUi) => {
  const newRegionalStack = () => newStack('S', { env: { region: 'eu-west-1' } });
  const warningsWith = (relyingPartyId?: string, branding?: Branding, stack = newRegionalStack()) => {
    const mfaConfiguration = { status: MfaStatus.OFF };
    const hostedUi = newHostedUi(stack, branding);
    const passwordless = { passkeys: { relyingPartyId } };
    const client = { callbackUrls: ['https://example.com'] };
    new UserAuthPool(stack, 'Pool', { hostedUi, client, mfaConfiguration, passwordless });
    return warningsOf(stack).map((each) => JSON.parse(each) as string);
  };

  it('belong to it', () => {
    expect(warningsWith(undefined)).toEqual([]);
    expect(warningsWith(domain)).toEqual([]);
  });

  it.each(['example.com', 'yours.auth.eu-west-1.amazoncognito.com'])('belong to %s on other pages only', (other) => {
    expect(warningsWith(other)).toEqual([
      `Passkeys belong to "${other}", the relyingPartyId, and the hosted pages accept only those of their own domain, ${named}: nobody can register or use a passkey there. ${advice}` +
        'If only your own pages offer passkeys, acknowledge this warning. [ack: cdk-user-auth-pool:UserAuthPool.passkeysNotOnHostedPages]',
    ]);
  });

  it('are none on the classic pages', () => {
    expect(warningsWith('example.com', Branding.classic())).toEqual([
      expect.stringContaining('passwordlessOnClassicPages'),
    ]);
  });

  it('are not judged if only deployment will know what they belong to', () => {
    const stack = newRegionalStack();
    expect(warningsWith(new CfnParameter(stack, 'Domain').valueAsString, undefined, stack)).toEqual([]);
  });
});

it('passkeys are not judged if only deployment will know the domain of the pages', () => {
  const stack = newStack('S', { env: { region: 'eu-west-1' } });
  new UserAuthPool(stack, 'Pool', {
    hostedUi: HostedUi.customDomain(atOwnDomain(stack, new CfnParameter(stack, 'Domain').valueAsString)),
    client: { callbackUrls: ['https://example.com'] },
    mfaConfiguration: { status: MfaStatus.OFF },
    passwordless: { passkeys: { relyingPartyId: 'example.com' } },
  });
  expect(warningsOf(stack)).toEqual([]);
});
