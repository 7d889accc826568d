import { nearestName } from './nearest-name';
import { STRUCTS } from './structs';

/** Props of the CDK's own pool and client, by their names there, with their names here. */
const NAMES_OF_CDK: Readonly<Record<string, string>> = {
  selfSignUpEnabled: 'allowOnlyAdminsToCreateAccount',
  signInAliases: 'allowEmailAsUserName and allowPhoneNumberAsUserName',
  autoVerify: 'requireEmailVerification and requirePhoneNumberVerification',
  mfa: 'mfaConfiguration.status',
  mfaSecondFactor: 'mfaConfiguration.enabledTypes',
  lambdaTriggers: 'hooks',
  customAttributes: 'schema',
  standardAttributes: 'schema',
  email: 'emailConfiguration',
  userInvitation: 'inviteMessageConfig',
  userVerification: 'userVerificationMessageConfig',
  standardThreatProtectionMode: 'threatProtection',
  customThreatProtectionMode: 'threatProtection',
  advancedSecurityMode: 'threatProtection',
  authFlows: 'allowSrpSignIn and the other allow...SignIn options',
  oAuth: 'callbackUrls, allowedOAuthFlows and allowedOAuthScopes',
  generateSecret: 'generateClientSecret',
};

/** What the user probably means: an option of another spelling, one of a nested struct, or one of the CDK. */
export function nearestOption(struct: string, name: string): string | undefined {
  const types = STRUCTS[struct] ?? {};
  const names = Object.keys(types);
  const nested = names.find((each) => name in (STRUCTS[(types[each] ?? '').replace('!', '')] ?? {}));
  if (nested) return `${nested}.${name}`;
  const cdk = NAMES_OF_CDK[name];
  if (cdk && names.includes(/^\w+/.exec(cdk)?.[0] ?? '')) return cdk;
  return nearestName(name, names);
}
