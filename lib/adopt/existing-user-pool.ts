import { existsSync } from 'node:fs';
import { isObject, jsonIn } from '../base/json';
import { textIn } from '../base/text-in';
import { checkArgument } from '../checks/check-struct';
import { Problem, Problems } from '../checks/problems';
import { show } from '../checks/values';
import { schemaIn } from './description';
import { Deployed, deployedIn, poolsIn, Properties, templateIn } from './deployed';

/** @internal */
export interface ExistingProps {
  /**
   * The existing pool, with its users, that this construct takes over: one of another tool or of an older version of
   * the app.
   *
   * The pool keeps its logical ID, its attributes, and whether its sign-in names are case-sensitive. Synthesis fails if
   * anything differs that CloudFormation or Cognito can't change in place, in the pool, its clients, groups, domain,
   * identity providers and resource servers, and says what to write; it warns of all other settings that will change.
   * It also fails if only administrators can create accounts in the pool, and `allowOnlyAdminsToCreateAccount` is not
   * set.
   * Once the pool is deployed, `lockFile` knows all this, and the prop and the old file can go.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html
   * @default - the pool is a new one, or is known from `lockFile`
   */
  readonly existing?: ExistingUserPool;
}

/**
 * A user pool that exists, as described by a file.
 *
 * @example
 * new UserAuthPool(this, 'Users', {
 *   existing: ExistingUserPool.fromTemplate('old.template.json', 'Users0A0EEA89'),
 *   lockFile: 'users.lock.json',
 * });
 */
export abstract class ExistingUserPool {
  /**
   * A pool in a stack of CloudFormation, whatever tool made it. The new pool must be in that stack, which has the same
   * name, or be imported into its stack with `cdk import`.
   *
   * @param path a copy of the deployed template, in JSON, such as one of `cdk.out` or the output of `aws cloudformation
   * get-template --template-stage Processed`; relative to the folder that the app runs in
   * @param logicalId the logical ID of the pool in the template
   */
  public static fromTemplate(path: string, logicalId: string): ExistingUserPool {
    checkArgument('ExistingUserPool.fromTemplate()', 'path', 'string', path);
    checkArgument('ExistingUserPool.fromTemplate()', 'logicalId', 'string', logicalId);
    return new PoolInTemplate(path, logicalId);
  }

  /**
   * A pool outside CloudFormation, for example one made by hand or with Terraform. Bring it into the stack with `cdk
   * import`.
   *
   * @param path the output of `aws cognito-idp describe-user-pool`, in JSON; relative to the folder that the app runs
   * in
   */
  public static fromDescription(path: string): ExistingUserPool {
    checkArgument('ExistingUserPool.fromDescription()', 'path', 'string', path);
    return new DescribedPool(path);
  }

  /**
   * Reads the file.
   *
   * @internal
   */
  public abstract _read(problems: Problems): Deployed | undefined;
}

class PoolInTemplate extends ExistingUserPool {
  constructor(
    private readonly path: string,
    private readonly logicalId: string,
  ) {
    super();
  }

  public _read(problems: Problems): Deployed | undefined {
    const template = templateIn(textIn(this.path));
    if (!template) {
      problems.add(unreadable(this.path, 'a CloudFormation template in JSON', GET_TEMPLATE));
      return undefined;
    }
    const pools = poolsIn(template);
    if (!pools.includes(this.logicalId)) {
      problems.add({
        where: 'existing',
        given: `the pool ${show(this.logicalId)} of ${show(this.path)}, which has no such pool`,
        outcome: 'CloudFormation would create a new pool, without users',
        remedy:
          pools.length > 0
            ? `Write ${pools.map((id) => `ExistingUserPool.fromTemplate(${show(this.path)}, ${show(id)})`).join(' or ')}`
            : 'Give the template of the stack that has the pool',
      });
      return undefined;
    }
    return deployedIn(template, this.logicalId, this.path);
  }
}

class DescribedPool extends ExistingUserPool {
  constructor(private readonly path: string) {
    super();
  }

  public _read(problems: Problems): Deployed | undefined {
    const content = jsonIn(textIn(this.path));
    const pool = isObject(content) && isObject(content.UserPool) ? content.UserPool : content;
    if (!isObject(pool) || typeof pool.Id !== 'string' || !Array.isArray(pool.SchemaAttributes)) {
      problems.add(unreadable(this.path, 'the description of a user pool', DESCRIBE_POOL));
      return undefined;
    }
    const { Name: UserPoolName, SchemaAttributes, ...rest } = pool;
    const schema = schemaIn(SchemaAttributes as Properties[]);
    const properties = { ...rest, UserPoolName, ...(schema.length > 0 ? { Schema: schema } : {}) };
    return { source: this.path, properties, schema, resources: new Map() };
  }
}

const GET_TEMPLATE =
  'aws cloudformation get-template --template-stage Processed --stack-name NAME --query TemplateBody. Convert a template in YAML first, for example with cfn-flip';

const DESCRIBE_POOL = 'aws cognito-idp describe-user-pool --user-pool-id ID';

const unreadable = (path: string, what: string, command: string): Problem => ({
  where: 'existing',
  given: `${show(path)}, which ${existsSync(path) ? `is not ${what}` : 'does not exist'}`,
  outcome: 'nothing can be compared with it, so a difference would show only at deployment',
  remedy: `Give the path of ${what}, as written by: ${command}`,
});
