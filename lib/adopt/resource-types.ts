import { BELONGING_TYPES } from '../lock/belonging-types';
import { MACHINE_FLOW } from '../sign-in/app-client';
import { asBoolean } from '../template/scalars';
import { DeployedResource, PREFIX } from './deployed';

/** Properties of a pool that Cognito can't change, or only extends: a deployment that changes one fails. */
const POOL_FIXED = ['UsernameAttributes', 'AliasAttributes', 'UsernameConfiguration', 'Schema'];

export const typeOf = ({ type }: DeployedResource): string => type.slice(PREFIX.length);

const belongingTypeOf = (resource: DeployedResource) => BELONGING_TYPES.find(({ type }) => type === resource.type);

/** The properties of a resource that CloudFormation can't change. Undefined for a type that may be replaced. */
export const createOnlyOf = (resource: DeployedResource): readonly string[] | undefined =>
  typeOf(resource) === 'UserPool' ? [] : belongingTypeOf(resource)?.createOnly;

/** Whether a resource may be deleted without that being an error. */
export const mayGo = (resource: DeployedResource): boolean => createOnlyOf(resource) === undefined;

/** Whether a property must not change: a difference is an error here, not one of the changes that are listed. */
export const isFixed = (resource: DeployedResource, property: string): boolean =>
  (typeOf(resource) === 'UserPool' ? POOL_FIXED : (createOnlyOf(resource) ?? [])).includes(property);

/** The property that has the name of a resource. */
export const namePropertyOf = (resource: DeployedResource): string | undefined =>
  belongingTypeOf(resource)?.nameProperty;

/** The name of a resource, which may be a function of CloudFormation. Undefined if it has none. */
export const nameOf = (resource: DeployedResource): unknown => resource.properties[namePropertyOf(resource) ?? ''];

/** How a message names the type of a resource. */
export function describeType(resource: DeployedResource): string {
  const words = typeOf(resource)
    .replace('UserPool', '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return words || 'pool';
}

/** Who an app client is for: a job or service, an application that keeps a secret, or one that can't. */
export function kindOf({ properties }: DeployedResource): 'machine' | 'server' | 'public' {
  const { AllowedOAuthFlows: flows, GenerateSecret: secret } = properties;
  // Most clients for machines list no ExplicitAuthFlows. People could sign in through them, but nobody is meant to.
  if (Array.isArray(flows) && flows.includes(MACHINE_FLOW)) return 'machine';
  return asBoolean(secret) === true ? 'server' : 'public';
}
