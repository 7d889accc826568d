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

describe('passkeys on managed login at a domain of Cognito', () => {
  const warningsWith = (relyingPartyId?: string, branding?: Branding) => {
    const stack = newStack('S', { env: { region: 'eu-west-1' } });
    const hostedUi = HostedUi.cognitoDomain({ domainPrefix: 'mine', branding });
    const mfaConfiguration = { status: MfaStatus.OFF };
    new UserAuthPool(stack, 'Pool', { hostedUi, mfaConfiguration, passwordless: { passkeys: { relyingPartyId } } });
    return warningsOf(stack);
  };

  it.each([undefined, 'mine.auth.eu-west-1.amazoncognito.com'])('belong to it: %s', (relyingPartyId) => {
    expect(warningsWith(relyingPartyId)).toEqual([]);
  });

  it.each(['example.com', 'yours.auth.eu-west-1.amazoncognito.com'])('do not belong to %s', (relyingPartyId) => {
    expect(warningsWith(relyingPartyId)).toEqual([
      expect.stringContaining(
        `Passkeys belong to ${JSON.stringify(`"${relyingPartyId}"`).slice(1, -1)}, the relyingPartyId, and the hosted pages are at a domain of Cognito: nobody can register or use a passkey there. `,
      ),
    ]);
  });

  it('are none on the classic pages', () => {
    expect(warningsWith('example.com', Branding.classic())).toEqual([
      expect.stringContaining('passwordlessOnClassicPages'),
    ]);
  });

  it('are not judged if only deployment will know their domain', () => {
    const stack = newStack('S');
    const relyingPartyId = new CfnParameter(stack, 'Domain').valueAsString;
    new UserAuthPool(stack, 'Pool', {
      hostedUi: HostedUi.cognitoDomain(),
      mfaConfiguration: { status: MfaStatus.OFF },
      passwordless: { passkeys: { relyingPartyId } },
    });
    expect(warningsOf(stack)).toEqual([]);
  });
});

describe('passkeys on managed login at a domain of your own', () => {
  const problemsWith = (relyingPartyId: string | undefined, branding?: Branding) => {
    const problems = new Problems(newStack('S'));
    const certificate = acm.Certificate.fromCertificateArn(
      newStack(),
      'Certificate',
      'arn:aws:acm:us-east-1:111111111111:certificate/0123',
    );
    HostedUi.customDomain({ domainName: 'auth.example.com', certificate, branding })._check(problems, {
      region: 'eu-west-1',
      plan: new FeaturePlanNeeds(),
      relyingPartyId,
    });
    return problems.messages();
  };

  it('belong to that domain', () => {
    expect(problemsWith('auth.example.com')).toEqual([]);
    expect(problemsWith(undefined)).toEqual([]);
    expect(problemsWith('example.com').join()).toMatch(
      /^passwordless\.passkeys\.relyingPartyId is "example\.com", with the hosted pages at "auth\.example\.com": managed login .* Give "auth\.example\.com", or omit it\.$/,
    );
  });

  it('belong to any domain on the classic pages', () => {
    expect(problemsWith('example.com', Branding.classic())).toEqual([]);
  });
});
