import { nearestName } from './nearest-name';
import { STRUCTS } from './structs';

/** What the user probably means: an option of another spelling, or one of a nested struct. */
export function nearestOption(struct: string, name: string): string | undefined {
  const types = STRUCTS[struct] ?? {};
  const names = Object.keys(types);
  // Properties of CloudFormation begin with a capital letter, unlike any option.
  if (struct === 'UserAuthPoolOverrides' && /^[A-Z]/.test(name)) {
    return `userPool: { "${name}": ... }, or the name of another resource that has the property`;
  }
  const nested = names.find((each) => {
    const options = STRUCTS[(types[each] ?? '').replace('!', '')] ?? {};
    // Where each option is a map, it is the name of a resource, which may be the name of anything else in the CDK.
    return name in options && options[name] !== 'map any';
  });
  return nested ? `${nested}.${name}` : nearestName(name, names);
}
