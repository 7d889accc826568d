import { SecretValue, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Problems } from '../../lib/checks/problems';
import { IdentityProvider } from '../../lib/federation/identity-provider';
import { AttributeSchema } from '../../lib/sign-in/attribute-schema';
import { newStack, only, templateOf } from '../support/synth';

export const SECRET = SecretValue.secretsManager('sign-in', { jsonField: 'secret' });
export const REFERENCE = '{{resolve:secretsmanager:sign-in:SecretString:secret::}}';

export const XML = '<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="x"/>';

/** A pool with the provider. */
export function make(provider: IdentityProvider, schema?: AttributeSchema[], stack: Stack = newStack('S')): Stack {
  provider._bind(stack, 'Provider', new cognito.UserPool(stack, 'Pool'), { schema });
  return stack;
}

/** The provider in the template. */
export const render = (provider: IdentityProvider, schema?: AttributeSchema[], stack?: Stack) =>
  only(templateOf(make(provider, schema, stack)), 'AWS::Cognito::UserPoolIdentityProvider').properties as Record<
    string,
    any
  >;

/** What is wrong with the provider. */
export function problemsOf(provider: IdentityProvider, schema?: AttributeSchema[]): string[] {
  const problems = new Problems(newStack('S'));
  provider._check('identityProviders[0]', problems, { schema });
  return problems.messages();
}
