import { ResourceEnvironment } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { aws_cognito, aws_iam } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { byPath, partsOfPool } from '../checks/parts';
import { Problems } from '../checks/problems';
import { warn } from '../checks/warn';
import { checkInteger, checkPattern, isKnown, show } from '../checks/values';

/** Options for adding a group. */
export interface UserAuthGroupOptions {
  /**
   * The name of the group, as `cognito:groups` in tokens has it: 1 to 128 characters, without spaces. Anything else fails synthesis. A change makes a new group, without members.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html
   * @default - the id of the group in the construct tree
   */
  readonly groupName?: string;

  /**
   * What the group is for: at most 2048 characters. More fails synthesis.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Which group's role counts for a user of several: that of the lowest number, a whole one from 0 on. Anything else fails synthesis.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html#assigning-precedence-values-to-groups
   * @default - after all groups that have one
   */
  readonly precedence?: number;

  /**
   * What members may do in AWS, through an identity pool: tokens have the role as `cognito:roles` and `cognito:preferred_role`.
   *
   * @default - nothing
   */
  readonly role?: aws_iam.IRoleRef;
}

/** Properties for `UserAuthGroup`. */
export interface UserAuthGroupProps extends UserAuthGroupOptions {
  /** The pool whose users may be members. */
  readonly userPool: aws_cognito.IUserPoolRef;
}

/**
 * A group of users. Their tokens name it, and access policies can ask for it.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html
 */
export class UserAuthGroup extends Construct implements aws_cognito.IUserPoolGroupRef {
  /** The underlying CDK L2 construct. */
  public readonly userPoolGroup: cognito.UserPoolGroup;

  /** The name of the group, as tokens have it. */
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

/** A name as Cognito accepts it for a group. */
export function checkGroupName(problems: Problems, where: string, value: string): void {
  checkPattern(problems, where, value, /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u, {
    outcome: 'Cognito accepts names of 1 to 128 characters, without spaces, and refuses the group',
    remedy: 'Write it like "editors"',
  });
}

/** Two groups of a pool that have one precedence and different roles: Cognito then prefers neither role. */
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

/** What Cognito accepts, and what then surprises the users. */
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
