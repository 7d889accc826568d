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
  const lower = name.toLowerCase();
  const [closest] = names
    .map((each) => ({ each, distance: distanceOf(lower, each.toLowerCase()) }))
    .sort((one, other) => one.distance - other.distance);
  if (closest && closest.distance <= Math.max(2, name.length / 4)) return closest.each;
  const longer = names.filter((each) => each.toLowerCase().endsWith(lower) || isShortFor(lower, each.toLowerCase()));
  return longer.sort((one, other) => one.length - other.length)[0];
}

/** Whether a text of some length has all its characters in another, in the same order. */
function isShortFor(short: string, long: string): boolean {
  let matched = 0;
  for (const character of long) if (character === short[matched]) matched++;
  return matched === short.length && long.length <= 2 * short.length;
}

/** The number of characters to insert, remove or replace to get from one text to another. */
function distanceOf(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, character] of [...one].entries()) {
    const next = [index + 1];
    for (const [place, each] of [...other].entries()) {
      const replaced = (row[place] ?? 0) + (character === each ? 0 : 1);
      next.push(Math.min(replaced, (row[place + 1] ?? 0) + 1, (next[place] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
