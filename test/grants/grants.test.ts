import { Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { IUserAuthPool, UserAuthPool, UserPoolHook, UserPoolPermission } from '../../lib';
import { messageOf, newApp, newFunction, newStack, only, templateOf, warningsOf } from '../support/synth';

const POLICY = 'AWS::IAM::Policy';
const GET = 'cognito-idp:AdminGetUser';
const DELETE = 'cognito-idp:AdminDeleteUser';

const make = () => {
  const stack = newStack();
  return { stack, pool: new UserAuthPool(stack, 'Pool') };
};
const statement = (stack: Stack, resource: string, ...actions: string[]) => ({
  Action: actions.length === 1 ? actions[0] : actions,
  Effect: 'Allow',
  Resource: stack.resolve(resource) as unknown,
});

describe('grants.actions', () => {
  it('gives a function permissions on this pool only', () => {
    const { stack, pool } = make();
    const fn = newFunction(stack, 'Fn');
    const grant = pool.grants.actions(fn, GET, DELETE);
    const { PolicyDocument, Roles } = only(templateOf(stack), POLICY).properties;
    expect(PolicyDocument).toMatchObject({ Statement: [statement(stack, pool.userPoolArn, GET, DELETE)] });
    expect(Roles).toEqual([stack.resolve(fn.role?.roleName)]);
    expect(grant.success).toBe(true);
    expect(warningsOf(stack)).toEqual([]);
  });

  it('works on a pool that exists already', () => {
    const stack = newStack('Stack', { env: { region: 'us-east-1', account: '111111111111' } });
    const pool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', { userPoolId: 'eu-west-1_Ab12Cd34E' });
    pool.grants.actions(newFunction(stack, 'Fn'), GET);
    expect(only(templateOf(stack), POLICY).properties.PolicyDocument).toMatchObject({
      Statement: [statement(stack, pool.userPoolArn, GET)],
    });
  });
});

type Verb = Exclude<keyof UserAuthPool['grants'], 'actions' | 'permissions'>;

/**
 * What each verb is for, by the names of the service authorization reference. Each of them is about users, groups and
 * devices of one pool, which is the resource that it is given for.
 *
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncognitouserpools.html
 */
const VERBS: Record<Verb, { permission: UserPoolPermission; actions: string[] }> = {
  readUsers: {
    permission: UserPoolPermission.READ_USERS,
    actions: ['AdminGetUser', 'AdminListGroupsForUser', 'ListUsers'],
  },
  manageUsers: {
    permission: UserPoolPermission.MANAGE_USERS,
    actions: [
      'AdminConfirmSignUp',
      'AdminCreateUser',
      'AdminDeleteUser',
      'AdminDeleteUserAttributes',
      'AdminDisableUser',
      'AdminEnableUser',
      'AdminGetUser',
      'AdminUpdateUserAttributes',
      'ListUsers',
    ],
  },
  readGroups: {
    permission: UserPoolPermission.READ_GROUPS,
    actions: ['AdminListGroupsForUser', 'GetGroup', 'ListGroups', 'ListUsersInGroup'],
  },
  manageGroups: {
    permission: UserPoolPermission.MANAGE_GROUPS,
    actions: ['CreateGroup', 'DeleteGroup', 'GetGroup', 'ListGroups', 'UpdateGroup'],
  },
  manageGroupMembership: {
    permission: UserPoolPermission.MANAGE_GROUP_MEMBERSHIP,
    actions: ['AdminAddUserToGroup', 'AdminListGroupsForUser', 'AdminRemoveUserFromGroup', 'ListUsersInGroup'],
  },
  manageUserDevices: {
    permission: UserPoolPermission.MANAGE_USER_DEVICES,
    actions: ['AdminForgetDevice', 'AdminGetDevice', 'AdminListDevices', 'AdminUpdateDeviceStatus'],
  },
  managePasswordRecovery: {
    permission: UserPoolPermission.MANAGE_PASSWORD_RECOVERY,
    actions: ['AdminResetUserPassword', 'AdminSetUserPassword'],
  },
  manageMfaPreferences: {
    permission: UserPoolPermission.MANAGE_MFA_PREFERENCES,
    actions: ['AdminSetUserMFAPreference'],
  },
  manageLinkedProviders: {
    permission: UserPoolPermission.MANAGE_LINKED_PROVIDERS,
    actions: ['AdminDisableProviderForUser', 'AdminLinkProviderForUser'],
  },
  signInUsers: {
    permission: UserPoolPermission.SIGN_IN_USERS,
    actions: ['AdminInitiateAuth', 'AdminRespondToAuthChallenge'],
  },
  signOutUsers: {
    permission: UserPoolPermission.SIGN_OUT_USERS,
    actions: ['AdminUserGlobalSignOut'],
  },
  reviewSignInEvents: {
    permission: UserPoolPermission.REVIEW_SIGN_IN_EVENTS,
    actions: ['AdminListUserAuthEvents', 'AdminUpdateAuthEventFeedback'],
  },
};

const imported = () => {
  const stack = newStack('Stack', { env: { region: 'us-east-1', account: '111111111111' } });
  return {
    stack,
    pool: UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', { userPoolId: 'eu-west-1_Ab12Cd34E' }),
  };
};
/** The one statement of the one policy. */
const rightsIn = (stack: Stack) => {
  const { Statement } = only(templateOf(stack), POLICY).properties.PolicyDocument as { Statement: any[] };
  expect(Statement).toHaveLength(1);
  const [{ Effect, Action, Resource, ...rest }] = Statement as [any];
  expect({ Effect, rest }).toEqual({ Effect: 'Allow', rest: {} });
  return { resource: Resource as unknown, actions: [Action].flat().sort() as string[] };
};
const withPrefix = (actions: string[]) => actions.map((action) => `cognito-idp:${action}`);

describe.each<[string, () => { stack: Stack; pool: IUserAuthPool }]>([
  ['made', make],
  ['imported', imported],
])('permissions on a pool that is %s', (_, newPool) => {
  it.each(Object.entries(VERBS) as [Verb, (typeof VERBS)[Verb]][])('%s', (verb, { permission, actions }) => {
    const byVerb = newPool();
    const grant = byVerb.pool.grants[verb](newFunction(byVerb.stack, 'Fn'));
    expect(grant.success).toBe(true);
    expect(rightsIn(byVerb.stack)).toEqual({
      resource: byVerb.stack.resolve(byVerb.pool.userPoolArn),
      actions: withPrefix(actions),
    });
    const byName = newPool();
    byName.pool.grants.permissions(newFunction(byName.stack, 'Fn'), permission);
    expect(rightsIn(byName.stack)).toEqual(rightsIn(byVerb.stack));
  });

  it('are each given once where several are', () => {
    const { stack, pool } = newPool();
    pool.grants.permissions(newFunction(stack, 'Fn'), UserPoolPermission.READ_USERS, UserPoolPermission.READ_GROUPS);
    expect(rightsIn(stack).actions).toEqual(
      withPrefix(['AdminGetUser', 'AdminListGroupsForUser', 'GetGroup', 'ListGroups', 'ListUsers', 'ListUsersInGroup']),
    );
  });
});

describe('permissions by name', () => {
  it('are all that there are', () => {
    expect(Object.values(VERBS).map(({ permission }) => permission)).toEqual(Object.values(UserPoolPermission));
  });

  it('never reach further than users of the pool: no wildcard, and nothing that changes the pool', () => {
    const { stack, pool } = make();
    pool.grants.permissions(newFunction(stack, 'Fn'), ...Object.values(UserPoolPermission));
    const { actions, resource } = rightsIn(stack);
    expect(JSON.stringify([actions, resource])).not.toContain('*');
    expect(actions.filter((action) => /UserPool|Client|IdentityProvider|ResourceServer|Domain/.test(action))).toEqual(
      [],
    );
  });

  it('can be none', () => {
    const { stack, pool } = make();
    expect(pool.grants.permissions(newFunction(stack, 'Fn')).success).toBe(false);
    templateOf(stack).resourceCountIs(POLICY, 0);
  });

  it('are those that there are', () => {
    const { stack, pool } = make();
    expect(
      messageOf(() => pool.grants.permissions(newFunction(stack, 'Fn'), 'deletePool' as UserPoolPermission)),
    ).toMatch(
      /^Stack\/Pool has 1 problem:\n {2}1\. permissions is "deletePool": it is not one of the values that this library knows\. Use one of UserPoolPermission\.READ_USERS, /,
    );
    templateOf(stack).resourceCountIs(POLICY, 0);
  });

  it.each(Object.keys(VERBS) as Verb[])('%s may be given to a hook of the pool', (verb) => {
    const app = newApp();
    const [users, code] = [new Stack(app, 'Users'), new Stack(app, 'Code')];
    for (const [index, stack] of [users, code].entries()) {
      const fn = newFunction(stack, `Fn${index}`);
      const pool = new UserAuthPool(users, `Pool${index}`);
      pool.grants[verb](fn);
      pool.addHook(UserPoolHook.POST_CONFIRMATION, fn);
    }
    expect(() => app.synth()).not.toThrow();
    templateOf(users).resourceCountIs(POLICY, 2);
  });
});
