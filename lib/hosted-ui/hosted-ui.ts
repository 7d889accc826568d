import * as cognito from 'aws-cdk-lib/aws-cognito';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { Problems } from '../checks/problems';
import { isKnown, show } from '../checks/values';
import { checkPlan } from '../pool/feature-plan';
import { Branding } from './branding';
import { checkCognitoDomain, CognitoDomainOptions } from './cognito-domain';
import { checkCustomDomain, CustomDomainOptions } from './custom-domain';
import { UserAuthDomain } from './domain';

/** What the domain depends on, beside its own options. */
interface Surroundings {
  readonly featurePlan?: cognito.FeaturePlan;
}

/**
 * The pages that Cognito hosts, on which users sign up and sign in, and the domain that they are at. The endpoints of OAuth are at the same domain, so tokens for machines need one too.
 *
 * The domain goes with the stack, unlike the pool and its users.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managed-login.html
 */
export class HostedUi {
  /**
   * At a domain of Cognito's: `PREFIX.auth.REGION.amazoncognito.com`.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html
   * @param options its prefix, and how the pages look
   */
  public static cognitoDomain(options: CognitoDomainOptions = {}): HostedUi {
    return new HostedUi(options);
  }

  /**
   * At a domain of your own.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-add-custom-domain.html
   * @param options the domain, its certificate and its hosted zone, and how the pages look
   */
  public static customDomain(options: CustomDomainOptions): HostedUi {
    return new HostedUi({ branding: options.branding }, options);
  }

  private constructor(
    private readonly options: CognitoDomainOptions,
    /** @internal */
    public readonly _own?: CustomDomainOptions,
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
   * The look of the pages: a pool that is named to be on the Lite plan has the classic ones.
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
    around: Surroundings & { readonly region: string; readonly relyingPartyId?: string },
  ): void {
    const own = this._own;
    if (own) checkCustomDomain(own, problems, around.region);
    else checkCognitoDomain(this.options, problems);
    if (own && this._brandingFor(around.featurePlan)._isManagedLogin) {
      checkPasskeysAt(own.domainName, around.relyingPartyId, problems);
    }
    const where = 'hostedUi.branding';
    if (this._branding?._isManagedLogin) checkPlan(around, problems, where);
    this._branding?._check(problems, where);
  }

  /** @internal */
  public _make(scope: Construct, userPool: aws_cognito.IUserPoolRef, { featurePlan }: Surroundings): UserAuthDomain {
    return new UserAuthDomain(scope, 'Domain', { userPool, hostedUi: this, featurePlan });
  }
}

/** On managed login at an own domain, a browser makes passkeys for that domain. */
function checkPasskeysAt(domainName: string, relyingPartyId: string | undefined, problems: Problems): void {
  if (!isKnown(domainName) || !isKnown(relyingPartyId) || domainName === relyingPartyId) return;
  problems.add({
    where: 'passwordless.passkeys.relyingPartyId',
    given: `${show(relyingPartyId)}, with the hosted pages at ${show(domainName)}`,
    outcome: 'managed login at a domain of your own takes passkeys of that very domain only',
    remedy: `Give ${show(domainName)}, or leave it out`,
  });
}
