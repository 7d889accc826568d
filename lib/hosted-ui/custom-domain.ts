import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import { regionOfArn } from '../base/region-of-arn';
import { resourceOf } from '../base/resource-of';
import { isSubdomain } from '../checks/domain-name';
import { Problems } from '../checks/problems';
import { isGovCloud } from '../checks/regions';
import { checkEnum, checkValue, isKnown, show } from '../checks/values';
import { Branding } from './branding';

/**
 * The minimum TLS version that browsers must use with a domain.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html
 */
export enum DomainSecurityPolicy {
  /** TLS 1.0 and later, for devices that are about ten years old. Its old ciphers are no longer considered secure. */
  TLS_V1 = 'TLS_V1',

  /** TLS 1.2 and later, as Cognito recommends. */
  TLS_V1_2_2021 = 'TLS_V1_2_2021',

  /** TLS 1.3 only. Users of outdated browsers and apps cannot sign in. */
  TLS_V1_3_2025 = 'TLS_V1_3_2025',
}

/** Options for a custom domain. */
export interface CustomDomainOptions {
  /**
   * The domain name, such as `auth.example.com`: at most 63 characters, lowercase, neither a top-level domain nor a
   * URL. Otherwise synthesis fails.
   *
   * Cognito requires the parent domain, here `example.com`, to have an A record, with any value. A record created in
   * the same stack is created first. For one of another stack, use `pool.hostedUiDomain.node.addDependency(record)`.
   *
   * CloudFormation cannot change the domain in place, and Cognito allows one custom domain per pool at a time. To
   * change it, deploy once without `hostedUi`. Passkeys are bound to the domain on which they were created.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-add-custom-domain.html
   */
  readonly domainName: string;

  /**
   * The certificate of the domain, which must be in us-east-1 whatever the region of the pool. A certificate that is
   * known to be in another region, or not to cover the domain, fails synthesis.
   *
   * @default - created, and validated by a record in `hostedZone`. Synthesis fails if there is no hosted zone, or the
   * stack is not known to be in us-east-1
   */
  readonly certificate?: acm.ICertificate;

  /**
   * The hosted zone that contains the domain. It must be public, and its name the domain or one of its parent domains;
   * otherwise synthesis fails.
   *
   * @default - DNS is managed elsewhere: point the domain to `UserAuthDomain.distributionDomainName`
   */
  readonly hostedZone?: route53.IHostedZone;

  /**
   * Whether to create the A (IPv4) and AAAA (IPv6) records of the domain in `hostedZone`. Setting it to true without a
   * hosted zone fails synthesis.
   *
   * @default - true if there is a hosted zone
   */
  readonly createDnsRecords?: boolean;

  /**
   * The minimum TLS version that browsers must use with the domain.
   *
   * @default DomainSecurityPolicy.TLS_V1_2_2021
   */
  readonly securityPolicy?: DomainSecurityPolicy;

  /**
   * The branding of the pages, and their kind.
   *
   * @default - managed login in Cognito's own style; the classic pages if `featurePlan` is LITE
   */
  readonly branding?: Branding;
}

/** The only region from which CloudFront, which serves custom domains, takes certificates. */
const CERTIFICATE_REGION = 'us-east-1';

/** Whether Cognito takes a name for a custom domain. */
export const isCustomDomain = (name: string): boolean =>
  isSubdomain(name) && name.length <= 63 && name === name.toLowerCase();

export function checkCustomDomain(options: CustomDomainOptions, problems: Problems, region: string): void {
  checkValue(problems, 'hostedUi.domainName', options.domainName, isCustomDomain, {
    outcome:
      'it is not a domain below a top-level domain, in lowercase and of at most 63 characters, and Cognito rejects it',
    remedy: 'Write it as, for example, "auth.example.com", without scheme, port and path',
  });
  checkEnum(problems, 'hostedUi.securityPolicy', options.securityPolicy, { DomainSecurityPolicy });
  checkZone(options, problems);
  if (isGovCloud(region)) {
    problems.add({
      where: 'hostedUi',
      given: `a custom domain, in ${region}`,
      outcome: 'Cognito does not support custom domains in AWS GovCloud',
      remedy: 'Use HostedUi.cognitoDomain()',
    });
  } else {
    checkCertificate(options, problems, region);
  }
}

function checkZone({ domainName, hostedZone, createDnsRecords }: CustomDomainOptions, problems: Problems): void {
  if (!hostedZone) {
    if (!createDnsRecords) return;
    problems.add({
      where: 'hostedUi.createDnsRecords',
      given: 'true, without hostedZone',
      outcome: 'there is no zone for the records',
      remedy: 'Give hostedZone, or omit createDnsRecords',
    });
    return;
  }
  if (hostedZone instanceof route53.PrivateHostedZone) {
    problems.add({
      where: 'hostedUi.hostedZone',
      given: `the private zone ${hostedZone.node.path}`,
      outcome: 'its records are visible only inside its VPCs, so neither browsers nor ACM can resolve the domain',
      remedy: 'Give the public hosted zone of the domain',
    });
  }
  const zone = nameOf(hostedZone);
  // An invalid name has been reported already.
  if (!isKnown(zone) || !isKnown(domainName) || !isCustomDomain(domainName)) return;
  if (`.${domainName}`.endsWith(`.${zone.toLowerCase().replace(/\.$/, '')}`)) return;
  problems.add({
    where: 'hostedUi.hostedZone',
    given: `the zone ${show(zone)}, with ${show(domainName)} as domainName`,
    outcome: 'the domain is not in that zone, so DNS would not find the records',
    remedy: 'Give the hosted zone of the domain, or of a domain above it',
  });
}

/** A zone imported by its ID alone does not know its name, and throws when asked for it. */
function nameOf(zone: route53.IHostedZone): string | undefined {
  try {
    return zone.zoneName;
  } catch {
    return undefined;
  }
}

function checkCertificate(options: CustomDomainOptions, problems: Problems, region: string): void {
  const where = 'hostedUi.certificate';
  if (options.certificate) {
    const certificateRegion = regionOf(options.certificate);
    if (isKnown(certificateRegion) && certificateRegion !== CERTIFICATE_REGION) {
      const outcome = `Cognito accepts only certificates from ${CERTIFICATE_REGION}, and would reject the domain`;
      problems.add({ where, given: `in ${certificateRegion}`, outcome, remedy: elsewhere(options) });
    }
    checkCoverage(options.certificate, options.domainName, problems);
  } else if (!isKnown(region)) {
    problems.add({
      where,
      given: 'missing, in a region known only at deployment',
      outcome: `Cognito accepts only certificates from ${CERTIFICATE_REGION}, so the region decides whether one can be created here, and must be known at synthesis`,
      remedy: `If the region is ${CERTIFICATE_REGION}, set env.region of the stack. Otherwise: ${elsewhere(options)}`,
    });
  } else if (region !== CERTIFICATE_REGION) {
    const outcome = `Cognito accepts only certificates from ${CERTIFICATE_REGION}, and one created here would be in another region`;
    problems.add({ where, given: `missing, in ${region}`, outcome, remedy: elsewhere(options) });
  } else if (!options.hostedZone) {
    problems.add({
      where,
      given: 'missing, without hostedZone',
      outcome: 'AWS issues a certificate only after validation through DNS',
      remedy: 'Give hostedZone to have one created, or give an issued certificate',
    });
  }
}

/** Checks that a certificate of this app is for the domain, by its name or with a wildcard. */
function checkCoverage(certificate: acm.ICertificate, domain: string, problems: Problems): void {
  const made = resourceOf(certificate, acm.CfnCertificate);
  if (!made || !isKnown(domain) || !isCustomDomain(domain)) return;
  const names = [made.domainName, ...(made.subjectAlternativeNames ?? [])];
  if (!names.every(isKnown) || names.includes(domain) || names.includes(domain.replace(/^[^.]*/, '*'))) return;
  problems.add({
    where: 'hostedUi.certificate',
    given: `one for ${names.join(', ')}`,
    outcome: `it does not cover ${domain}, and Cognito rejects the domain`,
    remedy: `Give a certificate for ${domain}`,
  });
}

/**
 * The region in a certificate's ARN, or else that of the stack that creates it. Unknown for an imported certificate
 * whose ARN is not known at synthesis.
 */
function regionOf(certificate: acm.ICertificate): string | undefined {
  if (isKnown(certificate.certificateArn)) return regionOfArn(certificate.certificateArn);
  return resourceOf(certificate, acm.CfnCertificate)?.env.region;
}

/** The code that creates a certificate in another region. */
function elsewhere({ domainName }: CustomDomainOptions): string {
  const name = isKnown(domainName) && isCustomDomain(domainName) ? `'${domainName}'` : 'domainName';
  return [
    'Create it in a separate stack,',
    `  const certificates = new Stack(app, 'Certificates', { env: { account, region: '${CERTIFICATE_REGION}' }, crossRegionReferences: true });`,
    `  const certificate = new acm.Certificate(certificates, 'Certificate', { domainName: ${name}, validation: acm.CertificateValidation.fromDns(hostedZone) });`,
    '  set crossRegionReferences: true on the stack of the pool too, and give the certificate to HostedUi.customDomain()',
  ].join('\n     ');
}

export function makeCertificate(scope: Construct, options: CustomDomainOptions): acm.Certificate | undefined {
  if (options.certificate) return undefined;
  return new acm.Certificate(scope, 'Certificate', {
    domainName: options.domainName,
    validation: acm.CertificateValidation.fromDns(options.hostedZone),
  });
}

export function refineCustomDomain(domain: cognito.CfnUserPoolDomain, { securityPolicy }: CustomDomainOptions): void {
  // The oldest supported aws-cdk-lib has no property for it.
  const policy = securityPolicy ?? DomainSecurityPolicy.TLS_V1_2_2021;
  domain.addPropertyOverride('CustomDomainConfig.SecurityPolicy', policy);
}

/**
 * The ID of the hosted zone that contains all CloudFront distributions:
 * https://docs.aws.amazon.com/general/latest/gr/cf_region.html
 */
const CLOUDFRONT_ZONE = 'Z2FDTNDATAQYW2';

export function makeRecords(
  scope: Construct,
  { attrCloudFrontDistribution: dnsName }: cognito.CfnUserPoolDomain,
  { domainName, hostedZone: zone, createDnsRecords = true }: CustomDomainOptions,
): { aRecord?: route53.ARecord; aaaaRecord?: route53.AaaaRecord } {
  if (!zone || !createDnsRecords) return {};
  const target = route53.RecordTarget.fromAlias({ bind: () => ({ dnsName, hostedZoneId: CLOUDFRONT_ZONE }) });
  // The trailing dot marks the name as complete, so the zone name, which may not be known at synthesis, is not
  // appended.
  const props = { zone, recordName: `${domainName}.`, target };
  return {
    aRecord: new route53.ARecord(scope, 'ARecord', props),
    aaaaRecord: new route53.AaaaRecord(scope, 'AaaaRecord', props),
  };
}
