import { Aws, Duration, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { isKnown } from '../../checks/values';
import { warn } from '../../checks/warn';
import { Original } from '../../template/original';
import { allowApi } from './api-permission';
import { IndexedApi } from '../routes/indexed-api';
import { createAuthorizer, OnApi } from './http-authorizer';

/** How API Gateway asks a function, and what it does with the answer. */
export interface LambdaSettings {
  readonly identitySource: string[];
  readonly resultsCacheTtl: Duration;
  readonly enableSimpleResponses: boolean;
}

/** A Lambda authorizer, and what may not change in it and in the permission for API Gateway to invoke its function. */
export interface LambdaAuthorizer {
  readonly authorizer: apigwv2.HttpAuthorizer;
  readonly originals: readonly Original[];
  readonly settings: LambdaSettings;
}

export function createLambdaAuthorizer(
  scope: Construct,
  id: string,
  handler: lambda.IFunction,
  props: LambdaSettings & OnApi,
): LambdaAuthorizer {
  const { httpApi } = props;
  const { authorizer, original } = createAuthorizer(scope, id, {
    ...props,
    type: apigwv2.HttpAuthorizerType.LAMBDA,
    payloadFormatVersion: apigwv2.AuthorizerPayloadVersion.VERSION_2_0,
    authorizerUri: `arn:${Aws.PARTITION}:apigateway:${Stack.of(scope).region}:lambda:path/2015-03-31/functions/${handler.functionArn}/invocations`,
  });
  const permission = allowApi(scope, `${id} of ${httpApi.node.addr}`, handler, {
    httpApi,
    resourceName: `authorizers/${authorizer.authorizerId}`,
    readable: 'authorizers/AUTHORIZER_ID',
    warning: 'LambdaHttpApiAuthorizer.handlerWithoutPermission',
  });
  const neededBy = authorizer.node.defaultChild as apigwv2.CfnAuthorizer;
  const originals = permission ? [original, new Original(permission, { neededBy })] : [original];
  return { authorizer, originals, settings: props };
}

/** Warns of a cached answer that counts for several routes: a simple response does not say which routes it is for. */
export function warnOfCaching({ httpApi, routes }: IndexedApi, { authorizer, settings }: LambdaAuthorizer): void {
  const { identitySource, resultsCacheTtl, enableSimpleResponses } = settings;
  const isCached = !isKnown(resultsCacheTtl) || resultsCacheTtl.toSeconds() > 0;
  if (!isCached || !enableSimpleResponses || tellsRoutesApart(identitySource)) return;
  const guarded = routes.filter((route) => route.mayHave(authorizer));
  if (guarded.length < 2) return;
  warn(
    httpApi,
    'LambdaHttpApiAuthorizer.cachedForAllRoutes',
    `API Gateway caches the answer of the authorizer's function, and one answer counts for all ${guarded.length} routes: a caller whom the function lets into one of them gets into all of them. ` +
      "Add '$context.routeKey' to identitySource, or omit resultsCacheTtl if the function decides by the route.",
  );
}

/** Whether no two routes have the same cached answers. A path alone may have a route for each method. */
const tellsRoutesApart = (sources: readonly string[]) =>
  sources.includes('$context.routeKey') ||
  ['$context.path', '$context.httpMethod'].every((source) => sources.includes(source));
