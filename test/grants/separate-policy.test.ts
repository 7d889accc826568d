import { App, CfnResource, PhysicalName, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { UserAuthPool, UserPoolPermission } from '../../lib';
import { newApp, newFunction, newStack, only, templateOf, warningsOf } from '../support/synth';

const POLICY = 'AWS::IAM::Policy';
const GET = 'cognito-idp:AdminGetUser';
const DELETE = 'cognito-idp:AdminDeleteUser';

const make = () => {
  const stack = newStack();
  return { stack, pool: new UserAuthPool(stack, 'Pool') };
};

describe('a grant', () => {
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
    expect(properties.PolicyDocument).toMatchObject({
      Statement: [{ Action: GET, Effect: 'Allow', Resource: stack.resolve(pool.userPoolArn) as unknown }],
    });
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

describe('a function in another region than the pool', () => {
  const account = '111111111111';
  type Options = { crossRegionReferences?: boolean; role?: (stack: Stack) => iam.IRole };
  const make = ({ crossRegionReferences, role }: Options = {}) => {
    const app = newApp();
    const users = new Stack(app, 'Users', { env: { account, region: 'eu-west-1' }, crossRegionReferences });
    const code = new Stack(app, 'Code', { env: { account, region: 'us-east-1' }, crossRegionReferences });
    const fn = role
      ? new lambda.Function(code, 'Fn', {
          runtime: lambda.Runtime.NODEJS_22_X,
          handler: 'index.handler',
          code: lambda.Code.fromInline('//'),
          role: role(code),
        })
      : newFunction(code, 'Fn');
    return { users, code, fn, pool: new UserAuthPool(users, 'Pool') };
  };
  type Made = ReturnType<typeof make>;
  const newRole = (roleName?: string) => (stack: Stack) =>
    new iam.Role(stack, 'Role', { roleName, assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  const rightsIn = (stack: Stack) =>
    Object.values(templateOf(stack).findResources(POLICY)).flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement as { Action: string | string[]; Resource: unknown }[],
    );

  it.each<[string, string, (made: Made) => unknown]>([
    ['grants.actions()', GET, ({ pool, fn }) => pool.grants.actions(fn, GET)],
    ['grants.readUsers()', GET, ({ pool, fn }) => pool.grants.readUsers(fn)],
    ['connect()', GET, ({ pool, fn }) => pool.connect(fn, { permissions: [UserPoolPermission.READ_USERS] })],
    [
      'connect(), with the secret of a client',
      'secretsmanager:GetSecretValue',
      ({ pool, fn }) => pool.connect(fn, { client: pool.addServerClient('Server') }),
    ],
  ])('gets permissions in its own stack, by %s', (_, action, grant) => {
    const made = make();
    grant(made);
    expect(rightsIn(made.users)).toEqual([]);
    expect(rightsIn(made.code)).toEqual([
      {
        Effect: 'Allow',
        Action: expect.toSatisfy((actions: string | string[]) => [actions].flat().includes(action)),
        Resource: { 'Fn::GetAtt': [expect.stringContaining('ExportsReader'), expect.anything()] },
      },
    ]);
  });

  it.each<[string, Options]>([
    ['crossRegionReferences is set', { crossRegionReferences: true }],
    ['its role has a name', { role: newRole('mine') }],
    ['the CDK generates a name for its role', { role: newRole(PhysicalName.GENERATE_IF_NEEDED) }],
    ['its role is imported by name', { role: (stack) => iam.Role.fromRoleName(stack, 'Role', 'mine') }],
  ])('gets permissions in the stack of the pool if %s', (_, options) => {
    const { users, code, fn, pool } = make(options);
    pool.grants.actions(fn, GET);
    expect(rightsIn(users)).toMatchObject([{ Action: GET }]);
    expect(rightsIn(code)).toEqual([]);
  });
});
