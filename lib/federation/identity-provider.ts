import * as cognito from 'aws-cdk-lib/aws-cognito';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { checkArgument, checkStruct } from '../checks/check-struct';
import { Problems } from '../checks/problems';
import { SchemaProps } from '../sign-in/schema';
import { checkMapping, Mapping, renderMapping } from './attribute-mapping';
import { oidc, OidcOptions } from './oidc';
import { checkDetails, ProviderDefinition, renderDetails } from './provider';
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
 * An external (federated) identity provider: a social provider, or an OpenID Connect or SAML provider of a company or
 * school. Users sign in on the hosted pages of the pool's domain.
 *
 * Secrets come from Secrets Manager and appear neither in the template nor in the code. CloudFormation resolves a
 * secret only when it creates or updates the provider; it does not notice a new value.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-identity-federation.html
 * @example
 * const google = IdentityProvider.google({
 *   clientId: '1234.apps.googleusercontent.com',
 *   clientSecret: SecretValue.secretsManager('sign-in', { jsonField: 'google' }),
 * });
 * new UserAuthPool(this, 'Pool', {
 *   identityProviders: [google],
 *   hostedUi: HostedUi.cognitoDomain(),
 *   client: { callbackUrls: ['https://app.example.com/'] },
 * });
 */
export class IdentityProvider {
  /**
   * Creates a Google identity provider.
   *
   * @param options the OAuth client
   */
  public static google(options: GoogleOptions): IdentityProvider {
    checkStruct('IdentityProvider.google()', 'GoogleOptions', options);
    return new IdentityProvider(google(options));
  }

  /**
   * Creates a Facebook identity provider.
   *
   * @param options the app
   */
  public static facebook(options: FacebookOptions): IdentityProvider {
    checkStruct('IdentityProvider.facebook()', 'FacebookOptions', options);
    return new IdentityProvider(facebook(options));
  }

  /**
   * Creates a Login with Amazon identity provider.
   *
   * @param options the security profile
   */
  public static loginWithAmazon(options: LoginWithAmazonOptions): IdentityProvider {
    checkStruct('IdentityProvider.loginWithAmazon()', 'LoginWithAmazonOptions', options);
    return new IdentityProvider(loginWithAmazon(options));
  }

  /**
   * Creates a Sign in with Apple identity provider.
   *
   * @param options the Services ID and the key
   */
  public static signInWithApple(options: SignInWithAppleOptions): IdentityProvider {
    checkStruct('IdentityProvider.signInWithApple()', 'SignInWithAppleOptions', options);
    return new IdentityProvider(signInWithApple(options));
  }

  /**
   * Creates an OpenID Connect identity provider.
   *
   * @param name the name of the provider in the pool, by which applications refer to it: 3 to 32 characters without
   * spaces and underscores. It is part of the usernames of those who sign in with the provider, so renaming it makes
   * them new users
   * @param options the client registered with the provider
   */
  public static oidc(name: string, options: OidcOptions): IdentityProvider {
    checkArgument('IdentityProvider.oidc()', 'name', 'string', name);
    checkStruct('IdentityProvider.oidc()', 'OidcOptions', options);
    return new IdentityProvider(oidc(name, options));
  }

  /**
   * Creates a SAML identity provider.
   *
   * @param name the name of the provider in the pool, by which applications refer to it: 3 to 32 characters without
   * spaces and underscores. It is part of the usernames of those who sign in with the provider, so renaming it makes
   * them new users
   * @param options the metadata and settings of the provider
   */
  public static saml(name: string, options: SamlOptions): IdentityProvider {
    checkArgument('IdentityProvider.saml()', 'name', 'string', name);
    checkStruct('IdentityProvider.saml()', 'SamlOptions', options);
    return new IdentityProvider(saml(name, options));
  }

  /**
   * The name of the provider in the pool, by which applications refer to it: `Google`, `Facebook`, `LoginWithAmazon`,
   * `SignInWithApple`, or the name it was given.
   */
  public readonly providerName: string;

  /** The provider, for use in the `supportedIdentityProviders` of the CDK's own app clients. */
  public readonly supportedProvider: cognito.UserPoolClientIdentityProvider;

  /** @internal */
  public readonly _definition: ProviderDefinition;

  private constructor(definition: ProviderDefinition) {
    this._definition = definition;
    this.providerName = definition.name;
    this.supportedProvider = cognito.UserPoolClientIdentityProvider.custom(definition.name);
  }

  /** @internal */
  public _check(where: string, problems: Problems, pool: SchemaProps): void {
    const { check, options } = this._definition;
    check(where, problems);
    checkMapping(problems, where, options.attributeMapping, pool);
    checkDetails(problems, where, options);
  }

  /**
   * The claims of the provider, keyed by the pool attributes that they fill.
   *
   * @internal
   */
  public _mapping(pool: SchemaProps): Mapping {
    const { claims, options } = this._definition;
    return renderMapping(claims, options.attributeMapping, pool);
  }

  /** @internal */
  public _bind(
    scope: Construct,
    id: string,
    userPool: aws_cognito.IUserPoolRef,
    pool: SchemaProps,
  ): cognito.CfnUserPoolIdentityProvider {
    const definition = this._definition;
    definition.warn?.(scope);
    const mapping = this._mapping(pool);
    return new cognito.CfnUserPoolIdentityProvider(scope, id, {
      userPoolId: userPool.userPoolRef.userPoolId,
      providerName: definition.name,
      providerType: definition.type,
      providerDetails: renderDetails(definition),
      attributeMapping: Object.keys(mapping).length > 0 ? mapping : undefined,
      idpIdentifiers: definition.identifiers,
    });
  }
}
