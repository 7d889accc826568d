import { Problems } from '../checks/problems';
import { isKnown, show } from '../checks/values';
import { asInTemplate, AttributeSchema } from '../sign-in/attribute-schema';
import { isStandard } from '../sign-in/standard-attribute';
import { Properties } from './deployed';

/** The schema of a pool that exists: its attributes as they are deployed, and new ones after them. */
export const adoptedSchema = (
  deployed: readonly Properties[],
  schema: readonly AttributeSchema[] = [],
): Properties[] => [
  ...deployed,
  ...schema.map((each) => asInTemplate(each)).filter((each) => !deployed.some(({ Name: name }) => name === each.Name)),
];

/** Reports attributes that differ from what is deployed, each with the line to write. */
export function checkAdoptedSchema(
  source: string,
  deployed: readonly Properties[],
  schema: readonly AttributeSchema[] = [],
  problems: Problems,
): void {
  schema.forEach((attribute, index) => {
    if (!isKnown(attribute.name)) return;
    const now = asInTemplate(attribute);
    const before = deployed.find(({ Name: name }) => name === attribute.name);
    if (before ? isSameAttribute(before, now) : !isStandard(attribute.name) || isDefault(now)) return;
    problems.add({
      where: `schema[${index}]`,
      given: before
        ? `${show(now)}, and ${show(before)} in ${source}`
        : `${show(now)}, and not in the schema in ${source}`,
      outcome: "Cognito can't change an attribute of a pool that exists, so the deployment fails midway",
      remedy: before
        ? `Omit it, for the pool keeps the attributes that it has; or write ${lineOf(before)}`
        : 'Omit it: every pool has the standard attributes, and only a new pool can have them with other settings',
    });
  });
}

/** The line that gives an attribute of the deployed schema. */
export function lineOf(attribute: Properties): string {
  const { Name: name, Required: required, DeveloperOnlyAttribute: developerOnly } = attribute;
  const options: string[] = [];
  const add = (option: string, value: unknown) => options.push(`${option}: ${String(value)}`);
  if (isStandard(String(name))) {
    if (required === true) add('required', true);
    if (attribute.Mutable !== true) add('mutable', false);
    return `AttributeSchema.standard(StandardAttribute.${String(name).toUpperCase()}${inBraces(options)})`;
  }
  const type = numberOrText(attribute.AttributeDataType) ?? 'String';
  const bounds = boundsOf(attribute);
  if (type === 'String' && bounds.every((each) => each === undefined)) add('unbounded', true);
  const names = type === 'String' ? ['minLength', 'maxLength'] : ['min', 'max'];
  bounds.forEach((bound, index) => {
    if (bound !== undefined) add(names[index] ?? '', bound);
  });
  if (attribute.Mutable !== true) add('mutable', false);
  if (developerOnly === true) add('developerOnly', true);
  return `AttributeSchema.custom${type}(${show(name)}${inBraces(options)})`;
}

const inBraces = (options: string[]) => (options.length > 0 ? `, { ${options.join(', ')} }` : '');

const isDefault = ({ Required: required, Mutable: mutable }: Properties) => required !== true && mutable !== false;

/** A template may have numbers as text. */
const numberOrText = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

function boundsOf(attribute: Properties): (string | undefined)[] {
  const { StringAttributeConstraints: ofText, NumberAttributeConstraints: ofNumber } = attribute;
  const { MinLength, MaxLength, MinValue, MaxValue } = { ...(ofText as Properties), ...(ofNumber as Properties) };
  return [MinLength ?? MinValue, MaxLength ?? MaxValue].map(numberOrText);
}

/** Whether Cognito would see no change. It creates what does not say so as immutable. */
function isSameAttribute(one: Properties, other: Properties): boolean {
  const [before, after] = [one, other].map((each) => [
    numberOrText(each.AttributeDataType) ?? 'String',
    each.Mutable ?? false,
    each.Required ?? false,
    each.DeveloperOnlyAttribute ?? false,
    boundsOf(each),
  ]);
  return JSON.stringify(before) === JSON.stringify(after);
}
