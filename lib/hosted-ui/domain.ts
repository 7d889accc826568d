import { Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { Problems } from '../checks/problems';
import { Branding, BrandingResource } from './branding';
import { cognitoDomainName, defaultPrefix } from './cognito-domain';
import { makeCertificate, makeRecords, refineCustomDomain } from './custom-domain';
import type { HostedUi } from './hosted-ui';

/** Properties for `UserAuthDomain`. */
export interface UserAuthDomainProps {
  /** The pool whose users sign in there. */
  readonly userPool: aws_cognito.IUserPoolRef;

  /** Which domain it is, and how its pages look. */
  readonly hostedUi: HostedUi;

  /**
   * The plan of the pool, where it is named. Lite has the classic pages only.
   *
   * @default - not known
   */
  readonly featurePlan?: cognito.FeaturePlan;
}

/**
 * The domain of a pool, with the pages on which its users sign in, and everything that it needs. A `UserAuthPool` makes it for its `hostedUi`.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain.html
 */
export class UserAuthDomain extends Construct {
  /** The underlying CloudFormation resource, the `node.defaultChild` of this construct. */
  public readonly cfnUserPoolDomain: cognito.CfnUserPoolDomain;

  /** The certificate of a domain of your own, where it is made here. */
  public readonly certificate?: acm.Certificate;

  /** The record for IPv4 of a domain of your own, where it is made here. */
  public readonly aRecord?: route53.ARecord;

  /** The record for IPv6 of a domain of your own, where it is made here. */
  public readonly aaaaRecord?: route53.AaaaRecord;

  /**
   * The domain, such as `auth.example.com` or `my-app.auth.eu-west-1.amazoncognito.com`.
   *
   * @attribute
   */
  public readonly domainName: string;

  /** The URL that all addresses at the domain begin with, without a slash at its end. */
  public readonly baseUrl: string;

  /** What a domain of your own has to point to by an alias or CNAME record, such as `d111111abcdef8.cloudfront.net`. A domain of Cognito's has none. */
  public readonly distributionDomainName?: string;

  /** Whether the pages are those of managed login, and not the classic ones. */
  public readonly isManagedLogin: boolean;

  private readonly userPoolId: string;
  private readonly branding: Branding;

  constructor(scope: Construct, id: string, props: UserAuthDomainProps) {
    super(scope, id);
    const { hostedUi, featurePlan } = props;
    const { region } = Stack.of(this);
    const problems = new Problems(this);
    hostedUi._check(problems, { region, featurePlan });
    problems.throwIfAny();

    const own = hostedUi._own;
    const domain = own?.domainName ?? hostedUi._domainPrefix ?? defaultPrefix(scope);
    this.userPoolId = props.userPool.userPoolRef.userPoolId;
    this.branding = hostedUi._brandingFor(featurePlan);
    this.isManagedLogin = this.branding._isManagedLogin;
    this.certificate = own && makeCertificate(this, own);
    const certificateArn = (own?.certificate ?? this.certificate)?.certificateArn;
    this.cfnUserPoolDomain = new cognito.CfnUserPoolDomain(this, 'Resource', {
      userPoolId: this.userPoolId,
      domain,
      managedLoginVersion: this.isManagedLogin ? 2 : 1,
      customDomainConfig: own && { certificateArn },
    });
    this.node.defaultChild = this.cfnUserPoolDomain;
    this.domainName = own ? domain : cognitoDomainName(domain, region);
    this.baseUrl = `https://${this.domainName}`;
    if (!own) return;

    refineCustomDomain(this.cfnUserPoolDomain, own);
    this.distributionDomainName = this.cfnUserPoolDomain.attrCloudFrontDistribution;
    const { aRecord, aaaaRecord } = makeRecords(this, this.cfnUserPoolDomain, own);
    this.aRecord = aRecord;
    this.aaaaRecord = aaaaRecord;
  }

  /**
   * The page on which users of a client sign in, and from which they come back with a code.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/login-endpoint.html
   * @param clientId the id of the client
   * @param redirectUri where they come back to, one of the callback URLs of the client
   * @param scopes what the tokens are asked to allow, among the scopes of the client
   */
  public signInUrl(clientId: string, redirectUri: string, scopes: string[]): string {
    const scope = scopes.map(encode).join('+');
    return `${this.baseUrl}/login?client_id=${encode(clientId)}&response_type=code&scope=${scope}&redirect_uri=${encode(redirectUri)}`;
  }

  /**
   * The page that signs users of a client out.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html
   * @param clientId the id of the client
   * @param logoutUri where they go then, one of the logout URLs of the client
   */
  public signOutUrl(clientId: string, logoutUri: string): string {
    return `${this.baseUrl}/logout?client_id=${encode(clientId)}&logout_uri=${encode(logoutUri)}`;
  }

  /**
   * The look of the pages for a client: its own, or else that of the pool.
   *
   * @internal
   */
  public _brand(scope: Construct, client: cognito.CfnUserPoolClient, own?: Branding): BrandingResource | undefined {
    const problems = new Problems(scope);
    own?._check(problems, 'branding', this.isManagedLogin);
    problems.throwIfAny();
    const resource = (own ?? this.branding)._make(scope, { userPoolId: this.userPoolId, clientId: client.ref });
    // Cognito refuses a style sheet for pages that are not there yet.
    resource?.node.addDependency(this.cfnUserPoolDomain);
    return resource;
  }
}

/** As a part of a query. What only deployment will know stays as it is. */
function encode(value: string): string {
  return encodeURIComponent(value).replace(/%24%7BToken%5B.+?%5D%7D/g, decodeURIComponent);
}
