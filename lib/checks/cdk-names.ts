/** What to write for a prop of the CDK, in Markdown: its name here, or why there is none. */
export type NameHere = string | { readonly none: string };

/** A struct of the CDK. */
export interface CdkStruct {
  /** The structs in which its props would be written here. */
  readonly here: readonly string[];
  /** The props that have another name there. All others have the same one in a struct of `here`. */
  readonly props: Readonly<Record<string, NameHere>>;
}

const none = (reason: string): NameHere => ({ none: reason });

const ofProvider = (here: string, props: CdkStruct['props'] = {}): CdkStruct => ({
  here: [here],
  props: { userPool: none('the provider belongs to the pool with it in `identityProviders`'), ...props },
});

const NAME_OF_PROVIDER = none('the name is the first argument');

const NAME_OF_AUTHORIZER = none('the authorizer is named after its construct');

const ANALYTICS = none(
  "set it with `overrides: { client: { 'AnalyticsConfiguration.ApplicationId': id } }` in the props of the pool or, for another client, with `client.cfnUserPoolClient.addPropertyOverride()`",
);

const SMS_ROLE = none(
  "a pool that sends text messages creates the role. To use another one, set `overrides: { userPool: { 'SmsConfiguration.SnsCallerArn': role.roleArn, 'SmsConfiguration.ExternalId': id } }`",
);

const ACCEPTED_CLIENTS = none(
  'the authorizer accepts the tokens of every client of the pool. To accept one client on a route, set `accessPolicy: AccessPolicy.client(pool.client)` there',
);

const standard = (attribute: string) => `\`schema: [AttributeSchema.standard(StandardAttribute.${attribute})]\``;

/** The structs of the CDK for pools, clients, domains, identity providers and HTTP APIs, by their names there. */
export const CDK_STRUCTS: Readonly<Record<string, CdkStruct>> = {
  UserPoolProps: {
    here: ['UserAuthPoolProps'],
    props: {
      advancedSecurityMode: '`threatProtection: { standardMode: StandardThreatProtectionMode.FULL_FUNCTION }`',
      autoVerify: '`requireEmailVerification` and `requirePhoneNumberVerification`',
      customAttributes:
        "`schema: [AttributeSchema.customString('tenant')]`, with `{ mutable: false, unbounded: true }` for the CDK's defaults",
      customThreatProtectionMode: '`threatProtection.customMode`',
      email: '`emailConfiguration`',
      enableSmsRole: SMS_ROLE,
      lambdaTriggers: '`hooks`',
      mfa: '`mfaConfiguration.status`',
      mfaMessage: '`mfaConfiguration.smsMessage`',
      mfaSecondFactor: '`mfaConfiguration.enabledTypes`, for example `[MfaType.SOFTWARE_TOKEN]`',
      passkeyRelyingPartyId: '`passwordless.passkeys.relyingPartyId`',
      passkeyUserVerification: '`passwordless.passkeys.userVerification`',
      selfSignUpEnabled:
        '`allowOnlyAdminsToCreateAccount`, which is the opposite: `true` instead of `false`, and `false` instead of `true`',
      signInAliases:
        '`allowEmailAsUserName`, `allowPhoneNumberAsUserName`, `allowUserName` and `allowPreferredUserName`',
      signInPolicy: '`passwordless`',
      smsRole: SMS_ROLE,
      smsRoleExternalId: SMS_ROLE,
      snsRegion: "`smsSender: SmsSender.sns({ region: 'eu-west-1' })`",
      standardAttributes: standard('NAME'),
      standardThreatProtectionMode: '`threatProtection.standardMode`',
      userInvitation: '`inviteMessageConfig`',
      userVerification: '`userVerificationMessageConfig`',
    },
  },
  AutoVerifiedAttrs: {
    here: [],
    props: { email: '`requireEmailVerification`', phone: '`requirePhoneNumberVerification`' },
  },
  SignInAliases: {
    here: [],
    props: {
      email: '`allowEmailAsUserName`',
      phone: '`allowPhoneNumberAsUserName`',
      preferredUsername: '`allowPreferredUserName`',
      username: '`allowUserName`',
    },
  },
  SignInPolicy: {
    here: ['Passwordless'],
    props: { allowedFirstAuthFactors: '`emailCode`, `smsCode` and `passkeys`, of `passwordless`' },
  },
  AllowedFirstAuthFactors: {
    here: ['Passwordless'],
    props: {
      emailOtp: '`emailCode`',
      passkey: '`passkeys: {}`',
      password: none('users can always sign in with their password'),
      smsOtp: '`smsCode`',
    },
  },
  PasswordPolicy: {
    here: ['PasswordPolicy'],
    props: {
      minLength: '`minimumLength`',
      requireDigits: '`requireNumbers`',
      tempPasswordValidity: '`temporaryPasswordValidity`',
    },
  },
  MfaSecondFactor: {
    here: ['MfaConfiguration'],
    props: {
      email: '`enabledTypes` with `MfaType.EMAIL_OTP`',
      otp: '`enabledTypes` with `MfaType.SOFTWARE_TOKEN`',
      sms: '`enabledTypes` with `MfaType.SMS`',
    },
  },
  UserVerificationConfig: {
    here: ['UserVerificationMessageConfig'],
    props: {
      emailBody: '`emailMessageUsingCode` or `emailMessageUsingLink`',
      emailStyle: none(
        'the pool has it as `userVerificationType`, for example `userVerificationType: UserVerificationType.EMAIL_LINK`',
      ),
      emailSubject: '`emailSubjectUsingCode` or `emailSubjectUsingLink`',
    },
  },
  UserInvitationConfig: { here: ['InviteMessageConfig'], props: { emailBody: '`emailMessage`' } },
  UserPoolTriggers: { here: ['UserPoolHooks'], props: {} },
  UserPoolSESOptions: {
    here: ['EmailConfiguration'],
    props: {
      configurationSetName: '`configurationSet: ses.ConfigurationSet.fromConfigurationSetName(this, "Set", "name")`',
      fromName: '`fromEmail: "Name <no-reply@example.com>"`',
      replyTo: '`replyToEmailAddress`',
      sesVerifiedDomain: '`sesIdentity: ses.EmailIdentity.fromEmailIdentityName(this, "Identity", "example.com")`',
    },
  },
  StandardAttributes: {
    here: [],
    props: {
      address: standard('ADDRESS'),
      birthdate: standard('BIRTHDATE'),
      email: standard('EMAIL'),
      familyName: standard('FAMILY_NAME'),
      fullname: standard('NAME'),
      gender: standard('GENDER'),
      givenName: standard('GIVEN_NAME'),
      lastUpdateTime: standard('UPDATED_AT'),
      locale: standard('LOCALE'),
      middleName: standard('MIDDLE_NAME'),
      nickname: standard('NICKNAME'),
      phoneNumber: standard('PHONE_NUMBER'),
      preferredUsername: standard('PREFERRED_USERNAME'),
      profilePage: standard('PROFILE'),
      profilePicture: standard('PICTURE'),
      timezone: standard('ZONEINFO'),
      website: standard('WEBSITE'),
    },
  },
  StandardAttribute: { here: ['StandardAttributeOptions'], props: {} },
  UserPoolClientOptions: {
    here: ['UserAuthClientOptions', 'UserAuthClientProps'],
    props: {
      analytics: ANALYTICS,
      authFlows: '`allowSrpSignIn` and the other `allow...SignIn` options',
      disableOAuth: none('a client without `callbackUrls` has no OAuth'),
      generateSecret: '`generateClientSecret`',
      oAuth: '`callbackUrls`, `allowedOAuthFlows` and `allowedOAuthScopes`',
      preventUserExistenceErrors: none(
        "it is always true. For false, set `overrides: { client: { PreventUserExistenceErrors: 'LEGACY' } }` in the props of the pool or, for another client, use `client.cfnUserPoolClient.addPropertyOverride()`",
      ),
    },
  },
  AuthFlow: {
    here: ['UserAuthClientOptions', 'UserAuthClientProps'],
    props: {
      adminUserPassword: '`allowAdminSignIn`',
      custom: '`allowCustomSignIn`',
      user: '`allowChoiceBasedSignIn`',
      userPassword: '`allowPasswordSignIn`',
      userSrp: '`allowSrpSignIn`',
    },
  },
  OAuthSettings: {
    here: ['UserAuthClientOptions', 'UserAuthClientProps'],
    props: { flows: '`allowedOAuthFlows`', scopes: '`allowedOAuthScopes`' },
  },
  OAuthFlows: {
    here: ['UserAuthClientOptions', 'UserAuthClientProps'],
    props: {
      authorizationCodeGrant: '`allowedOAuthFlows: [OAuthFlow.CODE]`',
      clientCredentials: none('such a client is added with `pool.addMachineClient()`'),
      implicitCodeGrant: '`allowedOAuthFlows: [OAuthFlow.IMPLICIT]`',
    },
  },
  AnalyticsConfiguration: {
    here: [],
    props: {
      application: ANALYTICS,
      applicationId: ANALYTICS,
      externalId: ANALYTICS,
      role: ANALYTICS,
      shareUserData: ANALYTICS,
    },
  },
  UserPoolDomainOptions: {
    here: ['UserAuthPoolProps', 'UserAuthDomainProps'],
    props: {
      cognitoDomain: "`hostedUi: HostedUi.cognitoDomain({ domainPrefix: 'my-app' })`",
      customDomain: "`hostedUi: HostedUi.customDomain({ domainName: 'auth.example.com' })`",
      managedLoginVersion:
        '`hostedUi: HostedUi.cognitoDomain({ branding: Branding.managedLogin() })`, or with `Branding.classic()`',
    },
  },
  CognitoDomainOptions: { here: ['CognitoDomainOptions'], props: {} },
  CustomDomainOptions: { here: ['CustomDomainOptions'], props: {} },
  UserPoolGroupOptions: { here: ['UserAuthGroupOptions'], props: {} },
  UserPoolResourceServerOptions: { here: ['UserAuthResourceServerOptions'], props: {} },
  UserPoolIdentityProviderAmazonProps: ofProvider('LoginWithAmazonOptions'),
  UserPoolIdentityProviderAppleProps: ofProvider('SignInWithAppleOptions', { privateKeyValue: '`privateKey`' }),
  UserPoolIdentityProviderFacebookProps: ofProvider('FacebookOptions'),
  UserPoolIdentityProviderGoogleProps: ofProvider('GoogleOptions', { clientSecretValue: '`clientSecret`' }),
  UserPoolIdentityProviderOidcProps: ofProvider('OidcOptions', {
    attributeRequestMethod: '`attributesRequestMethod`',
    name: NAME_OF_PROVIDER,
  }),
  UserPoolIdentityProviderSamlProps: ofProvider('SamlOptions', { name: NAME_OF_PROVIDER }),
  HttpUserPoolAuthorizerProps: {
    here: ['CognitoHttpApiAuthorizerProps'],
    props: {
      authorizerName: NAME_OF_AUTHORIZER,
      userPoolClients: ACCEPTED_CLIENTS,
      userPoolRegion: none('the pool knows its region'),
    },
  },
  HttpJwtAuthorizerProps: {
    here: ['CognitoHttpApiAuthorizerProps'],
    props: {
      authorizerName: NAME_OF_AUTHORIZER,
      jwtAudience: ACCEPTED_CLIENTS,
    },
  },
  HttpLambdaAuthorizerProps: {
    here: ['LambdaHttpApiAuthorizerProps'],
    props: {
      authorizerName: NAME_OF_AUTHORIZER,
      responseTypes: '`responseType`, one of them',
      role: none('API Gateway may invoke the function by a permission of it, which the library adds'),
    },
  },
  AddRoutesOptions: {
    here: ['AddLambdaRouteOptions'],
    props: {
      authorizer: none('the route has the authorizer whose `addLambdaRoute()` adds it'),
      integration: none('the function is the first argument of `addLambdaRoute()`'),
    },
  },
};

/** What to do about a prop of the CDK in a struct of the library, if it is one. */
export function remedyForCdkName(struct: string, name: string): string | undefined {
  const counterparts = Object.values(CDK_STRUCTS).filter(({ here }) => here.includes(struct));
  const [found] = counterparts.flatMap(({ props }) => (Object.hasOwn(props, name) ? [props[name]!] : []));
  if (found === undefined) return undefined;
  const remedy = typeof found === 'string' ? `Write ${found}` : `Remove it: ${found.none}`;
  return remedy.replaceAll('`', '');
}
