import { isObject } from '../base/json';
import { withArticle } from './article';
import { STRUCTS } from './structs';
import { show } from './values';

/** Code for a value of each type that options and arguments take. */
const EXAMPLES: Readonly<Record<string, string>> = {
  AccessPolicy: "AccessPolicy.group('editors') or the policy of a group",
  AccountTakeoverActions: '{ high: AccountTakeoverAction.BLOCK }',
  ApiCaller: "ApiCaller.person({ groups: ['editors'] })",
  AttributeSchema: "AttributeSchema.customString('tenant')",
  Branding: 'Branding.classic()',
  Construct: 'this',
  ClientAttributes: 'new ClientAttributes().withStandardAttributes({ email: true })',
  Duration: 'Duration.hours(1)',
  EmailConfiguration: "{ fromEmail: 'no-reply@example.com', sesIdentity: identity }",
  ExistingUserPool: "ExistingUserPool.fromTemplate('old.template.json', 'Users0A0EEA89')",
  Firewall: 'Firewall.managed()',
  HostedUi: 'HostedUi.cognitoDomain()',
  IBucketRef: "new s3.Bucket(this, 'Bucket')",
  ICertificate: "Certificate.fromCertificateArn(this, 'Certificate', arn)",
  IConfigurationSetRef: "ConfigurationSet.fromConfigurationSetName(this, 'Set', 'name')",
  IDeliveryStreamRef: "DeliveryStream.fromDeliveryStreamArn(this, 'Stream', arn)",
  IEmailIdentityRef: "EmailIdentity.fromEmailIdentityName(this, 'Identity', 'example.com')",
  IFunction: "lambda.Function.fromFunctionName(this, 'Function', 'name')",
  IGrantable: "a function, or Role.fromRoleName(this, 'Role', 'name')",
  IHostedZone: "HostedZone.fromLookup(this, 'Zone', { domainName: 'example.com' })",
  IKeyRef: "new kms.Key(this, 'Key')",
  ILogGroupRef: "LogGroup.fromLogGroupName(this, 'Logs', 'name')",
  IRoleRef: "Role.fromRoleName(this, 'Role', 'name')",
  ISecret: "Secret.fromSecretNameV2(this, 'Secret', 'name')",
  IUserPoolRef: "a UserAuthPool, or UserPool.fromUserPoolId(this, 'Pool', id)",
  IUserPoolResourceServerRef: "pool.addResourceServer('reports')",
  IWebACLRef: "new wafv2.CfnWebACL(this, 'Acl', props)",
  IdentityProvider: 'IdentityProvider.google({ clientId, clientSecret })',
  InviteMessageConfig: "{ emailSubject: 'Welcome' }",
  LogDelivery: '{ notificationErrors: logGroup }',
  LogDestination: 'LogDestination.cloudWatch(logGroup)',
  ManagedLoginAsset: "ManagedLoginAsset.fromFile('logo.svg', { category: ManagedLoginAssetCategory.FORM_LOGO })",
  MfaConfiguration: '{ status: MfaStatus.ON }',
  OAuthScope: "OAuthScope.custom('reports/read')",
  Passkeys: '{}',
  PasswordPolicy: '{ minimumLength: 16 }',
  Passwordless: '{ passkeys: {} }',
  PolicyEnforcement: 'PolicyEnforcement.atRequest()',
  ResourceIndicator: "ResourceIndicator.fromUrl('https://api.example.com')",
  SamlMetadata: "SamlMetadata.fromUrl('https://idp.example.com/metadata')",
  SecretValue: 'secret.secretValue',
  SmsSender: 'SmsSender.sns()',
  TermsDocument: "{ url: 'https://www.example.com/terms' }",
  TermsDocuments: '{ termsOfUse: { url: terms }, privacyPolicy: { url: privacy } }',
  TermsTranslation: '{ language: TermsLanguage.FRENCH, url: terms }',
  ThreatProtection: '{ notifyUsers: true }',
  UserAuthClientOptions: "{ callbackUrls: ['https://app.example.com/'] }",
  UserAuthPoolOverrides: "{ userPool: { 'Policies.PasswordPolicy.MinimumLength': 9 } }",
  UserAuthScope: "{ scopeName: 'read' }",
  UserPoolClientIdentityProvider: 'UserPoolClientIdentityProvider.GOOGLE',
  UserPoolHooks: '{ preSignUp: fn }',
  UserVerificationMessageConfig: "{ emailSubjectUsingCode: 'Welcome' }",
};

/** What to give for types of which another is a likely mistake. */
const WANTED: Readonly<Record<string, string>> = {
  Function:
    'a Function that this app creates; for an imported one, call pool.grants.permissions() and set its environment variables where it is created',
  IHttpApi: 'an HTTP API (HttpApi); REST and WebSocket APIs have other authorizers',
  IUserAuthPool: 'a UserAuthPool; for a pool created in any other way, use UserAuthPool.fromUserAuthPoolAttributes()',
  IUserPoolClientRef:
    'a client, for example pool.client; for one that another app creates, use UserPoolClient.fromUserPoolClientId()',
};

/** How a message names a type. */
export function describeType(type: string): string {
  if (STRUCTS[type]) return 'an object with options';
  return type === 'any' ? 'a value' : withArticle(type);
}

/** A type of an option or an argument, as `STRUCTS` names it. */
export interface WantedType {
  readonly name: string;
  readonly collection?: string;
  readonly isOptional: boolean;
}

/** What to give instead of a value of another type. */
export function remedyForType(where: string, { name, collection, isOptional }: WantedType, given: unknown): string {
  const wanted = collection ? collectionOf(collection, name, given) : (textIn(where, name, given) ?? oneOf(name));
  const remedy = `Give ${wanted}${isOptional ? ', or omit it' : ''}`;
  return collection || !STRUCTS[name] || EXAMPLES[name] ? remedy : `${remedy}. ${optionsOf(name)}`;
}

export const optionsOf = (struct: string) => `The options are ${Object.keys(STRUCTS[struct] ?? {}).join(', ')}`;

function oneOf(type: string): string {
  const example = EXAMPLES[type];
  return WANTED[type] ?? `${describeType(type)}${example ? `, for example ${example}` : ''}`;
}

function collectionOf(collection: string, type: string, given: unknown): string {
  const example = type === 'string' && typeof given === 'string' ? show(given) : EXAMPLES[type];
  return collection === 'list' && example ? `a list, for example [${example}]` : `a ${collection}`;
}

/** The member of an object that has the string that is wanted, such as the `scopeName` of an `OAuthScope`. */
function textIn(where: string, type: string, given: unknown): string | undefined {
  if (type !== 'string' || !isObject(given)) return undefined;
  const [, prop = ''] = /(\w+?)s?(?:\[\w+\])?$/.exec(where) ?? [];
  const member = [prop, 'scopeName', 'name'].find((each) => each in given);
  return member && `its ${member}, a string`;
}
