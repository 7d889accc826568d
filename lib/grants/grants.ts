import * as iam from 'aws-cdk-lib/aws-iam';
import { aws_cognito } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { checkArgument } from '../checks/check-struct';
import { Problems } from '../checks/problems';
import { checkEnum } from '../checks/values';
import { grantInSeparatePolicy } from './separate-policy';

/**
 * Permissions that can be granted on the users of a user pool. None of them covers the settings of the pool itself.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncognitouserpools.html
 */
export enum UserPoolPermission {
  /** Read users and their group memberships. */
  READ_USERS = 'readUsers',
  /** Create, confirm, update, enable, disable and delete users. */
  MANAGE_USERS = 'manageUsers',
  /** Read groups and their members. */
  READ_GROUPS = 'readGroups',
  /** Create, update and delete groups. */
  MANAGE_GROUPS = 'manageGroups',
  /** Add users to groups and remove them from groups. */
  MANAGE_GROUP_MEMBERSHIP = 'manageGroupMembership',
  /** View, forget and trust the devices of users. */
  MANAGE_USER_DEVICES = 'manageUserDevices',
  /** Set and reset the passwords of users. */
  MANAGE_PASSWORD_RECOVERY = 'managePasswordRecovery',
  /** Set which second factors users have. */
  MANAGE_MFA_PREFERENCES = 'manageMfaPreferences',
  /** Link and unlink the accounts that one person has with several identity providers. */
  MANAGE_LINKED_PROVIDERS = 'manageLinkedProviders',
  /** Sign users in from a server, through clients with `allowAdminSignIn`. */
  SIGN_IN_USERS = 'signInUsers',
  /** End all sessions of a user. */
  SIGN_OUT_USERS = 'signOutUsers',
  /** Read the sign-in events that threat protection recorded, and give feedback on them. */
  REVIEW_SIGN_IN_EVENTS = 'reviewSignInEvents',
}

const ACTIONS: Record<UserPoolPermission, string[]> = {
  [UserPoolPermission.READ_USERS]: ['AdminGetUser', 'ListUsers', 'AdminListGroupsForUser'],
  [UserPoolPermission.MANAGE_USERS]: [
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
  [UserPoolPermission.READ_GROUPS]: ['GetGroup', 'ListGroups', 'ListUsersInGroup', 'AdminListGroupsForUser'],
  [UserPoolPermission.MANAGE_GROUPS]: ['GetGroup', 'ListGroups', 'CreateGroup', 'UpdateGroup', 'DeleteGroup'],
  [UserPoolPermission.MANAGE_GROUP_MEMBERSHIP]: [
    'AdminAddUserToGroup',
    'AdminRemoveUserFromGroup',
    'AdminListGroupsForUser',
    'ListUsersInGroup',
  ],
  [UserPoolPermission.MANAGE_USER_DEVICES]: [
    'AdminGetDevice',
    'AdminListDevices',
    'AdminForgetDevice',
    'AdminUpdateDeviceStatus',
  ],
  [UserPoolPermission.MANAGE_PASSWORD_RECOVERY]: ['AdminSetUserPassword', 'AdminResetUserPassword'],
  [UserPoolPermission.MANAGE_MFA_PREFERENCES]: ['AdminSetUserMFAPreference'],
  [UserPoolPermission.MANAGE_LINKED_PROVIDERS]: ['AdminLinkProviderForUser', 'AdminDisableProviderForUser'],
  [UserPoolPermission.SIGN_IN_USERS]: ['AdminInitiateAuth', 'AdminRespondToAuthChallenge'],
  [UserPoolPermission.SIGN_OUT_USERS]: ['AdminUserGlobalSignOut'],
  [UserPoolPermission.REVIEW_SIGN_IN_EVENTS]: ['AdminListUserAuthEvents', 'AdminUpdateAuthEventFeedback'],
};

export function checkPermissions(problems: Problems, permissions: UserPoolPermission[]): void {
  for (const permission of permissions) checkEnum(problems, 'permissions', permission, { UserPoolPermission });
}

/**
 * Grants permissions to call Cognito for a user pool. Granting them to a hook of the pool does not create a circular
 * dependency.
 */
export class UserAuthPoolGrants {
  /**
   * Grants for any user pool, whether this library created it or not.
   *
   * @param scope the scope in which policies are created
   * @param userPool the pool
   */
  public static fromUserPool(scope: Construct, userPool: aws_cognito.IUserPoolRef): UserAuthPoolGrants {
    checkArgument('UserAuthPoolGrants.fromUserPool()', 'scope', 'Construct', scope);
    checkArgument('UserAuthPoolGrants.fromUserPool()', 'userPool', 'IUserPoolRef', userPool);
    return new UserAuthPoolGrants(scope, userPool);
  }

  private constructor(
    private readonly scope: Construct,
    private readonly userPool: aws_cognito.IUserPoolRef,
  ) {}

  /**
   * Grants permission to call the given Cognito operations, on this pool only.
   *
   * @param grantee the principal to grant permissions to
   * @param actions the IAM actions, such as `cognito-idp:AdminGetUser`
   */
  public actions(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    checkArgument(this.scope, 'grantee', 'IGrantable', grantee);
    return grantInSeparatePolicy(this.scope, grantee, {
      actions,
      resourceArns: [this.userPool.userPoolRef.userPoolArn],
    });
  }

  /**
   * Grants several permissions at once, on this pool only.
   *
   * @param grantee the principal to grant permissions to
   * @param permissions the permissions to grant
   */
  public permissions(grantee: iam.IGrantable, ...permissions: UserPoolPermission[]): iam.Grant {
    checkArgument(this.scope, 'permissions', 'list any', permissions);
    const problems = new Problems(this.scope);
    checkPermissions(problems, permissions);
    problems.throwIfAny();
    if (permissions.length === 0) return iam.Grant.drop(grantee, 'no permissions given');
    const actions = new Set(permissions.flatMap((permission) => ACTIONS[permission]));
    return this.actions(grantee, ...[...actions].map((action) => `cognito-idp:${action}`));
  }

  /**
   * Grants permission to read users and their group memberships.
   *
   * @param grantee the principal to grant permissions to
   */
  public readUsers(grantee: iam.IGrantable): iam.Grant {
    return this.permissions(grantee, UserPoolPermission.READ_USERS);
  }

  /**
   * Grants permission to create, confirm, update, enable, disable and delete users.
   *
   * @param grantee the principal to grant permissions to
   */
  public manageUsers(grantee: iam.IGrantable): iam.Grant {
    return this.permissions(grantee, UserPoolPermission.MANAGE_USERS);
  }

  /**
   * Grants permission to read groups and their members.
   *
   * @param grantee the principal to grant permissions to
   */
  public readGroups(grantee: iam.IGrantable): iam.Grant {
    return this.permissions(grantee, UserPoolPermission.READ_GROUPS);
  }

  /**
   * Grants permission to create, update and delete groups.
   *
   * @param grantee the principal to grant permissions to
   */
  public manageGroups(grantee: iam.IGrantable): iam.Grant {
    return this.permissions(grantee, UserPoolPermission.MANAGE_GROUPS);
  }

  /**
   * Grants permission to add users to groups and remove them from groups.
   *
   * @param grantee the principal to grant permissions to
   */
  public manageGroupMembership(grantee: iam.IGrantable): iam.Grant {
    return this.permissions(grantee, UserPoolPermission.MANAGE_GROUP_MEMBERSHIP);
  }

  /**
   * Grants permission to view, forget and trust the devices of users.
   *
   * @param grantee the principal to grant permissions to
   */
  public manageUserDevices(grantee: iam.IGrantable): iam.Grant {
    return this.permissions(grantee, UserPoolPermission.MANAGE_USER_DEVICES);
  }

  /**
   * Grants permission to set and reset the passwords of users.
   *
   * @param grantee the principal to grant permissions to
   */
  public managePasswordRecovery(grantee: iam.IGrantable): iam.Grant {
    return this.permissions(grantee, UserPoolPermission.MANAGE_PASSWORD_RECOVERY);
  }

  /**
   * Grants permission to set which second factors users have.
   *
   * @param grantee the principal to grant permissions to
   */
  public manageMfaPreferences(grantee: iam.IGrantable): iam.Grant {
    return this.permissions(grantee, UserPoolPermission.MANAGE_MFA_PREFERENCES);
  }

  /**
   * Grants permission to link and unlink the accounts that one person has with several identity providers.
   *
   * @param grantee the principal to grant permissions to
   */
  public manageLinkedProviders(grantee: iam.IGrantable): iam.Grant {
    return this.permissions(grantee, UserPoolPermission.MANAGE_LINKED_PROVIDERS);
  }

  /**
   * Grants permission to sign users in from a server, through clients with `allowAdminSignIn`.
   *
   * @param grantee the principal to grant permissions to
   */
  public signInUsers(grantee: iam.IGrantable): iam.Grant {
    return this.permissions(grantee, UserPoolPermission.SIGN_IN_USERS);
  }

  /**
   * Grants permission to end all sessions of a user.
   *
   * @param grantee the principal to grant permissions to
   */
  public signOutUsers(grantee: iam.IGrantable): iam.Grant {
    return this.permissions(grantee, UserPoolPermission.SIGN_OUT_USERS);
  }

  /**
   * Grants permission to read the sign-in events that threat protection recorded, and to give feedback on them.
   *
   * @param grantee the principal to grant permissions to
   */
  public reviewSignInEvents(grantee: iam.IGrantable): iam.Grant {
    return this.permissions(grantee, UserPoolPermission.REVIEW_SIGN_IN_EVENTS);
  }
}
