import { Aws, Duration, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IConstruct } from 'constructs';
import { Problems } from '../checks/problems';
import { isKnown, show } from '../checks/values';
import { warn } from '../checks/warn';
import { Original } from '../template/original';
import { allowApi } from './api-permission';

interface LambdaAuthorizerProps extends LambdaSettings {
  readonly httpApi: apigwv2.IHttpApi;
  readonly authorizerName: string;
}

/** How API Gateway asks a function, and what it does with the answer. */
export interface LambdaSettings {
  readonly identitySource: string[];
  readonly resultsCacheTtl: Duration;
  readonly enableSimpleResponses: boolean;
}

/** What a change of an authorizer means, as part of a message. */
export const UNGUARDED = 'the authorizer may let in callers whom a route rejects, or nobody';

/** What may not change in an authorizer that was created with certain properties. Nothing depends on its name. */
export const originalOf = (authorizer: apigwv2.HttpAuthorizer, given: Partial<apigwv2.CfnAuthorizerProps>) =>
  new Original(authorizer.node.defaultChild as apigwv2.CfnAuthorizer, { ...given }, (name) => name === 'Name');

/** A Lambda authorizer, and what may not change in it and in the permission for API Gateway to invoke its function. */
export interface LambdaAuthorizer {
  readonly authorizer: apigwv2.HttpAuthorizer;
  readonly originals: readonly Original[];
  readonly settings: LambdaSettings;
}

export function makeLambdaAuthorizer(
  scope: Construct,
  id: string,
  handler: lambda.IFunction,
  props: LambdaAuthorizerProps,
): LambdaAuthorizer {
  const { httpApi, identitySource, enableSimpleResponses } = props;
  const type = apigwv2.HttpAuthorizerType.LAMBDA;
  const payloadFormatVersion = apigwv2.AuthorizerPayloadVersion.VERSION_2_0;
  const authorizerUri = `arn:${Aws.PARTITION}:apigateway:${Stack.of(scope).region}:lambda:path/2015-03-31/functions/${handler.functionArn}/invocations`;
  const authorizer = new apigwv2.HttpAuthorizer(scope, id, { ...props, type, payloadFormatVersion, authorizerUri });
  const given = {
    apiId: httpApi.apiId,
    authorizerType: type,
    identitySource,
    authorizerUri,
    authorizerPayloadFormatVersion: payloadFormatVersion,
    authorizerResultTtlInSeconds: props.resultsCacheTtl.toSeconds(),
    enableSimpleResponses,
    authorizerCredentialsArn: undefined,
  };
  const originals = [originalOf(authorizer, given)];
  const permission = allowApi(scope, `${id} of ${httpApi.node.addr}`, handler, {
    httpApi,
    resourceName: `authorizers/${authorizer.authorizerId}`,
    readable: 'authorizers/AUTHORIZER_ID',
    warning: 'LambdaHttpApiAuthorizer.handlerWithoutPermission',
  });
  if (permission) originals.push(new Original(permission));
  return { authorizer, originals, settings: props };
}

/** Checks how long API Gateway caches results. */
export function checkTtl(problems: Problems, where: string, ttl: Duration | undefined): void {
  if (!isKnown(ttl)) return;
  const seconds = ttl.toSeconds({ integral: false });
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= 3600) return;
  problems.add({
    where,
    given: show(ttl),
    outcome: 'API Gateway caches a result for 0 to 3600 whole seconds and rejects the authorizer',
    remedy: 'Give a duration of at most one hour',
  });
}

/** A cached answer without a policy document is for all routes that the function would decide about separately. */
export function warnOfCaching(httpApi: IConstruct, settings: LambdaSettings, routes: number): void {
  const { identitySource, resultsCacheTtl, enableSimpleResponses } = settings;
  const isCached = !isKnown(resultsCacheTtl) || resultsCacheTtl.toSeconds() > 0;
  if (!isCached || !enableSimpleResponses || routes < 2 || tellsRoutesApart(identitySource)) return;
  warn(
    httpApi,
    'LambdaHttpApiAuthorizer.cachedForAllRoutes',
    `API Gateway caches the answer of the authorizer's function, and one answer counts for all ${routes} routes: a caller whom the function lets into one of them gets into all of them. ` +
      "Add '$context.routeKey' to identitySource, or omit resultsCacheTtl if the function decides by the route.",
  );
}

/** Whether no two routes have the same cached answers. A path alone may have a route for each method. */
const tellsRoutesApart = (sources: readonly string[]) =>
  sources.includes('$context.routeKey') ||
  ['$context.path', '$context.httpMethod'].every((source) => sources.includes(source));
