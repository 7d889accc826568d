import { Value } from './value';

/** A value as the Boolean that it is to CloudFormation, which takes one as text too. */
export const asBoolean = (value: unknown): unknown =>
  value === 'true' || value === 'false' ? value === 'true' : value;

/** A value as the number that it is to CloudFormation, which takes one as text too. */
export const asNumber = (value: unknown): unknown =>
  typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;

/** Whether a value is a number or a Boolean, as a literal. */
export const isScalar = (value: Value, wanted: number | boolean): boolean =>
  value.kind === 'literal' && asText(value.value) === asText(wanted);

/** Whether two values are the same to CloudFormation, which takes numbers and Booleans as text too. */
export const isSameInTemplate = (one: unknown, other: unknown): boolean => textFor(one) === textFor(other);

const textFor = (value: unknown) => JSON.stringify(value, (_, each: unknown) => asText(each));

/** A number or a Boolean as text, and anything else as it is. */
export const asText = (value: unknown): unknown =>
  typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
