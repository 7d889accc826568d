import { App, CfnOutput, Duration, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import { CorsHttpMethod, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Branding, CognitoHttpApiAuthorizer, HostedUi, HttpApiAccess, UserAuthPool } from 'cdk-user-auth-pool';
import { Construct } from 'constructs';
import { join } from 'node:path';

/** The origin of the page in `web/`. */
const pageOrigin = process.env.PAGE_ORIGIN ?? 'http://localhost:5173';

/** People sign in on the hosted pages, and a machine with a client secret. Each has its own route. */
class HostedSignInStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const pool = new UserAuthPool(this, 'Pool', {
      removalPolicy: RemovalPolicy.DESTROY, // deletes the users with the stack: omit it in production
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
      authorizationScopes: ['openid'], // access tokens have this scope if the user signed in on the hosted pages
    });
    authorizer.addLambdaRoute(whoCalls, {
      httpApi,
      path: '/report',
      methods: [HttpMethod.GET],
      authorizationScopes: [reports.scope('read').scopeName],
    });
    HttpApiAccess.of(httpApi).recordIn('access.md');

    new CfnOutput(this, 'ApiUrl', { value: httpApi.url! });
    new CfnOutput(this, 'ConfigParameter', { value: pool.frontEndConfig().toParameter(this, 'Config').parameterName });
    new CfnOutput(this, 'MachineClientId', { value: machine.userPoolClientId });
    new CfnOutput(this, 'MachineSecretArn', { value: machine.clientSecret.secretArn });
  }
}

new HostedSignInStack(new App(), 'HostedSignIn');
