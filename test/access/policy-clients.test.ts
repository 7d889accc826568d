import { Fn, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { AccessPolicy, UserAuthPool } from '../../lib';
import {
  certainClient,
  clientIdsOf,
  isCreatedForMachines,
  isForPeople,
  keyOfClient,
  nameOfClient,
  resourceOfClient,
} from '../../lib/access/policy-clients';
import { TemplateIndex } from '../../lib/template/template-index';
import { newApp } from '../support/synth';

const app = newApp();
const users = new Stack(app, 'Users');
const other = new Stack(app, 'Other');
const pool = new UserAuthPool(users, 'Pool');
const scope = pool.addResourceServer('api', { scopes: [{ scopeName: 'read' }] }).scope('read');
const job = pool.addMachineClient('Job', { scopes: [scope] });
const imported = cognito.UserPoolClient.fromUserPoolClientId(users, 'Imported', 'abc123');
const unknown = cognito.UserPoolClient.fromUserPoolClientId(users, 'Unknown', Fn.importValue('Id'));

describe('a client', () => {
  it('is the same resource, whichever construct names it', () => {
    const resource = pool.client.userPoolClient.node.defaultChild as cognito.CfnUserPoolClient;
    for (const client of [pool.client, pool.client.userPoolClient, resource]) {
      expect(resourceOfClient(client)).toBe(resource);
      expect(certainClient(client)).toBe(resource);
    }
  });

  it('that is imported is its ID, if that is known', () => {
    expect([imported, unknown].map(resourceOfClient)).toEqual([undefined, undefined]);
    expect([imported, unknown].map(certainClient)).toEqual(['abc123', undefined]);
  });

  it('is created for machines only if no person can sign in through it', () => {
    const created = { userPoolId: pool.userPoolId, allowedOAuthFlows: ['client_credentials'] };
    const byDefault = new cognito.CfnUserPoolClient(users, 'ByDefault', created);
    const explicitAuthFlows = ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH'];
    const bySrp = new cognito.CfnUserPoolClient(users, 'BySrp', { ...created, explicitAuthFlows });
    const all = [job, pool.client, byDefault, bySrp];
    expect(all.map((client) => isCreatedForMachines(certainClient(client)!))).toEqual([true, false, false, false]);
    expect(isCreatedForMachines('abc123')).toBe(false);
  });

  it('is for people if the template lets them in, which is not known of a client of another app', () => {
    const opened = pool.addMachineClient('Opened', { scopes: [scope] });
    resourceOfClient(opened)!.addPropertyOverride('ExplicitAuthFlows', ['ALLOW_USER_SRP_AUTH']);
    const index = new TemplateIndex(app);
    const all = [pool.client, job, opened, imported, unknown];
    expect(all.map((client) => isForPeople(index, client))).toEqual([true, false, true, true, true]);
  });
});

it('people know a client by its ID, or by where it is', () => {
  const { client } = pool;
  const same = [client, client.userPoolClient, client.userPoolClient.node.defaultChild as cognito.CfnUserPoolClient];
  expect(same.map(nameOfClient)).toEqual(['Users/Pool/Client', 'Users/Pool/Client', 'Users/Pool/Client']);
  expect([imported, unknown].map(nameOfClient)).toEqual(['abc123', 'Users/Unknown']);
});

describe('functions know a client', () => {
  it('by its ID, or by where it is, as seen from the function', () => {
    expect(keyOfClient(imported, users)).toBe('abc123');
    expect(keyOfClient(pool.client, users)).toBe('Pool.Client');
    expect(keyOfClient(pool.client, other)).toBe('other:Users.Pool.Client');
  });

  it('by IDs that only the deployment knows, in an order of their own', () => {
    const policies = [
      AccessPolicy.anyOf(AccessPolicy.client(job), AccessPolicy.client(imported)),
      AccessPolicy.client(pool.client),
      AccessPolicy.client(job),
      AccessPolicy.signedIn(),
    ];
    const ids = clientIdsOf(policies, users);
    expect(Object.keys(ids)).toEqual(['Pool.Client', 'Pool.Job']);
    expect(users.resolve(ids['Pool.Job'])).toEqual({
      Ref: users.getLogicalId(resourceOfClient(job)!),
    });
  });
});
