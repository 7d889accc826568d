import { CfnParameter, CfnResource, Lazy, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import { describe, expect, it } from 'vitest';
import { AccessPolicy, UserAuthGroup, UserAuthGroupOptions, UserAuthPool } from '../../lib';
import { setUp } from '../authorizer/support';
import { refusalOf } from '../support/policies';
import { LENIENT, messageOf, newApp, newStack, only, templateOf, warningsOf } from '../support/synth';

const GROUP = 'AWS::Cognito::UserPoolGroup';

const propertiesOf = (options: UserAuthGroupOptions) => {
  const stack = newStack();
  new UserAuthPool(stack, 'Pool').addGroup('editors', options);
  return only(templateOf(stack), GROUP).properties;
};
const problemOf = (options: UserAuthGroupOptions, id = 'editors') =>
  messageOf(() => new UserAuthPool(newStack('S'), 'Pool').addGroup(id, options)).replace(
    /^S\/Pool\/.+ has 1 problem:\n {2}1\. /,
    '',
  );
const newRole = (stack: Stack, id: string) =>
  new iam.Role(stack, id, { assumedBy: new iam.WebIdentityPrincipal('cognito-identity.amazonaws.com') });

describe('a group', () => {
  it('is called by its id, and has no precedence and no role', () => {
    const stack = newStack();
    const group = new UserAuthPool(stack, 'Pool').addGroup('editors');
    expect(only(templateOf(stack), GROUP).properties).toEqual({
      GroupName: 'editors',
      UserPoolId: { Ref: 'PoolD3F588B8' },
    });
    expect(Stack.of(group).resolve(group.groupName)).toEqual({ Ref: expect.stringMatching(/^Pooleditors/) });
    expect(group.userPoolGroup).toBeInstanceOf(cognito.UserPoolGroup);
    expect(group.node.defaultChild).toBe(group.userPoolGroup.node.defaultChild);
    expect(group.userPoolGroupRef).toEqual(group.userPoolGroup.userPoolGroupRef);
    expect(group.env).toEqual(group.userPoolGroup.env);
  });

  it('has what it is given', () => {
    const stack = newStack();
    const role = newRole(stack, 'Role');
    const group = new UserAuthPool(stack, 'Pool').addGroup('Group', {
      groupName: 'the-editors',
      description: 'Those who edit',
      precedence: 0,
      role,
    });
    expect(only(templateOf(stack), GROUP).properties).toMatchObject({
      GroupName: 'the-editors',
      Description: 'Those who edit',
      Precedence: 0,
      RoleArn: stack.resolve(role.roleArn),
    });
    expect(Stack.of(group).resolve(group.groupName)).toEqual({ Ref: expect.stringMatching(/^Pool/) });
  });

  it('is waited for by what uses its name, or its reference', () => {
    const stack = newStack();
    const pool = new UserAuthPool(stack, 'Pool');
    const group = pool.addGroup('editors');
    for (const [id, groupName] of Object.entries({ A: group.groupName, B: group.userPoolGroupRef.groupName })) {
      new cognito.CfnUserPoolUserToGroupAttachment(stack, id, {
        userPoolId: pool.userPoolId,
        username: id,
        groupName,
      });
    }
    const attachments = templateOf(stack).findResources('AWS::Cognito::UserPoolUserToGroupAttachment');
    const { id } = only(templateOf(stack), GROUP);
    expect(Object.values(attachments).map(({ Properties }) => Properties.GroupName)).toEqual([
      { Ref: id },
      { Ref: id },
    ]);
  });

  it('keeps its logical id, of which a change would be a group without members', () => {
    const stack = newStack();
    new UserAuthPool(stack, 'Pool').addGroup('editors');
    expect(only(templateOf(stack), GROUP).id).toBe('PooleditorsFB9ED37C');
  });

  it('can be made for a pool that stands elsewhere', () => {
    const stack = newStack();
    const userPool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', { userPoolId: 'eu-west-1_Ab12Cd34E' });
    new UserAuthGroup(stack, 'editors', { userPool });
    expect(only(templateOf(stack), GROUP).properties).toMatchObject({
      GroupName: 'editors',
      UserPoolId: 'eu-west-1_Ab12Cd34E',
    });
  });

  it('leaves what it is given as it was', () => {
    const options = Object.freeze({ description: 'mine', precedence: 1 });
    expect(() => propertiesOf(options)).not.toThrow();
  });
});

describe('the name of a group', () => {
  it.each(['a', 'admins', 'Ärzte', '管理者', 'a/b:c@d_e-f.g', '[policy/x]', '★', 'a'.repeat(128)])(
    'may be %s',
    (groupName) => {
      expect(propertiesOf({ groupName }).GroupName).toBe(groupName);
    },
  );

  it.each(['', 'two words', 'tab\there', ' admins', 'a'.repeat(129)])('is not "%s"', (groupName) => {
    expect(problemOf({ groupName })).toMatch(
      /^groupName is ".*: Cognito accepts names of 1 to 128 characters, without spaces, and rejects the group\. Write it as, for example, "editors"\.$/,
    );
  });

  it('is judged where it comes from the id too', () => {
    expect(problemOf({}, 'my editors')).toMatch(/^groupName is "my editors": /);
  });

  it('is not judged before it is known', () => {
    expect(propertiesOf({ groupName: Lazy.string({ produce: () => 'later' }) }).GroupName).toBe('later');
  });
});

describe('what else a group is given', () => {
  it.each([0, 1, 2 ** 31 - 1])('has the precedence %d', (precedence) => {
    expect(propertiesOf({ precedence }).Precedence).toBe(precedence);
  });

  it.each([-1, 0.5, 2 ** 31, NaN])('has not the precedence %d', (precedence) => {
    expect(problemOf({ precedence })).toMatch(
      /^precedence is .+: Cognito accepts only whole numbers from 0 on, and would reject the group\. Give 0 to the group that comes first/,
    );
  });

  it('has a description of 2048 characters at most', () => {
    expect(propertiesOf({ description: 'a'.repeat(2048) }).Description).toHaveLength(2048);
    expect(problemOf({ description: 'a'.repeat(2049) })).toMatch(
      /^description is ".+ \(2049 characters\): Cognito accepts at most 2048 characters, and would reject the group\. Shorten it\.$/,
    );
  });

  it('is told with every other mistake, and nothing is made', () => {
    const pool = new UserAuthPool(newStack('S'), 'Pool');
    expect(messageOf(() => pool.addGroup('a b', { precedence: -1, description: 'a'.repeat(2049) }))).toMatch(
      /^S\/Pool\/a b has 3 problems:/,
    );
    expect(pool.node.findChild('a b').node.children).toEqual([]);
  });
});

describe('ambiguousPreferredRole', () => {
  const warned = [
    expect.stringMatching(
      /The groups (one and two|two and one) have the same precedence and different roles.*ambiguousPreferredRole/,
    ),
  ];
  const warningsWith = (
    build: (pool: UserAuthPool, roles: [iam.Role, iam.Role], stack: Stack) => void,
    context?: Record<string, unknown>,
  ) => {
    const stack = new Stack(newApp(context), 'Stack');
    build(new UserAuthPool(stack, 'Pool'), [newRole(stack, 'RoleA'), newRole(stack, 'RoleB')], stack);
    return warningsOf(stack);
  };

  it('is a warning where two groups of one precedence have different roles', () => {
    expect(
      warningsWith((pool, [a, b]) => {
        pool.addGroup('one', { precedence: 1, role: a });
        pool.addGroup('between', { precedence: 1 });
        pool.addGroup('two', { precedence: 1, role: b });
      }),
    ).toEqual(warned);
  });

  it('is the same warning whatever the order of calls', () => {
    const warnings = [['one', 'two'] as const, ['two', 'one'] as const].map((names) =>
      warningsWith((pool, [a, b]) => {
        for (const name of names) pool.addGroup(name, { precedence: 1, role: name === 'one' ? a : b });
      }),
    );
    expect(warnings[1]).toEqual(warnings[0]);
  });

  it('is a warning whoever made the groups, in another stack too', () => {
    expect(
      warningsWith((userPool, [a, b], stack) => {
        new UserAuthGroup(stack, 'one', { userPool, precedence: 0, role: a });
        new cognito.UserPoolGroup(stack, 'two', { userPool, groupName: 'two', precedence: 0, role: b });
      }),
    ).toEqual(warned);
    const app = newApp();
    const users = new Stack(app, 'Users');
    const userPool = new UserAuthPool(users, 'Pool');
    userPool.addGroup('one', { precedence: 1, role: newRole(users, 'A') });
    const other = new Stack(app, 'Other');
    new UserAuthGroup(other, 'two', { userPool, precedence: 1, role: newRole(other, 'B') });
    expect(warningsOf(users)).toEqual(warned);
  });

  it('is none where precedence, roles or pools are not the same', () => {
    expect(
      warningsWith((pool, [a, b], stack) => {
        pool.addGroup('one', { precedence: 1, role: a });
        pool.addGroup('same-role', { precedence: 1, role: a });
        pool.addGroup('other-precedence', { precedence: 2, role: b });
        pool.addGroup('no-role', { precedence: 1 });
        pool.addGroup('no-precedence', { role: b });
        new UserAuthPool(stack, 'Other').addGroup('one', { precedence: 1, role: b });
      }),
    ).toEqual([]);
  });

  it('names a group by its path if only the deployment knows its name', () => {
    const [warning] = warningsWith((pool, [a, b]) => {
      const groupName = new CfnParameter(pool, 'Name').valueAsString;
      pool.addGroup('one', { groupName, precedence: 1, role: a });
      pool.addGroup('two', { precedence: 1, role: b });
    });
    expect(warning).toMatch(/The groups Stack\/Pool\/one\/Default\/Resource and two have/);
    expect(warning).not.toContain('Token[');
  });

  it('compares what is set on the resources', () => {
    expect(
      warningsWith((pool, [a, b]) => {
        pool.addGroup('one', { precedence: 1, role: a });
        const two = pool.addGroup('two', { precedence: 2, role: b });
        (two.node.defaultChild as CfnResource as cognito.CfnUserPoolGroup).precedence = 1;
      }),
    ).toEqual(warned);
  });

  it('reads a precedence that is text', () => {
    expect(
      warningsWith((pool, [a, b]) => {
        pool.addGroup('one', { precedence: 1, role: a });
        const two = pool.addGroup('two', { precedence: 2, role: b });
        (two.node.defaultChild as CfnResource).addPropertyOverride('Precedence', '1');
      }, LENIENT),
    ).toEqual(warned);
  });
});

it('a second group of one name in a pool is an error, whoever made it', () => {
  const stack = newStack('S');
  const pool = new UserAuthPool(stack, 'Pool');
  pool.addGroup('editors');
  pool.addGroup('Same', { groupName: 'editors' });
  new cognito.CfnUserPoolGroup(stack, 'L1', { userPoolId: pool.userPoolId, groupName: 'editors' });
  new UserAuthPool(stack, 'Other').addGroup('editors');
  const rejection = refusalOf(stack);
  expect(
    rejection.match(/which is the name of another group: Cognito accepts each name only once in a pool/g),
  ).toHaveLength(2);
  expect(rejection).toContain(
    '[S/Pool] groupName of S/Pool/editors/Default/Resource is "editors", which is the name of another group',
  );
});

it('a group is a policy that its members satisfy', () => {
  const { authorizer, httpApi, fn, pool } = setUp();
  const admins = pool.addGroup('Admins', { groupName: 'admins' });
  authorizer.addLambdaRoute(fn, { httpApi, path: '/a', accessPolicy: admins.policy });
  expect(admins.policy.toString()).toBe('group admins');
  expect(pool.scopeFor(admins.policy)).toBe(pool.scopeFor(AccessPolicy.group('admins')));
});
