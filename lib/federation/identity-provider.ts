import * as cognito from 'aws-cdk-lib/aws-cognito';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { Problems } from '../checks/problems';
import { warn } from '../checks/warn';
import { SchemaProps } from '../pool/schema';
import { checkMapping, Mapping, renderMapping, unmappedRequired } from './attribute-mapping';
import { oidc, OidcOptions } from './oidc';
import { checkDetails, Provider, renderDetails } from './provider';
import { saml, SamlOptions } from './saml';
import {
  facebook,
  FacebookOptions,
  google,
  GoogleOptions,
  loginWithAmazon,
  LoginWithAmazonOptions,
  signInWithApple,
  SignInWithAppleOptions,
} from './social';

/**
 * An external identity provider: a social one, or that of a company or school by OpenID Connect or SAML. Users reach it from the sign-in pages at the pool's domain.
 *
 * Secrets come from Secrets Manager, and stand neither in the template nor in the code. CloudFormation looks one up when the provider is made or changed; that a new one is there, it doesn't notice.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-identity-federation.html
 */
export class IdentityProvider {
  /**
   * Google.
   *
   * @param options the OAuth client
   */
  public static google(options: GoogleOptions): IdentityProvider {
    return new IdentityProvider(google(options));
  }

  /**
   * Facebook.
   *
   * @param options the app
   */
  public static facebook(options: FacebookOptions): IdentityProvider {
    return new IdentityProvider(facebook(options));
  }

  /**
   * Login with Amazon.
   *
   * @param options the security profile
   */
  public static loginWithAmazon(options: LoginWithAmazonOptions): IdentityProvider {
    return new IdentityProvider(loginWithAmazon(options));
  }

  /**
   * Sign in with Apple.
   *
   * @param options the Services ID and the key
   */
  public static signInWithApple(options: SignInWithAppleOptions): IdentityProvider {
    return new IdentityProvider(signInWithApple(options));
  }

  /**
   * A provider of OpenID Connect.
   *
   * @param name its name in the pool, by which applications ask for it: 3 to 32 characters without spaces and underscores. It is part of the user names of those who sign in with it, so with another name they are new users.
   * @param options the client there
   */
  public static oidc(name: string, options: OidcOptions): IdentityProvider {
    return new IdentityProvider(oidc(name, options));
  }

  /**
   * A SAML provider.
   *
   * @param name its name in the pool, by which applications ask for it: 3 to 32 characters without spaces and underscores. It is part of the user names of those who sign in with it, so with another name they are new users.
   * @param options its metadata
   */
  public static saml(name: string, options: SamlOptions): IdentityProvider {
    return new IdentityProvider(saml(name, options));
  }

  /** The name of the provider in the pool, by which applications ask for it: `Google`, `Facebook`, `LoginWithAmazon`, `SignInWithApple`, or the name that it has been given. */
  public readonly providerName: string;

  /** The provider as an app client of the CDK's own names it among its `supportedIdentityProviders`. */
  public readonly supportedProvider: cognito.UserPoolClientIdentityProvider;

  private constructor(private readonly provider: Provider) {
    this.providerName = provider.name;
    this.supportedProvider = cognito.UserPoolClientIdentityProvider.custom(provider.name);
  }

  /**
   * Whether users may come from the provider without having been sent there.
   *
   * @internal
   */
  public get _idpInitiated(): boolean {
    return this.provider.idpInitiated ?? false;
  }

  /**
   * What applications may name the provider by, beside its name.
   *
   * @internal
   */
  public get _identifiers(): string[] {
    return this.provider.identifiers ?? [];
  }

  /** @internal */
  public _check(where: string, problems: Problems, pool: SchemaProps): void {
    this.provider.check(where, problems);
    checkMapping(problems, where, this.provider.options.attributeMapping, pool);
    checkDetails(problems, where, this.provider.options);
  }

  /**
   * The claims of the provider, by the attributes of the pool that they fill.
   *
   * @internal
   */
  public _mapping(pool: SchemaProps): Mapping {
    return renderMapping(this.provider.claims, this.provider.options.attributeMapping, pool);
  }

  /**
   * The attributes without which nobody can sign up, and which the provider does not fill.
   *
   * @internal
   */
  public _unmappedRequired(pool: SchemaProps): string[] {
    return unmappedRequired(this._mapping(pool), pool);
  }

  /** @internal */
  public _make(
    scope: Construct,
    id: string,
    userPool: aws_cognito.IUserPoolRef,
    pool: SchemaProps,
  ): cognito.CfnUserPoolIdentityProvider {
    for (const [name, text] of Object.entries(this.provider.warnings?.() ?? {})) warn(scope, name, text);
    const mapping = this._mapping(pool);
    return new cognito.CfnUserPoolIdentityProvider(scope, id, {
      userPoolId: userPool.userPoolRef.userPoolId,
      providerName: this.provider.name,
      providerType: this.provider.type,
      providerDetails: renderDetails(this.provider),
      attributeMapping: Object.keys(mapping).length > 0 ? mapping : undefined,
      idpIdentifiers: this.provider.identifiers,
    });
  }
}
