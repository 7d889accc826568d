import { isObject } from '../base/json';
import { show } from '../checks/values';
import { asBoolean } from '../template/scalars';
import { PREFIX } from './deployed';
import { Change } from './lock-out';

type Rule = (before: unknown, after: unknown) => boolean;

/** Only the deployment knows what a function of CloudFormation is, so it may let in more. */
const orUnknown =
  (rule: Rule): Rule =>
  (before, after) =>
    [before, after].some(isObject) || rule(before, after);
const turnsOff = orUnknown((before, after) => asBoolean(before) === true && asBoolean(after) !== true);
const turnsOn: Rule = (before, after) => turnsOff(after, before);
const goes: Rule = (before, after) => before !== undefined && after === undefined;
const falls = orUnknown((before, after) => Number(before ?? 0) > Number(after ?? 0));
const rises: Rule = (before, after) => falls(after, before);
const fallsFrom = (...values: readonly string[]) =>
  orUnknown((before, after) => values.slice(values.indexOf(String(before)) + 1).includes(String(after)));
/** Whether a list that the old template has gets a new item, or a new one of some that count. */
const gains = (isWanted: (item: string) => boolean = () => true) =>
  orUnknown((before, after) => {
    const [known, items] = [before, after].map((list) => (Array.isArray(list) ? list.map((each) => show(each)) : []));
    return Array.isArray(before) && items!.some((item) => isWanted(item) && !known!.includes(item));
  });

/**
 * Settings that decide who can sign up or in, and with how much, those first that let in most people, each with what
 * lets in more.
 *
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPool.html
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPoolClient.html
 */
const RULES: readonly (readonly [path: string, letsInMore: Rule])[] = [
  ['AdminCreateUserConfig.AllowAdminCreateUserOnly', turnsOff],
  ['LambdaConfig.PreSignUp', goes],
  ['LambdaConfig.PreAuthentication', goes],
  ['SupportedIdentityProviders', gains()],
  ['MfaConfiguration', fallsFrom('ON', 'OPTIONAL', 'OFF')],
  // A remembered device takes the place of the second factor.
  ['DeviceConfiguration.ChallengeRequiredOnNewDevice', turnsOn],
  ['Policies.SignInPolicy.AllowedFirstAuthFactors', gains()],
  // With any other flow, users still need their passwords.
  ['ExplicitAuthFlows', gains((flow) => /"ALLOW_(?:USER|CUSTOM)_AUTH"/.test(flow))],
  ['WebAuthnUserVerification', fallsFrom('required', 'preferred')],
  ['UserPoolAddOns.AdvancedSecurityMode', fallsFrom('ENFORCED', 'AUDIT', 'OFF')],
  ['UserPoolAddOns.AdvancedSecurityAdditionalFlows.CustomAuthMode', fallsFrom('ENFORCED', 'AUDIT', 'OFF')],
  ['Policies.PasswordPolicy.MinimumLength', falls],
  ['Policies.PasswordPolicy.RequireLowercase', turnsOff],
  ['Policies.PasswordPolicy.RequireNumbers', turnsOff],
  ['Policies.PasswordPolicy.RequireSymbols', turnsOff],
  ['Policies.PasswordPolicy.RequireUppercase', turnsOff],
  ['Policies.PasswordPolicy.PasswordHistorySize', falls],
  ['Policies.PasswordPolicy.TemporaryPasswordValidityDays', rises],
];

/** Without it, Cognito no longer blocks sign-ins that seem risky. */
const RISK_CONFIGURATION = `${PREFIX}UserPoolRiskConfigurationAttachment`;

/** The place of a change among those that may let in more people: the first is 0; undefined for any other. */
export function letInRank({ setting, before, after }: Change): number | undefined {
  const [, ...properties] = setting.split('.');
  if (properties.length === 0) return before === RISK_CONFIGURATION ? 0 : undefined;
  const path = properties.join('.');
  const isUnknown = [before, after].some(isObject);
  const rank = RULES.findIndex(([known, letsInMore]) =>
    known === path ? letsInMore(before, after) : isUnknown && known.startsWith(`${path}.`),
  );
  return rank < 0 ? undefined : rank + 1;
}
