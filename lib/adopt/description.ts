import { isStandard } from '../sign-in/standard-attribute';
import { Properties } from './deployed';

/**
 * The schema that a template needs for the attributes of a described pool, which are all that it has. Those that every
 * pool has with the same settings are left out.
 */
export function schemaIn(attributes: readonly Properties[]): Properties[] {
  return attributes.flatMap((attribute): Properties[] => {
    const name = String(attribute.Name);
    const { AttributeDataType: type, Mutable: mutable, Required: required } = attribute;
    if (isStandard(name)) {
      const isDefault = mutable === true && !required;
      return isDefault ? [] : [{ Name: name, AttributeDataType: type, Mutable: mutable, Required: required }];
    }
    const own = /^(dev:)?custom:(.+)$/.exec(name);
    if (!own) return [];
    const constraints = ['StringAttributeConstraints', 'NumberAttributeConstraints'].flatMap((property) => {
      const value = attribute[property];
      return value && Object.keys(value).length > 0 ? [[property, value]] : [];
    });
    return [
      {
        Name: own[2],
        AttributeDataType: type,
        Mutable: mutable,
        ...(own[1] ? { DeveloperOnlyAttribute: true } : {}),
        ...(Object.fromEntries(constraints) as object),
      },
    ];
  });
}
