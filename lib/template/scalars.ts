/** A value as the Boolean that it is to CloudFormation, which takes one as text too. */
export const asBoolean = (value: unknown): unknown =>
  value === 'true' || value === 'false' ? value === 'true' : value;

/** Whether two values are the same to CloudFormation, which takes numbers and Booleans as text too. */
export const isSameInTemplate = (one: unknown, other: unknown): boolean => textFor(one) === textFor(other);

const textFor = (value: unknown) =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'number' || typeof each === 'boolean' ? String(each) : each,
  );
