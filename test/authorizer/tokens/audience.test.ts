import { Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { describe, expect, it } from 'vitest';
import { CognitoHttpApiAuthorizer, IUserAuthPool, UserAuthClient, UserAuthPool } from '../../../lib';
import { audienceOf } from '../../../lib/authorizer/tokens/audience';
import { TemplateIndex } from '../../../lib/template/template-index';
import { refusalOf } from '../../support/policies';
import { newStack, templateOf } from '../../support/synth';
import { setUp, setUpPools } from '../support';

function audienceIn(pool: IUserAuthPool): string[] {
  return Stack.of(pool).resolve(audienceOf(new TemplateIndex(pool.node.root), pool)) as string[];
}
const refOf = (client: { readonly cfnUserPoolClient: cognito.CfnUserPoolClient }) => {
  const { cfnUserPoolClient: resource } = client;
  return { Ref: resource.stack.resolve(resource.logicalId) as string };
};

it('has all clients of a pool, whoever made them', () => {
  const stack = newStack('S');
  const pool = new UserAuthPool(stack, 'Pool');
  const added = pool.addClient('Web');
  const beside = new UserAuthClient(stack, 'Beside', { userPool: pool });
  const { ref } = new cognito.CfnUserPoolClient(stack, 'L1', { userPoolId: pool.userPoolId });
  const expected = [stack.resolve(ref), ...[pool.client, added, beside].map(refOf)];
  expect(audienceIn(pool)).toHaveLength(4);
  expect(audienceIn(pool)).toEqual(expect.arrayContaining(expected));
});

it('of an import that names its clients has those, and those that were created for it', () => {
  const stack = newStack('S');
  const userPoolId = 'eu-west-1_Ab12Cd34E';
  const [named, none, unnamed] = [['abc'], [], undefined].map((userPoolClientIds, index) =>
    UserAuthPool.fromUserAuthPoolAttributes(stack, `Import${index}`, { userPoolId, userPoolClientIds }),
  ) as [IUserAuthPool, IUserAuthPool, IUserAuthPool];
  const made = new UserAuthClient(stack, 'Made', { userPool: named });
  const other = new UserAuthClient(stack, 'Other', { userPool: unnamed });
  expect(audienceIn(named)).toEqual([refOf(made), 'abc']);
  expect(audienceIn(none)).toEqual([]);
  expect(audienceIn(unnamed)).toEqual([refOf(made), refOf(other)]);
});

it.each<[string, (stack: Stack) => IUserAuthPool, string]>([
  [
    'a pool',
    (stack) => new UserAuthPool(stack, 'None', { defaultClient: false }),
    'Add a client with addClient() of the pool, or omit defaultClient.',
  ],
  [
    'an import',
    (stack) => UserAuthPool.fromUserAuthPoolAttributes(stack, 'None', { userPoolId: 'eu-west-1_Ab12Cd34E' }),
    'List the app clients whose tokens it should accept in userPoolClientIds.',
  ],
])('of %s without clients is an error with the remedy', (_, poolIn, remedy) => {
  const { stack, httpApi, fn } = setUp();
  const authorizer = new CognitoHttpApiAuthorizer(stack, 'Mine', { userAuthPool: poolIn(stack) });
  authorizer.addLambdaRoute(fn, { httpApi, path: '/a' });
  expect(refusalOf(stack)).toContain(
    `userPoolClients of S/None is empty: an authorizer without an audience accepts no token, and API Gateway rejects it. ${remedy}`,
  );
});

describe('audiences of an authorizer', () => {
  it('are 50 at most', () => {
    const { stack, userAuthPool } = setUpPools(1);
    for (let n = 1; n < 50; n++) userAuthPool.addClient(`Client${n}`);
    expect(() => templateOf(stack)).not.toThrow();
    const more = setUpPools(1);
    for (let n = 1; n < 51; n++) more.userAuthPool.addClient(`Client${n}`);
    expect(refusalOf(more.stack)).toMatch(
      /userPoolClients of S\/Pool0 is a list of 51: API Gateway accepts 50 audiences in a JWT authorizer, a limit that cannot be raised\. Let applications share/,
    );
  });
});
