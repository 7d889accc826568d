import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { isObject } from '../base/json';
import { Problems } from '../checks/problems';
import { warnAtPool } from '../checks/warn';
import { logicalIdOf } from '../lock/identity';
import { FirstFactors, ONLY_PASSWORD } from '../sign-in/passwordless';
import { omitSchema, SchemaProps } from '../sign-in/schema';
import { SignInProps } from '../sign-in/sign-in';
import { TemplateIndex } from '../template/template-index';
import { adoptedSchema, checkAdoptedSchema } from './adopted-schema';
import { changesOf, listOf } from './changes';
import { Deployed, Properties } from './deployed';
import { ExistingProps } from './existing-user-pool';
import { resourcesIn } from './in-stack';
import { checkReplacements } from './replacements';
import { checkSignUp } from './sign-up';

type Props = ExistingProps & SchemaProps & SignInProps;

/** How a pool takes the place of one that exists. */
export class Adoption {
  private deployed?: Deployed;

  constructor(
    private readonly props: Props,
    private readonly firstFactors: FirstFactors,
  ) {}

  /** Reads what exists, before anything is created. */
  public read(problems: Problems): void {
    const { existing, schema } = this.props;
    this.deployed = existing?._read(problems);
    if (!this.deployed) return;
    checkAdoptedSchema(this.deployed.source, this.deployed.schema, schema, problems);
    if (this.props.omitSchema) this.checkNothingNew(this.deployed, problems);
  }

  /** Keeps what Cognito and CloudFormation can't change. */
  public keep(pool: cognito.CfnUserPool): void {
    if (!this.deployed) return;
    const { logicalId, properties, schema } = this.deployed;
    if (logicalId !== undefined) pool.overrideLogicalId(logicalId);
    if (this.props.signInCaseSensitive === undefined) {
      pool.addPropertyOverride('UsernameConfiguration', properties.UsernameConfiguration);
    }
    // Cognito keeps factors that an update omits.
    const { SignInPolicy: policy } = (properties.Policies ?? {}) as Properties;
    if (policy && !this.firstFactors.areNamed) {
      pool.addPropertyOverride('Policies.SignInPolicy', ONLY_PASSWORD);
    }
    const attributes = adoptedSchema(schema, this.props.schema);
    if (this.props.omitSchema) omitSchema(pool, attributes);
    // A function of CloudFormation can't be added to.
    else if (isObject(properties.Schema)) pool.addPropertyOverride('Schema', properties.Schema);
    else pool.addPropertyOverride('Schema', attributes.length > 0 ? attributes : undefined);
  }

  /** Proves, when the app is complete, that nothing is replaced, and warns of what changes. */
  public check(index: TemplateIndex, scope: Construct, pool: cognito.CfnUserPool, problems: Problems): void {
    if (!this.deployed) return;
    const now = resourcesIn(index, pool.stack);
    const poolId = logicalIdOf(pool);
    checkReplacements(now, { construct: scope, logicalId: poolId }, this.deployed, problems, this.props.omitSchema);
    checkSignUp(this.deployed, now.get(poolId)?.properties, this.props, problems);
    const changes = changesOf(this.deployed, now, poolId);
    if (changes.length === 0) return;
    const [settings, change] =
      changes.length === 1 ? ['1 setting', 'changes'] : [`${changes.length} settings`, 'change'];
    warnAtPool(
      scope,
      'existingPoolChanges',
      `${settings} of the pool in ${this.deployed.source} ${change} at the next deployment. Set the prop of each that is to stay; acknowledge this warning for the others.\n${listOf(changes)}`,
    );
  }

  /** The attributes that a deployed client can write: undefined if there is no such client, or it names none. */
  public clientOf(client: cognito.CfnUserPoolClient): { readonly writeAttributes?: string[] } | undefined {
    const deployed = this.deployed?.resources.get(logicalIdOf(client));
    if (deployed?.type !== client.cfnResourceType) return undefined;
    return { writeAttributes: deployed.properties.WriteAttributes as string[] | undefined };
  }

  private checkNothingNew({ schema: deployed }: Deployed, problems: Problems): void {
    const { schema = [] } = this.props;
    schema.forEach(({ name }, index) => {
      if (deployed.some(({ Name: known }) => known === name)) return;
      problems.add({
        where: `schema[${index}]`,
        given: `${name}, which is new, with omitSchema true`,
        outcome: 'a template without a schema adds no attribute to the pool',
        remedy: `Omit omitSchema, or add the attribute by hand, with aws cognito-idp add-custom-attributes, and list it in the description of the pool`,
      });
    });
  }
}
