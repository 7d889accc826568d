import { CfnResource } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** The CloudFormation resource of a construct if this app creates it. Undefined for an imported one. */
export function resourceOf<T extends CfnResource>(
  construct: IConstruct,
  type: abstract new (...args: never[]) => T,
): T | undefined {
  const resource = construct instanceof type ? construct : construct.node.defaultChild;
  return resource instanceof type ? resource : undefined;
}
