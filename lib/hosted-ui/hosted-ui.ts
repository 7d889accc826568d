import * as cognito from 'aws-cdk-lib/aws-cognito';
import { checkStruct } from '../checks/check-struct';
import { Problems } from '../checks/problems';
import { isKnown, show } from '../checks/values';
import { FeaturePlanNeeds } from '../checks/feature-plan';
import { Branding } from './branding';
import { checkCognitoDomain, CognitoDomainOptions } from './cognito-domain';
import { checkCustomDomain, CustomDomainOptions } from './custom-domain';

/** What the domain depends on, besides its own options. */
interface HostedUiPool {
  readonly featurePlan?: cognito.FeaturePlan;
}

/**
 * The pages hosted by Cognito on which users sign up and sign in, and their domain. The OAuth endpoints are at the same
 * domain, so machine-to-machine tokens require one too.
 *
 * The domain is deleted with the stack, unlike the pool and its users.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managed-login.html
 * @example
 * new UserAuthPool(this, 'Pool', {
 *   hostedUi: HostedUi.cognitoDomain(),
 *   client: { callbackUrls: ['https://app.example.com/'] },
 * });
 */
export class HostedUi {
  /**
   * Uses a Cognito prefix domain: `PREFIX.auth.REGION.amazoncognito.com`.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html
   * @param options the prefix, and the branding of the pages
   */
  public static cognitoDomain(options: CognitoDomainOptions = {}): HostedUi {
    checkStruct('HostedUi.cognitoDomain()', 'CognitoDomainOptions', options);
    return new HostedUi(options);
  }

  /**
   * Uses a custom domain.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-add-custom-domain.html
   * @param options the domain, its certificate and hosted zone, and the branding of the pages
   */
  public static customDomain(options: CustomDomainOptions): HostedUi {
    checkStruct('HostedUi.customDomain()', 'CustomDomainOptions', options);
    return new HostedUi({ branding: options.branding }, options);
  }

  private constructor(
    private readonly options: CognitoDomainOptions,
    /** @internal */
    public readonly _customDomain?: CustomDomainOptions,
  ) {}

  /** @internal */
  public get _domainPrefix(): string | undefined {
    return this.options.domainPrefix;
  }

  /** @internal */
  public get _branding(): Branding | undefined {
    return this.options.branding;
  }

  /**
   * The branding of the pages: classic by default for a pool that is explicitly on the Lite plan.
   *
   * @internal
   */
  public _brandingFor(featurePlan?: cognito.FeaturePlan): Branding {
    if (this._branding) return this._branding;
    return featurePlan === cognito.FeaturePlan.LITE ? Branding.classic() : Branding.managedLogin();
  }

  /** @internal */
  public _check(
    problems: Problems,
    around: HostedUiPool & {
      readonly plan: FeaturePlanNeeds;
      readonly region: string;
      readonly relyingPartyId?: string;
    },
  ): void {
    const own = this._customDomain;
    if (own) checkCustomDomain(own, problems, around.region);
    else checkCognitoDomain(this.options, problems);
    if (own && this._brandingFor(around.featurePlan)._isManagedLogin) {
      checkPasskeysAt(own.domainName, around.relyingPartyId, problems);
    }
    const where = 'hostedUi.branding';
    if (this._brandingFor(around.featurePlan)._isManagedLogin) {
      const what = this._branding ? where : 'hostedUi with managed login';
      around.plan.needsPlan(cognito.FeaturePlan.ESSENTIALS, what, problems, 'use Branding.classic()');
    }
    this._branding?._check(problems, where);
  }
}

/** On managed login at a custom domain, browsers create passkeys for that domain. */
function checkPasskeysAt(domainName: string, relyingPartyId: string | undefined, problems: Problems): void {
  if (!isKnown(domainName) || !isKnown(relyingPartyId) || domainName === relyingPartyId) return;
  problems.add({
    where: 'passwordless.passkeys.relyingPartyId',
    given: `${show(relyingPartyId)}, with the hosted pages at ${show(domainName)}`,
    outcome: 'managed login at a custom domain accepts only passkeys of that domain',
    remedy: `Give ${show(domainName)}, or omit it`,
  });
}
