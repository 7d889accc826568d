import { Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { expect, it } from 'vitest';
import { ExistingUserPool, UserAuthPool, UserAuthPoolProps } from '../../lib';
import { synth, useDeployed } from './support';

const deployed = useDeployed();
const DESCRIPTION = { Id: 'eu-west-1_abc', Name: 'shop', SchemaAttributes: [], UsernameAttributes: ['email'] };

/** The pool of the CDK, in which only administrators create accounts by default. */
const inTemplate = (selfSignUpEnabled?: boolean) => () =>
  ExistingUserPool.fromTemplate(
    deployed.stack(
      (stack: Stack) => new cognito.UserPool(stack, 'Users', { signInAliases: { email: true }, selfSignUpEnabled }),
    ),
    'Users0A0EEA89',
  );
const described = (AllowAdminCreateUserOnly: boolean) => () =>
  ExistingUserPool.fromDescription(
    deployed.write({ UserPool: { ...DESCRIPTION, AdminCreateUserConfig: { AllowAdminCreateUserOnly } } }),
  );
const handWritten = (config: unknown) => () => {
  const properties = { UsernameAttributes: ['email'], AdminCreateUserConfig: config };
  return ExistingUserPool.fromTemplate(
    deployed.write({ Resources: { Pool: { Type: 'AWS::Cognito::UserPool', Properties: properties } } }),
    'Pool',
  );
};
const adopt = (existing: ExistingUserPool, props: UserAuthPoolProps = {}) =>
  synth((stack) => new UserAuthPool(stack, 'Users', { existing, ...props }), {});

it.each<[string, () => ExistingUserPool]>([
  ['a pool of the CDK by default', inTemplate()],
  ['a pool of the CDK that says it', inTemplate(false)],
  ['a described pool', described(true)],
  ['a template that has it as text', handWritten({ AllowAdminCreateUserOnly: 'true' })],
])('opens only if the props say so: %s', (_, existingPool) => {
  const existing = existingPool();
  expect(adopt(existing).error).toMatch(
    /\[S\/Users\] allowOnlyAdminsToCreateAccount is missing, and AllowAdminCreateUserOnly is true in \S+\.json: the pool is for users who were invited, and after the deployment, Cognito would let anyone sign up\. Write allowOnlyAdminsToCreateAccount: true; or, to let anyone sign up, write allowOnlyAdminsToCreateAccount: false\./,
  );
  expect(adopt(existing, { allowOnlyAdminsToCreateAccount: true }).error).toBe('');
  const overrides = { userPool: { 'AdminCreateUserConfig.AllowAdminCreateUserOnly': true } };
  expect(adopt(existing, { overrides }).error).toBe('');
  const opened = adopt(existing, { allowOnlyAdminsToCreateAccount: false });
  expect(opened.error).toBe('');
  expect(opened.warnings.join()).toMatch(
    /These may let more people in:\n {2}\w+\.AdminCreateUserConfig\.AllowAdminCreateUserOnly: "?true"? -> false/,
  );
});

it.each<[string, () => ExistingUserPool]>([
  ['a pool of the CDK', inTemplate(true)],
  ['a described pool', described(false)],
  ['a template that does not say it', handWritten(undefined)],
  ['a template in which only the deployment knows it', handWritten({ 'Fn::If': ['Prod', {}, {}] })],
])('stays open where anyone can sign up: %s', (_, existingPool) => {
  expect(adopt(existingPool()).error).toBe('');
});
