import { App, CfnParameter, Stack, Token } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { describe, expect, it } from 'vitest';
import { CustomDomainOptions, DomainSecurityPolicy } from '../../lib/hosted-ui/custom-domain';
import { HostedUi } from '../../lib/hosted-ui/hosted-ui';
import { UserAuthDomain } from '../../lib/hosted-ui/domain';
import { UserAuthPool } from '../../lib/user-auth-pool';
import { messageOf, newApp, newStack, only, templateOf, warningsOf } from '../support/synth';

const DOMAIN = 'AWS::Cognito::UserPoolDomain';
const CERTIFICATE = 'AWS::CertificateManager::Certificate';
const RECORD = 'AWS::Route53::RecordSet';
const account = '111111111111';
const ARN = `arn:aws:acm:us-east-1:${account}:certificate/01234567-89ab-cdef-0123-456789abcdef`;
const domainName = 'auth.example.com';

const stackIn = (region?: string, app: App = newApp()) =>
  new Stack(app, 'S', region ? { env: { region, account } } : {});
const importedCertificate = (stack: Stack, arn = ARN) => acm.Certificate.fromCertificateArn(stack, 'Certificate', arn);
const importedZone = (stack: Stack, zoneName = 'example.com') =>
  route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z0123456789', zoneName });

const make = (stack: Stack, options: Partial<CustomDomainOptions>) =>
  new UserAuthDomain(stack, 'Domain', {
    userPool: new cognito.UserPool(stack, 'Pool'),
    hostedUi: HostedUi.customDomain({ domainName, ...options }),
  });
/** The problems that an own domain with a certificate, changed by options, has. */
const problemOf = (options: Partial<CustomDomainOptions>) => {
  const stack = stackIn();
  return messageOf(() => make(stack, { certificate: importedCertificate(stack), ...options }));
};

describe('domainName', () => {
  const longest = `${'a'.repeat(31)}.${'b'.repeat(31)}`;

  it.each([domainName, 'example.com', 'a.b', 'xn--bcher-kva.example', '1.2.example.com', longest])(
    'may be %s',
    (name) => {
      const stack = stackIn();
      make(stack, { domainName: name, certificate: importedCertificate(stack) });
      expect(only(templateOf(stack), DOMAIN).properties.Domain).toBe(name);
    },
  );

  it.each([
    '',
    'com',
    'Auth.example.com',
    'https://auth.example.com',
    'auth.example.com/',
    'auth.example.com:443',
    'auth.example.com.',
    '.example.com',
    'auth..com',
    '-auth.example.com',
    'auth-.example.com',
    'au_th.example.com',
    '*.example.com',
    `${longest}c`,
  ])('is rejected if it is "%s"', (name) => {
    expect(problemOf({ domainName: name })).toBe(
      `S/Domain has 1 problem:\n  1. hostedUi.domainName is "${name}": it is not a domain below a top-level domain, in lowercase and of at most 63 characters, and Cognito rejects it. ` +
        'Write it as, for example, "auth.example.com", without scheme, port and path.',
    );
  });

  it('is the only problem where it is not a name, with a certificate, a zone and passkeys for the right one', () => {
    const stack = stackIn('us-east-1');
    const certificate = new acm.Certificate(stack, 'Certificate', { domainName: 'auth.example.com' });
    const domain = { domainName: 'https://auth.example.com/', certificate, hostedZone: importedZone(stack) };
    const props = {
      hostedUi: HostedUi.customDomain(domain),
      passwordless: { passkeys: { relyingPartyId: 'auth.example.com' } },
    };
    expect(messageOf(() => new UserAuthPool(stack, 'Users', props))).toMatch(
      /^S\/Users has 1 problem:\n {2}1\. hostedUi\.domainName is "https:\/\/auth\.example\.com\/": /,
    );
  });

  it('is not judged if only deployment will know it', () => {
    const stack = stackIn();
    const name = new CfnParameter(stack, 'Name').valueAsString;
    const domain = make(stack, {
      domainName: name,
      certificate: importedCertificate(stack),
      hostedZone: importedZone(stack),
    });
    const template = templateOf(stack);
    expect(only(template, DOMAIN).properties.Domain).toEqual({ Ref: 'Name' });
    template.hasResourceProperties(RECORD, { Name: { 'Fn::Join': ['', [{ Ref: 'Name' }, '.']] } });
    expect(stack.resolve(domain.baseUrl)).toEqual({ 'Fn::Join': ['', ['https://', { Ref: 'Name' }]] });
  });

  it('is rejected in AWS GovCloud, where there are none', () => {
    expect(messageOf(() => make(stackIn('us-gov-west-1'), {}))).toBe(
      'S/Domain has 1 problem:\n  1. hostedUi is a custom domain, in us-gov-west-1: Cognito does not support custom domains in AWS GovCloud. Use HostedUi.cognitoDomain().',
    );
  });
});

describe('certificate', () => {
  it.each<[string, string[], boolean]>([
    ['auth.example.com', [], true],
    ['*.example.com', [], true],
    ['example.com', ['auth.example.com'], true],
    ['login.example.com', [], false],
    ['example.com', ['*.auth.example.com'], false],
  ])('for %s and %j covers auth.example.com: %s', (domainName, subjectAlternativeNames, isCovered) => {
    const stack = newStack('S', { env: { account, region: 'us-east-1' } });
    const certificate = new acm.Certificate(stack, 'Certificate', { domainName, subjectAlternativeNames });
    const makeDomain = () => make(stack, { domainName: 'auth.example.com', certificate });
    if (isCovered) expect(makeDomain).not.toThrow();
    else expect(messageOf(makeDomain)).toContain('it does not cover auth.example.com, and Cognito rejects the domain');
  });

  const lines = (name: string) =>
    [
      'Create it in a separate stack,',
      "  const certificates = new Stack(app, 'Certificates', { env: { account, region: 'us-east-1' }, crossRegionReferences: true });",
      `  const certificate = new acm.Certificate(certificates, 'Certificate', { domainName: ${name}, validation: acm.CertificateValidation.fromDns(hostedZone) });`,
      '  set crossRegionReferences: true on the stack of the pool too, and give the certificate to HostedUi.customDomain().',
    ].join('\n     ');

  it('is made in us-east-1, and proved by DNS', () => {
    const stack = stackIn('us-east-1');
    const domain = make(stack, { hostedZone: importedZone(stack) });
    const template = templateOf(stack);
    expect(only(template, CERTIFICATE).properties).toMatchObject({
      DomainName: domainName,
      ValidationMethod: 'DNS',
      DomainValidationOptions: [{ DomainName: domainName, HostedZoneId: 'Z0123456789' }],
    });
    expect(only(template, DOMAIN).properties.CustomDomainConfig).toMatchObject({
      CertificateArn: { Ref: only(template, CERTIFICATE).id },
    });
    expect(stack.resolve(domain.certificate?.certificateArn)).toEqual({ Ref: only(template, CERTIFICATE).id });
    expect(warningsOf(stack)).toEqual([]);
  });

  it.each(['us-east-1', 'eu-west-1', undefined])('is the one that is given, for a stack in %s', (region) => {
    const stack = stackIn(region);
    const domain = make(stack, { certificate: importedCertificate(stack) });
    const template = templateOf(stack);
    template.resourceCountIs(CERTIFICATE, 0);
    expect(only(template, DOMAIN).properties.CustomDomainConfig).toMatchObject({ CertificateArn: ARN });
    expect(domain.certificate).toBeUndefined();
  });

  it('is one of another stack in us-east-1', () => {
    const app = newApp();
    const env = { account, region: 'us-east-1' };
    const certificates = new Stack(app, 'Certificates', { env, crossRegionReferences: true });
    const certificate = new acm.Certificate(certificates, 'Certificate', { domainName });
    const stack = new Stack(app, 'S', { env: { account, region: 'eu-west-1' }, crossRegionReferences: true });
    make(stack, { certificate });
    expect(only(templateOf(stack), DOMAIN).properties.CustomDomainConfig).toMatchObject({
      CertificateArn: { 'Fn::GetAtt': [expect.stringContaining('ExportsReader'), expect.anything()] },
    });
  });

  it.each<[string, (stack: Stack) => acm.ICertificate]>([
    ['an imported one', (stack) => importedCertificate(stack, ARN.replace('us-east-1', 'eu-west-1'))],
    ['one of this stack', (stack) => new acm.Certificate(stack, 'Certificate', { domainName })],
  ])('is rejected if it is %s, of another region', (_, newCertificate) => {
    const stack = stackIn('eu-west-1');
    expect(messageOf(() => make(stack, { certificate: newCertificate(stack) }))).toBe(
      `S/Domain has 1 problem:\n  1. hostedUi.certificate is in eu-west-1: Cognito accepts only certificates from us-east-1, and would reject the domain. ${lines("'auth.example.com'")}`,
    );
  });

  it('is not judged if only deployment will know its region', () => {
    const stack = stackIn('eu-west-1');
    const arn = new CfnParameter(stack, 'Arn').valueAsString;
    expect(() => make(stack, { certificate: importedCertificate(stack, arn) })).not.toThrow();
    const anywhere = stackIn();
    expect(() =>
      make(anywhere, { certificate: new acm.Certificate(anywhere, 'Certificate', { domainName }) }),
    ).not.toThrow();
  });

  it('can be made neither in another region', () => {
    const stack = stackIn('eu-west-1');
    expect(messageOf(() => make(stack, { hostedZone: importedZone(stack) }))).toBe(
      `S/Domain has 1 problem:\n  1. hostedUi.certificate is missing, in eu-west-1: Cognito accepts only certificates from us-east-1, and one created here would be in another region. ${lines("'auth.example.com'")}`,
    );
  });

  it('nor in a region that only deployment will know', () => {
    const stack = stackIn();
    const name = new CfnParameter(stack, 'Name').valueAsString;
    expect(messageOf(() => make(stack, { domainName: name, hostedZone: importedZone(stack) }))).toBe(
      'S/Domain has 1 problem:\n  1. hostedUi.certificate is missing, in a region known only at deployment: ' +
        'Cognito accepts only certificates from us-east-1, so the region decides whether one can be created here, and must be known at synthesis. ' +
        `If the region is us-east-1, set env.region of the stack. Otherwise: ${lines('domainName')}`,
    );
  });

  it('nor without a zone to prove the domain in', () => {
    expect(messageOf(() => make(stackIn('us-east-1'), {}))).toBe(
      'S/Domain has 1 problem:\n  1. hostedUi.certificate is missing, without hostedZone: AWS issues a certificate only after validation through DNS. ' +
        'Give hostedZone to have one created, or give an issued certificate.',
    );
  });
});

describe('hostedZone', () => {
  const records = (
    options: Partial<CustomDomainOptions>,
    newZone: (stack: Stack) => route53.IHostedZone = importedZone,
  ) => {
    const stack = stackIn();
    const domain = make(stack, { certificate: importedCertificate(stack), hostedZone: newZone(stack), ...options });
    const template = templateOf(stack);
    const found = Object.values(template.findResources(RECORD)).map(({ Properties }) => Properties as unknown);
    return { stack, domain, found, domainId: only(template, DOMAIN).id };
  };

  it('is public: nobody else would find the records', () => {
    const stack = stackIn('us-east-1');
    const hostedZone = new route53.PrivateHostedZone(stack, 'Private', {
      zoneName: 'example.com',
      vpc: ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['us-east-1a'] }),
    });
    expect(messageOf(() => make(stack, { hostedZone }))).toBe(
      'S/Domain has 1 problem:\n  1. hostedUi.hostedZone is the private zone S/Private: its records are visible only inside its VPCs, so neither browsers nor ACM can resolve the domain. ' +
        'Give the public hosted zone of the domain.',
    );
  });

  it('gets an alias to the distribution, for IPv4 and IPv6, without a custom resource', () => {
    const { stack, domain, found, domainId } = records({});
    const alias = { DNSName: { 'Fn::GetAtt': [domainId, 'CloudFrontDistribution'] }, HostedZoneId: 'Z2FDTNDATAQYW2' };
    expect(found).toEqual([
      { Name: 'auth.example.com.', HostedZoneId: 'Z0123456789', Type: 'A', AliasTarget: alias },
      { Name: 'auth.example.com.', HostedZoneId: 'Z0123456789', Type: 'AAAA', AliasTarget: alias },
    ]);
    expect(domain.aRecord).toBeInstanceOf(route53.ARecord);
    expect(domain.aaaaRecord).toBeInstanceOf(route53.AaaaRecord);
    expect(stack.resolve(domain.distributionDomainName)).toEqual(alias.DNSName);
    templateOf(stack).resourceCountIs('AWS::Lambda::Function', 0);
  });

  it('gets none if createDnsRecords is false', () => {
    const { stack, domain, found, domainId } = records({ createDnsRecords: false });
    expect(found).toEqual([]);
    expect([domain.aRecord, domain.aaaaRecord]).toEqual([undefined, undefined]);
    expect(stack.resolve(domain.distributionDomainName)).toEqual({
      'Fn::GetAtt': [domainId, 'CloudFrontDistribution'],
    });
  });

  it('is not needed', () => {
    expect(records({ hostedZone: undefined }).found).toEqual([]);
    expect(records({ hostedZone: undefined, createDnsRecords: false }).found).toEqual([]);
  });

  it.each(['example.com', 'example.com.', 'Example.COM', 'auth.example.com', 'com'])(
    'may be that of %s',
    (zoneName) => {
      expect(records({}, (stack) => importedZone(stack, zoneName)).found).toHaveLength(2);
    },
  );

  it.each<[string, (stack: Stack) => route53.IHostedZone]>([
    ['imported by its id', (stack) => route53.HostedZone.fromHostedZoneId(stack, 'Zone', 'Z0123456789')],
    ['named at deployment', (stack) => importedZone(stack, Token.asString({ Ref: 'AWS::StackName' }))],
  ])('is not judged if it is %s', (_, newZone) => {
    expect(records({}, newZone).found[0]).toMatchObject({ Name: 'auth.example.com.', HostedZoneId: 'Z0123456789' });
  });

  it.each(['example.org', 'ample.com', 'auth.example.com.example.com', 'x.auth.example.com'])(
    'is rejected if it is that of %s',
    (zoneName) => {
      expect(problemOf({ hostedZone: importedZone(newStack(), zoneName) })).toBe(
        `S/Domain has 1 problem:\n  1. hostedUi.hostedZone is the zone "${zoneName}", with "auth.example.com" as domainName: ` +
          'the domain is not in that zone, so DNS would not find the records. Give the hosted zone of the domain, or of a domain above it.',
      );
    },
  );

  it('is missed where records are asked for', () => {
    expect(problemOf({ createDnsRecords: true })).toBe(
      'S/Domain has 1 problem:\n  1. hostedUi.createDnsRecords is true, without hostedZone: there is no zone for the records. Give hostedZone, or omit createDnsRecords.',
    );
  });
});

describe('securityPolicy', () => {
  const policy = (securityPolicy?: DomainSecurityPolicy) => {
    const stack = stackIn();
    make(stack, { certificate: importedCertificate(stack), securityPolicy });
    return only(templateOf(stack), DOMAIN).properties.CustomDomainConfig;
  };

  it('is TLS 1.2 and newer by default, which Cognito recommends', () => {
    expect(policy()).toEqual({ CertificateArn: ARN, SecurityPolicy: 'TLS_V1_2_2021' });
  });

  it.each([DomainSecurityPolicy.TLS_V1, DomainSecurityPolicy.TLS_V1_3_2025])('may be %s', (given) => {
    expect(policy(given)).toEqual({ CertificateArn: ARN, SecurityPolicy: given });
  });

  it('is rejected if Cognito knows none of the name', () => {
    expect(problemOf({ securityPolicy: 'TLS_V2' as DomainSecurityPolicy })).toBe(
      'S/Domain has 1 problem:\n  1. hostedUi.securityPolicy is "TLS_V2": it is not one of the values that this library knows. Use one of DomainSecurityPolicy.TLS_V1, DomainSecurityPolicy.TLS_V1_2_2021, DomainSecurityPolicy.TLS_V1_3_2025.',
    );
  });
});

it('tells all problems at once', () => {
  const stack = stackIn('eu-west-1');
  const options = { domainName: 'COM', createDnsRecords: true, securityPolicy: 'x' as DomainSecurityPolicy };
  const places = messageOf(() => make(stack, options)).match(/(?<=\d\. )hostedUi\.\w+/g);
  expect(places).toEqual([
    'hostedUi.domainName',
    'hostedUi.securityPolicy',
    'hostedUi.createDnsRecords',
    'hostedUi.certificate',
  ]);
});
