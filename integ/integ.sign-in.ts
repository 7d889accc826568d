/*
 * Apps of three kinds, hosted pages, identity providers, groups, scopes and a connected function: what stands between
 * users and tokens.
 */
import { ExpectedResult, IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, Duration, RemovalPolicy, SecretValue, Stack } from 'aws-cdk-lib';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { HostedUi, IdentityProvider, UserAuthPool, UserPoolPermission } from '../lib';

const app = new App();
const stack = new Stack(app, 'IntegSignIn');

const pool = new UserAuthPool(stack, 'Pool', {
  removalPolicy: RemovalPolicy.DESTROY,
  hostedUi: HostedUi.cognitoDomain(),
  client: { callbackUrls: ['https://example.com/'], logoutUrls: ['https://example.com/'] },
});
pool.addServerClient('Server', {
  callbackUrls: ['https://example.com/server'],
  accessTokenValidity: Duration.minutes(10),
  refreshTokenRotationGracePeriod: Duration.seconds(30),
});
const reports = pool.addResourceServer('reports', { scopes: [{ scopeName: 'read' }] });
pool.addMachineClient('Machine', { scopes: [reports.scope('read')] });
pool.addIdentityProvider(
  IdentityProvider.google({ clientId: 'id', clientSecret: SecretValue.secretsManager('google-sign-in') }),
);
pool.addGroup('admins', { precedence: 0 });
pool.connect(
  new Function(stack, 'Admin', {
    runtime: Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => ({});'),
  }),
  { permissions: [UserPoolPermission.READ_USERS] },
);
pool.frontEndConfig().toParameter(stack, 'Config');

const integ = new IntegTest(app, 'SignIn', { testCases: [stack] });
integ.assertions.httpApiCall(pool.client.signInUrl).expect(ExpectedResult.objectLike({ status: 200 }));
