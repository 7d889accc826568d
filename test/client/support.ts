import { CfnResource, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { IConstruct } from 'constructs';
import { IdentityProvider, SamlMetadata, UserAuthClientOptions, UserAuthPool, UserAuthPoolProps } from '../../lib';
import { messageOf, newStack, templateOf } from '../support/synth';

export const CLIENT = 'AWS::Cognito::UserPoolClient';

/** What the template has of a construct that stands for one resource. */
export function resourceOf(stack: Stack, construct: IConstruct): Record<string, any> {
  const id = stack.getLogicalId(construct.node.defaultChild as CfnResource);
  return templateOf(stack).toJSON().Resources[id];
}

/** What the template has of a client that is added to a pool. */
export function propertiesOf(options: UserAuthClientOptions, props?: UserAuthPoolProps): Record<string, any> {
  const stack = newStack('S');
  return resourceOf(stack, new UserAuthPool(stack, 'Pool', props).addClient('C', options)).Properties;
}

/** What is wrong with a client that is added to a pool, problem by problem. */
export function problemsOf(options: UserAuthClientOptions, props?: UserAuthPoolProps): string[] {
  const pool = new UserAuthPool(newStack('S'), 'Pool', props);
  const [head, ...problems] = messageOf(() => pool.addClient('C', options)).split('\n');
  if (!head?.startsWith('S/Pool/C has ')) throw new Error(head);
  return problems.map((problem) => problem.replace(/^ {2}\d+\. /, ''));
}

/** What is wrong with a stack when it is synthesized. */
export function errorOf(stack: Stack): string {
  try {
    templateOf(stack);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('expected an error, and there was none');
}

/** An identity provider of a name, with its default mapping unless one is given. */
export const newProvider = (name: string, attributeMapping?: cognito.AttributeMapping) =>
  IdentityProvider.saml(name, {
    metadata: SamlMetadata.fromUrl(`https://${name}.example.com/metadata`),
    attributeMapping,
  });
