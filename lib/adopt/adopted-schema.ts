import { Problems } from '../checks/problems';
import { isKnown, show } from '../checks/values';
import { asInTemplate, AttributeSchema } from '../sign-in/attribute-schema';
import { boundsOf, schemaLine, typeOf } from '../sign-in/schema-line';
import { isStandard } from '../sign-in/standard-attribute';
import { isSameInTemplate } from '../template/scalars';
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
        ? `Omit it, for the pool keeps the attributes that it has; or write ${schemaLine(before)}`
        : 'Omit it: every pool has the standard attributes, and only a new pool can have them with other settings',
    });
  });
}

const isDefault = ({ Required: required, Mutable: mutable }: Properties) => required !== true && mutable !== false;

/** Whether Cognito would see no change. It creates what does not say so as immutable. */
function isSameAttribute(one: Properties, other: Properties): boolean {
  const [before, after] = [one, other].map((each) => [
    typeOf(each),
    each.Mutable ?? false,
    each.Required ?? false,
    each.DeveloperOnlyAttribute ?? false,
    boundsOf(each),
  ]);
  return isSameInTemplate(before, after);
}
