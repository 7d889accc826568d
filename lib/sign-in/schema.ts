import * as cognito from 'aws-cdk-lib/aws-cognito';
import { repeated } from '../base/repeated';
import { Problems } from '../checks/problems';
import { checkCount, isKnown, show } from '../checks/values';
import { asInTemplate, AttributeSchema } from './attribute-schema';

/** @internal */
export interface SchemaProps {
  /**
   * The user attributes of the pool: custom attributes, and standard attributes with other settings than the default
   * ones, up to 50 in total. More than 50, or a duplicate name, fails synthesis.
   *
   * Custom attributes can be added to an existing pool, but Cognito can't change or remove them, nor change standard
   * attributes: the deployment fails. Set `lockFile` to catch such changes at synthesis.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
   * @default - the standard attributes, none of which is required
   */
  readonly schema?: AttributeSchema[];

  /**
   * Whether to leave the attributes out of the template, although the pool has them. Only for a pool that exists: a new
   * one would not get its attributes, and a pool with this prop gets no new ones.
   *
   * The CDK's own pool and others write standard attributes without their data type, and CloudFormation has been
   * reported to fail on updates of such a pool even if nothing in its schema has changed; without a schema in the
   * template, it does not look at the attributes.
   *
   * @see https://github.com/aws/aws-cdk/issues/8585
   * @default false
   */
  readonly omitSchema?: boolean;
}

export function checkSchema({ schema }: SchemaProps, problems: Problems): void {
  if (!schema) return;
  checkCount(problems, 'schema', schema, [0, 50], {
    outcome: 'Cognito accepts at most 50 attributes, and would reject the pool',
    remedy: 'Store what only your application needs in a separate table, by the sub of the user',
  });
  schema.forEach((attribute, index) => attribute._check(`schema[${index}]`, problems));
  for (const { item, index } of repeated(schema, ({ name }) => (isKnown(name) ? name : undefined))) {
    problems.add({
      where: `schema[${index}]`,
      given: show(item.name),
      outcome: 'it is already in the list and Cognito rejects the pool',
      remedy: 'Give each attribute once',
    });
  }
}

export function refineSchema(pool: cognito.CfnUserPool, props: SchemaProps): void {
  const { schema = [] } = props;
  if (props.omitSchema) omitSchema(pool, schema.map(asInTemplate));
  else if (schema.length > 0) pool.schema = schema.map((attribute) => attribute._render());
}

/** Remembers the attributes of a pool, with the names of CloudFormation, and leaves them out of its template. */
export function omitSchema(pool: cognito.CfnUserPool, attributes: readonly object[]): void {
  omitted.set(pool, attributes);
}

const omitted = new WeakMap<cognito.CfnUserPool, readonly unknown[]>();

/** The schema of a pool: as its template has it or, if it is omitted there, as the app knows it. */
export const schemaOf = (pool: cognito.CfnUserPool, rendered: unknown): unknown => rendered ?? omitted.get(pool) ?? [];
