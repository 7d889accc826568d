import { RemovalPolicy, ResourceEnvironment, Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { FeaturePlanNeeds } from '../checks/feature-plan';
import { checkArgument, checkStruct } from '../checks/check-struct';
import { Problems } from '../checks/problems';
import { injected } from '../base/property-injection';
import { warn } from '../checks/warn';
import { isScalar } from '../template/scalars';
import { validateAtSynthesis } from '../template/synthesis';
import { TemplateIndex } from '../template/template-index';
import { isSame } from '../template/value';
import { Branding, BrandingResource } from './branding';
import { cognitoDomainName, defaultPrefix } from './cognito-domain';
import { makeCertificate, makeRecords, refineCustomDomain } from './custom-domain';
import { HostedUi } from './hosted-ui';
import { waitForParentRecord } from './parent-record';
import { checkQuotas } from './quotas';
import { checkIsFree, checkIsOnlyOne, registerDomain } from './other-domains';

/** Properties for `UserAuthDomain`. */
export interface UserAuthDomainProps {
  /** The pool whose users sign in at the domain. */
  readonly userPool: aws_cognito.IUserPoolRef;

  /** The domain to use, and the branding of its pages. */
  readonly hostedUi: HostedUi;

  /**
   * The feature plan of the pool, if it is set. The Lite plan has only the classic pages.
   *
   * @default - not known
   */
  readonly featurePlan?: cognito.FeaturePlan;
}

/**
 * The domain of a pool, with the pages on which its users sign in and everything that it needs. `UserAuthPool` creates
 * it for its `hostedUi`.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain.html
 */
export class UserAuthDomain extends Construct implements cognito.IUserPoolDomain {
  /** The ID by which property injectors name this class. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-user-auth-pool.UserAuthDomain';

  /** The underlying CloudFormation resource, the `node.defaultChild` of this construct. */
  public readonly cfnUserPoolDomain: cognito.CfnUserPoolDomain;

  /** The certificate of a custom domain, if it is created here. */
  public readonly certificate?: acm.Certificate;

  /** The A record (IPv4) of a custom domain, if it is created here. */
  public readonly aRecord?: route53.ARecord;

  /** The AAAA record (IPv6) of a custom domain, if it is created here. */
  public readonly aaaaRecord?: route53.AaaaRecord;

  /**
   * The domain name, such as `auth.example.com` or `my-app.auth.eu-west-1.amazoncognito.com`.
   *
   * @attribute
   */
  public readonly domainName: string;

  /** The base URL of the domain, without a trailing slash. */
  public readonly baseUrl: string;

  /**
   * The target for the alias or CNAME record of a custom domain, such as `d111111abcdef8.cloudfront.net`. Undefined for
   * a Cognito domain.
   */
  public readonly distributionDomainName?: string;

  /** Whether the pages are those of managed login rather than the classic ones. */
  public readonly isManagedLogin: boolean;

  private readonly userPoolId: string;
  private readonly branding: Branding;

  constructor(scope: Construct, id: string, props: UserAuthDomainProps) {
    super(scope, id);
    props = injected(UserAuthDomain.PROPERTY_INJECTION_ID, this, props);
    checkStruct(this, 'UserAuthDomainProps', props);
    const { hostedUi, featurePlan } = props;
    const stack = Stack.of(this);
    const { region } = stack;
    const problems = new Problems(this);
    hostedUi._check(problems, { region, featurePlan, plan: new FeaturePlanNeeds(featurePlan) });
    problems.throwIfAny();

    const { _customDomain: customDomain } = hostedUi;
    const domain = customDomain?.domainName ?? hostedUi._domainPrefix ?? defaultPrefix(props.userPool, stack);
    this.userPoolId = props.userPool.userPoolRef.userPoolId;
    this.branding = hostedUi._brandingFor(featurePlan);
    this.isManagedLogin = this.branding._isManagedLogin;
    this.certificate = customDomain && makeCertificate(this, customDomain);
    const certificateArn = (customDomain?.certificate ?? this.certificate)?.certificateArn;
    this.cfnUserPoolDomain = new cognito.CfnUserPoolDomain(this, 'Resource', {
      userPoolId: this.userPoolId,
      domain,
      managedLoginVersion: this.isManagedLogin ? 2 : 1,
      customDomainConfig: customDomain && { certificateArn },
    });
    this.node.defaultChild = this.cfnUserPoolDomain;
    validateAtSynthesis(this, (index, problems) => this.validate(index, props.userPool, problems));
    this.domainName = customDomain ? domain : cognitoDomainName(domain, region);
    this.baseUrl = `https://${this.domainName}`;
    registerDomain(this);
    if (!customDomain) return;

    refineCustomDomain(this.cfnUserPoolDomain, customDomain);
    waitForParentRecord(this.cfnUserPoolDomain, customDomain.domainName);
    this.distributionDomainName = this.cfnUserPoolDomain.attrCloudFrontDistribution;
    const { aRecord, aaaaRecord } = makeRecords(this, this.cfnUserPoolDomain, customDomain);
    this.aRecord = aRecord;
    this.aaaaRecord = aaaaRecord;
  }

  /** A reference to this domain. */
  public get userPoolDomainRef(): aws_cognito.UserPoolDomainReference {
    return this.cfnUserPoolDomain.userPoolDomainRef;
  }

  /** The stack of the domain. */
  public get stack(): Stack {
    return this.cfnUserPoolDomain.stack;
  }

  /** The account and region of the domain. */
  public get env(): ResourceEnvironment {
    return this.cfnUserPoolDomain.env;
  }

  /**
   * Sets what happens to the domain when it is removed from the stack.
   *
   * @param policy the removal policy
   */
  public applyRemovalPolicy(policy: RemovalPolicy): void {
    this.cfnUserPoolDomain.applyRemovalPolicy(policy);
  }

  /**
   * Returns the URL of the sign-in page of a client, from which users return with an authorization code.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/login-endpoint.html
   * @param clientId the ID of the client
   * @param redirectUri the URL to redirect users to, one of the callback URLs of the client
   * @param scopes the scopes to request, among those of the client
   */
  public signInUrl(clientId: string, redirectUri: string, scopes: string[]): string {
    checkArgument(this, 'clientId', 'string', clientId);
    checkArgument(this, 'redirectUri', 'string', redirectUri);
    checkArgument(this, 'scopes', 'list string', scopes);
    return signInUrlAt(this.domainName, clientId, redirectUri, scopes);
  }

  /**
   * Returns the URL that signs users of a client out.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html
   * @param clientId the ID of the client
   * @param logoutUri the URL to redirect users to, one of the logout URLs of the client
   */
  public signOutUrl(clientId: string, logoutUri: string): string {
    checkArgument(this, 'clientId', 'string', clientId);
    checkArgument(this, 'logoutUri', 'string', logoutUri);
    return `${this.baseUrl}/logout?client_id=${encode(clientId)}&logout_uri=${encode(logoutUri)}`;
  }

  private validate(index: TemplateIndex, userPool: aws_cognito.IUserPoolRef, problems: Problems): void {
    checkIsOnlyOne(index, this, userPool, problems);
    checkIsFree(index, this, problems);
    checkQuotas(index, userPool, problems);
    this.warnOfStyles(index, userPool);
  }

  /** Managed login shows no page to a client without a style. `UserAuthPool` gives its own clients one. */
  private warnOfStyles(index: TemplateIndex, userPool: aws_cognito.IUserPoolRef): void {
    const version = index.resource(this.cfnUserPoolDomain).value('ManagedLoginVersion');
    if (!isScalar(version, 2)) return;
    const styled = index
      .ofPool(userPool, cognito.CfnManagedLoginBranding.CFN_RESOURCE_TYPE_NAME)
      .map((style) => style.value('ClientId'));
    const unstyled = index
      .ofPool(userPool, cognito.CfnUserPoolClient.CFN_RESOURCE_TYPE_NAME)
      .filter((client) => client.value('CallbackURLs').kind !== 'absent')
      .find(({ cfnResource }) => {
        const id = index.valueOf(cfnResource, cfnResource.ref);
        return !styled.some((each) => isSame(each, id));
      });
    if (unstyled) {
      warn(
        this,
        'UserAuthDomain.clientWithoutBranding',
        `The client ${unstyled.path} has no branding for the pages of the domain, and without it, managed login says that the page is unavailable. Add the client with addClient of a UserAuthPool with hostedUi, or give it a CfnManagedLoginBranding.`,
      );
    }
  }

  /**
   * Applies the branding of the pages for a client: its own, or else that of the pool.
   *
   * @internal
   */
  public _brand(
    scope: Construct,
    client: cognito.CfnUserPoolClient,
    branding?: Branding,
  ): BrandingResource | undefined {
    const problems = new Problems(scope);
    branding?._check(problems, 'branding', this.isManagedLogin);
    problems.throwIfAny();
    const ids = { userPoolId: this.userPoolId, clientId: client.ref };
    const resource = (branding ?? this.branding)._bind(scope, ids);
    // Cognito rejects a style sheet for pages that do not exist yet.
    resource?.node.addDependency(this.cfnUserPoolDomain);
    return resource;
  }
}

/** The URL of the sign-in page at a domain, from which users of a client return with an authorization code. */
export function signInUrlAt(domainName: string, clientId: string, redirectUri: string, scopes: string[]): string {
  const scope = scopes.map(encode).join('+');
  return `https://${domainName}/login?client_id=${encode(clientId)}&response_type=code&scope=${scope}&redirect_uri=${encode(redirectUri)}`;
}

/** Encodes a part of a query string. Values known only at deployment stay as they are. */
function encode(value: string): string {
  return encodeURIComponent(value).replace(/%24%7BToken%5B.+?%5D%7D/g, decodeURIComponent);
}
