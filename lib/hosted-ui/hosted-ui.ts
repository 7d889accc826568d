import { Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { IConstruct } from 'constructs';
import { checkStruct } from '../checks/check-struct';
import { Problems } from '../checks/problems';
import { isKnown, show } from '../checks/values';
import { warnAtPool } from '../checks/warn';
import { FeaturePlanNeeds } from '../checks/feature-plan';
import { Branding } from './branding';
import { checkCognitoDomain, CognitoDomainOptions, mayBeDomain } from './cognito-domain';
import { checkCustomDomain, CustomDomainOptions } from './custom-domain';

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
   * Uses a custom domain. Cognito does not support it in AWS GovCloud, where it fails synthesis.
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

  /**
   * The branding of the pages: classic by default for a pool that is explicitly on the Lite plan.
   *
   * @internal
   */
  public _brandingFor(featurePlan?: cognito.FeaturePlan): Branding {
    if (this.options.branding) return this.options.branding;
    return featurePlan === cognito.FeaturePlan.LITE ? Branding.classic() : Branding.managedLogin();
  }

  /** @internal */
  public _check(
    problems: Problems,
    context: {
      readonly featurePlan?: cognito.FeaturePlan;
      readonly plan: FeaturePlanNeeds;
      readonly region: string;
    },
  ): void {
    const { _customDomain: customDomain, options } = this;
    const { branding } = options;
    const where = 'hostedUi.branding';
    if (customDomain) checkCustomDomain(customDomain, problems, context.region);
    else checkCognitoDomain(options, problems);
    if (this._brandingFor(context.featurePlan)._isManagedLogin) {
      const what = branding ? where : 'hostedUi with managed login';
      context.plan.needsPlan(cognito.FeaturePlan.ESSENTIALS, what, problems, 'use Branding.classic()');
    }
    branding?._check(problems, where);
  }

  /**
   * Warns of passkeys that managed login doesn't accept. Pages of your own may offer them, in a pool whose domain
   * serves other providers or machine clients only.
   *
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_WebAuthnConfigurationType.html
   *
   * @internal
   */
  public _warn(
    pool: IConstruct,
    { featurePlan, relyingPartyId }: { readonly featurePlan?: cognito.FeaturePlan; readonly relyingPartyId?: string },
  ): void {
    if (!isKnown(relyingPartyId) || !this._brandingFor(featurePlan)._isManagedLogin) return;
    if (this.mayBeAt(relyingPartyId, Stack.of(pool).region)) return;
    const { _customDomain: custom } = this;
    warnAtPool(
      pool,
      'passkeysNotOnHostedPages',
      `Passkeys belong to ${show(relyingPartyId)}, the relyingPartyId, and the hosted pages accept only those of their own domain, ${custom ? show(custom.domainName) : 'which is one of Cognito'}: nobody can register or use a passkey there. ` +
        `Omit relyingPartyId${custom ? '' : ', or use HostedUi.customDomain()'}. If only your own pages offer passkeys, acknowledge this warning.`,
    );
  }

  /** Whether the pages may be at a domain, as far as theirs is known. */
  private mayBeAt(domain: string, region: string): boolean {
    const { _customDomain: custom, options } = this;
    if (!custom) return mayBeDomain(domain, options, region);
    return !isKnown(custom.domainName) || custom.domainName === domain;
  }
}
