import { CfnParameter } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import {
  CognitoHttpApiAuthorizer,
  UserAuthClient,
  UserAuthPool,
  UserAuthPoolAttributes,
  UserPoolPermission,
} from '../../lib';
import { messageOf, newFunction, newStack, only, templateOf } from '../support/synth';

describe('fromUserAuthPoolAttributes', () => {
  it('reads the region from the id of the pool, never from the stack', () => {
    const stack = newStack('Stack', { env: { region: 'us-east-1', account: '111111111111' } });
    const pool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', { userPoolId: 'eu-west-1_Ab12Cd34E' });
    expect(stack.resolve(pool.issuer)).toEqual({
      'Fn::Join': ['', ['https://cognito-idp.eu-west-1.', { Ref: 'AWS::URLSuffix' }, '/eu-west-1_Ab12Cd34E']],
    });
    expect(stack.resolve(pool.userPoolArn)).toEqual({
      'Fn::Join': [
        '',
        ['arn:', { Ref: 'AWS::Partition' }, ':cognito-idp:eu-west-1:111111111111:userpool/eu-west-1_Ab12Cd34E'],
      ],
    });
    expect(pool.env).toEqual({ account: '111111111111', region: 'eu-west-1' });
    expect(pool.userPoolRef).toEqual({ userPoolId: 'eu-west-1_Ab12Cd34E', userPoolArn: pool.userPoolArn });
  });

  it('reads the region at deployment, where the id is not known before', () => {
    const stack = newStack();
    const parameter = new CfnParameter(stack, 'PoolId');
    const pool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', { userPoolId: parameter.valueAsString });
    expect(stack.resolve(pool.issuer)).toEqual({
      'Fn::Join': [
        '',
        [
          'https://cognito-idp.',
          { 'Fn::Select': [0, { 'Fn::Split': ['_', { Ref: 'PoolId' }] }] },
          '.',
          { Ref: 'AWS::URLSuffix' },
          '/',
          { Ref: 'PoolId' },
        ],
      ],
    });
  });

  it('has the clients that it was given', () => {
    const pool = UserAuthPool.fromUserAuthPoolAttributes(newStack(), 'Pool', {
      userPoolId: 'eu-west-1_Ab12Cd34E',
      userPoolClientIds: ['one', 'two'],
    });
    expect(pool.userPoolClients.map((client) => client.userPoolClientId)).toEqual(['one', 'two']);
  });

  it.each([
    'MyPool',
    'eu-west-1_',
    'nonsense_Ab12Cd34E',
    'arn:aws:cognito-idp:eu-west-1:111111111111:userpool/eu-west-1_Ab12Cd34E',
  ])('rejects %s, which is not the ID of a pool', (userPoolId) => {
    expect(messageOf(() => UserAuthPool.fromUserAuthPoolAttributes(newStack('S'), 'Pool', { userPoolId }))).toMatch(
      /^S\/Pool has 1 problem:\n {2}1\. userPoolId is ".*": no user pool has such an ID\. Give the ID/,
    );
  });
});

describe('what a pool that stands elsewhere has beside its id', () => {
  const make = (attrs: Partial<UserAuthPoolAttributes>, stack = newStack('S')) =>
    UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', { userPoolId: 'eu-west-1_Ab12Cd34E', ...attrs });

  it('is the first of its clients', () => {
    expect(make({ userPoolClientIds: ['one', 'two'] }).userPoolClientId).toBe('one');
    expect(messageOf(() => make({}).userPoolClientId)).toBe(
      'S/Pool was imported without a client. Give one in userPoolClientIds.',
    );
  });

  it('is the secret of that client', () => {
    const stack = newStack();
    const clientSecret = secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', 'mine');
    expect(make({ clientSecret }, stack).clientSecret).toBe(clientSecret);
    expect(messageOf(() => make({}).clientSecret)).toBe(
      'S/Pool was imported without the secret of its client. Give it as clientSecret.',
    );
  });

  it('is its domain', () => {
    expect(make({}).domainName).toBeUndefined();
    expect(make({ domainName: 'auth.example.com' }).domainName).toBe('auth.example.com');
  });

  it.each([
    'mine.auth.eu-west-1.amazoncognito.com',
    'mine.auth-fips.us-gov-west-1.amazoncognito.com',
    'auth.example.co.uk',
    'Auth.Example.com',
  ])('may have the domain %s', (domainName) => {
    expect(make({ domainName }).domainName).toBe(domainName);
  });

  it.each([
    'https://auth.example.com',
    'auth.example.com/',
    'auth.example.com/login',
    'mine',
    'auth .example.com',
    '-a.-b',
    '',
  ])('has no domain "%s"', (domainName) => {
    expect(messageOf(() => make({ domainName }))).toMatch(
      /^S\/Pool has 1 problem:\n {2}1\. domainName is ".*": no domain has such a name\. Write it as, for example,/,
    );
  });

  it('does not judge a domain before it is known', () => {
    const stack = newStack();
    const domainName = new CfnParameter(stack, 'Domain').valueAsString;
    expect(make({ domainName }, stack).domainName).toBe(domainName);
  });

  it('does not take a list of clients that only deployment will know', () => {
    const stack = newStack('S');
    const userPoolClientIds = new CfnParameter(stack, 'Clients', { type: 'CommaDelimitedList' }).valueAsList;
    const attrs = { userPoolId: 'eu-west-1_Ab12Cd34E', userPoolClientIds };
    expect(messageOf(() => UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', attrs))).toBe(
      'S/Pool has 1 problem:\n  1. userPoolClientIds is a list known only at deployment: each client is a construct, so their number must be known at synthesis. ' +
        'Give its elements one by one: [Fn.select(0, list)].',
    );
  });

  it('tells every problem at once', () => {
    expect(messageOf(() => make({ userPoolId: 'x', domainName: 'x' }))).toMatch(/^S\/Pool has 2 problems:/);
  });

  it('lets in the clients that it names or that are created for it, or else all that the app creates', () => {
    const audienceWith = (userPoolClientIds?: string[]) => {
      const stack = newStack('S');
      const attributes = { userPoolId: 'eu-west-1_Ab12Cd34E' };
      const again = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Again', attributes);
      new UserAuthClient(stack, 'Internal', { userPool: again });
      const userAuthPool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', { ...attributes, userPoolClientIds });
      if (userPoolClientIds?.includes('mine')) new UserAuthClient(stack, 'Mine', { userPool: userAuthPool });
      new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool }).addLambdaRoute(newFunction(stack, 'F'), {
        httpApi: new HttpApi(stack, 'Api'),
        path: '/a',
      });
      const { JwtConfiguration } = only(templateOf(stack), 'AWS::ApiGatewayV2::Authorizer').properties;
      return (JwtConfiguration as { Audience: unknown }).Audience;
    };
    expect(audienceWith(['only-this'])).toEqual(['only-this']);
    expect(audienceWith(['mine'])).toEqual([{ Ref: expect.stringMatching(/^Mine/) }, 'mine']);
    expect(audienceWith()).toEqual([{ Ref: expect.stringMatching(/^Internal/) }]);
  });

  it('makes nothing in the template by itself', () => {
    const stack = newStack();
    new Topic(stack, 'Topic'); // a stack needs a resource
    make({ userPoolClientIds: ['one'], domainName: 'auth.example.com' }, stack);
    expect(Object.keys(templateOf(stack).toJSON().Resources)).toHaveLength(1);
  });

  it('is a list of clients that the caller may change without changing the pool', () => {
    const pool = make({ userPoolClientIds: ['one'] });
    pool.userPoolClients.pop();
    expect(pool.userPoolClients).toHaveLength(1);
  });

  it('has no hook that a function could be', () => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn');
    make({}, stack).connect(fn, { permissions: [UserPoolPermission.READ_USERS] });
    templateOf(stack).hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { USER_POOL_ID: 'eu-west-1_Ab12Cd34E' } },
    });
  });
});
