import { App, CfnOutput, NestedStack, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { UserAuthClient, UserAuthClientOptions, UserAuthPool } from '../../lib';
import { newApp, newFunction, templateOf } from '../support/synth';

interface Parts {
  readonly users: Stack;
  readonly fn: lambda.Function;
  readonly url: string;
  readonly pool: UserAuthPool;
}

/** A pool, and an app at the URL of a function, which is in another stack if it has a name. */
function make(appStack: (app: App, users: Stack) => Construct): Parts {
  const app = newApp();
  const users = new Stack(app, 'Users');
  const fn = newFunction(appStack(app, users), 'Fn');
  return { users, fn, url: fn.addFunctionUrl().url, pool: new UserAuthPool(users, 'Pool', { defaultClient: false }) };
}
const elsewhere = (app: App) => new Stack(app, 'Site');
const same = (_: App, users: Stack) => users;
const nested = (_: App, users: Stack) => new NestedStack(users, 'Site');

const USES: [string, (url: string) => UserAuthClientOptions][] = [
  ['callbackUrls', (url) => ({ callbackUrls: [url] })],
  ['logoutUrls', (url) => ({ callbackUrls: ['https://app.example.com'], logoutUrls: [`${url}bye`] })],
];

describe.each(USES)('an app of another stack whose URL is one of the %s', (prop, options) => {
  it('must not have its stack refer to that of the client: the error comes before the one of the CDK', () => {
    const { users, fn, url, pool } = make(elsewhere);
    fn.addEnvironment('CLIENT_ID', pool.addClient('Web', options(url)).userPoolClientId);
    expect(() => templateOf(users)).toThrow(
      new RegExp(
        `^Users/Pool/Web has 1 problem:\n {2}1\\. ${prop} is the URL of Site/Fn/FunctionUrl/Resource, whose stack, Site, waits for that of the client, Users.*: .* Create the client in Site`,
      ),
    );
  });

  it('not even by a resource beside it, since stacks are deployed as a whole', () => {
    const { users, fn, url, pool } = make(elsewhere);
    pool.addClient('Web', options(url));
    new CfnOutput(Stack.of(fn), 'PoolId', { value: pool.userPoolId });
    expect(() => templateOf(users)).toThrow(`${prop} is the URL of Site/Fn`);
  });

  it('may have a client in its own stack, as the remedy says', () => {
    const { users, fn, url, pool } = make(elsewhere);
    const client = new UserAuthClient(Stack.of(fn), 'Web', { userPool: pool, ...options(url) });
    new CfnOutput(Stack.of(fn), 'ClientId', { value: client.userPoolClientId });
    expect(() => templateOf(users)).not.toThrow();
  });

  it('may refer to nothing of the client, or the other way round only', () => {
    const { users, url, pool } = make(elsewhere);
    pool.addClient('Web', options(url));
    expect(() => templateOf(users)).not.toThrow();
    const other = make(elsewhere);
    other.fn.addEnvironment(
      'CLIENT_ID',
      other.pool.addClient('Web', options('https://x.example.com/')).userPoolClientId,
    );
    expect(() => templateOf(other.users)).not.toThrow();
  });
});

it.each([
  ['the same stack', same],
  ['a nested stack', nested],
] as const)('an app in %s that refers to the client is one of the problems of the validation', (_, place) => {
  const { users, fn, url, pool } = make(place);
  fn.addEnvironment('CLIENT_ID', pool.addClient('Web', { callbackUrls: [url] }).userPoolClientId);
  expect(() => templateOf(users)).toThrow(
    /\[Users\/Pool\/Web\] callbackUrls is the URL of Users\/\S+, (which|whose stack, Users\/Site,) refers to the client or to something that waits for it: /,
  );
});
