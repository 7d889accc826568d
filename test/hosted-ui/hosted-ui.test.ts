import { CfnParameter, Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { Problems } from '../../lib/checks/problems';
import { Branding } from '../../lib/hosted-ui/branding';
import { HostedUi } from '../../lib/hosted-ui/hosted-ui';
import { newStack, only, templateOf } from '../support/synth';

const { LITE, ESSENTIALS, PLUS } = cognito.FeaturePlan;

const problemsOf = (hostedUi: HostedUi, featurePlan?: cognito.FeaturePlan, region = 'eu-west-1') => {
  const problems = new Problems(newStack());
  hostedUi._check(problems, { region, featurePlan });
  return problems.messages();
};

describe('HostedUi', () => {
  it.each([undefined, LITE, ESSENTIALS, PLUS])('at a domain of Cognito needs nothing, with featurePlan %s', (plan) => {
    expect(problemsOf(HostedUi.cognitoDomain(), plan)).toEqual([]);
    expect(problemsOf(HostedUi.cognitoDomain({ branding: Branding.classic() }), plan)).toEqual([]);
  });

  it('makes the domain in the scope of the pool', () => {
    const stack = newStack();
    const domain = HostedUi.cognitoDomain()._make(stack, new cognito.UserPool(stack, 'Pool'), { featurePlan: LITE });
    expect(domain.node.path).toBe('Stack/Domain');
    expect(domain.isManagedLogin).toBe(false);
    templateOf(stack).resourceCountIs('AWS::Cognito::UserPoolDomain', 1);
  });

  it('keeps the logical id, of which a change would be another domain', () => {
    const stack = newStack();
    HostedUi.cognitoDomain()._make(stack, new cognito.UserPool(stack, 'Pool'), {});
    expect(only(templateOf(stack), 'AWS::Cognito::UserPoolDomain').id).toBe('Domain66AC69E0');
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
      expect.stringMatching(/^hostedUi\.certificate is left out/),
    ]);
  });
});

describe('managed login', () => {
  const hostedUi = HostedUi.cognitoDomain({ branding: Branding.managedLogin() });

  it('is refused on the Lite plan', () => {
    expect(problemsOf(hostedUi, LITE)).toEqual([
      'hostedUi.branding is set, with featurePlan "LITE": Cognito offers it from the ESSENTIALS plan on and refuses the pool. ' +
        'Set featurePlan to FeaturePlan.ESSENTIALS, or leave hostedUi.branding out.',
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
      relyingPartyId,
    });
    return problems.messages();
  };

  it('belong to that domain', () => {
    expect(problemsWith('auth.example.com')).toEqual([]);
    expect(problemsWith(undefined)).toEqual([]);
    expect(problemsWith('example.com').join()).toMatch(
      /^passwordless\.passkeys\.relyingPartyId is "example\.com", with the hosted pages at "auth\.example\.com": managed login .* Give "auth\.example\.com", or leave it out\.$/,
    );
  });

  it('belong to any domain on the classic pages', () => {
    expect(problemsWith('example.com', Branding.classic())).toEqual([]);
  });
});
