import { App, CfnResource, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
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

  it('is something that the function does not wait for, since it may be a hook of the pool', () => {
    const { stack, pool } = make();
    pool.grants.actions(newFunction(stack, 'Fn'), GET);
    const template = templateOf(stack);
    const policy = only(template, POLICY).id;
    expect(JSON.stringify(only(template, 'AWS::Lambda::Function'))).not.toContain(policy);
    expect(JSON.stringify(only(template, 'AWS::IAM::Role'))).not.toContain(policy);
  });

  it('is something that others can wait for', () => {
    const { stack, pool } = make();
    const grant = pool.grants.actions(newFunction(stack, 'Fn'), GET);
    const topic = new CfnResource(stack, 'Topic', { type: 'AWS::SNS::Topic' });
    grant.applyBefore(topic);
    const template = templateOf(stack);
    expect(only(template, 'AWS::SNS::Topic').DependsOn).toEqual([only(template, POLICY).id]);
  });

  it('gathers the permissions of one function in one policy', () => {
    const { stack, pool } = make();
    const fn = newFunction(stack, 'Fn');
    pool.grants.actions(fn, GET);
    pool.grants.actions(fn, DELETE);
    expect(JSON.stringify(only(templateOf(stack), POLICY).properties)).toMatch(/AdminGetUser.*AdminDeleteUser/);
  });

  it('keeps the permissions of two functions apart', () => {
    const { stack, pool } = make();
    pool.grants.actions(newFunction(stack, 'One'), GET);
    pool.grants.actions(newFunction(stack, 'Two'), DELETE);
    templateOf(stack).resourceCountIs(POLICY, 2);
  });

  it('keeps the permissions of two functions apart that have the same path in two stacks', () => {
    const app = newApp();
    const stack = new Stack(app, 'Users');
    const pool = new UserAuthPool(stack, 'Pool');
    const fns = ['A', 'B'].map((id) => newFunction(new Stack(app, id), 'Fn'));
    pool.grants.actions(fns[0]!, GET);
    pool.grants.actions(fns[1]!, DELETE);
    app.synth();
    const policies = Object.values(templateOf(stack).findResources(POLICY)) as { Properties: { Roles: unknown[] } }[];
    const permissions = policies.map(({ Properties }) => JSON.stringify(Properties));
    expect(permissions).toEqual([
      expect.stringMatching(/AdminGetUser.*"Roles":\[\{"Fn::ImportValue":"A:/),
      expect.stringMatching(/AdminDeleteUser.*"Roles":\[\{"Fn::ImportValue":"B:/),
    ]);
  });

  it.each([
    ['role', 'Roles', (stack: Stack) => new iam.Role(stack, 'Id', { assumedBy: new iam.AccountRootPrincipal() })],
    ['imported role', 'Roles', (stack: Stack) => iam.Role.fromRoleName(stack, 'Id', 'theirs')],
    ['user', 'Users', (stack: Stack) => new iam.User(stack, 'Id')],
    ['group', 'Groups', (stack: Stack) => new iam.Group(stack, 'Id')],
  ])('takes a %s', (_, property, newGrantee) => {
    const { stack, pool } = make();
    expect(pool.grants.actions(newGrantee(stack), GET).success).toBe(true);
    const { properties } = only(templateOf(stack), POLICY);
    expect(properties.PolicyDocument).toMatchObject({ Statement: [statement(stack, pool.userPoolArn, GET)] });
    expect(properties[property]).toHaveLength(1);
  });

  it('takes an alias', () => {
    const { stack, pool } = make();
    const fn = newFunction(stack, 'Fn');
    pool.grants.actions(new lambda.Alias(stack, 'Alias', { aliasName: 'live', version: fn.currentVersion }), GET);
    expect(only(templateOf(stack), POLICY).properties.Roles).toEqual([stack.resolve(fn.role?.roleName)]);
  });

  it('says so where the role of a function is not known', () => {
    const { stack, pool } = make();
    const arn = 'arn:aws:lambda:eu-west-1:111111111111:function:imported';
    pool.grants.actions(lambda.Function.fromFunctionArn(stack, 'Fn', arn), GET);
    templateOf(stack).resourceCountIs(POLICY, 0);
    expect(warningsOf(stack)).toEqual([expect.stringMatching(/cognito-idp:AdminGetUser/)]);
  });

  it('gives nothing to whom nothing can be given', () => {
    const { stack, pool } = make();
    expect(pool.grants.actions(new iam.ServicePrincipal('lambda.amazonaws.com'), GET).success).toBe(false);
    templateOf(stack).resourceCountIs(POLICY, 0);
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

describe('permissions that could reach the wrong principal', () => {
  it.each<[string, (app: App, users: Stack) => Construct[]]>([
    [
      'a dot and a slash',
      (_, users) => [new Construct(users, 'Users.Get'), new Construct(new Construct(users, 'Users'), 'Get')],
    ],
    [
      'a construct and a stack of one name',
      (app, users) => [
        new Construct(new Construct(users, 'Users'), 'Get'),
        new Construct(new Stack(app, 'Users'), 'Get'),
      ],
    ],
  ])('stay apart: %s', (_, places) => {
    const app = newApp();
    const stack = new Stack(app, 'Auth');
    const pool = new UserAuthPool(stack, 'Pool');
    const fns = places(app, stack).map((place) => newFunction(place, 'Fn'));
    pool.grants.actions(fns[0]!, GET);
    pool.grants.actions(fns[1]!, DELETE);
    const policies = templateOf(stack).findResources(POLICY);
    expect(Object.keys(policies)).toHaveLength(2);
    for (const { Properties } of Object.values(policies)) {
      expect(Properties.PolicyDocument.Statement).toHaveLength(1);
      expect(Properties.Roles).toHaveLength(1);
    }
  });

  it('are warned of where the principal takes none', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool');
    const theirs = iam.Role.fromRoleArn(stack, 'Theirs', 'arn:aws:iam::111111111111:role/r', { mutable: false });
    expect(pool.grants.actions(theirs, GET).success).toBe(false);
    expect(warningsOf(stack)).toEqual([expect.stringMatching(/permissionsNotGranted/)]);
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
