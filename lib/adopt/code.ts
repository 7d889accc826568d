import { isObject } from '../base/json';

/** In code, a text is never cut off. */
export const quoted = (value: unknown): string => JSON.stringify(value);

/** The code of a text of the old template, which may be a function of CloudFormation, where a prop takes a string. */
export function codeOf(value: unknown): string {
  if (!isObject(value)) return quoted(String(value));
  const [[name, argument] = ['', undefined], ...others] = Object.entries(value);
  const [delimiter, parts] = Array.isArray(argument) ? (argument as unknown[]) : [];
  if (others.length === 0 && typeof argument === 'string') {
    if (name === 'Ref') return `Fn.ref(${quoted(argument)})`;
    if (name === 'Fn::Sub') return `Fn.sub(${quoted(argument)})`;
  }
  if (others.length === 0 && name === 'Fn::Join' && staysAsItIs(parts)) {
    return `Fn.join(${quoted(delimiter)}, [${parts.map(codeOf).join(', ')}])`;
  }
  return `Token.asString(${quoted(value)})`;
}

/** Whether the CDK joins nothing of a list itself, which would be another template. */
const staysAsItIs = (parts: unknown): parts is unknown[] =>
  Array.isArray(parts) &&
  parts.length > 1 &&
  parts.every((each, index) =>
    isObject(each) ? !('Fn::Join' in each) : typeof each === 'string' && typeof parts[index - 1] !== 'string',
  );
