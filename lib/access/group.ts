import { ResourceEnvironment } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { aws_cognito, aws_iam } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { byPath, duplicatesOf, partsOfPool } from '../template/parts';
import { Problems } from '../checks/problems';
import { warn } from '../checks/warn';
import { checkInteger, checkPattern, isKnown, show } from '../checks/values';

/** Options for adding a group. */
export interface UserAuthGroupOptions {
  /**
   * The name of the group, as in the `cognito:groups` claim: 1 to 128 characters, without spaces. Any other value fails synthesis. Changing it replaces the
   * group, and the new one has no members.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html
   * @default - the construct ID of the group
   */
  readonly groupName?: string;

  /**
   * The purpose of the group, in at most 2048 characters. A longer text fails synthesis.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * The precedence of the group: a whole number from 0. For a user in several groups, the role of the group with the lowest number is preferred. Any other
   * value fails synthesis.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html#assigning-precedence-values-to-groups
   * @default - after all groups that have one
   */
  readonly precedence?: number;

  /**
   * The IAM role that members get through an identity pool. ID tokens contain it in `cognito:roles` and, if it is preferred, in `cognito:preferred_role`.
   *
   * @default - none
   */
  readonly role?: aws_iam.IRoleRef;
}

/** Properties for `UserAuthGroup`. */
export interface UserAuthGroupProps extends UserAuthGroupOptions {
  /** The pool whose users can be members. */
  readonly userPool: aws_cognito.IUserPoolRef;
}

/**
 * A group of users. The tokens of its members contain its name, and access policies can require it.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html
 */
export class UserAuthGroup extends Construct implements aws_cognito.IUserPoolGroupRef {
  /** The underlying CDK L2 construct. */
  public readonly userPoolGroup: cognito.UserPoolGroup;

  /** The name of the group, as in tokens. */
  public readonly groupName: string;

  constructor(scope: Construct, id: string, props: UserAuthGroupProps) {
    super(scope, id);
    const { userPool, groupName = id, description, precedence, role } = props;
    const problems = new Problems(this);
    checkGroupName(problems, 'groupName', groupName);
    if (isKnown(description) && description.length > 2048) {
      problems.add({
        where: 'description',
        given: show(description),
        outcome: 'Cognito accepts 2048 characters and refuses the group',
        remedy: 'Shorten it',
      });
    }
    checkInteger(problems, 'precedence', precedence, [0, 2 ** 31 - 1], {
      outcome: 'Cognito accepts whole numbers from 0 on and refuses the group',
      remedy: 'Give 0 to the group that is to come first, and larger ones to the others',
    });
    problems.throwIfAny();

    this.userPoolGroup = new cognito.UserPoolGroup(this, 'Resource', {
      userPool,
      groupName,
      description,
      precedence,
      role,
    });
    this.node.defaultChild = this.userPoolGroup.node.defaultChild;
    this.groupName = groupName;
  }

  /** A reference to this group. */
  public get userPoolGroupRef(): aws_cognito.UserPoolGroupReference {
    return this.userPoolGroup.userPoolGroupRef;
  }

  /** The account and region of the group. */
  public get env(): ResourceEnvironment {
    return this.userPoolGroup.env;
  }
}

/** Checks the name of a group. */
export function checkGroupName(problems: Problems, where: string, value: string): void {
  checkPattern(problems, where, value, /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u, {
    outcome: 'Cognito accepts names of 1 to 128 characters, without spaces, and refuses the group',
    remedy: 'Write it like "editors"',
  });
}

/** Checks the groups of a pool, however they were created. Call at synthesis. */
export function checkGroups(pool: cognito.CfnUserPool, problems: Problems): void {
  const groups = partsOfPool(pool, (node) => cognito.CfnUserPoolGroup.isCfnUserPoolGroup(node));
  for (const { node, properties } of duplicatesOf(groups, 'GroupName')) {
    problems.add({
      where: `groupName of ${node.node.path}`,
      given: `${show(properties.GroupName)}, which another group has`,
      outcome: 'Cognito accepts each name once in a pool and refuses the group',
      remedy: 'Remove one of the two, or give it another name',
    });
  }
}

/** Two groups of a pool with the same precedence but different roles: Cognito prefers neither role. */
export function groupsInDispute(
  pool: cognito.CfnUserPool,
): [cognito.CfnUserPoolGroup, cognito.CfnUserPoolGroup] | undefined {
  const withRole = partsOfPool(pool, (node) => cognito.CfnUserPoolGroup.isCfnUserPoolGroup(node))
    .sort(byPath)
    .map(({ node }) => node)
    .filter(({ roleArn, precedence }) => roleArn !== undefined && precedence !== undefined);
  for (const [index, one] of withRole.entries()) {
    const other = withRole
      .slice(index + 1)
      .find(({ precedence, roleArn }) => precedence === one.precedence && roleArn !== one.roleArn);
    if (other) return [one, other];
  }
  return undefined;
}

/** Warns of settings that Cognito accepts but that surprise users. */
export function warnOfGroups(pool: Construct, cfnUserPool: cognito.CfnUserPool): void {
  const dispute = groupsInDispute(cfnUserPool);
  if (!dispute) return;
  const [one, other] = dispute.map(({ groupName, node }) => (isKnown(groupName) ? groupName : node.path));
  warn(
    pool,
    'rolesInDispute',
    `The groups ${one} and ${other} have the same precedence and different roles: tokens of a user of both prefer neither, so an identity pool gives its default role, or none. Give each a precedence of its own.`,
  );
}
