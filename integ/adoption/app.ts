/*
 * Five pools that exist, and the same pools once this library has taken them over: `-c step=old`, and then `-c step=new
 * -c deployed=FOLDER` with the templates of the first step. Deployed by integ/adoption.test.ts.
 */
import { App, CfnOutput, CfnResource, CfnWaitConditionHandle, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import {
  AccessPolicy,
  CognitoHttpApiAuthorizer,
  ExistingUserPool,
  HostedUi,
  PolicyEnforcement,
  UserAuthPool,
} from 'cdk-user-auth-pool';
import { join } from 'node:path';

const app = new App();
const isOld = app.node.tryGetContext('step') !== 'new';
const folder = (app.node.tryGetContext('deployed') ?? '') as string;
const templateOf = (stack: Stack, logicalId: string) =>
  ExistingUserPool.fromTemplate(join(folder, `${stack.stackName}.template.json`), logicalId);

function output(stack: Stack, userPoolId: string, clientId: string): void {
  new CfnOutput(stack, 'UserPoolId', { value: userPoolId });
  new CfnOutput(stack, 'ClientId', { value: clientId });
}
const newFunction = (stack: Stack) =>
  new lambda.Function(stack, 'Create', {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 201 });'),
  });
/** Signing in by password, as the old client did. */
const client = { allowPasswordSignIn: true };

/** Plain CDK: email sign-in, a client, a group, a domain, and a route with an authorizer. */
function plain(stack: Stack): void {
  const fn = newFunction(stack);
  const httpApi = new apigwv2.HttpApi(stack, 'Api');
  const route = { path: '/orders', methods: [apigwv2.HttpMethod.POST] };
  new CfnOutput(stack, 'ApiUrl', { value: httpApi.apiEndpoint });
  if (isOld) {
    const pool = new cognito.UserPool(stack, 'Users', { signInAliases: { email: true }, selfSignUpEnabled: true });
    const userPoolClient = pool.addClient('Client', { authFlows: { userSrp: true, userPassword: true } });
    pool.addGroup('Admins', { groupName: 'admins' });
    pool.addDomain('Domain', { cognitoDomain: { domainPrefix: 'plain' } });
    const authorizer = new HttpUserPoolAuthorizer('Authorizer', pool, { userPoolClients: [userPoolClient] });
    httpApi.addRoutes({ ...route, integration: new HttpLambdaIntegration('Create', fn), authorizer });
    return output(stack, pool.userPoolId, userPoolClient.userPoolClientId);
  }
  const pool = new UserAuthPool(stack, 'Users', {
    existing: templateOf(stack, 'Users0A0EEA89'),
    // Classic pages, since the local AWS does not know the styles of managed login.
    featurePlan: cognito.FeaturePlan.LITE,
    hostedUi: HostedUi.cognitoDomain({ domainPrefix: 'plain' }),
    client,
  });
  pool.addGroup('Admins', { groupName: 'admins' });
  new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool: pool }).addLambdaRoute(fn, { httpApi, ...route });
  output(stack, pool.userPoolId, pool.userPoolClientId);
}

/** Plain CDK: user names, with the email address as an alias, and case that counts. */
function aliases(stack: Stack): void {
  if (isOld) {
    const pool = new cognito.UserPool(stack, 'Users', {
      signInAliases: { username: true, email: true },
      signInCaseSensitive: true,
      selfSignUpEnabled: true,
      customAttributes: { plan: new cognito.StringAttribute(), seats: new cognito.NumberAttribute({ max: 9 }) },
    });
    return output(stack, pool.userPoolId, pool.addClient('Client').userPoolClientId);
  }
  const existing = templateOf(stack, 'Users0A0EEA89');
  const pool = new UserAuthPool(stack, 'Users', { existing, allowUserName: true, client });
  output(stack, pool.userPoolId, pool.userPoolClientId);
}

/** As @aws-amplify/auth-construct makes it: standard attributes without their data type, a client with a name. */
function amplify(stack: Stack): void {
  if (isOld) {
    const pool = new cognito.UserPool(stack, 'amplifyAuthUserPool', {
      signInAliases: { email: true, phone: false },
      signInCaseSensitive: false,
      selfSignUpEnabled: true,
      standardAttributes: { email: { required: true, mutable: true }, phoneNumber: { required: false, mutable: true } },
    });
    const web = new cognito.UserPoolClient(stack, 'amplifyAuthUserPoolAppClient', {
      userPool: pool,
      authFlows: { custom: true, userSrp: true },
      preventUserExistenceErrors: true,
    });
    return output(stack, pool.userPoolId, web.userPoolClientId);
  }
  const existing = templateOf(stack, 'amplifyAuthUserPool410D002E');
  const pool = new UserAuthPool(stack, 'Users', { existing, omitSchema: true, client });
  stack.renameLogicalId('UsersClient3B43F2CF', 'amplifyAuthUserPoolAppClient3150E7F4');
  output(stack, pool.userPoolId, pool.userPoolClientId);
}

/** As people write templates for SAM and the Serverless Framework: logical IDs and names of one's own. */
function sam(stack: Stack): void {
  if (isOld) {
    const make = (id: string, type: string, properties: object) =>
      new CfnResource(stack, id, { type, properties: properties });
    const pool = make('UserPool', 'AWS::Cognito::UserPool', {
      UserPoolName: 'sam-users',
      UsernameAttributes: ['email'],
      AutoVerifiedAttributes: ['email'],
      Schema: [{ Name: 'tenant', AttributeDataType: 'String', Mutable: true }],
    });
    const web = make('WebClient', 'AWS::Cognito::UserPoolClient', {
      UserPoolId: pool.ref,
      ClientName: 'web',
      GenerateSecret: false,
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    });
    make('Admins', 'AWS::Cognito::UserPoolGroup', { UserPoolId: pool.ref, GroupName: 'admins' });
    return output(stack, pool.ref, web.ref);
  }
  const pool = new UserAuthPool(stack, 'Users', {
    existing: templateOf(stack, 'UserPool'),
    userPoolName: 'sam-users',
    client: { ...client, userPoolClientName: 'web', generateClientSecret: false },
  });
  pool.client.cfnUserPoolClient.overrideLogicalId('WebClient');
  (pool.addGroup('admins').node.defaultChild as CfnResource).overrideLogicalId('Admins');
  output(stack, pool.userPoolId, pool.userPoolClientId);
}

/** A stack that gives its pool away: what it retains goes on working outside CloudFormation. */
function giver(stack: Stack): void {
  new CfnWaitConditionHandle(stack, 'Rest');
  if (!isOld) return;
  const pool = new cognito.UserPool(stack, 'Users', { signInAliases: { email: true }, selfSignUpEnabled: true });
  const web = pool.addClient('Client');
  const admins = pool.addGroup('Admins', { groupName: 'admins' });
  for (const each of [pool, web, admins]) each.applyRemovalPolicy(RemovalPolicy.RETAIN);
  output(stack, pool.userPoolId, web.userPoolClientId);
}

/** An API with a route for administrators. */
function addApi(stack: Stack, authorizer: CognitoHttpApiAuthorizer): void {
  const httpApi = new apigwv2.HttpApi(stack, 'Api');
  authorizer.addLambdaRoute(newFunction(stack), {
    httpApi,
    path: '/orders',
    methods: [apigwv2.HttpMethod.POST],
    accessPolicy: AccessPolicy.group('admins'),
  });
  new CfnOutput(stack, 'ApiUrl', { value: httpApi.apiEndpoint });
}

plain(new Stack(app, 'Plain'));
aliases(new Stack(app, 'Aliases'));
amplify(new Stack(app, 'Amplify'));
sam(new Stack(app, 'Sam'));
giver(new Stack(app, 'Giver'));

/**
 * Made by hand, with Terraform or in another stack, and imported by the CDK CLI: all there is of them is a description.
 * An import takes in what exists, and creates and changes nothing; once it is done, the stack is like any other.
 */
const importedInto = app.node.tryGetContext('into') as string | undefined;
if (importedInto) {
  const stack = new Stack(app, importedInto);
  const isImported = app.node.tryGetContext('imported') === 'true';
  const pool = new UserAuthPool(stack, 'Users', {
    existing: ExistingUserPool.fromDescription(join(folder, `${stack.stackName}.json`)),
    passwordPolicy: { minimumLength: isImported ? 13 : 12 },
    client,
  });
  pool.addGroup('admins');
  if (isImported) {
    addApi(stack, new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool: pool }));
    output(stack, pool.userPoolId, pool.userPoolClientId);
  }
}

/** A pool that is left where it is, and the app client of it that calls the API. */
const left = app.node.tryGetContext('left') as string | undefined;
if (left) {
  const stack = new Stack(app, 'Guest');
  const [userPoolId, clientId] = left.split('/');
  const userAuthPool = UserAuthPool.fromUserAuthPoolAttributes(stack, 'Pool', {
    userPoolId: userPoolId!,
    userPoolClientIds: [clientId!],
  });
  const enforcement = PolicyEnforcement.atRequest();
  addApi(stack, new CognitoHttpApiAuthorizer(stack, 'Authorizer', { userAuthPool, enforcement }));
}
