import { show } from '../checks/values';
import { asBoolean } from '../template/scalars';
import { isStandard } from './standard-attribute';

/** An attribute in the schema of a template. */
type Attribute = Readonly<Record<string, unknown>>;

/** The code that declares an attribute which a template has in its schema. */
export function schemaLine(attribute: Attribute): string {
  const { Name: name } = attribute;
  const [required, mutable, developerOnly] = ['Required', 'Mutable', 'DeveloperOnlyAttribute'].map((each) =>
    asBoolean(attribute[each]),
  );
  const options: string[] = [];
  const add = (option: string, value: unknown) => options.push(`${option}: ${String(value)}`);
  if (isStandard(String(name))) {
    if (required === true) add('required', true);
    if (mutable !== true) add('mutable', false);
    return `AttributeSchema.standard(StandardAttribute.${String(name).toUpperCase()}${inBraces(options)})`;
  }
  const type = typeOf(attribute);
  const bounds = boundsOf(attribute);
  const names = type === 'String' ? ['minLength', 'maxLength'] : ['min', 'max'];
  bounds.forEach((bound, index) => {
    if (bound !== undefined) add(names[index] ?? '', bound);
  });
  if (type === 'String' && bounds.includes(undefined)) add('unbounded', true);
  if (mutable !== true) add('mutable', false);
  if (developerOnly === true) add('developerOnly', true);
  return `AttributeSchema.custom${type}(${show(name)}${inBraces(options)})`;
}

const inBraces = (options: string[]) => (options.length > 0 ? `, { ${options.join(', ')} }` : '');

/** The data type of an attribute. */
export const typeOf = ({ AttributeDataType: type }: Attribute): string => numberOrText(type) ?? 'String';

/** A template may have numbers as text. */
const numberOrText = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

/** The lower and the upper bound of an attribute, as text. */
export function boundsOf(attribute: Attribute): (string | undefined)[] {
  const { StringAttributeConstraints: ofText, NumberAttributeConstraints: ofNumber } = attribute;
  const { MinLength, MaxLength, MinValue, MaxValue } = { ...(ofText as Attribute), ...(ofNumber as Attribute) };
  return [MinLength ?? MinValue, MaxLength ?? MaxValue].map(numberOrText);
}
