import { IConstruct } from 'constructs';
import { warnAtPool } from '../checks/warn';
import { Policy, policyScope } from './policy';

/**
 * What an HTTP API takes: the request line and all headers, in bytes.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
const MAX_HEADERS = 10_240;

/** From which size on there is a warning. Browsers send cookies and headers of their own. */
const LARGE = 8_192;

/** The largest number of groups that a user can be in, a quota that cannot be raised. */
const MAX_GROUPS = 100;

/** What a token has beside scopes of policies and groups: its signature and the other claims. */
const OTHER_BYTES = 1_300;

/** Warns if a person could earn so many scopes that their access token hardly fits into the headers of a request. */
export function warnOfLargeTokens(pool: IConstruct, policies: readonly Policy[]): void {
  const earned = mostEarned(policies);
  const size = OTHER_BYTES + base64Length(earned.reduce((sum, each) => sum + bytesOf(each), 0));
  if (size < LARGE) return;
  warnAtPool(
    pool,
    'largeToken',
    `The pool enforces ${policies.length} access policies in the token. An access token that satisfies ${earned.length} of them has about ${size} bytes, and an HTTP API rejects requests whose headers exceed ${MAX_HEADERS} bytes. ` +
      'If one person satisfies that many, enforce some at the request: enforcement: PolicyEnforcement.atRequest(); or use one policy for several routes.',
  );
}

/** What a policy adds to a token: its scope with a space, and a group with quotes and a comma. */
const bytesOf = ({ policy, scope }: Earned) =>
  scope.length + 1 + ('group' in policy ? Buffer.byteLength(policy.group) + 3 : 0);

interface Earned {
  readonly policy: Policy;
  readonly scope: string;
}

/**
 * The policies that a person can satisfy together, at most: of all groups as many as a user can be in,
 * of each attribute one value.
 */
function mostEarned(policies: readonly Policy[]): Earned[] {
  const scopes = policies
    .map((policy) => ({ policy, scope: policyScope(policy) }))
    .sort((one, other) => bytesOf(other) - bytesOf(one));
  const ofGroups = scopes.filter(({ policy }) => 'group' in policy).slice(0, MAX_GROUPS);
  const others = scopes.filter(({ policy }) => !('group' in policy) && !isOneValue(policy));
  // Of the policies on one attribute, the longest scope comes last and is kept.
  const ofValues = new Map(
    scopes.flatMap((each) => (isOneValue(each.policy) ? [[each.policy.attribute, each] as const] : [])).reverse(),
  );
  return [...ofGroups, ...others, ...ofValues.values()];
}

const isOneValue = (policy: Policy): policy is Extract<Policy, { attribute: string }> =>
  'attribute' in policy && policy.values.length === 1;

const base64Length = (bytes: number) => Math.ceil((bytes * 4) / 3);
