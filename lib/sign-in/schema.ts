import { Lazy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { checkStruct } from '../checks/check-struct';
import { Problems } from '../checks/problems';
import { TemplateIndex } from '../template/template-index';
import { ABSENT, textOf, Value } from '../template/value';
import { checkInteger, isKnown, show } from '../checks/values';

/**
 * The attributes that are defined by OpenID Connect and that every pool has.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#cognito-user-pools-standard-attributes
 */
export enum StandardAttribute {
  /** The postal address. */
  ADDRESS = 'address',
  /** The date of birth, as 10 characters: `YYYY-MM-DD`. */
  BIRTHDATE = 'birthdate',
  /** The email address. */
  EMAIL = 'email',
  /** The surname. */
  FAMILY_NAME = 'family_name',
  /** The gender. */
  GENDER = 'gender',
  /** The first name. */
  GIVEN_NAME = 'given_name',
  /** The language and region, such as `en-US`. */
  LOCALE = 'locale',
  /** The middle name. */
  MIDDLE_NAME = 'middle_name',
  /** The full name, as displayed. */
  NAME = 'name',
  /** The nickname. */
  NICKNAME = 'nickname',
  /** The phone number, as `+` followed by digits. */
  PHONE_NUMBER = 'phone_number',
  /** The URL of a picture. */
  PICTURE = 'picture',
  /** A sign-in name that, unlike the username, can change. */
  PREFERRED_USERNAME = 'preferred_username',
  /** The URL of a profile page. */
  PROFILE = 'profile',
  /** The time when the user's data last changed, in seconds since 1970. */
  UPDATED_AT = 'updated_at',
  /** The URL of a web page. */
  WEBSITE = 'website',
  /** The time zone. */
  ZONEINFO = 'zoneinfo',
}

/** The names of the standard attributes. */
export const STANDARD_NAMES: readonly string[] = Object.values(StandardAttribute);

/** Options for a standard attribute. Cognito can't change them on an existing pool. */
export interface StandardAttributeOptions {
  /**
   * Whether users must provide the attribute to sign up.
   *
   * @default false
   */
  readonly required?: boolean;

  /**
   * Whether the value can change. An attribute that is filled by an identity provider must be mutable.
   *
   * @default true
   */
  readonly mutable?: boolean;
}

/** Options for a custom attribute. Cognito can't change them on an existing pool. */
export interface CustomAttributeOptions {
  /**
   * Whether the value can change after the user has been created. An attribute that is filled by an identity provider
   * must be mutable.
   *
   * @default true
   */
  readonly mutable?: boolean;

  /**
   * Whether only administrators can write the attribute, whose name then starts with `dev:custom:`. The write
   * permissions of app clients are the newer alternative.
   *
   * @default false
   */
  readonly developerOnly?: boolean;
}

/** Options for a custom string attribute. */
export interface StringAttributeOptions extends CustomAttributeOptions {
  /**
   * The minimum length of the value: a whole number from 0 to 2048. Any other value, or a value greater than
   * `maxLength`, fails synthesis.
   *
   * @default 0
   */
  readonly minLength?: number;

  /**
   * The maximum length of the value: a whole number from 0 to 2048. Any other value fails synthesis.
   *
   * @default 2048
   */
  readonly maxLength?: number;

  /**
   * Whether the attribute is declared without bounds, as `new cognito.StringAttribute()` of the CDK and many older
   * templates do. To Cognito, that is not the same as the widest bounds, and it can't change one into the other.
   * Together with `minLength` or `maxLength`, `true` fails synthesis.
   *
   * @default false
   */
  readonly unbounded?: boolean;
}

/** Options for a custom number attribute. */
export interface NumberAttributeOptions extends CustomAttributeOptions {
  /**
   * The minimum value: a whole number. Any other value, or a value greater than `max`, fails synthesis.
   *
   * @default - no minimum
   */
  readonly min?: number;

  /**
   * The maximum value: a whole number. Any other value fails synthesis.
   *
   * @default - no maximum
   */
  readonly max?: number;
}

/**
 * A user attribute of a pool.
 *
 * Custom attributes can be added to an existing pool, but Cognito can't change or remove them, nor change standard
 * attributes.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 * @example
 * new UserAuthPool(this, 'Pool', {
 *   schema: [
 *     AttributeSchema.standard(StandardAttribute.NAME, { required: true }),
 *     AttributeSchema.customString('tenant', { maxLength: 20 }),
 *   ],
 * });
 */
export class AttributeSchema {
  /**
   * A standard attribute, which every pool has, with other settings than the default ones.
   *
   * @param attribute the attribute
   * @param options the settings of the attribute
   */
  public static standard(attribute: StandardAttribute, options: StandardAttributeOptions = {}): AttributeSchema {
    checkStruct('AttributeSchema.standard()', 'StandardAttributeOptions', options);
    // Always with its type: without it, CloudFormation treats any later change of the pool as a change of the schema.
    const isNumber = attribute === StandardAttribute.UPDATED_AT;
    return new AttributeSchema(true, {
      name: attribute,
      attributeDataType: isNumber ? 'Number' : 'String',
      required: options.required ?? false,
      mutable: options.mutable ?? true,
    });
  }

  /**
   * A custom string attribute, which is the claim `custom:NAME` in ID tokens, or `dev:custom:NAME` if it is
   * `developerOnly`.
   *
   * @param name the name: 1 to 20 characters, without `custom:`
   * @param options the limits and mutability of the attribute
   */
  public static customString(name: string, options: StringAttributeOptions = {}): AttributeSchema {
    checkStruct('AttributeSchema.customString()', 'StringAttributeOptions', options);
    const { minLength, maxLength, unbounded } = options;
    if (unbounded && minLength === undefined && maxLength === undefined)
      return AttributeSchema.custom(name, 'String', options);
    const bounds = { minLength: minLength ?? 0, maxLength: maxLength ?? 2048 };
    const attribute = AttributeSchema.custom(name, 'String', options, {
      stringAttributeConstraints: { minLength: asText(bounds.minLength), maxLength: asText(bounds.maxLength) },
    });
    attribute.isContradictory = unbounded ?? false;
    return attribute._bounded(bounds.minLength, bounds.maxLength, [0, 2048]);
  }

  /**
   * A custom number attribute, which is the claim `custom:NAME` in ID tokens, or `dev:custom:NAME` if it is
   * `developerOnly`.
   *
   * @param name the name: 1 to 20 characters, without `custom:`
   * @param options the limits and mutability of the attribute
   */
  public static customNumber(name: string, options: NumberAttributeOptions = {}): AttributeSchema {
    checkStruct('AttributeSchema.customNumber()', 'NumberAttributeOptions', options);
    const { min, max } = options;
    return AttributeSchema.custom(name, 'Number', options, {
      numberAttributeConstraints:
        min === undefined && max === undefined ? undefined : { minValue: asText(min), maxValue: asText(max) },
    })._bounded(min, max, [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]);
  }

  /**
   * A custom Boolean attribute, which is the claim `custom:NAME` in ID tokens, or `dev:custom:NAME` if it is
   * `developerOnly`.
   *
   * @param name the name: 1 to 20 characters, without `custom:`
   * @param options the mutability of the attribute
   */
  public static customBoolean(name: string, options: CustomAttributeOptions = {}): AttributeSchema {
    checkStruct('AttributeSchema.customBoolean()', 'CustomAttributeOptions', options);
    return AttributeSchema.custom(name, 'Boolean', options);
  }

  /**
   * A custom date and time attribute, which is the claim `custom:NAME` in ID tokens, or `dev:custom:NAME` if it is
   * `developerOnly`.
   *
   * @param name the name: 1 to 20 characters, without `custom:`
   * @param options the mutability of the attribute
   */
  public static customDateTime(name: string, options: CustomAttributeOptions = {}): AttributeSchema {
    checkStruct('AttributeSchema.customDateTime()', 'CustomAttributeOptions', options);
    return AttributeSchema.custom(name, 'DateTime', options);
  }

  private static custom(
    name: string,
    attributeDataType: string,
    { mutable = true, developerOnly = false }: CustomAttributeOptions,
    constraints: Partial<cognito.CfnUserPool.SchemaAttributeProperty> = {},
  ): AttributeSchema {
    return new AttributeSchema(false, {
      name,
      attributeDataType,
      mutable,
      developerOnlyAttribute: developerOnly ? true : undefined,
      ...constraints,
    });
  }

  /** The name of the attribute, without `custom:`. */
  public readonly name: string;

  private isContradictory = false;
  private min?: number;
  private max?: number;
  private range?: readonly [number, number];

  private constructor(
    private readonly isStandard: boolean,
    private readonly property: cognito.CfnUserPool.SchemaAttributeProperty,
  ) {
    this.name = String(property.name);
  }

  private _bounded(min: number | undefined, max: number | undefined, range: readonly [number, number]): this {
    this.min = min;
    this.max = max;
    this.range = range;
    return this;
  }

  /** @internal */
  public _check(where: string, problems: Problems): void {
    const { name } = this.property;
    if (this.isStandard) {
      if (!STANDARD_NAMES.includes(this.name)) {
        problems.add({
          where,
          given: show(name),
          outcome: 'it is not a standard attribute, so Cognito would create a custom one',
          remedy: `Use one of StandardAttribute, or AttributeSchema.customString(${show(name)})`,
        });
      }
      return;
    }
    if (isKnown(name) && !/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,20}$/u.test(name)) {
      problems.add({
        where,
        given: show(name),
        outcome: 'Cognito accepts names of 1 to 20 characters, without spaces, and rejects the pool',
        remedy: 'Shorten the name, and omit "custom:"',
      });
    } else if (isKnown(name) && /^(custom|dev):/.test(name)) {
      problems.add({
        where,
        given: show(name),
        outcome: 'Cognito adds the prefix itself, so tokens would have it twice',
        remedy: `Write ${show(name.replace(/^((custom|dev):)+/, ''))}`,
      });
    }
    if (isStandard(name ?? '')) {
      problems.add({
        where,
        given: show(name),
        outcome: 'it is the name of a standard attribute, and Cognito would treat it as one',
        remedy: `Use AttributeSchema.standard(), or another name`,
      });
    }
    if (this.isContradictory) {
      problems.add({
        where: `${where}.unbounded`,
        given: 'true, together with minLength or maxLength',
        outcome: 'an attribute has bounds or it has none',
        remedy: 'Omit one of the two',
      });
    }
    if (!this.range) return;
    const rule = {
      outcome: `Cognito accepts whole numbers from ${this.range[0]} to ${this.range[1]} and rejects the pool`,
      remedy: 'Give a number in that range, or omit it',
    };
    const before = problems.count;
    checkInteger(problems, `${where} lower bound`, this.min, this.range, rule);
    checkInteger(problems, `${where} upper bound`, this.max, this.range, rule);
    if (problems.count === before && isKnown(this.min) && isKnown(this.max) && this.min > this.max) {
      problems.add({
        where: `${where} lower bound`,
        given: `${show(this.min)}, with an upper bound of ${show(this.max)}`,
        outcome: 'no value would be valid and Cognito rejects the pool',
        remedy: 'Swap the two',
      });
    }
  }

  /** @internal */
  public _render(): cognito.CfnUserPool.SchemaAttributeProperty {
    return this.property;
  }
}

/** CloudFormation requires bounds as strings, including those that are known only at synthesis or deployment. */
function asText(bound: number | undefined): string | undefined {
  if (bound === undefined || isKnown(bound)) return bound?.toString();
  return Lazy.uncachedString({
    produce: (context) => {
      const resolved: unknown = context.resolve(bound);
      return typeof resolved === 'number' ? String(resolved) : (resolved as string);
    },
  });
}

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
  if (schema.length > 50) {
    problems.add({
      where: 'schema',
      given: `a list of ${schema.length}`,
      outcome: 'Cognito accepts 50 attributes and rejects the pool',
      remedy: 'Store what only your application needs in a separate table, by the sub of the user',
    });
  }
  const seen = new Set<string>();
  schema.forEach((attribute, index) => {
    const where = `schema[${index}]`;
    attribute._check(where, problems);
    if (isKnown(attribute.name) && seen.has(attribute.name)) {
      problems.add({
        where,
        given: show(attribute.name),
        outcome: 'it is already in the list and Cognito rejects the pool',
        remedy: 'Give each attribute once',
      });
    }
    seen.add(attribute.name);
  });
}

/** Attributes that no application can write: only Cognito itself and administrators do. */
export const NOT_WRITABLE = ['sub', 'username', 'email_verified', 'phone_number_verified', 'cognito:user_status'];

/** Whether the name is that of a standard attribute. */
export const isStandard = (name: string) => STANDARD_NAMES.includes(name);

/** The user attributes of a pool. */
export interface PoolAttributes {
  /** The attributes that every user must have. */
  readonly required: readonly string[];
  /** The attributes that cannot change once a user has been created. */
  readonly immutable: readonly string[];
  /** The custom attributes, with their prefix. Undefined if not all of them are known. */
  readonly custom?: readonly string[];
}

const omitted = new WeakMap<cognito.CfnUserPool, readonly unknown[]>();

/** The schema of a pool: as its template has it or, if it is omitted there, as the app knows it. */
export const schemaOf = (pool: cognito.CfnUserPool, rendered: unknown): unknown => rendered ?? omitted.get(pool) ?? [];

/** The attributes of a pool. */
export function attributesOf(index: TemplateIndex, pool: cognito.CfnUserPool): PoolAttributes {
  const rendered = index.resource(pool).value('Schema');
  const schema = rendered.kind === 'absent' ? index.evaluate(schemaOf(pool, undefined), pool.stack) : rendered;
  // An override may make a function of it.
  if (schema.kind !== 'list') return { required: [], immutable: [] };
  const attributes = schema.items.map(attributeOf);
  const named = (isOfKind: (attribute: RenderedAttribute) => boolean) =>
    attributes.filter(isOfKind).flatMap(({ name }) => name ?? []);
  const own = attributes.filter(({ name }) => name === undefined || !isStandard(name));
  return {
    required: named(({ required }) => required),
    immutable: named(({ immutable }) => immutable),
    custom: own.every(({ name }) => name !== undefined) ? named(({ name }) => !isStandard(name ?? '')) : undefined,
  };
}

interface RenderedAttribute {
  /** The full name. Undefined if it is not known. */
  readonly name?: string;
  readonly required: boolean;
  readonly immutable: boolean;
}

function attributeOf(attribute: Value): RenderedAttribute {
  const entries = attribute.kind === 'map' ? attribute.entries : {};
  const is = (property: string, wanted: boolean) => {
    const value = entries[property];
    return value?.kind === 'literal' && value.value === wanted;
  };
  const name = entries.Name && textOf(entries.Name);
  const prefix = is('DeveloperOnlyAttribute', true) ? 'dev:custom:' : 'custom:';
  return {
    name: name === undefined || isStandard(name) ? name : `${prefix}${name}`,
    required: is('Required', true),
    // Cognito creates an attribute that does not say so as immutable.
    immutable: is('Mutable', false) || (entries.Mutable ?? ABSENT).kind === 'absent',
  };
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

/** An attribute with the names of CloudFormation. */
export const asInTemplate = (attribute: AttributeSchema) =>
  withCapitals(attribute._render()) as Readonly<Record<string, unknown>>;

function withCapitals(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(
    entries.map(([name, each]) => [name.charAt(0).toUpperCase() + name.slice(1), withCapitals(each)]),
  );
}
