import { withDefaults } from './cognito-defaults';
import { DeployedResource, isLiteralObject, PREFIX, Properties } from './deployed';
import { WithNames } from './resource-names';
import { withDurations } from './token-validity';

/** What a resource is to Cognito, however a template says it. */
export function comparable({ type, properties }: DeployedResource, withNames: WithNames): Properties {
  const resolved = withoutEmptyLists(withNames(properties)) as Properties;
  switch (type) {
    case `${PREFIX}UserPool`:
      return withTextsThatAreSent(withTemporaryPasswords(withDefaults(type, resolved)));
    case `${PREFIX}UserPoolClient`:
      return withDurations(withDefaults(type, resolved));
    case `${PREFIX}UserPoolIdentityProvider`:
      return withScopeList(resolved);
    default:
      return withDefaults(type, resolved);
  }
}

/** Lists that may not mean the same when they are empty. */
const EMPTY_OR_ABSENT = ['ExplicitAuthFlows', 'ReadAttributes', 'WriteAttributes'];

/** To Cognito, no URLs and an empty list of URLs are the same. */
function withoutEmptyLists(value: unknown): unknown {
  if (!isLiteralObject(value)) return value;
  const isEmpty = (name: string, each: unknown) =>
    Array.isArray(each) && each.length === 0 && !EMPTY_OR_ABSENT.includes(name);
  const entries = Object.entries(value).filter(([name, each]) => !isEmpty(name, each));
  return Object.fromEntries(entries.map(([name, each]) => [name, withoutEmptyLists(each)]));
}

/**
 * The validity of temporary passwords, which has an old name: descriptions have both.
 *
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_PasswordPolicyType.html
 */
function withTemporaryPasswords(pool: Properties): Properties {
  const { AdminCreateUserConfig: config, Policies: policies } = pool;
  if (!isLiteralObject(config) || !isLiteralObject(policies)) return pool;
  const { UnusedAccountValidityDays: days = 7, ...rest } = config;
  const { PasswordPolicy: policy } = policies;
  if (!isLiteralObject(policy)) return pool;
  const { TemporaryPasswordValidityDays: validity = days } = policy;
  const PasswordPolicy = { ...policy, TemporaryPasswordValidityDays: validity };
  return { ...pool, AdminCreateUserConfig: rest, Policies: { ...policies, PasswordPolicy } };
}

/** Texts for a link are not sent where users confirm with a code, which is the default. */
function withTextsThatAreSent(pool: Properties): Properties {
  const { VerificationMessageTemplate: texts } = pool;
  if (!isLiteralObject(texts) || (texts.DefaultEmailOption ?? 'CONFIRM_WITH_CODE') !== 'CONFIRM_WITH_CODE') return pool;
  const sent = Object.entries(texts).filter(([name]) => !name.endsWith('ByLink'));
  return { ...pool, VerificationMessageTemplate: Object.fromEntries(sent) };
}

/** The scopes that are asked of a provider are one text, in any order. */
function withScopeList(provider: Properties): Properties {
  const { ProviderDetails: details } = provider;
  if (!isLiteralObject(details) || typeof details.authorize_scopes !== 'string') return provider;
  const scopes = details.authorize_scopes.split(/[\s,]+/).filter((each) => each !== '');
  return { ...provider, ProviderDetails: { ...details, authorize_scopes: scopes } };
}
