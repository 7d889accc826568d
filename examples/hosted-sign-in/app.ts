import { App, CfnOutput, Duration, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import { CorsHttpMethod, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Branding, CognitoHttpApiAuthorizer, HostedUi, HttpApiAccess, UserAuthPool } from 'cdk-user-auth-pool';
import { Construct } from 'constructs';
import { join } from 'node:path';

/** Where the page of `web/` is. */
const pageOrigin = process.env.PAGE_ORIGIN ?? 'http://localhost:5173';

/** People sign in on a page that Cognito hosts, a machine with a secret. Each has a route of its own. */
class HostedSignInStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const pool = new UserAuthPool(this, 'Pool', {
      removalPolicy: RemovalPolicy.DESTROY, // an example keeps no users
      hostedUi: HostedUi.cognitoDomain({ branding: Branding.classic() }),
      client: { callbackUrls: [`${pageOrigin}/`], logoutUrls: [`${pageOrigin}/`] },
    });
    const reports = pool.addResourceServer('Reports', {
      identifier: 'reports',
      scopes: [{ scopeName: 'read', scopeDescription: 'Read the reports' }],
    });
    const machine = pool.addMachineClient('Machine', { scopes: [reports.scope('read')] });

    const whoCalls = new NodejsFunction(this, 'WhoCalls', {
      entry: join(__dirname, 'src', 'who-calls.ts'),
      runtime: Runtime.NODEJS_22_X,
    });
    const httpApi = new HttpApi(this, 'Api', {
      corsPreflight: {
        allowOrigins: [pageOrigin],
        allowMethods: [CorsHttpMethod.GET],
        allowHeaders: ['authorization'],
        maxAge: Duration.hours(1),
      },
    });
    const authorizer = new CognitoHttpApiAuthorizer(this, 'Authorizer', { userAuthPool: pool });
    authorizer.addLambdaRoute(whoCalls, {
      httpApi,
      path: '/me',
      methods: [HttpMethod.GET],
      authorizationScopes: ['openid'], // what the access tokens of people have, who signed in on the page
    });
    authorizer.addLambdaRoute(whoCalls, {
      httpApi,
      path: '/report',
      methods: [HttpMethod.GET],
      authorizationScopes: ['reports/read'],
    });
    HttpApiAccess.of(httpApi).recordIn('access.md');

    new CfnOutput(this, 'ApiUrl', { value: httpApi.url! });
    new CfnOutput(this, 'ConfigParameter', { value: pool.frontEndConfig().toParameter(this, 'Config').parameterName });
    new CfnOutput(this, 'MachineClientId', { value: machine.userPoolClientId });
    new CfnOutput(this, 'MachineSecretArn', { value: machine.clientSecret.secretArn });
  }
}

new HostedSignInStack(new App(), 'HostedSignIn');
