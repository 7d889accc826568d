import { CfnOutput, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { FeaturePlan } from 'aws-cdk-lib/aws-cognito';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import {
  AccessPolicy,
  CognitoHttpApiAuthorizer,
  HostedUi,
  HttpApiAccess,
  ResourceIndicator,
  UserAuthPool,
} from 'cdk-user-auth-pool';
import { Construct } from 'constructs';
import { join } from 'node:path';

/** A server of the Model Context Protocol, for the people of a pool and the clients that they use. */
export class McpServerStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const fn = (name: string, file: string, environment: Record<string, string>) =>
      new NodejsFunction(this, name, {
        entry: join(__dirname, 'src', file),
        runtime: Runtime.NODEJS_22_X,
        memorySize: 512,
        environment,
      });
    const httpApi = new HttpApi(this, 'Api');
    const resource = `${httpApi.apiEndpoint}/mcp`;

    const pool = new UserAuthPool(this, 'Pool', {
      featurePlan: FeaturePlan.ESSENTIALS, // resource indicators, and policies in the token, need it
      removalPolicy: RemovalPolicy.DESTROY, // deletes the users with the stack: omit it in production
      hostedUi: HostedUi.cognitoDomain(),
      // The clients that you know are registered here. Nobody else can register one.
      client: { callbackUrls: ['http://localhost:33418/callback'] },
    });
    const editors = pool.addGroup('editors');

    // Clients ask for tokens that are for this server only. Cognito issues them because it knows the resource.
    const server = pool.addResourceServer('Mcp', { identifier: resource, userPoolResourceServerName: 'MCP server' });
    const authorizer = new CognitoHttpApiAuthorizer(this, 'Authorizer', {
      userAuthPool: pool,
      resources: [ResourceIndicator.fromResourceServer(server)],
    });
    const environment = { EDITORS_SCOPE: pool.scopeFor(editors.policy), RESOURCE: resource };
    authorizer.addLambdaRoute(fn('Server', 'server.ts', environment), {
      httpApi,
      path: '/mcp',
      methods: [HttpMethod.POST],
      accessPolicy: AccessPolicy.signedIn(),
    });

    // Where a client without a token learns how to get one.
    const metadata = fn('Metadata', 'metadata.ts', {
      RESOURCE: resource,
      ORIGIN: httpApi.apiEndpoint,
      DOMAIN: pool.hostedUiDomain!.baseUrl,
      JWKS_URI: `${pool.issuer}/.well-known/jwks.json`,
    });
    const integration = new HttpLambdaIntegration('Metadata', metadata, { scopePermissionToRoute: false });
    const paths = ['/.well-known/oauth-protected-resource/mcp', '/.well-known/oauth-authorization-server'];
    for (const path of paths) httpApi.addRoutes({ path, methods: [HttpMethod.GET], integration });
    authorizer.requireOnEveryRoute(httpApi, { publicRoutes: paths.map((path) => `GET ${path}`) });
    HttpApiAccess.of(httpApi).recordIn(join(__dirname, 'access.md'));

    new CfnOutput(this, 'McpUrl', { value: resource });
    new CfnOutput(this, 'UserPoolId', { value: pool.userPoolId });
    new CfnOutput(this, 'UserPoolClientId', { value: pool.userPoolClientId });
  }
}
