import { App, CfnOutput, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { FeaturePlan } from 'aws-cdk-lib/aws-cognito';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import {
  AttributeSchema,
  CognitoHttpApiAuthorizer,
  HttpApiAccess,
  PreTokenGenerationVersion,
  UserAuthPool,
} from 'cdk-user-auth-pool';
import { Construct } from 'constructs';
import { join } from 'node:path';

/**
 * Each user belongs to a tenant. A hook adds the tenant to access tokens, and adds the scope that a route requires for
 * the users of paying tenants.
 */
class TokenClaimsStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const fn = (name: string, file: string) =>
      new NodejsFunction(this, name, { entry: join(__dirname, 'src', file), runtime: Runtime.NODEJS_22_X });

    const pool = new UserAuthPool(this, 'Pool', {
      featurePlan: FeaturePlan.ESSENTIALS, // hooks of version 2 need it
      removalPolicy: RemovalPolicy.DESTROY, // deletes the users with the stack: omit it in production
      lockFile: 'users.lock.json',
      passwordPolicy: { minimumLength: 14, requireSymbols: false },
      // Only an administrator sets it: clients write no custom attribute unless writableCustomAttributes lists it.
      schema: [AttributeSchema.customString('tenant', { maxLength: 20 })],
      hooks: {
        preTokenGeneration: fn('PreTokenGeneration', 'pre-token-generation.ts'),
        preTokenGenerationVersion: PreTokenGenerationVersion.V2_0,
      },
    });

    const httpApi = new HttpApi(this, 'Api');
    const authorizer = new CognitoHttpApiAuthorizer(this, 'Authorizer', { userAuthPool: pool });
    authorizer.addLambdaRoute(fn('Report', 'report.ts'), {
      httpApi,
      path: '/report',
      methods: [HttpMethod.GET],
      authorizationScopes: ['reports/read'], // the hook adds it to tokens, so no resource server is needed
    });
    HttpApiAccess.of(httpApi).recordIn('access.md');

    new CfnOutput(this, 'ApiUrl', { value: httpApi.apiEndpoint });
    new CfnOutput(this, 'UserPoolId', { value: pool.userPoolId });
    new CfnOutput(this, 'UserPoolClientId', { value: pool.userPoolClientId });
  }
}

new TokenClaimsStack(new App(), 'TokenClaims');
