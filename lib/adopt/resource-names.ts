import { isObject } from '../base/json';
import { DeployedResource } from './deployed';
import { nameOf as nameOfResource, namePropertyOf, typeOf } from './resource-types';

/** Puts the names of resources in place of references to them, as CloudFormation does, and joins texts. */
export type WithNames = (value: unknown) => unknown;

export function namesOf(resources: ReadonlyMap<string, DeployedResource>): WithNames {
  const nameOf = (id: string, attribute?: string): string | undefined => {
    const resource = resources.get(id);
    // A client is referred to by its ID, not by its name.
    if (!resource || typeOf(resource) === 'UserPoolClient') return undefined;
    const property = namePropertyOf(resource);
    if ((attribute ?? property) !== property) return undefined;
    const name = nameOfResource(resource);
    return typeof name === 'string' ? name : undefined;
  };
  const replace = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(replace);
    if (!isObject(value)) return value;
    const entries = Object.entries(value).map(([key, each]) => [key, replace(each)] as const);
    const [[name, argument] = ['', undefined]] = entries;
    return (entries.length === 1 ? evaluate(name, argument, nameOf) : undefined) ?? Object.fromEntries(entries);
  };
  return replace;
}

type NameOf = (id: string, attribute?: string) => string | undefined;

/** What a function of CloudFormation results in. Undefined for what only the deployment knows. */
function evaluate(name: string, argument: unknown, nameOf: NameOf): string | undefined {
  const [first, second] = Array.isArray(argument) ? (argument as unknown[]) : [argument];
  switch (name) {
    case 'Ref':
      return nameOf(String(first));
    case 'Fn::GetAtt': {
      const [id = '', attribute = ''] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.');
      return nameOf(id, attribute);
    }
    case 'Fn::Join':
      return Array.isArray(second) && second.every(isText) ? second.join(String(first)) : undefined;
    case 'Fn::Sub': {
      if (typeof argument !== 'string') return undefined;
      const text = argument.replace(/\$\{(\w+)(?:\.(\w+))?\}/g, (whole, id: string, attribute?: string) => {
        return nameOf(id, attribute) ?? whole;
      });
      return text.includes('${') ? undefined : text;
    }
    default:
      return undefined;
  }
}

const isText = (value: unknown) => typeof value === 'string' || typeof value === 'number';
