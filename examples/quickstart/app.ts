import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { CognitoHttpApiAuthorizer, HttpApiAccess, UserAuthPool, UserVerificationType } from 'cdk-user-auth-pool';
import { Construct } from 'constructs';
import { join } from 'node:path';

class QuickstartStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    const createPost = new NodejsFunction(this, 'CreatePost', {
      entry: join(__dirname, 'src', 'index.ts'),
      runtime: Runtime.NODEJS_22_X,
    });
    const myGateway = new HttpApi(this, 'MyGateway');

    const myUserPool = new UserAuthPool(this, 'MyUserPool', {
      userVerificationType: UserVerificationType.EMAIL_CODE,
      passwordPolicy: { minimumLength: 8 },
    });
    const authorizer = new CognitoHttpApiAuthorizer(this, 'Authorizer', { userAuthPool: myUserPool });

    authorizer.addLambdaRoute(createPost, { httpApi: myGateway, path: '/post/create', methods: [HttpMethod.POST] });

    HttpApiAccess.of(myGateway).recordIn('access.md');
    new CfnOutput(this, 'ApiUrl', { value: myGateway.apiEndpoint });
    new CfnOutput(this, 'UserPoolId', { value: myUserPool.userPoolId });
    new CfnOutput(this, 'UserPoolClientId', { value: myUserPool.userPoolClientId });
  }
}

const app = new App();
new QuickstartStack(app, 'Quickstart');
app.synth();
