import { Lazy, Names, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { createHash } from 'node:crypto';
import { idOnBehalfOf } from '../checks/ids';
import { IUserAuthPool } from '../pool/user-auth-pool-base';
import { audienceOf, checkApiLimits, checkAudiences } from './limits';
import { Problems } from '../checks/problems';

/**
 * What the routes of one HTTP API share, however many authorizers and calls they come from: one JWT authorizer for each pool, one integration and
 * one permission for each function.
 *
 * It stands in the scope of the API, so that everything in it follows the API into its stack, and never the other way round.
 */
export class ApiBindings extends Construct {
  public static of(httpApi: apigwv2.IHttpApi): ApiBindings {
    const existing = httpApi.node.tryFindChild('UserAuth');
    return existing instanceof ApiBindings ? existing : new ApiBindings(httpApi);
  }

  private readonly authorizers = new Map<IUserAuthPool, apigwv2.HttpAuthorizer>();
  private readonly integrations = new Map<lambda.IFunction, SharedLambdaIntegration>();

  private constructor(private readonly httpApi: apigwv2.IHttpApi) {
    super(httpApi, 'UserAuth');
    this.node.addValidation({ validate: () => this.validate() });
  }

  public authorizerOf(pool: IUserAuthPool): apigwv2.HttpAuthorizer {
    const existing = this.authorizers.get(pool);
    if (existing) return existing;
    const id = idOnBehalfOf(pool, this);
    const authorizer = new apigwv2.HttpAuthorizer(this, id, {
      httpApi: this.httpApi,
      authorizerName: Names.uniqueResourceName(pool, { maxLength: 128, separator: '-' }),
      type: apigwv2.HttpAuthorizerType.JWT,
      identitySource: ['$request.header.Authorization'],
      jwtIssuer: pool.issuer,
      // At synth, when the last client has been added.
      jwtAudience: Lazy.list({ produce: () => audienceOf(pool) }),
    });
    this.authorizers.set(pool, authorizer);
    return authorizer;
  }

  public integrationOf(handler: lambda.IFunction): SharedLambdaIntegration {
    const existing = this.integrations.get(handler);
    if (existing) return existing;
    const id = idOnBehalfOf(handler, this);
    const integration = new SharedLambdaIntegration(id, handler);
    handler.addPermission(id, {
      scope: this,
      principal: new iam.ServicePrincipal('apigateway.amazonaws.com'),
      // Any stage and any route of this API, `$default` too; a star in the resource part of an ARN spans slashes.
      sourceArn: Stack.of(this).formatArn({
        service: 'execute-api',
        resource: this.httpApi.apiId,
        resourceName: '*/*',
      }),
    });
    this.integrations.set(handler, integration);
    return integration;
  }

  private validate(): string[] {
    const problems = new Problems(this.httpApi);
    for (const pool of this.authorizers.keys()) checkAudiences(pool, problems);
    checkApiLimits(this.httpApi, problems);
    return problems.messages();
  }
}

/** Sends requests to one function, for every route of one API. */
export class SharedLambdaIntegration extends apigwv2.HttpRouteIntegration {
  constructor(
    private readonly id_: string,
    private readonly handler: lambda.IFunction,
  ) {
    super(id_);
  }

  public bind(): apigwv2.HttpRouteIntegrationConfig {
    return {
      type: apigwv2.HttpIntegrationType.AWS_PROXY,
      uri: this.handler.functionArn,
      payloadFormatVersion: apigwv2.PayloadFormatVersion.VERSION_2_0,
    };
  }

  /**
   * The CDK puts an integration into the first route that uses it. It serves all of them, so its logical id is made to say nothing of which came
   * first: a route can then be removed, or moved, without replacing what the others need.
   */
  public settleIn(route: apigwv2.HttpRoute): void {
    const integration = route.node.tryFindChild(this.id_)?.node.defaultChild;
    if (!(integration instanceof apigwv2.CfnIntegration)) return;
    const key = `${Names.stackRelativeConstructPath(route.httpApi)}/${this.id_}`;
    const readable = key.replace(/[^A-Za-z0-9]/g, '').slice(0, 200);
    integration.overrideLogicalId(
      `${readable}${createHash('sha256').update(key).digest('hex').slice(0, 8).toUpperCase()}`,
    );
  }
}
