import { Fn } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { expect, it } from 'vitest';
import { ApiCaller, UserAuthPool } from '../../lib';
import { scopesOfClient, withOwnScopes } from '../../lib/report/machine-scopes';
import { TemplateIndex } from '../../lib/template/template-index';
import { newStack } from '../support/synth';

const stack = newStack('S');
const pool = new UserAuthPool(stack, 'Pool');
const job = pool.addMachineClient('Job', { scopes: [cognito.OAuthScope.custom('api/read')] });
const imported = cognito.UserPoolClient.fromUserPoolClientId(stack, 'Imported', 'abc');
const index = () => new TemplateIndex(stack.node.root);

it('are those of the client, unless the caller has its own', () => {
  expect(withOwnScopes(index(), ApiCaller.machine(job))._claims.scopes).toEqual(['api/read']);
  const caller = ApiCaller.machine(job, { scopes: [] });
  expect(withOwnScopes(index(), caller)).toBe(caller);
});

it('are not those of the client for a person', () => {
  const caller = ApiCaller.person({ client: job });
  expect(withOwnScopes(index(), caller)).toBe(caller);
});

it('stay unknown for a client of another app', () => {
  const caller = ApiCaller.machine(imported);
  expect(withOwnScopes(index(), caller)).toBe(caller);
});

it.each<[string, unknown, string[] | undefined]>([
  ['none', undefined, []],
  ['several', ['a/b', 'c/d'], ['a/b', 'c/d']],
  ['one that only the deployment knows', ['a/b', Fn.importValue('S')], undefined],
  ['a list that only the deployment knows', Fn.split(',', Fn.importValue('L')), undefined],
])('of a client are what its template says: %s', (_, scopes, expected) => {
  const plain = new cognito.CfnUserPoolClient(newStack('S'), 'C', { userPoolId: 'eu-west-1_a' });
  plain.addPropertyOverride('AllowedOAuthScopes', scopes);
  expect(scopesOfClient(new TemplateIndex(plain.node.root), plain)).toEqual(expected);
});

it('are those of the resource, whichever construct names the client', () => {
  const userPool = pool.userPool;
  const plain = new cognito.UserPoolClient(stack, 'Plain', {
    userPool,
    oAuth: { scopes: [cognito.OAuthScope.custom('api/write')] },
  });
  expect(scopesOfClient(index(), plain)).toEqual(['api/write']);
});
