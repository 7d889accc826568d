import { Aws, CfnCondition, CfnParameter, CfnResource, CfnStack, Fn, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { expect, it } from 'vitest';
import { AccessPolicy, CognitoHttpApiAuthorizer, UserAuthPool } from '../../lib';
import { Included } from '../support/included';
import { refusalOf } from '../support/policies';
import { messageOf, newFunction, newStack, templateOf } from '../support/synth';

function setUp({ policy = true, stackName }: { policy?: boolean; stackName?: string } = {}) {
  const stack = newStack('S', { stackName });
  const pool = new UserAuthPool(stack, 'Pool');
  new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool: pool }).addLambdaRoute(newFunction(stack, 'Fn'), {
    httpApi: new apigwv2.HttpApi(stack, 'Api'),
    path: '/a',
    accessPolicy: policy ? AccessPolicy.group('a') : undefined,
  });
  return { stack, pool };
}
const scopes = [{ scopeName: 'a', scopeDescription: 'a' }];

it.each<[string, (pool: UserAuthPool, stack: Stack) => unknown]>([
  ["the CDK's own", (pool) => pool.userPool.addResourceServer('X', { identifier: 'policy', scopes: [] })],
  [
    'an L1',
    (pool, stack) =>
      new cognito.CfnUserPoolResourceServer(stack, 'X', {
        userPoolId: pool.userPoolId,
        name: 'x',
        identifier: 'policy',
        scopes,
      }),
  ],
  [
    'one below it',
    (pool, stack) =>
      new cognito.CfnUserPoolResourceServer(stack, 'X', {
        userPoolId: pool.userPoolId,
        name: 'x',
        identifier: 'policy/x',
        scopes,
      }),
  ],
  [
    'one of no class in another stack',
    (pool, stack) =>
      new CfnResource(new Stack(stack.node.root, 'Other'), 'X', {
        type: 'AWS::Cognito::UserPoolResourceServer',
        properties: { UserPoolId: pool.userPoolId, Name: 'x', Identifier: 'policy' },
      }),
  ],
  [
    'one that is renamed',
    (pool) => {
      const server = pool.addResourceServer('X', { scopes: [{ scopeName: 'a' }] });
      (server.node.defaultChild as CfnResource).addPropertyOverride('Identifier', 'policy');
    },
  ],
])('a resource server that could give scopes of policies is rejected: %s', (_, make) => {
  const { stack, pool } = setUp();
  make(pool, stack);
  expect(refusalOf(stack)).toMatch(
    /\[S\/Pool\] identifier of \S+ is "policy(\/x)?": clients could be granted its scopes, which routes treat as those of access policies\. Use another identifier\./,
  );
});

it.each<[string, (stack: Stack, pool: UserAuthPool) => string, string | undefined]>([
  ['in one branch of a condition', () => Fn.conditionIf('C', 'policy', 'other').toString(), '"policy" or "other"'],
  ['where only the deployment knows', () => Fn.importValue('id'), 'Fn::ImportValue'],
  ['by a parameter', (stack) => new CfnParameter(stack, 'Id').valueAsString, 'S/Id'],
  ['where it may start so', () => `pol${Fn.importValue('rest')}`, 'Fn::Join'],
  ['where it starts with the prefix', () => `policy/${Fn.importValue('rest')}`, 'Fn::Join'],
  ['where AWS generates its start', (_, pool) => `${pool.userPoolArn}/x`, undefined],
  ['where AWS generates all of it', (stack) => new apigwv2.HttpApi(stack, 'Other').apiEndpoint, undefined],
  [
    'where the app has the value',
    (stack) => new StringParameter(stack, 'P', { stringValue: 'policy' }).stringValue,
    'P',
  ],
  ['where the app has the name', (stack) => newFunction(stack, 'Named').functionName, 'Named'],
  ['where AWS generates an ID', (stack) => new apigwv2.HttpApi(stack, 'Other').apiId, undefined],
  ...['Outputs.ServerId', 'Outputs.Url'].map((output): [string, (stack: Stack) => string, string] => [
    `where a template decides: ${output}`,
    (stack) =>
      new CfnStack(stack, 'File', { templateUrl: 'https://x.s3.amazonaws.com/t.json' }).getAtt(output).toString(),
    `${output} of S/File`,
  ]),
  ...['Custom::Names', 'AWS::CloudFormation::CustomResource', 'Acme::Api::Names', 'Acme::Api::Names::MODULE'].map(
    (type): [string, (stack: Stack) => string, string] => [
      `where a function decides: ${type}`,
      (stack) => {
        const properties =
          type === 'AWS::CloudFormation::CustomResource'
            ? { ServiceToken: newFunction(stack, 'Names').functionArn }
            : {};
        return new CfnResource(stack, 'Decided', { type, properties }).getAtt('ServerId').toString();
      },
      'ServerId of S/Decided',
    ],
  ),
  ['where it starts with the name of the stack', () => `${Aws.STACK_NAME}/a`, undefined],
  ['where it starts with a region', () => `${Aws.REGION}/a`, undefined],
  ['where it starts with another text', () => `https://${Fn.importValue('host')}`, undefined],
  ['in no branch', () => Fn.conditionIf('C', 'one', 'other').toString(), undefined],
])('an identifier is judged %s', (_, identifierIn, given) => {
  const { stack, pool } = setUp();
  const condition = new CfnCondition(stack, 'C', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
  (pool.addGroup('used').node.defaultChild as CfnResource).cfnOptions.condition = condition;
  const identifier = identifierIn(stack, pool);
  new cognito.CfnUserPoolResourceServer(stack, 'X', { userPoolId: pool.userPoolId, name: 'x', identifier, scopes });
  if (given === undefined) expect(() => templateOf(stack)).not.toThrow();
  else expect(refusalOf(stack)).toMatch(new RegExp(`identifier of S/X is .*${given}.*: clients could be granted`));
});

it('what a template without constructs has is judged, if it is of the pool', () => {
  const { stack, pool } = setUp();
  const UserPoolId = stack.resolve(pool.userPoolId) as unknown;
  const typeOf = (type: string, Properties: object) => ({ Type: `AWS::Cognito::${type}`, Properties });
  new Included(stack, 'In', {
    Resources: {
      Server: typeOf('UserPoolResourceServer', { Identifier: 'policy', Name: 'x', UserPoolId }),
      Harmless: typeOf('UserPoolResourceServer', { Identifier: 'reports', Name: 'x', UserPoolId }),
      Elsewhere: typeOf('UserPoolResourceServer', { Identifier: 'policy', Name: 'x', UserPoolId: 'us-east-1_Other' }),
      Client: typeOf('UserPoolClient', { AllowedOAuthScopes: ['policy/group-a-0123456789'], UserPoolId }),
    },
  });
  const told = refusalOf(stack);
  expect(told.match(/identifier of S\/In\/\w+ is "policy"/g)).toEqual(['identifier of S/In/Server is "policy"']);
  expect(told).toContain('allowedOAuthScopes of S/In/Client is a list that contains "policy/group-a-0123456789"');
});

it('an identifier may not be the name of a stack that is the reserved one', () => {
  const { stack, pool } = setUp({ stackName: 'policy' });
  const identifier = Aws.STACK_NAME;
  new cognito.CfnUserPoolResourceServer(stack, 'X', { userPoolId: pool.userPoolId, name: 'x', identifier, scopes });
  expect(refusalOf(stack)).toContain('identifier of S/X is "policy": clients could be granted its scopes');
});

it('a scope of a policy is rejected in any branch of a condition', () => {
  const { stack, pool } = setUp();
  new CfnCondition(stack, 'C', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
  const scope = Fn.conditionIf('C', 'policy/group-a-0123456789', 'openid');
  pool.client.cfnUserPoolClient.addPropertyOverride('AllowedOAuthScopes', [scope]);
  expect(refusalOf(stack)).toContain('a list that contains "policy/group-a-0123456789"');
});

it('a resource server of this library is rejected at once', () => {
  const { pool } = setUp({ policy: false });
  expect(messageOf(() => pool.addResourceServer('policy', { scopes: [{ scopeName: 'a' }] }))).toMatch(
    /identifier is "policy": its scopes could be taken for those of access policies/,
  );
});

it.each<[string, (pool: UserAuthPool) => unknown]>([
  [
    'for people',
    (pool) =>
      pool.addClient('X', {
        callbackUrls: ['https://example.com'],
        allowedOAuthScopes: [cognito.OAuthScope.OPENID, cognito.OAuthScope.custom('policy/group-a')],
      }),
  ],
  ['for machines', (pool) => pool.addMachineClient('X', { scopes: [cognito.OAuthScope.custom('policy/group-a')] })],
])('a client %s that could ask for scopes of policies is rejected', (_, make) => {
  const { stack, pool } = setUp();
  make(pool);
  expect(refusalOf(stack)).toMatch(
    /\[S\/Pool\] allowedOAuthScopes of S\/Pool\/X\/Default\/Resource is a list that contains "policy\/group-a": only the hook of the pool adds the scopes of access policies to tokens/,
  );
});

it('a pool of the same ids in another stack is another pool', () => {
  const { stack } = setUp();
  const other = new Stack(stack.node.root, 'Other');
  new UserAuthPool(other, 'Pool').userPool.addResourceServer('X', { identifier: 'policy', scopes: [] });
  expect(() => templateOf(stack)).not.toThrow();
});

it('other names, other pools and pools without policies are no matter', () => {
  const { stack, pool } = setUp();
  pool.userPool.addResourceServer('X', { identifier: 'policy-server', scopes: [] });
  pool.addResourceServer('policies', { scopes: [{ scopeName: 'policy' }] });
  new UserAuthPool(stack, 'Other').userPool.addResourceServer('X', { identifier: 'policy', scopes: [] });
  expect(() => templateOf(stack)).not.toThrow();
});
