import * as iam from 'aws-cdk-lib/aws-iam';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { idOnBehalfOf } from '../checks/ids';
import { warn } from '../checks/warn';

/** Rights to call Cognito for one user pool. None of them makes a circle if who gets it is a hook of the pool. */
export class UserAuthPoolGrants {
  /** @internal */
  constructor(
    private readonly scope: Construct,
    private readonly userPool: aws_cognito.IUserPoolRef,
  ) {}

  /**
   * Gives the right to call named operations of Cognito, for this pool only.
   *
   * @param grantee who gets the right
   * @param actions such as `cognito-idp:AdminGetUser`
   */
  public actions(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    return grantBeside(this.scope, grantee, { actions, resourceArns: [this.userPool.userPoolRef.userPoolArn] });
  }
}

/**
 * Grants rights in a policy of the pool's own, one for each principal.
 *
 * A right that is added to a function's role in the usual way is something that the function waits for. If the function is a hook of the pool, the pool waits for the function, and
 * the right names the pool: a circle. A policy beside the role breaks it, in one stack and across stacks.
 */
export function grantBeside(
  scope: Construct,
  grantee: iam.IGrantable,
  statement: { actions: string[]; resourceArns: string[] },
): iam.Grant {
  const principal = grantee.grantPrincipal;
  if (!isIdentity(principal)) return iam.Grant.addToPrincipal({ grantee, ...statement });

  const id = `Rights of ${idOnBehalfOf(principal, scope)}`;
  const existing = scope.node.tryFindChild(id);
  const policy = existing instanceof iam.Policy ? existing : new iam.Policy(scope, id);
  if (!existing) principal.attachInlinePolicy(policy);

  const beside: iam.IPrincipal = {
    grantPrincipal: principal,
    assumeRoleAction: principal.assumeRoleAction,
    policyFragment: principal.policyFragment,
    addToPrincipalPolicy: (added) => {
      policy.addStatements(added);
      // A role that was imported as immutable, or from another account, takes no policy.
      const statementAdded = isAttached(policy);
      if (!statementAdded) warnOfUnattached(scope, principal);
      return { statementAdded, policyDependable: policy };
    },
  };
  return iam.Grant.addToPrincipal({ grantee: { grantPrincipal: beside }, ...statement });
}

function isAttached(policy: iam.Policy): boolean {
  const { roles, users, groups } = policy.node.defaultChild as iam.CfnPolicy;
  return [roles, users, groups].some((list) => policy.stack.resolve(list) !== undefined);
}

function warnOfUnattached(scope: Construct, principal: iam.IIdentity): void {
  warn(
    scope,
    'rightsNotGranted',
    `${principal.node.path} is imported in a way that does not let this app give it rights: it gets none. Give them where it is made.`,
  );
}

function isIdentity(principal: iam.IPrincipal): principal is iam.IIdentity {
  return 'attachInlinePolicy' in principal;
}
