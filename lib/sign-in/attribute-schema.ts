import { Lazy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { checkArgument, checkStruct } from '../checks/check-struct';
import { Problems } from '../checks/problems';
import { checkFault, checkInteger, isKnown, Rule, show } from '../checks/values';
import { customName, isStandard, StandardAttribute, SUB } from './standard-attribute';

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
   * @default - 0; none if `unbounded` is true
   */
  readonly minLength?: number;

  /**
   * The maximum length of the value: a whole number from 0 to 2048. Any other value fails synthesis.
   *
   * @default - 2048; none if `unbounded` is true
   */
  readonly maxLength?: number;

  /**
   * Whether the attribute is declared without the bounds that are not given, as `new cognito.StringAttribute()` of the
   * CDK and many older templates do. To Cognito, that is not the same as the widest bounds, and it can't change one
   * into the other.
   *
   * @default false
   */
  readonly unbounded?: boolean;
}

/** Options for a custom number attribute. */
export interface NumberAttributeOptions extends CustomAttributeOptions {
  /**
   * The minimum value: a whole number from -9007199254740991 to 9007199254740991. Any other value, or a value greater
   * than `max`, fails synthesis.
   *
   * @default - no minimum
   */
  readonly min?: number;

  /**
   * The maximum value: a whole number from -9007199254740991 to 9007199254740991. Any other value fails synthesis.
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
export abstract class AttributeSchema {
  /**
   * A standard attribute, which every pool has, with other settings than the default ones.
   *
   * @param attribute the attribute
   * @param options the settings of the attribute
   */
  public static standard(attribute: StandardAttribute, options: StandardAttributeOptions = {}): AttributeSchema {
    checkStruct('AttributeSchema.standard()', 'StandardAttributeOptions', options);
    return new StandardAttributeSchema(attribute, options);
  }

  /**
   * A custom string attribute, which is the claim `custom:NAME` in ID tokens, or `dev:custom:NAME` if it is
   * `developerOnly`.
   *
   * @param name the name: 1 to 20 characters without spaces, without `custom:`, and neither `sub` nor the name of a
   * standard attribute; otherwise synthesis fails
   * @param options the limits and mutability of the attribute
   */
  public static customString(name: string, options: StringAttributeOptions = {}): AttributeSchema {
    checkArgument('AttributeSchema.customString()', 'name', 'string', name);
    checkStruct('AttributeSchema.customString()', 'StringAttributeOptions', options);
    return new StringAttributeSchema(name, 'String', options);
  }

  /**
   * A custom number attribute, which is the claim `custom:NAME` in ID tokens, or `dev:custom:NAME` if it is
   * `developerOnly`.
   *
   * @param name the name: 1 to 20 characters without spaces, without `custom:`, and neither `sub` nor the name of a
   * standard attribute; otherwise synthesis fails
   * @param options the limits and mutability of the attribute
   */
  public static customNumber(name: string, options: NumberAttributeOptions = {}): AttributeSchema {
    checkArgument('AttributeSchema.customNumber()', 'name', 'string', name);
    checkStruct('AttributeSchema.customNumber()', 'NumberAttributeOptions', options);
    return new NumberAttributeSchema(name, 'Number', options);
  }

  /**
   * A custom Boolean attribute, which is the claim `custom:NAME` in ID tokens, or `dev:custom:NAME` if it is
   * `developerOnly`.
   *
   * @param name the name: 1 to 20 characters without spaces, without `custom:`, and neither `sub` nor the name of a
   * standard attribute; otherwise synthesis fails
   * @param options the mutability of the attribute
   */
  public static customBoolean(name: string, options: CustomAttributeOptions = {}): AttributeSchema {
    checkArgument('AttributeSchema.customBoolean()', 'name', 'string', name);
    checkStruct('AttributeSchema.customBoolean()', 'CustomAttributeOptions', options);
    return new CustomAttributeSchema(name, 'Boolean', options);
  }

  /**
   * A custom date and time attribute, which is the claim `custom:NAME` in ID tokens, or `dev:custom:NAME` if it is
   * `developerOnly`.
   *
   * @param name the name: 1 to 20 characters without spaces, without `custom:`, and neither `sub` nor the name of a
   * standard attribute; otherwise synthesis fails
   * @param options the mutability of the attribute
   */
  public static customDateTime(name: string, options: CustomAttributeOptions = {}): AttributeSchema {
    checkArgument('AttributeSchema.customDateTime()', 'name', 'string', name);
    checkStruct('AttributeSchema.customDateTime()', 'CustomAttributeOptions', options);
    return new CustomAttributeSchema(name, 'DateTime', options);
  }

  /** The name of the attribute, without `custom:`. */
  public abstract readonly name: string;

  /**
   * The name with the prefix of a custom attribute.
   *
   * @internal
   */
  public abstract readonly _fullName: string;

  /** @internal */
  public abstract _check(where: string, problems: Problems): void;

  /** @internal */
  public abstract _render(): cognito.CfnUserPool.SchemaAttributeProperty;
}

class StandardAttributeSchema extends AttributeSchema {
  constructor(
    readonly name: StandardAttribute,
    private readonly options: StandardAttributeOptions,
  ) {
    super();
  }

  get _fullName(): string {
    return this.name;
  }

  _check(where: string, problems: Problems): void {
    if (isStandard(this.name)) return;
    const given = show(this.name);
    problems.add({
      where,
      given,
      outcome: 'it is not a standard attribute, so Cognito would create a custom one',
      remedy: `Use one of StandardAttribute, or AttributeSchema.customString(${given})`,
    });
  }

  _render(): cognito.CfnUserPool.SchemaAttributeProperty {
    const { required = false, mutable = true } = this.options;
    // Always with its type: without it, CloudFormation treats any later change of the pool as a change of the schema.
    const attributeDataType = this.name === StandardAttribute.UPDATED_AT ? 'Number' : 'String';
    return { name: this.name, attributeDataType, required, mutable };
  }
}

class CustomAttributeSchema<Options extends CustomAttributeOptions> extends AttributeSchema {
  constructor(
    readonly name: string,
    private readonly attributeDataType: string,
    protected readonly options: Options,
  ) {
    super();
  }

  get _fullName(): string {
    return customName(this.name, this.options.developerOnly);
  }

  _check(where: string, problems: Problems): void {
    checkFault(problems, where, this.name, faultOfName);
  }

  _render(): cognito.CfnUserPool.SchemaAttributeProperty {
    const { name, attributeDataType } = this;
    const { mutable = true, developerOnly } = this.options;
    return { name, attributeDataType, mutable, developerOnlyAttribute: developerOnly ? true : undefined };
  }
}

/** What is wrong with the name of a custom attribute. */
function faultOfName(name: string): Rule | undefined {
  if (!/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,20}$/u.test(name)) {
    return {
      outcome: 'Cognito accepts only names of 1 to 20 characters, without spaces, and would reject the pool',
      remedy: 'Shorten the name, and omit "custom:"',
    };
  }
  if (/^(custom|dev):/.test(name)) {
    const remedy = `Write ${show(name.replace(/^((custom|dev):)+/, ''))}`;
    return { outcome: 'Cognito adds the prefix itself, so tokens would have it twice', remedy };
  }
  if (isStandard(name)) {
    const outcome = 'it is the name of a standard attribute, and Cognito would treat it as one';
    return { outcome, remedy: 'Use AttributeSchema.standard(), or another name' };
  }
  if (name !== SUB) return undefined;
  const outcome =
    'it is the name of the ID that Cognito gives each user, and a template cannot create custom:sub beside it';
  return { outcome, remedy: 'Use another name' };
}

class StringAttributeSchema extends CustomAttributeSchema<StringAttributeOptions> {
  override _check(where: string, problems: Problems): void {
    super._check(where, problems);
    const { minLength, maxLength } = this.options;
    checkBounds(problems, where, [minLength ?? 0, maxLength ?? LONGEST], [0, LONGEST]);
  }

  override _render(): cognito.CfnUserPool.SchemaAttributeProperty {
    const [shortest, longest] = this.options.unbounded ? [] : [0, LONGEST];
    const { minLength = shortest, maxLength = longest } = this.options;
    if (minLength === undefined && maxLength === undefined) return super._render();
    const stringAttributeConstraints = { minLength: asText(minLength), maxLength: asText(maxLength) };
    return { ...super._render(), stringAttributeConstraints };
  }
}

/** The length of the longest string that an attribute can have. */
const LONGEST = 2048;

class NumberAttributeSchema extends CustomAttributeSchema<NumberAttributeOptions> {
  override _check(where: string, problems: Problems): void {
    super._check(where, problems);
    const { min, max } = this.options;
    checkBounds(problems, where, [min, max], [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]);
  }

  override _render(): cognito.CfnUserPool.SchemaAttributeProperty {
    const { min, max } = this.options;
    if (min === undefined && max === undefined) return super._render();
    return { ...super._render(), numberAttributeConstraints: { minValue: asText(min), maxValue: asText(max) } };
  }
}

function checkBounds(
  problems: Problems,
  where: string,
  [min, max]: readonly [number?, number?],
  range: readonly [number, number],
): void {
  const rule = {
    outcome: `Cognito accepts only whole numbers from ${range[0]} to ${range[1]}, and would reject the pool`,
    remedy: 'Give a number in that range, or omit it',
  };
  const before = problems.count;
  checkInteger(problems, `${where} lower bound`, min, range, rule);
  checkInteger(problems, `${where} upper bound`, max, range, rule);
  if (problems.count === before && isKnown(min) && isKnown(max) && min > max) {
    problems.add({
      where: `${where} lower bound`,
      given: `${show(min)}, with an upper bound of ${show(max)}`,
      outcome: 'no value would be valid and Cognito rejects the pool',
      remedy: 'Swap the two',
    });
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

/** An attribute with the names of CloudFormation. */
export const asInTemplate = (attribute: AttributeSchema) =>
  withCapitals(attribute._render()) as Readonly<Record<string, unknown>>;

/** A value with the property names of CloudFormation in place of those of the CDK. */
export const withCapitals = (value: unknown): unknown =>
  renamed(value, (name) => name.charAt(0).toUpperCase() + name.slice(1));

/** A value with the property names of the CDK in place of those of CloudFormation. */
export const withoutCapitals = (value: unknown): unknown =>
  renamed(value, (name) => name.charAt(0).toLowerCase() + name.slice(1));

function renamed(value: unknown, rename: (name: string) => string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries.map(([name, each]) => [rename(name), renamed(each, rename)]));
}
