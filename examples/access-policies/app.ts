import { App, CfnOutput, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import { HttpApi, HttpMethod, IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { FeaturePlan } from 'aws-cdk-lib/aws-cognito';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import {
  AccessPolicy,
  AttributeSchema,
  Branding,
  CognitoHttpApiAuthorizer,
  HostedUi,
  HttpApiAccess,
  PolicyEnforcement,
  PreTokenGenerationVersion,
  TokenUse,
  UserAuthPool,
} from 'cdk-user-auth-pool';
import { Construct } from 'constructs';
import { join } from 'node:path';

/** One API, with every way to control who may call a route. */
class AccessPoliciesStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const fn = (name: string, file: string) =>
      new NodejsFunction(this, name, { entry: join(__dirname, 'src', file), runtime: Runtime.NODEJS_22_X });

    const pool = new UserAuthPool(this, 'Pool', {
      featurePlan: FeaturePlan.ESSENTIALS, // policies in the token need it
      removalPolicy: RemovalPolicy.DESTROY, // deletes the users with the stack: omit it in production
      // Users can't set their own plan: clients write no custom attribute unless writableCustomAttributes lists it.
      schema: [AttributeSchema.customString('plan', { maxLength: 20 })],
      hostedUi: HostedUi.cognitoDomain({ branding: Branding.classic() }), // machines get their tokens at its domain
      client: { callbackUrls: ['http://localhost:5173/'] },
      hooks: {
        preTokenGeneration: fn('PreTokenGeneration', 'pre-token-generation.ts'),
        preTokenGenerationVersion: PreTokenGenerationVersion.V2_0,
      },
    });
    pool.addGroup('admins');
    pool.addGroup('editors');
    const reports = pool.addResourceServer('reports', { scopes: [{ scopeName: 'read' }] });
    const machine = pool.addMachineClient('Machine', { scopes: [reports.scope('read')] });

    const inToken = new CognitoHttpApiAuthorizer(this, 'InToken', { userAuthPool: pool });
    const atRequest = new CognitoHttpApiAuthorizer(this, 'AtRequest', {
      userAuthPool: pool,
      enforcement: PolicyEnforcement.atRequest(),
    });
    const ofIdTokens = new CognitoHttpApiAuthorizer(this, 'OfIdTokens', {
      userAuthPool: pool,
      enforcement: PolicyEnforcement.atRequest({ tokenUse: TokenUse.ID }),
    });
    const admins = AccessPolicy.group('admins');
    const editors = AccessPolicy.anyGroup('admins', 'editors');
    const pro = AccessPolicy.attribute('custom:plan', 'pro');

    const httpApi = new HttpApi(this, 'Api');
    const whoCalls = fn('WhoCalls', 'who-calls.ts');
    // One permission for the whole API instead of one for each route.
    const integration = new HttpLambdaIntegration('WhoCalls', whoCalls, { scopePermissionToRoute: false });
    const get = (path: string, authorizer?: IHttpRouteAuthorizer) =>
      httpApi.addRoutes({ path, methods: [HttpMethod.GET], integration, authorizer });
    get('/jwt', inToken);
    get('/scoped', inToken.requireScopes(reports.scope('read')));
    get('/signed-in', inToken.require(AccessPolicy.signedIn()));
    get('/editors', inToken.require(editors));
    get('/admins', inToken.require(admins));
    get('/request/editors', atRequest.require(editors));
    get('/request/id', ofIdTokens.require(pro));
    get('/health');
    inToken.requireOnEveryRoute(httpApi, { publicRoutes: ['GET /health'] });
    HttpApiAccess.of(httpApi).recordIn('access.md'); // who may call what, for code reviews

    new CfnOutput(this, 'ApiUrl', { value: httpApi.apiEndpoint });
    new CfnOutput(this, 'UserPoolId', { value: pool.userPoolId });
    new CfnOutput(this, 'UserPoolClientId', { value: pool.userPoolClientId });
    new CfnOutput(this, 'MachineClientId', { value: machine.userPoolClientId });
    new CfnOutput(this, 'MachineSecretArn', { value: machine.clientSecret.secretArn });
    new CfnOutput(this, 'FunctionName', { value: whoCalls.functionName });
  }
}

new AccessPoliciesStack(new App(), 'AccessPolicies');
