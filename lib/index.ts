// The pool and what it is given
export { UserAuthPool } from './user-auth-pool';
export { UserAuthPoolProps } from './user-auth-pool-props';
export { ExistingUserPool } from './adopt/existing-user-pool';
export { IUserAuthPool, UserAuthPoolMetricOptions } from './pool/user-auth-pool-base';
export { UserAuthPoolGrants, UserPoolPermission } from './grants/grants';
export { ConnectOptions } from './pool/connect';
export { FrontEndConfig, FrontEndConfigOptions, FrontEndParameterOptions } from './pool/front-end-config';
export { UserAuthPoolAttributes } from './pool/imported';
export { IssuerType } from './pool/issuer';
export {
  AttributeSchema,
  CustomAttributeOptions,
  NumberAttributeOptions,
  StandardAttributeOptions,
  StringAttributeOptions,
} from './sign-in/attribute-schema';
export { StandardAttribute } from './sign-in/standard-attribute';
export { UserVerificationType } from './sign-in/verification';
export { InviteMessageConfig, UserVerificationMessageConfig } from './messages/messages';
export { PasswordPolicy } from './sign-in/password';
export { Passkeys, Passwordless } from './sign-in/passwordless';
export { MfaConfiguration, MfaStatus, MfaType } from './sign-in/mfa';
export { PreTokenGenerationVersion } from './hooks/pre-token-generation';
export { AddHookOptions, UserPoolHook, UserPoolHooks } from './hooks/user-pool-hooks';
export { EmailConfiguration } from './messages/email';
export { EndUserMessagingSmsOptions, SmsSender, SnsSmsOptions } from './messages/sms';
export { AccountTakeoverAction, AccountTakeoverActions, ThreatProtection } from './protection/threat-protection';
export { LogDelivery, LogDestination } from './protection/log-delivery';
export { Firewall, ManagedFirewallOptions } from './protection/firewall';
export { UserAuthPoolOverrides } from './overrides';

// Its app clients
export { UserAuthClient, UserAuthClientOptions, UserAuthClientProps } from './client/user-auth-client';
export {
  UserAuthMachineClient,
  UserAuthMachineClientOptions,
  UserAuthMachineClientProps,
} from './client/user-auth-machine-client';
export { OAuthFlow } from './client/oauth';

// Identity providers
export { IdentityProvider } from './federation/identity-provider';
export { FacebookOptions, GoogleOptions, LoginWithAmazonOptions, SignInWithAppleOptions } from './federation/social';
export { OidcOptions } from './federation/oidc';
export { SamlMetadata, SamlOptions } from './federation/saml';

// The pages on which they sign in
export { HostedUi } from './hosted-ui/hosted-ui';
export { CognitoDomainOptions } from './hosted-ui/cognito-domain';
export { CustomDomainOptions, DomainSecurityPolicy } from './hosted-ui/custom-domain';
export { UserAuthDomain, UserAuthDomainProps } from './hosted-ui/domain';
export { Branding, ClassicOptions, ManagedLoginOptions } from './hosted-ui/branding';
export { TermsDocument, TermsDocuments, TermsLanguage, TermsTranslation } from './hosted-ui/terms';
export {
  ManagedLoginAsset,
  ManagedLoginAssetCategory,
  ManagedLoginAssetExtension,
  ManagedLoginAssetOptions,
  ManagedLoginColorMode,
  ManagedLoginContentOptions,
  ManagedLoginFileOptions,
} from './hosted-ui/assets';

// Groups and scopes
export { UserAuthGroup, UserAuthGroupOptions, UserAuthGroupProps } from './access/group';
export {
  UserAuthResourceServer,
  UserAuthResourceServerOptions,
  UserAuthResourceServerProps,
  UserAuthScope,
} from './access/resource-server';

// What guards the routes of an HTTP API
export { CognitoHttpApiAuthorizer, CognitoHttpApiAuthorizerProps } from './authorizer/cognito-http-api-authorizer';
export { LambdaHttpApiAuthorizer, LambdaHttpApiAuthorizerProps } from './authorizer/lambda-http-api-authorizer';
export { AddLambdaRouteOptions } from './authorizer/routes/lambda-route';
export { RequireOnEveryRouteOptions } from './authorizer/guard/open-routes';
export { AtRequestOptions, PolicyEnforcement, TokenUse } from './authorizer/tokens/policy-enforcement';
export { ResourceIndicator } from './authorizer/tokens/resource-indicator';
export { AccessPolicy } from './access/access-policy';

// Who may call what
export { ApiCaller, MachineCallerOptions, PersonCallerOptions } from './report/api-caller';
export { HttpApiAccess } from './report/http-api-access';
export { HttpApiAccessRow } from './report/route-access';
