/*
 * The table in the README for those who come from Stacktape: each property there, its name here, and its default, which is read from the compiled library.
 *
 *   node scripts/stacktape-table.mjs            prints the README as it should be
 *   node scripts/stacktape-table.mjs --write    writes it
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './setup.mjs';

const TO_COME = undefined;
const same = (type, ...names) => names.map((name) => [name, type, name]);
const below = (prefix, type, ...names) => names.map((name) => [`${prefix}.${name}`, type, name]);

/** Property there; type and member here, or `TO_COME` with what to use until then. */
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
  ['enableHostedUi, hostedUiDomainPrefix, customDomain', TO_COME, '`pool.userPool.addDomain(...)`'],
  ['hostedUiCSS', TO_COME, "the CDK's `CfnUserPoolUICustomizationAttachment`"],
  ['accessTokenValiditySeconds, idTokenValiditySeconds', TO_COME, '1 hour, or `pool.client.userPoolClient`'],
  ['refreshTokenValidityDays', TO_COME, '30 days, or `pool.client.userPoolClient`'],
  ['allowedOAuthFlows, allowedOAuthScopes, callbackURLs, logoutURLs', TO_COME, '`pool.userPool.addClient(...)`'],
  ['identityProviders, allowOnlyExternalIdentityProviders', TO_COME, "the CDK's `UserPoolIdentityProvider...`"],
  ['generateClientSecret', TO_COME, '`pool.userPool.addClient(...)`'],
  ['authorizer.properties.userPoolName', 'CognitoHttpApiAuthorizerProps', 'userAuthPool'],
  ['authorizer.properties.identitySources', TO_COME, 'the header `Authorization`'],
  ['$ResourceParam id', 'UserAuthPool', 'userPoolId'],
  ['$ResourceParam clientId', 'UserAuthPool', 'userPoolClientId'],
  ['$ResourceParam arn', 'UserAuthPool', 'userPoolArn'],
  ['$ResourceParam providerUrl', 'UserAuthPool', 'issuer'],
  ['$ResourceParam domain, clientSecret', TO_COME, "attributes of the CDK's own constructs"],
  ['connectTo', TO_COME, '`pool.grants.actions(...)` and `fn.addEnvironment(...)`'],
];

/** The README, with the table as the compiled library has it. */
export function readmeInStep() {
  const { types } = JSON.parse(readFileSync(join(root, '.jsii'), 'utf8'));
  const cells = ROWS.map(([there, type, name]) => {
    if (type === TO_COME) return [`\`${there}\``, 'to come', `until then: ${name}`];
    const members = types[`cdk-user-auth-pool.${type}`]?.properties ?? [];
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
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  return readme.replace(/(<!-- stacktape -->\n)[^]*(\n<!-- \/stacktape -->)/, `$1\n${table.join('\n')}\n$2`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--write')) writeFileSync(join(root, 'README.md'), readmeInStep());
  else process.stdout.write(readmeInStep());
}
