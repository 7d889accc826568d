import * as cognito from 'aws-cdk-lib/aws-cognito';
import { expect, it } from 'vitest';
import { UserAuthPool } from '../../lib';
import { isForPeople } from '../../lib/access/people-client';
import { TemplateIndex } from '../../lib/template/template-index';
import { newStack } from '../support/synth';

const stack = newStack('S');
const pool = new UserAuthPool(stack, 'Pool');
const job = pool.addMachineClient('Job', { scopes: [cognito.OAuthScope.custom('api/read')] });
const isNowForPeople = (client: Parameters<typeof isForPeople>[1]) =>
  isForPeople(new TemplateIndex(stack.node.root), client);

it('is one that people can sign in through', () => {
  expect(isNowForPeople(pool.client)).toBe(true);
  expect(isNowForPeople(job)).toBe(false);
});

it('is one that people could sign in through if an override allowed it', () => {
  const machine = pool.addMachineClient('Machine', { scopes: [cognito.OAuthScope.custom('api/read')] });
  const resource = machine.userPoolClient.node.defaultChild as cognito.CfnUserPoolClient;
  resource.addPropertyOverride('ExplicitAuthFlows', ['ALLOW_USER_SRP_AUTH']);
  expect(isNowForPeople(machine)).toBe(true);
});

it('may be one of another app', () => {
  expect(isNowForPeople(cognito.UserPoolClient.fromUserPoolClientId(stack, 'Imported', 'abc'))).toBe(true);
});
