/*
 * Random routes with random requirements. Deployed by integ/access.test.ts, which builds the same app to ask it who may
 * call them.
 */
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import {
  AccessPolicy,
  AttributeSchema,
  CognitoHttpApiAuthorizer,
  HostedUi,
  PolicyEnforcement,
  UserAuthPool,
} from 'cdk-user-auth-pool';
import fc from 'fast-check';
import { seed } from '../../test/support/random';
import { randomPolicy } from '../../test/support/random-policies';

export const GROUPS = ['a', 'b', 'c'];

const requirement = fc.oneof(
  fc.constant({ kind: 'none' as const }),
  fc.constant({ kind: 'token' as const }),
  fc.constant({ kind: 'scope' as const }),
  fc.constant({ kind: 'person at the request' as const }),
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('in the token' as const), policy: randomPolicy(GROUPS) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('at the request' as const),
      policy: randomPolicy(GROUPS, { attributes: false }),
    }),
  },
);

const stack = new Stack(new App(), 'Access');
const pool = new UserAuthPool(stack, 'Pool', {
  client: { allowPasswordSignIn: true },
  hostedUi: HostedUi.cognitoDomain({ domainPrefix: 'access' }),
  schema: [AttributeSchema.customString('plan')],
});
for (const group of GROUPS) pool.addGroup(group);
const read = pool.addResourceServer('reports', { scopes: [{ scopeName: 'read' }] }).scope('read');
export const machine = pool.addMachineClient('Machine', { scopes: [read] });

export const httpApi = new apigwv2.HttpApi(stack, 'Api');
const inToken = new CognitoHttpApiAuthorizer(stack, 'InToken', { userAuthPool: pool });
const enforcement = PolicyEnforcement.atRequest();
const atRequest = new CognitoHttpApiAuthorizer(stack, 'AtRequest', { userAuthPool: pool, enforcement });
const fn = new lambda.Function(stack, 'Function', {
  runtime: lambda.Runtime.NODEJS_22_X,
  handler: 'index.handler',
  code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 });'),
});

const [requirements = []] = fc.sample(fc.array(requirement, { minLength: 20, maxLength: 20 }), { numRuns: 1, seed });
export const routes = requirements.map((each, index) => {
  const options = { httpApi, path: `/${index}`, methods: [apigwv2.HttpMethod.GET] };
  switch (each.kind) {
    case 'none':
      httpApi.addRoutes({ ...options, integration: new HttpLambdaIntegration('Integration', fn) });
      break;
    case 'token':
      inToken.addLambdaRoute(fn, options);
      break;
    case 'scope':
      inToken.addLambdaRoute(fn, { ...options, authorizationScopes: [read.scopeName] });
      break;
    case 'person at the request':
      atRequest.addLambdaRoute(fn, options);
      break;
    case 'in the token':
      inToken.addLambdaRoute(fn, { ...options, accessPolicy: each.policy(AccessPolicy) });
      break;
    case 'at the request':
      atRequest.addLambdaRoute(fn, { ...options, accessPolicy: each.policy(AccessPolicy) });
  }
  return options.path;
});

new CfnOutput(stack, 'ApiUrl', { value: httpApi.apiEndpoint });
new CfnOutput(stack, 'UserPoolId', { value: pool.userPoolId });
new CfnOutput(stack, 'ClientId', { value: pool.userPoolClientId });
new CfnOutput(stack, 'MachineClientId', { value: machine.userPoolClientId });
