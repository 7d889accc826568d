/*
 * docs/stacktape.md, for those who come from Stacktape: each property there, its name here, and its default, which is
 * read from the compiled library.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

const same = (type, ...names) => names.map((name) => [name, type, name]);
const below = (prefix, type, ...names) => names.map((name) => [`${prefix}.${name}`, type, name]);

/** Property there; type and member here. */
const ROWS = [
  ...same('UserAuthPoolProps', 'allowEmailAsUserName', 'allowPhoneNumberAsUserName', 'allowOnlyAdminsToCreateAccount'),
  ['unusedAccountValidityDays', 'UserAuthPoolProps', 'unusedAccountValidity'],
  ...same('UserAuthPoolProps', 'requireEmailVerification', 'requirePhoneNumberVerification', 'userVerificationType'),
  ...below(
    'userVerificationMessageConfig',
    'UserVerificationMessageConfig',
    ...[
      'emailMessageUsingCode',
      'emailMessageUsingLink',
      'emailSubjectUsingCode',
      'emailSubjectUsingLink',
      'smsMessage',
    ],
  ),
  ...below('inviteMessageConfig', 'InviteMessageConfig', 'emailMessage', 'emailSubject', 'smsMessage'),
  ['emailConfiguration.sesAddressArn', 'EmailConfiguration', 'sesIdentity'],
  ['emailConfiguration.from', 'EmailConfiguration', 'fromEmail'],
  ['emailConfiguration.replyToEmailAddress', 'EmailConfiguration', 'replyToEmailAddress'],
  ...below('mfaConfiguration', 'MfaConfiguration', 'status', 'enabledTypes'),
  ...below(
    'passwordPolicy',
    'PasswordPolicy',
    ...['minimumLength', 'requireLowercase', 'requireUppercase', 'requireNumbers', 'requireSymbols'],
  ),
  ['passwordPolicy.temporaryPasswordValidityDays', 'PasswordPolicy', 'temporaryPasswordValidity'],
  ['schema', 'UserAuthPoolProps', 'schema'],
  ['schema[].name, attributeDataType', 'AttributeSchema', 'name'],
  ['schema[].required', 'StandardAttributeOptions', 'required'],
  ['schema[].mutable', 'CustomAttributeOptions', 'mutable'],
  ['schema[].developerOnlyAttribute', 'CustomAttributeOptions', 'developerOnly'],
  ['schema[].numberMinValue', 'NumberAttributeOptions', 'min'],
  ['schema[].numberMaxValue', 'NumberAttributeOptions', 'max'],
  ['schema[].stringMinLength', 'StringAttributeOptions', 'minLength'],
  ['schema[].stringMaxLength', 'StringAttributeOptions', 'maxLength'],
  ...below(
    'hooks',
    'UserPoolHooks',
    ...['customMessage', 'postAuthentication', 'postConfirmation', 'preAuthentication', 'preSignUp'],
    ...['preTokenGeneration', 'userMigration', 'createAuthChallenge', 'defineAuthChallenge'],
    'verifyAuthChallengeResponse',
  ),
  ['useFirewall', 'UserAuthPoolProps', 'firewall'],
  ['overrides', 'UserAuthPoolProps', 'overrides'],
  ['enableHostedUi', 'UserAuthPoolProps', 'hostedUi'],
  ['hostedUiDomainPrefix', 'CognitoDomainOptions', 'domainPrefix'],
  ['hostedUiCSS', 'ClassicOptions', 'css'],
  ['customDomain.domainName', 'CustomDomainOptions', 'domainName'],
  ['customDomain.customCertificateArn', 'CustomDomainOptions', 'certificate'],
  ['customDomain.disableDnsRecordCreation', 'CustomDomainOptions', 'createDnsRecords'],
  ['accessTokenValiditySeconds', 'UserAuthClientOptions', 'accessTokenValidity'],
  ['idTokenValiditySeconds', 'UserAuthClientOptions', 'idTokenValidity'],
  ['refreshTokenValidityDays', 'UserAuthClientOptions', 'refreshTokenValidity'],
  ['callbackURLs', 'UserAuthClientOptions', 'callbackUrls'],
  ['logoutURLs', 'UserAuthClientOptions', 'logoutUrls'],
  ...same('UserAuthClientOptions', 'allowedOAuthFlows', 'allowedOAuthScopes', 'generateClientSecret'),
  ...same('UserAuthClientOptions', 'allowOnlyExternalIdentityProviders'),
  ['allowedOAuthFlows: client_credentials', 'UserAuthPool', 'addMachineClient'],
  ['identityProviders', 'UserAuthPoolProps', 'identityProviders'],
  ...['attributeMapping', 'providerDetails'].map((name) => [`identityProviders[].${name}`, 'OidcOptions', name]),
  ['identityProviders[].clientId', 'OidcOptions', 'clientId'],
  ['identityProviders[].clientSecret', 'OidcOptions', 'clientSecret'],
  ['identityProviders[].authorizeScopes', 'OidcOptions', 'scopes'],
  ['authorizer.properties.userPoolName', 'CognitoHttpApiAuthorizerProps', 'userAuthPool'],
  ['authorizer.properties.identitySources', 'CognitoHttpApiAuthorizerProps', 'identitySource'],
  ['authorizer (lambda).functionName', 'LambdaHttpApiAuthorizerProps', 'handler'],
  ['authorizer (lambda).iamResponse', 'LambdaHttpApiAuthorizerProps', 'responseType'],
  ['authorizer (lambda).identitySources', 'LambdaHttpApiAuthorizerProps', 'identitySource'],
  ['authorizer (lambda).cacheResultSeconds', 'LambdaHttpApiAuthorizerProps', 'resultsCacheTtl'],
  ['$ResourceParam id', 'UserAuthPool', 'userPoolId'],
  ['$ResourceParam clientId', 'UserAuthPool', 'userPoolClientId'],
  ['$ResourceParam arn', 'UserAuthPool', 'userPoolArn'],
  ['$ResourceParam providerUrl', 'UserAuthPool', 'issuer'],
  ['$ResourceParam domain', 'UserAuthPool', 'domainName'],
  ['$ResourceParam clientSecret', 'UserAuthPool', 'clientSecret'],
  ['connectTo', 'UserAuthPool', 'connect'],
];

/** The page, with the table as the compiled library has it. */
export function stacktapePage() {
  const { types } = JSON.parse(readFileSync(join(root, '.jsii'), 'utf8'));
  const cells = ROWS.map(([there, type, name]) => {
    const { properties = [], methods = [] } = types[`cdk-user-auth-pool.${type}`] ?? {};
    const members = [...properties, ...methods];
    const member = members.find((each) => each.name === name);
    if (!member) throw new Error(`scripts/stacktape-table.mjs names ${type}.${name}, which the library does not have`);
    return [
      `\`${there}\``,
      `\`${type}.${name}\``,
      (member.docs?.default ?? '').replace(/^- /, '').replaceAll('|', '\\|'),
    ];
  });
  const table = [['there', 'here', 'default here'], ['---', '---', '---'], ...cells].map(
    (row) => `| ${row.join(' | ')} |`,
  );
  const page = readFileSync(join(root, 'docs', 'stacktape.md'), 'utf8');
  return page.replace(/(<!-- stacktape -->\n)[^]*(\n<!-- \/stacktape -->)/, `$1\n${table.join('\n')}\n$2`);
}
