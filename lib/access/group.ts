import { ResourceEnvironment } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { aws_cognito, aws_iam } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { duplicatesOf, IndexedResource, TemplateIndex } from '../template/template-index';
import { isSame, showValue, textOf } from '../template/value';
import { repeated } from '../base/repeated';
import { checkStruct } from '../checks/check-struct';
import { Problems } from '../checks/problems';
import { injected } from '../base/property-injection';
import { warnAtPool } from '../checks/warn';
import { checkInteger, checkPattern, show } from '../checks/values';
import { AccessPolicy } from './access-policy';
import { checkGroupName } from './group-name';

/** Options for adding a group. */
export interface UserAuthGroupOptions {
  /**
   * The name of the group, as in the `cognito:groups` claim: 1 to 128 characters, without spaces. Any other value fails
   * synthesis. Changing it replaces the group, and the new one has no members.
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
   * The precedence of the group: a whole number from 0 to 2147483647. Any other value fails synthesis. For a user in
   * several groups, the role of the group with the lowest number is preferred.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html#assigning-precedence-values-to-groups
   * @default - after all groups that have one
   */
  readonly precedence?: number;

  /**
   * The IAM role that members get through an identity pool. ID tokens contain it in `cognito:roles` and, if it is
   * preferred, in `cognito:preferred_role`.
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
  /** The ID by which property injectors name this class. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-user-auth-pool.UserAuthGroup';

  /** The underlying CDK L2 construct. */
  public readonly userPoolGroup: cognito.UserPoolGroup;

  /**
   * The name of the group, as in tokens. Whatever uses it waits for the group.
   *
   * @attribute
   */
  public readonly groupName: string;

  constructor(scope: Construct, id: string, props: UserAuthGroupProps) {
    super(scope, id);
    props = injected(UserAuthGroup.PROPERTY_INJECTION_ID, this, props);
    checkStruct(this, 'UserAuthGroupProps', props);
    const { userPool, groupName = id, description, precedence, role } = props;
    const problems = new Problems(this);
    checkGroupName(problems, 'groupName', groupName);
    checkPattern(problems, 'description', description, /^[^]{0,2048}$/, {
      outcome: 'Cognito accepts at most 2048 characters, and would reject the group',
      remedy: 'Shorten it',
    });
    checkInteger(problems, 'precedence', precedence, [0, 2 ** 31 - 1], {
      outcome: 'Cognito accepts only whole numbers from 0 on, and would reject the group',
      remedy: 'Give 0 to the group that comes first, and larger numbers to the others',
    });
    problems.throwIfAny();

    this.userPoolGroup = new cognito.UserPoolGroup(this, 'Default', {
      userPool,
      groupName,
      description,
      precedence,
      role,
    });
    this.node.defaultChild = this.userPoolGroup.node.defaultChild;
    this.groupName = this.userPoolGroup.groupName;
  }

  /** The access policy that any person in this group satisfies: `AccessPolicy.group(group.groupName)`. */
  public get policy(): AccessPolicy {
    return AccessPolicy.group(this.groupName);
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

/** The groups of a pool, however they were created. */
function groupsOf(index: TemplateIndex, pool: aws_cognito.IUserPoolRef): readonly IndexedResource[] {
  return index.ofPool(pool, cognito.CfnUserPoolGroup.CFN_RESOURCE_TYPE_NAME);
}

/** The names of the groups of a pool, as far as they are known. */
export function groupNamesOf(index: TemplateIndex, pool: aws_cognito.IUserPoolRef): string[] {
  return groupsOf(index, pool).flatMap((group) => textOf(group.value('GroupName')) ?? []);
}

/** Checks the groups of a pool, however they were created. */
export function checkGroups(index: TemplateIndex, pool: aws_cognito.IUserPoolRef, problems: Problems): void {
  for (const { path, properties } of duplicatesOf(groupsOf(index, pool), 'GroupName')) {
    problems.add({
      where: `groupName of ${path}`,
      given: `${show(properties.GroupName)}, which is the name of another group`,
      outcome: 'Cognito accepts each name only once in a pool, and would reject the group',
      remedy: 'Remove one of the two groups, or give it another name',
    });
  }
}

/** The precedence of a group, as text: a template may have it so. */
function precedenceOf(group: IndexedResource): string {
  const precedence = group.value('Precedence');
  return precedence.kind === 'literal' ? String(precedence.value) : showValue(precedence);
}

/** Warns of two groups with the same precedence but different roles: Cognito prefers neither role. */
export function warnOfGroups(index: TemplateIndex, pool: aws_cognito.IUserPoolRef): void {
  const isSet = (group: IndexedResource, property: string) => group.value(property).kind !== 'absent';
  const groups = groupsOf(index, pool).filter((group) => isSet(group, 'RoleArn') && isSet(group, 'Precedence'));
  const ambiguous = repeated(groups, precedenceOf).find(
    ({ item, first }) => !isSame(first.value('RoleArn'), item.value('RoleArn')),
  );
  if (!ambiguous) return;
  const [one, other] = [ambiguous.first, ambiguous.item].map((group) => textOf(group.value('GroupName')) ?? group.path);
  warnAtPool(
    pool,
    'ambiguousPreferredRole',
    `The groups ${one} and ${other} have the same precedence and different roles: the tokens of a user in both have no preferred role, so an identity pool uses its default role, or none. Give each group a precedence of its own.`,
  );
}
