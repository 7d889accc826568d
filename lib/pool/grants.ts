import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { Construct, DependencyGroup } from 'constructs';
import { idOnBehalfOf } from '../checks/ids';
import { Problems } from '../checks/problems';
import { checkEnum } from '../checks/values';
import { stacksOf } from '../checks/waits';
import { warn } from '../checks/warn';
import { chooseOne } from './policy-place';

/**
 * What a function may be given the right to do with the users of a pool. None of them is about the settings of the pool itself.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncognitouserpools.html
 */
export enum UserPoolRight {
  /** See users and their groups. */
  READ_USERS = 'readUsers',
  /** Make, confirm, change, disable and delete users. */
  MANAGE_USERS = 'manageUsers',
  /** See groups and who is in them. */
  READ_GROUPS = 'readGroups',
  /** Make, change and delete groups. */
  MANAGE_GROUPS = 'manageGroups',
  /** Put users into groups and take them out. */
  MANAGE_GROUP_MEMBERSHIP = 'manageGroupMembership',
  /** See, forget and trust the devices of users. */
  MANAGE_USER_DEVICES = 'manageUserDevices',
  /** Set and reset passwords. */
  MANAGE_PASSWORD_RECOVERY = 'managePasswordRecovery',
  /** Say which second factors users have. */
  MANAGE_MFA_PREFERENCES = 'manageMfaPreferences',
  /** Join the accounts that one person has at several identity providers, and part them. */
  MANAGE_LINKED_PROVIDERS = 'manageLinkedProviders',
  /** Sign users in, as a server does for clients with `allowAdminSignIn`. */
  SIGN_IN_USERS = 'signInUsers',
  /** End all sessions of users. */
  SIGN_OUT_USERS = 'signOutUsers',
  /** See and judge what threat protection wrote down of sign-ins. */
  REVIEW_SIGN_IN_EVENTS = 'reviewSignInEvents',
}

const ACTIONS: Record<UserPoolRight, string[]> = {
  [UserPoolRight.READ_USERS]: ['AdminGetUser', 'ListUsers', 'AdminListGroupsForUser'],
  [UserPoolRight.MANAGE_USERS]: [
    'AdminGetUser',
    'ListUsers',
    'AdminCreateUser',
    'AdminConfirmSignUp',
    'AdminUpdateUserAttributes',
    'AdminDeleteUserAttributes',
    'AdminEnableUser',
    'AdminDisableUser',
    'AdminDeleteUser',
  ],
  [UserPoolRight.READ_GROUPS]: ['GetGroup', 'ListGroups', 'ListUsersInGroup', 'AdminListGroupsForUser'],
  [UserPoolRight.MANAGE_GROUPS]: ['GetGroup', 'ListGroups', 'CreateGroup', 'UpdateGroup', 'DeleteGroup'],
  [UserPoolRight.MANAGE_GROUP_MEMBERSHIP]: [
    'AdminAddUserToGroup',
    'AdminRemoveUserFromGroup',
    'AdminListGroupsForUser',
    'ListUsersInGroup',
  ],
  [UserPoolRight.MANAGE_USER_DEVICES]: [
    'AdminGetDevice',
    'AdminListDevices',
    'AdminForgetDevice',
    'AdminUpdateDeviceStatus',
  ],
  [UserPoolRight.MANAGE_PASSWORD_RECOVERY]: ['AdminSetUserPassword', 'AdminResetUserPassword'],
  [UserPoolRight.MANAGE_MFA_PREFERENCES]: ['AdminSetUserMFAPreference'],
  [UserPoolRight.MANAGE_LINKED_PROVIDERS]: ['AdminLinkProviderForUser', 'AdminDisableProviderForUser'],
  [UserPoolRight.SIGN_IN_USERS]: ['AdminInitiateAuth', 'AdminRespondToAuthChallenge'],
  [UserPoolRight.SIGN_OUT_USERS]: ['AdminUserGlobalSignOut'],
  [UserPoolRight.REVIEW_SIGN_IN_EVENTS]: ['AdminListUserAuthEvents', 'AdminUpdateAuthEventFeedback'],
};

export function checkRights(problems: Problems, rights: UserPoolRight[]): void {
  for (const right of rights) checkEnum(problems, 'rights', right, UserPoolRight);
}

/** Rights to call Cognito for one user pool. None of them makes a circle if who gets it is a hook of the pool. */
export class UserAuthPoolGrants {
  /**
   * Grants of rights on any user pool, of this library or not.
   *
   * @param scope where the policies are put in the construct tree
   * @param userPool the pool
   */
  public static fromUserPool(scope: Construct, userPool: aws_cognito.IUserPoolRef): UserAuthPoolGrants {
    return new UserAuthPoolGrants(scope, userPool);
  }

  private constructor(
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

  /**
   * Gives several rights at once, for this pool only.
   *
   * @param grantee who gets them
   * @param rights which ones
   */
  public rights(grantee: iam.IGrantable, ...rights: UserPoolRight[]): iam.Grant {
    const problems = new Problems(this.scope);
    checkRights(problems, rights);
    problems.throwIfAny();
    if (rights.length === 0) return iam.Grant.drop(grantee, 'no rights are named');
    const actions = new Set(rights.flatMap((right) => ACTIONS[right]));
    return this.actions(grantee, ...[...actions].map((action) => `cognito-idp:${action}`));
  }

  /**
   * Lets see users and their groups.
   *
   * @param grantee who gets the right
   */
  public readUsers(grantee: iam.IGrantable): iam.Grant {
    return this.rights(grantee, UserPoolRight.READ_USERS);
  }

  /**
   * Lets make, confirm, change, disable and delete users.
   *
   * @param grantee who gets the right
   */
  public manageUsers(grantee: iam.IGrantable): iam.Grant {
    return this.rights(grantee, UserPoolRight.MANAGE_USERS);
  }

  /**
   * Lets see groups and who is in them.
   *
   * @param grantee who gets the right
   */
  public readGroups(grantee: iam.IGrantable): iam.Grant {
    return this.rights(grantee, UserPoolRight.READ_GROUPS);
  }

  /**
   * Lets make, change and delete groups.
   *
   * @param grantee who gets the right
   */
  public manageGroups(grantee: iam.IGrantable): iam.Grant {
    return this.rights(grantee, UserPoolRight.MANAGE_GROUPS);
  }

  /**
   * Lets put users into groups and take them out.
   *
   * @param grantee who gets the right
   */
  public manageGroupMembership(grantee: iam.IGrantable): iam.Grant {
    return this.rights(grantee, UserPoolRight.MANAGE_GROUP_MEMBERSHIP);
  }

  /**
   * Lets see, forget and trust the devices of users.
   *
   * @param grantee who gets the right
   */
  public manageUserDevices(grantee: iam.IGrantable): iam.Grant {
    return this.rights(grantee, UserPoolRight.MANAGE_USER_DEVICES);
  }

  /**
   * Lets set and reset passwords.
   *
   * @param grantee who gets the right
   */
  public managePasswordRecovery(grantee: iam.IGrantable): iam.Grant {
    return this.rights(grantee, UserPoolRight.MANAGE_PASSWORD_RECOVERY);
  }

  /**
   * Lets say which second factors users have.
   *
   * @param grantee who gets the right
   */
  public manageMfaPreferences(grantee: iam.IGrantable): iam.Grant {
    return this.rights(grantee, UserPoolRight.MANAGE_MFA_PREFERENCES);
  }

  /**
   * Lets join the accounts that one person has at several identity providers, and part them.
   *
   * @param grantee who gets the right
   */
  public manageLinkedProviders(grantee: iam.IGrantable): iam.Grant {
    return this.rights(grantee, UserPoolRight.MANAGE_LINKED_PROVIDERS);
  }

  /**
   * Lets sign users in, as a server does for clients with `allowAdminSignIn`.
   *
   * @param grantee who gets the right
   */
  public signInUsers(grantee: iam.IGrantable): iam.Grant {
    return this.rights(grantee, UserPoolRight.SIGN_IN_USERS);
  }

  /**
   * Lets end all sessions of users.
   *
   * @param grantee who gets the right
   */
  public signOutUsers(grantee: iam.IGrantable): iam.Grant {
    return this.rights(grantee, UserPoolRight.SIGN_OUT_USERS);
  }

  /**
   * Lets see and judge what threat protection wrote down of sign-ins.
   *
   * @param grantee who gets the right
   */
  public reviewSignInEvents(grantee: iam.IGrantable): iam.Grant {
    return this.rights(grantee, UserPoolRight.REVIEW_SIGN_IN_EVENTS);
  }
}

/**
 * Grants rights in a policy of its own, one for each principal.
 *
 * A right that is added to a function's role in the usual way is something that the function waits for. If the function is a hook of the pool, the pool waits for the function, and
 * the right names the pool: a circle. A policy beside the role breaks it, in one stack and, where it stands in the right one of them, across stacks.
 */
export function grantBeside(
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
      // A role that was imported as immutable, or from another account, takes no policy.
      const statementAdded = policies.every(isAttached);
      if (!statementAdded) warnOfUnattached(scope, principal);
      return { statementAdded, policyDependable: new DependencyGroup(...policies) };
    },
  };
  return iam.Grant.addToPrincipal({ grantee: { grantPrincipal: beside }, ...statement });
}

/** The policy of a principal; across stacks it is one of two. */
function policiesFor(scope: Construct, principal: iam.IIdentity): iam.Policy[] {
  const [here, there] = [Stack.of(scope), Stack.of(principal)];
  const withScope = () => policyIn(scope, `Rights of ${idOnBehalfOf(principal, scope)}`, principal);
  const id = `Rights of ${idOnBehalfOf(principal, there)} on ${idOnBehalfOf(scope, there)}`;
  // In a stack that the other one is nested in, it is in nobody's way.
  if (stacksOf(principal).includes(here)) return [withScope().policy];
  if (stacksOf(scope).includes(there)) return [policyIn(there, id, principal).policy];
  const [one, other] = [withScope(), policyIn(there, id, principal)];
  if (one.isNew) chooseOne(one.policy, other.policy);
  return [one.policy, other.policy];
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
  warn(
    scope,
    'rightsNotGranted',
    `${principal.node.path} is imported in a way that does not let this app give it rights: it gets none. Give them where it is made.`,
  );
}

function isIdentity(principal: iam.IPrincipal): principal is iam.IIdentity {
  return 'attachInlinePolicy' in principal;
}
