import { Resource, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, DependencyGroup } from 'constructs';
import { idOnBehalfOf } from '../base/ids';
import { stacksOf } from '../base/stacks';
import { warnAtPool } from '../checks/warn';
import { synthesizeOneOf } from './policy-placement';

/**
 * Grants permissions in a separate policy, one for each principal.
 *
 * A function depends on the permissions that are added to its role in the usual way. If the function is a hook of the
 * pool, the pool depends on the function, and the permissions refer to the pool: a circular dependency. A separate
 * policy avoids it within a stack and, if the policy is in the right stack, across stacks.
 */
export function grantInSeparatePolicy(
  scope: Construct,
  grantee: iam.IGrantable,
  statement: { actions: string[]; resourceArns: string[] },
): iam.Grant {
  const principal = grantee.grantPrincipal;
  if (!isIdentity(principal)) return iam.Grant.addToPrincipal({ grantee, ...statement });

  const policies = policiesFor(scope, principal);
  const beside: iam.IPrincipal = {
    grantPrincipal: principal,
    assumeRoleAction: principal.assumeRoleAction,
    policyFragment: principal.policyFragment,
    addToPrincipalPolicy: (added) => {
      for (const policy of policies) policy.addStatements(added);
      // No policy can be attached to a role that was imported as immutable or from another account.
      const statementAdded = policies.every(isAttached);
      if (!statementAdded) warnOfUnattached(scope, principal);
      return { statementAdded, policyDependable: new DependencyGroup(...policies) };
    },
  };
  return iam.Grant.addToPrincipal({ grantee: { grantPrincipal: beside }, ...statement });
}

/** The policy of a principal. Across stacks, there are two candidates, one of which is synthesized. */
function policiesFor(scope: Construct, principal: iam.IIdentity): iam.Policy[] {
  const [here, there] = [Stack.of(scope), Stack.of(principal)];
  const withScope = () => policyIn(scope, `Rights of ${idOnBehalfOf(principal, scope)}`, principal);
  const id = `Rights of ${idOnBehalfOf(principal, there)} on ${idOnBehalfOf(scope, there)}`;
  // In a stack that the other one is nested in, the policy can't cause a circular dependency.
  if (stacksOf(principal).includes(here)) return [withScope().policy];
  if (stacksOf(scope).includes(there)) return [policyIn(there, id, principal).policy];
  if (!canName(here, principal)) return [policyIn(there, id, principal).policy];
  const [one, other] = [withScope(), policyIn(there, id, principal)];
  if (one.isNew) synthesizeOneOf(one.policy, other.policy);
  return [one.policy, other.policy];
}

/**
 * Whether a stack can name a principal. Without `crossRegionReferences`, it can't if the principal is in another region
 * and has a name that only deployment will know. The ARN of a pool can be used in any region.
 */
function canName(stack: Stack, principal: iam.IIdentity): boolean {
  const { account, region } = Stack.of(principal);
  if (region === stack.region || account !== stack.account || stack._crossRegionReferences) return true;
  const isNamed = (principal as { _allowCrossEnvironment?: boolean })._allowCrossEnvironment !== false;
  return isNamed || !Resource.isOwnedResource(principal);
}

function policyIn(scope: Construct, id: string, principal: iam.IIdentity): { policy: iam.Policy; isNew: boolean } {
  const existing = scope.node.tryFindChild(id);
  if (existing instanceof iam.Policy) return { policy: existing, isNew: false };
  const policy = new iam.Policy(scope, id);
  principal.attachInlinePolicy(policy);
  return { policy, isNew: true };
}

function isAttached(policy: iam.Policy): boolean {
  const { roles, users, groups } = policy.node.defaultChild as iam.CfnPolicy;
  return [roles, users, groups].some((list) => policy.stack.resolve(list) !== undefined);
}

function warnOfUnattached(scope: Construct, principal: iam.IIdentity): void {
  warnAtPool(
    scope,
    'permissionsNotGranted',
    `${principal.node.path} is imported in a way that does not let this app change its policies, so it gets no permissions. Grant them where it is created.`,
  );
}

function isIdentity(principal: iam.IPrincipal): principal is iam.IIdentity {
  return 'attachInlinePolicy' in principal;
}
